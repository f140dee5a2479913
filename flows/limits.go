package flows

import "strconv"

// readNumber reads a number and holds it against the item's limits.
func (i *Item) readNumber(text string) (string, Notice) {
	value, fault := ParseNumber(text)
	if fault.Key == NoticeNumberInvalid && i.Whole {
		fault.Key = NoticeNumberWhole // whose example has no decimals
	}
	if fault.Key != "" {
		return "", fault
	}
	if fault := i.numberFault(value); fault.Key != "" {
		return "", fault
	}
	return value, Notice{}
}

// numberFault says what limit a number in export form does not keep.
func (i *Item) numberFault(value string) Notice {
	f, err := strconv.ParseFloat(value, 64)
	switch {
	case err != nil:
		return Notice{Key: NoticeNumberInvalid}
	case i.Whole && f != float64(int64(f)):
		return Notice{Key: NoticeNumberWhole}
	case i.Min != nil && f < *i.Min, i.Max != nil && f > *i.Max:
		return Notice{NoticeNumberRange, map[string]string{
			"min": readableLimit(i.Min), "max": readableLimit(i.Max)}}
	}
	return Notice{}
}

// decimal writes a number with as few digits as give it back.
func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// readableLimit writes a limit with a comma; empty where there is none.
func readableLimit(f *float64) string {
	if f == nil {
		return ""
	}
	return readableNumber(decimal(*f), "id")
}

// readDate reads a date and holds it against the item's limits.
func (i *Item) readDate(in Input) (string, Notice) {
	year := in.Now.Year()
	if in.Now.IsZero() {
		year = firstYear + 100
	}
	value, ok := ParseDate(in.Text, year)
	switch {
	case !ok:
		return "", Notice{Key: NoticeDateInvalid}
	case value < i.MinDate, i.MaxDate != "" && value > i.MaxDate:
		return "", Notice{NoticeDateRange, map[string]string{"min": i.MinDate, "max": i.MaxDate}}
	}
	return value, Notice{}
}
