package writing

import (
	"regexp"
	"strconv"
	"strings"
)

// IsTime tests a time of day as [ParseTime] returns it.
var IsTime = regexp.MustCompile(`\A([01][0-9]|2[0-3]):[0-5][0-9]\z`).MatchString

// typedClock is a time of day as Indonesians write it: 16.30, 16:30, 16, with pukul or jam before
// it and a time zone behind it.
var typedClock = regexp.MustCompile(
	`\A(?:pukul |jam |pkl\.? ?)?([0-9]{1,2})(?:[.: ]([0-9]{2}))?(?: ?(?:wib|wita|wit))?\z`)

// ParseTime reads a time of day and returns it as HH:MM. False: it is none.
func ParseTime(s string) (string, bool) {
	m := typedClock.FindStringSubmatch(Folded(s))
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2]) // none: the full hour
	value := twoDigits(hour) + ":" + twoDigits(minute)
	return value, IsTime(value)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// Time writes a time of day for people: 16.30, in English 16:30.
func Time(value, lang string) string {
	if lang == "en" {
		return value
	}
	return strings.Replace(value, ":", ".", 1)
}
