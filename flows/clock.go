package flows

import (
	"regexp"
	"strconv"
	"strings"
)

// isClock tests a time of day in export form.
var isClock = regexp.MustCompile(`\A([01][0-9]|2[0-3]):[0-5][0-9]\z`).MatchString

// typedClock is a time of day as Indonesians write it: 16.30, 16:30, 16, with pukul or jam before
// it and a time zone behind it.
var typedClock = regexp.MustCompile(`\A(?:pukul |jam |pkl\.? ?)?([0-9]{1,2})(?:[.: ]([0-9]{2}))?(?: ?(?:wib|wita|wit))?\z`)

// ParseTime reads a time of day and returns it as HH:MM. False: it is none.
func ParseTime(s string) (string, bool) {
	m := typedClock.FindStringSubmatch(folded(s))
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2]) // none: the full hour
	value := twoDigits(hour) + ":" + twoDigits(minute)
	return value, isClock(value)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// readTime reads a time of day and holds it against the item's limits.
func (i *Item) readTime(text string) (string, Notice) {
	value, ok := ParseTime(text)
	switch {
	case !ok:
		return "", Notice{Key: NoticeTimeInvalid}
	case value < i.MinTime, i.MaxTime != "" && value > i.MaxTime:
		return "", Notice{NoticeTimeRange, map[string]string{
			"min": readableTime(i.MinTime, "id"), "max": readableTime(i.MaxTime, "id")}}
	}
	return value, Notice{}
}

// readableTime writes a time of day for people: 16.30, in English 16:30.
func readableTime(value, lang string) string {
	if lang == "en" {
		return value
	}
	return strings.Replace(value, ":", ".", 1)
}
