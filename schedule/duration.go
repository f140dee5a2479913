package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxDuration keeps sums far from overflow; no wave or window lasts ten years.
const maxDuration = 3650 * 24 * time.Hour

// durationUnit is one letter of a duration, the largest first.
type durationUnit struct {
	letter byte
	length time.Duration
}

func durationUnits() []durationUnit {
	return []durationUnit{
		{'w', 7 * 24 * time.Hour}, {'d', 24 * time.Hour}, {'h', time.Hour},
		{'m', time.Minute}, {'s', time.Second},
	}
}

// ParseDuration reads durations such as 14d, 10m, 6h, 1d12h and 2w: whole numbers, each unit at most
// once, the larger before the smaller. A day is 24 hours.
func ParseDuration(text string) (time.Duration, error) {
	fail := func(what string) (time.Duration, error) {
		return 0, fmt.Errorf("duration %q: %s; write it as 14d, 6h, 10m or 1d12h", text, what)
	}
	rest := strings.TrimSpace(text)
	if rest == "" {
		return fail("it is empty")
	}
	var sum time.Duration
	for _, unit := range durationUnits() {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits == 0 || digits == len(rest) || rest[digits] != unit.letter {
			continue
		}
		n, err := strconv.Atoi(rest[:digits])
		if err != nil || n > int(maxDuration/unit.length) {
			return fail("longer than ten years")
		}
		sum += time.Duration(n) * unit.length
		rest = rest[digits+1:]
	}
	switch {
	case strings.HasPrefix(rest, "-"):
		return fail("it is negative")
	case rest != "":
		return fail(fmt.Sprintf("%q is not understood (units w, d, h, m, s, each once, largest first)", rest))
	case sum == 0:
		return fail("it is zero")
	case sum > maxDuration:
		return fail("longer than ten years")
	}
	return sum, nil
}

// FormatDuration writes a duration so that ParseDuration reads it back, in days, hours, minutes and
// seconds; fractions of a second are dropped. Zero is "0s".
func FormatDuration(d time.Duration) string {
	if d < 0 {
		return "-" + FormatDuration(-d)
	}
	var b strings.Builder
	for _, unit := range durationUnits()[1:] {
		if n := d / unit.length; n > 0 {
			fmt.Fprintf(&b, "%d%c", n, unit.letter)
			d -= n * unit.length
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}
