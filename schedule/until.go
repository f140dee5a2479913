package schedule

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// endOfDay is the time of a deadline without one, where no working hours are set.
const endOfDay = 23*time.Hour + 59*time.Minute

// clockText finds a time of day at the end of a deadline, with a zone of Indonesia where given.
var clockText = regexp.MustCompile(
	`(?i)^(?:(.*?)[\s,T]+)??(?:pukul\s+|jam\s+|pkl\.?\s+|at\s+)?(\d{1,2})[:.](\d{2})(?:\s+(wib|wita|wit))?$`)

// The forms of a day.
var (
	isoDay      = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	numericDay  = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	namedDay    = regexp.MustCompile(`^(\d{1,2})\s+(\pL+)\.?(?:\s+(\d{4}))?$`)
	weekdayHead = regexp.MustCompile(`^(\pL+(?:'\pL+)?)(?:,\s*|\s+)(\d.*)$`)
)

// ParseUntil reads a deadline as people write it: "2026-12-05", "2026-12-05 16:00", "5/12/2026
// 16.00", "5 Desember 2026 pukul 16.00 WIT", "Jumat 16.00", "besok", "+3d", "3 hari", or RFC 3339. A day
// without a time, and a relative one in whole days, means the end of working hours on that day (23:59 where
// none are set). Without a year the next such day is meant. A deadline must lie in the future.
func ParseUntil(text string, zone *time.Location, now time.Time, hours Hours) (time.Time, error) {
	fail := func(err error) (time.Time, error) {
		return time.Time{}, fmt.Errorf("deadline %q: %w", text, err)
	}
	plain := strings.Join(strings.Fields(text), " ")
	t, err := time.Parse(time.RFC3339, plain)
	if err == nil {
		t = t.In(zone)
	} else if span, relative := relativeSpan(plain); relative {
		t, err = untilAfter(span, zone, now, hours)
	} else {
		t, err = untilDay(plain, zone, now, hours)
	}
	switch {
	case err != nil:
		return fail(err)
	case !t.After(now):
		return fail(fmt.Errorf("%s is not in the future", FormatTime(t, zone, "en")))
	case t.Sub(now) > maxDuration || t.Year() > now.Year()+10:
		return fail(errors.New("more than ten years ahead"))
	}
	return t, nil
}

var spanInWords = regexp.MustCompile(`(?i)^\+?\s*(\d{1,4})\s*(hari|days?|minggu|pekan|weeks?|jam|hours?)(?: lagi)?$`)

// relativeSpan reads "+3d" and, in words, "3 hari", "2 minggu lagi" or "12 hours".
func relativeSpan(text string) (span string, ok bool) {
	if m := spanInWords.FindStringSubmatch(text); m != nil {
		unit := map[byte]string{'h': "d", 'd': "d", 'm': "w", 'p': "w", 'w': "w", 'j': "h"}[m[2][0]|0x20]
		if strings.EqualFold(m[2], "hour") || strings.EqualFold(m[2], "hours") {
			unit = "h"
		}
		return m[1] + unit, true
	}
	return strings.CutPrefix(text, "+")
}

// untilAfter reads what stands behind "+".
func untilAfter(span string, zone *time.Location, now time.Time, hours Hours) (time.Time, error) {
	length, err := ParseDuration(span)
	if err != nil {
		return time.Time{}, err
	}
	const day = 24 * time.Hour
	if length%day == 0 {
		return endOf(dayAfter(civilOf(now.In(zone)), int(length/day)), hours).in(zone), nil
	}
	return now.Add(length).Truncate(time.Minute).In(zone), nil
}

// endOf is the end of working hours on a day.
func endOf(day civil, hours Hours) civil {
	if hours.To <= 0 || hours.To > 24*time.Hour {
		return at(day, endOfDay)
	}
	return at(day, hours.To)
}

