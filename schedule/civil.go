package schedule

import "time"

// civil is a wall-clock minute without a zone.
type civil struct {
	year  int
	month time.Month
	day   int
	hour  int
	min   int
}

func civilOf(t time.Time) civil {
	y, m, d := t.Date()
	return civil{y, m, d, t.Hour(), t.Minute()}
}

// compare orders two wall-clock minutes.
func (c civil) compare(o civil) int { return c.utc().Compare(o.utc()) }

func (c civil) utc() time.Time {
	return time.Date(c.year, c.month, c.day, c.hour, c.min, 0, 0, time.UTC)
}

// in finds the instant of a wall-clock minute in a zone: where clocks jump over it, the instant of
// the jump; where clocks go back and it comes twice, the first of the two.
func (c civil) in(zone *time.Location) time.Time {
	t := time.Date(c.year, c.month, c.day, c.hour, c.min, 0, 0, zone)
	start, end := t.ZoneBounds()
	switch civilOf(t).compare(c) {
	case +1: // computed with the offset before the jump, so t lies after it
		return start
	case -1: // computed with the offset after the jump, so t lies before it
		return end
	}
	if start.IsZero() {
		return t
	}
	_, offset := start.Add(-time.Second).Zone()
	earlier := c.utc().Add(-time.Duration(offset) * time.Second).In(zone)
	if earlier.Before(start) && civilOf(earlier) == c {
		return earlier
	}
	return t
}

// lastDay is the number of days of a month.
func lastDay(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
