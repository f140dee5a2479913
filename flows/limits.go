package flows

import (
	"errors"
	"strconv"

	"suara/flows/writing"
)

// readNumber reads a number and holds it against the item's limits.
func (i *Item) readNumber(text string) (string, Notice) {
	value, err := writing.ParseNumber(text)
	if err != nil {
		return "", i.unread(err)
	}
	if fault := i.numberFault(value); fault.Key != "" {
		return "", fault
	}
	return value, Notice{}
}

// unread says why a number can't be read.
func (i *Item) unread(err error) Notice {
	var a *writing.Ambiguous
	switch {
	case errors.As(err, &a):
		return Notice{NoticeNumberAmbiguous, map[string]string{"decimal": a.Decimal, "thousands": a.Thousands}}
	case errors.Is(err, writing.ErrLong):
		return Notice{Key: NoticeNumberLong}
	case i.Whole:
		return Notice{Key: NoticeNumberWhole} // whose example has no decimals
	}
	return Notice{Key: NoticeNumberInvalid}
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

// readableLimit writes a limit with a comma; empty where there is none.
func readableLimit(f *float64) string {
	if f == nil {
		return ""
	}
	return writing.Number(writing.Decimal(*f), "id")
}

// readDate reads a date and holds it against the item's limits.
func (i *Item) readDate(in Input) (string, Notice) {
	year := in.Now.Year()
	if in.Now.IsZero() {
		year = 2000 // no time is given
	}
	value, ok := writing.ParseDate(in.Text, year)
	switch {
	case !ok:
		return "", Notice{Key: NoticeDateInvalid}
	case value < i.MinDate, i.MaxDate != "" && value > i.MaxDate:
		return "", Notice{NoticeDateRange, map[string]string{"min": i.MinDate, "max": i.MaxDate}}
	}
	return value, Notice{}
}

// readTime reads a time of day and holds it against the item's limits.
func (i *Item) readTime(text string) (string, Notice) {
	value, ok := writing.ParseTime(text)
	switch {
	case !ok:
		return "", Notice{Key: NoticeTimeInvalid}
	case value < i.MinTime, i.MaxTime != "" && value > i.MaxTime:
		return "", Notice{NoticeTimeRange, map[string]string{
			"min": writing.Time(i.MinTime, "id"), "max": writing.Time(i.MaxTime, "id")}}
	}
	return value, Notice{}
}