// untilDay reads a day with or without a time of day.
func untilDay(text string, zone *time.Location, now time.Time, hours Hours) (time.Time, error) {
	dayText, clock := text, []string(nil)
	if m := clockText.FindStringSubmatch(text); m != nil && !numericDay.MatchString(text) {
		dayText, clock = m[1], m
	}
	if dayText == "" && clock != nil {
		return time.Time{}, errors.New("the day is missing; write for example besok 16.00")
	}
	day, yearGiven, err := readDay(dayText, civilOf(now.In(zone)))
	if err != nil {
		return time.Time{}, err
	}
	_, weekly := weekdayNamed(dayText)
	whole := endOf(day, hours)
	if clock != nil {
		offset, ok := offset(clock[2], clock[3])
		if !ok {
			return time.Time{}, fmt.Errorf("there is no time %s.%s", clock[2], clock[3])
		}
		whole = at(day, offset)
	}
	target := zone
	if clock != nil && clock[4] != "" {
		target = indonesianZone(strings.ToUpper(clock[4]))
	}
	t := whole.in(target).In(zone)
	if weekly && !t.After(now) { // it is that day, and later
		return t.AddDate(0, 0, 7), nil
	}
	if !yearGiven && !t.After(now) {
		whole.year++
		if whole.day > lastDay(whole.year, whole.month) {
			return time.Time{}, errors.New("that day has passed; write the year")
		}
		t = whole.in(target).In(zone)
	}
	return t, nil
}

// indonesianZone is a fixed zone by its Indonesian abbreviation; none of them has summer time.
func indonesianZone(name string) *time.Location {
	hours := map[string]int{"WIB": 7, "WITA": 8, "WIT": 9}[name]
	return time.FixedZone(name, hours*60*60)
}

// readDay reads a day; yearGiven is false where it was written without its year.
func readDay(text string, today civil) (day civil, yearGiven bool, err error) {
	switch strings.ToLower(text) {
	case "hari ini", "today":
		return dayAfter(today, 0), true, nil
	case "besok", "tomorrow":
		return dayAfter(today, 1), true, nil
	case "lusa":
		return dayAfter(today, 2), true, nil
	}
	weekday, named := weekdayNamed(text)
	if named {
		return dayAfter(today, int(weekday-today.utc().Weekday()+7)%7), true, nil
	}
	if m := weekdayHead.FindStringSubmatch(text); m != nil {
		if weekday, named = weekdayNamed(m[1]); !named {
			return civil{}, false, fmt.Errorf("there is no weekday %q", m[1])
		}
		text = m[2]
	}
	y, mo, d, yearGiven := splitDay(text, today.year)
	if mo == 0 {
		return civil{}, false, errors.New(
			"not understood; write for example 2026-12-05, 2026-12-05 16:00, 5 Desember 2026 or +3d")
	}
	if d < 1 || d > lastDay(y, mo) {
		return civil{}, false, fmt.Errorf("there is no day %d in %s %d", d, mo, y)
	}
	day = civil{year: y, month: mo, day: d}
	if is := day.utc().Weekday(); named && yearGiven && is != weekday {
		return civil{}, false, fmt.Errorf("%d %s %d is a %s", d, mo, y, is)
	}
	return day, yearGiven, nil
}

// splitDay takes a written day apart; month is 0 where it is none.
func splitDay(text string, thisYear int) (year int, month time.Month, day int, yearGiven bool) {
	if m := isoDay.FindStringSubmatch(text); m != nil {
		year, month, day = number(m[1]), monthNumbered(m[2]), number(m[3])
		return year, month, day, true
	}
	if m := numericDay.FindStringSubmatch(text); m != nil {
		return number(m[3]), monthNumbered(m[2]), number(m[1]), true
	}
	if m := namedDay.FindStringSubmatch(text); m != nil {
		named, ok := monthNamed(m[2])
		if !ok {
			return 0, 0, 0, false
		}
		if m[3] == "" {
			return thisYear, named, number(m[1]), false
		}
		return number(m[3]), named, number(m[1]), true
	}
	return 0, 0, 0, false
}

// monthNumbered is 0 where there is no such month.
func monthNumbered(digits string) time.Month {
	if n := number(digits); n <= 12 {
		return time.Month(n)
	}
	return 0
}

// number reads digits that an expression has matched; 0 where there are none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
