package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Hours are the working hours in which Suara may begin something by itself. The zero Hours are never
// open.
type Hours struct {
	From, To time.Duration     // wall-clock offsets from midnight; To itself is outside
	Days     [7]bool           // by time.Weekday
	Holidays map[string]string // YYYY-MM-DD → name
}

// hoursText reads "07:30-16:00", with dots or colons, with weekdays before it where wanted.
var hoursText = regexp.MustCompile(
	`^(?:(.+?)\s+)?(\d{1,2})[.:](\d{2})\s*(?:-|–|s/d|sd)\s*(\d{1,2})[.:](\d{2})$`)

// weekToSunday lets a week end on Sunday, which cron counts as its first day.
var weekToSunday = strings.NewReplacer("-SUN", "-SAT,SUN", "-MINGGU", "-SABTU,MINGGU")

// ParseHours reads "07:30-16:00", Monday to Friday unless weekdays stand before it ("MON-SAT
// 07:30-14:00", "Senin-Sabtu 07.30-14.00").
func ParseHours(text string) (Hours, error) {
	fail := func(what string) (Hours, error) {
		return Hours{}, fmt.Errorf("working hours %q: %s; write them as 07:30-16:00", text, what)
	}
	m := hoursText.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return fail("not understood")
	}
	from, ok1 := offset(m[2], m[3])
	to, ok2 := offset(m[4], m[5])
	switch {
	case !ok1, !ok2:
		return fail("no such time of day")
	case from >= to:
		return fail("the end must be later than the beginning on the same day")
	}
	h := Hours{From: from, To: to}
	days := m[1]
	if days == "" {
		days = "MON-FRI"
	}
	week := weekToSunday.Replace(strings.ToUpper(days))
	set, what := fields()[fieldWeekday].parse(fieldWeekday, week)
	if what != "" {
		return fail("weekdays: " + what)
	}
	for day := range h.Days {
		h.Days[day] = has(set, day)
	}
	return h, nil
}

// offset turns hour and minute into an offset from midnight; 24:00 ends a day.
func offset(hour, minute string) (time.Duration, bool) {
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err1 != nil || err2 != nil || m > 59 || h > 24 || h == 24 && m != 0 {
		return 0, false
	}
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute, true
}

// WorkingDay tells whether the calendar day of a time, in that time's own zone, is worked.
func (h Hours) WorkingDay(day time.Time) bool {
	_, holiday := h.Holidays[day.Format(time.DateOnly)]
	return h.Days[day.Weekday()] && !holiday
}

// Open tells whether a time lies within working hours in a zone.
func (h Hours) Open(t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	at := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
		time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	return h.WorkingDay(local) && h.From <= at && at < h.To
}

// NextOpen returns t itself where it lies within working hours, else the beginning of the next ones;
// the zero time where none begin within two years.
func (h Hours) NextOpen(t time.Time, zone *time.Location) time.Time {
	if h.Open(t, zone) {
		return t
	}
	day := civilOf(t.In(zone))
	for range 2 * 366 {
		begin := at(day, h.From).in(zone)
		if begin.After(t) && h.Open(begin, zone) {
			return begin
		}
		day = dayAfter(day, 1)
	}
	return time.Time{}
}

// at is a wall-clock time on a day; a whole day's offset is the next midnight.
func at(day civil, offset time.Duration) civil {
	day.hour, day.min = int(offset/time.Hour), int(offset%time.Hour/time.Minute)
	if day.hour == 24 {
		return dayAfter(day, 1)
	}
	return day
}

// WorkingDays counts the working days after from's day up to and including to's day.
func (h Hours) WorkingDays(from, to time.Time, zone *time.Location) int {
	first, last := dayNumber(from.In(zone)), dayNumber(to.In(zone))
	if last <= first {
		return 0
	}
	n, perWeek := 0, 0
	for _, worked := range h.Days {
		if worked {
			perWeek++
		}
	}
	n = (last - first) / 7 * perWeek
	for day := last - (last-first)%7 + 1; day <= last; day++ {
		if h.Days[weekdayOf(day)] {
			n++
		}
	}
	for date := range h.Holidays {
		parsed, err := time.Parse(time.DateOnly, date)
		if err != nil {
			continue
		}
		if day := dayNumber(parsed); first < day && day <= last && h.Days[weekdayOf(day)] {
			n--
		}
	}
	return n
}

// dayNumber numbers the calendar days, 0 being 1 January 1970.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	seconds := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return int(seconds / (24 * 60 * 60)) // midnights divide evenly, also before 1970
}

// weekdayOf is the weekday of a numbered day; 1 January 1970 was a Thursday.
func weekdayOf(day int) time.Weekday {
	return time.Weekday(((day+int(time.Thursday))%7 + 7) % 7)
}
