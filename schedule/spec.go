package schedule

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// horizon is how far Next looks ahead: 29 February can be eight years away.
const horizon = 9

// starBit marks a field of which every value fits, in robfig/cron's bit sets.
const starBit = 1 << 63

// Spec is a checked cron expression in a time zone. The zero Spec never comes due. Specs are
// comparable with ==.
type Spec struct {
	expr    string
	zone    *time.Location
	sets    [5]uint64 // minute, hour, day of month, month, weekday
	lastDay bool      // the day of month is the month's last
}

// String returns the expression in its plain form.
func (s Spec) String() string { return s.expr }

// IsZero tells whether the Spec is empty.
func (s Spec) IsZero() bool { return s.zone == nil }

// Zone returns the time zone of the expression.
func (s Spec) Zone() *time.Location { return s.zone }

// Next returns the first due instant strictly after a time, in the Spec's zone, or the zero time
// where none comes within nine years. On a day when clocks change, a time that does not exist comes
// due at the jump, and one that exists twice comes due once, at the first.
func (s Spec) Next(after time.Time) time.Time {
	if s.IsZero() {
		return time.Time{}
	}
	from := civilOf(after.In(s.zone))
	day := from
	for day.year <= from.year+horizon {
		switch {
		case !has(s.sets[fieldMonth], int(day.month)):
			day = dayAfter(day, lastDay(day.year, day.month)-day.day+1)
			continue
		case s.matchesDay(day):
			if t := s.nextInDay(day, after); !t.IsZero() {
				return t
			}
		}
		day = dayAfter(day, 1)
	}
	return time.Time{}
}

// nextInDay looks for a due instant on one day, from the day's wall-clock time on.
func (s Spec) nextInDay(day civil, after time.Time) time.Time {
	firstMinute := day.min
	for hour := day.hour; hour < 24; hour++ {
		if has(s.sets[fieldHour], hour) {
			rest := s.sets[fieldMinute] &^ starBit >> firstMinute << firstMinute
			for ; rest != 0; rest &= rest - 1 {
				at := civil{day.year, day.month, day.day, hour, bits.TrailingZeros64(rest)}
				if t := at.in(s.zone); t.After(after) {
					return t
				}
			}
		}
		firstMinute = 0
	}
	return time.Time{}
}

func (s Spec) matchesDay(c civil) bool {
	if s.lastDay {
		return c.day == lastDay(c.year, c.month)
	}
	return has(s.sets[fieldDay], c.day) && has(s.sets[fieldWeekday], int(c.utc().Weekday()))
}

// dayAfter is midnight some days after a day.
func dayAfter(c civil, days int) civil {
	y, m, d := time.Date(c.year, c.month, c.day+days, 0, 0, 0, 0, time.UTC).Date()
	return civil{year: y, month: m, day: d}
}

func has(set uint64, value int) bool { return set&(1<<value) != 0 }

// NextN returns the next n due instants after a time, fewer where fewer come.
func (s Spec) NextN(after time.Time, n int) []time.Time {
	var all []time.Time
	for t := s.Next(after); len(all) < n && !t.IsZero(); t = s.Next(t) {
		all = append(all, t)
	}
	return all
}

// Missed counts the due instants after last up to and including now and returns the newest of them.
// It stops counting at max; newest is then the max-th, not the newest of all.
func (s Spec) Missed(last, now time.Time, limit int) (n int, newest time.Time, capped bool) {
	for t := s.Next(last); !t.IsZero() && !t.After(now); t = s.Next(t) {
		n++
		newest = t
		if n >= limit {
			return n, newest, true
		}
	}
	return n, newest, false
}

// Warnings says what may surprise about an accepted expression: months that lack a day are skipped.
func (s Spec) Warnings() []string {
	if s.IsZero() || s.lastDay || s.sets[fieldDay]&starBit != 0 {
		return nil
	}
	var warnings []string
	for day := 29; day <= 31; day++ {
		if !has(s.sets[fieldDay], day) {
			continue
		}
		var without []string
		for month := time.January; month <= time.December; month++ {
			if has(s.sets[fieldMonth], int(month)) && lastDay(2025, month) < day {
				without = append(without, month.String())
			}
		}
		if len(without) > 0 {
			warnings = append(warnings, fmt.Sprintf(
				"day %d: skipped in %s when the month is shorter; write L for the last day of the month",
				day, strings.Join(without, ", ")))
		}
	}
	return warnings
}
