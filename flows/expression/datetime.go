package expression

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parseDateTime reads 2006-1-2 and 2006-01-02T15:04:05.000+09:00, of which seconds and offset
// may be left out. A time without an offset is one of zone; the moment returned is in zone.
func parseDateTime(s string, zone *time.Location) (time.Time, bool) {
	day, clock, hasClock := strings.Cut(s, "T")
	year, month, dayOfMonth, ok := parseDay(day)
	if !ok {
		return time.Time{}, false
	}
	if !hasClock {
		return time.Date(year, month, dayOfMonth, 0, 0, 0, 0, zone), true
	}
	clock, from, ok := parseOffset(clock, zone)
	if !ok {
		return time.Time{}, false
	}
	sinceMidnight, ok := parseClock(clock)
	if !ok {
		return time.Time{}, false
	}
	seconds, rest := int(sinceMidnight/time.Second), int(sinceMidnight%time.Second)
	return time.Date(year, month, dayOfMonth, 0, 0, seconds, rest, from).In(zone), true
}

func parseDay(s string) (int, time.Month, int, bool) {
	parts := strings.SplitN(s, "-", 4)
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	year, okYear := parseField(parts[0], 0, 9999)
	month, okMonth := parseField(parts[1], 1, 12)
	day, okDay := parseField(parts[2], 1, 31)
	if !okYear || !okMonth || !okDay {
		return 0, 0, 0, false
	}
	normalised := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return year, time.Month(month), day, normalised.Day() == day // no 31 September
}

func parseField(s string, least, most int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && isDigit(s[0]) && n >= least && n <= most
}

// parseOffset cuts Z, +09, -03:30 from the end of a time.
func parseOffset(clock string, zone *time.Location) (string, *time.Location, bool) {
	if clock, isUTC := strings.CutSuffix(clock, "Z"); isUTC {
		return clock, time.UTC, true
	}
	at := strings.IndexAny(clock, "+-")
	if at < 0 {
		return clock, zone, true
	}
	hours, minutes, hasMinutes := strings.Cut(clock[at+1:], ":")
	if !hasMinutes {
		minutes = "0"
	}
	h, okHours := parseField(hours, 0, 23)
	m, okMinutes := parseField(minutes, 0, 59)
	offset := (h*60 + m) * 60
	if clock[at] == '-' {
		offset = -offset
	}
	return clock[:at], time.FixedZone("", offset), okHours && okMinutes
}

// parseClock reads 15:04, 15:04:05 and 15:04:05.000 as the time since midnight, to milliseconds.
func parseClock(s string) (time.Duration, bool) {
	parts := strings.SplitN(s, ":", 4)
	if len(parts) != 2 && len(parts) != 3 {
		return 0, false
	}
	hour, okHour := parseField(parts[0], 0, 23)
	minute, okMinute := parseField(parts[1], 0, 59)
	if !okHour || !okMinute {
		return 0, false
	}
	since := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute
	if len(parts) == 2 {
		return since, true
	}
	seconds := parseNumber(parts[2])
	if !(seconds >= 0 && seconds < 60) {
		return 0, false
	}
	return since + time.Duration(seconds*1000+1e-6)*time.Millisecond, true
}

// format writes a moment with JavaRosa's escapes. Names of months and days are English, since
// this package knows no languages.
func format(t time.Time, layout string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' {
			out.WriteByte(layout[i])
			continue
		}
		i++
		if i == len(layout) {
			return "", Say("date format ends with %%")
		}
		formatted, ok := formatField(t, layout[i])
		if !ok {
			return "", Say("unknown escape %%%c in a date format", layout[i])
		}
		out.WriteString(formatted)
	}
	return out.String(), nil
}

func formatField(t time.Time, escape byte) (string, bool) {
	switch escape {
	case '%':
		return "%", true
	case 'Y':
		return fmt.Sprintf("%04d", t.Year()), true
	case 'n':
		return strconv.Itoa(int(t.Month())), true
	case 'e':
		return strconv.Itoa(t.Day()), true
	case 'h':
		return strconv.Itoa(t.Hour()), true
	case '3':
		return fmt.Sprintf("%03d", t.Nanosecond()/int(time.Millisecond)), true
	case 'W':
		_, week := t.ISOWeek()
		return strconv.Itoa(week), true
	}
	layout, ok := map[byte]string{
		'y': "06", 'm': "01", 'b': "Jan", 'd': "02", 'H': "15", 'M': "04", 'S': "05", 'a': "Mon",
	}[escape]
	return t.Format(layout), ok
}
