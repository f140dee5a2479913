package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// The fields of an expression, in their order.
const (
	fieldMinute = iota
	fieldHour
	fieldDay
	fieldMonth
	fieldWeekday
)

// ExprError says what is wrong with an expression, in which field, and how to mend it.
type ExprError struct {
	Expr  string
	Field string // empty: the expression as a whole
	Value string // of the field
	What  string
	Mend  string
}

// Error puts it in one line.
func (e *ExprError) Error() string {
	place := "expression"
	if e.Field != "" {
		place = fmt.Sprintf("%s %q", e.Field, e.Value)
	}
	return fmt.Sprintf("schedule %q: %s: %s; %s", e.Expr, place, e.What, e.Mend)
}

// field describes one field of an expression.
type field struct {
	name   string
	option cron.ParseOption
	set    func(*cron.SpecSchedule) uint64
	mend   string
}

func fields() [5]field {
	return [5]field{
		{"minute", cron.Minute, func(s *cron.SpecSchedule) uint64 { return s.Minute },
			"write 0 to 59, for example 0 or */15"},
		{"hour", cron.Hour, func(s *cron.SpecSchedule) uint64 { return s.Hour },
			"write 0 to 23, for example 9 or 8-16"},
		{"day of month", cron.Dom, func(s *cron.SpecSchedule) uint64 { return s.Dom },
			"write 1 to 31, for example 1 or 1,15, or L (akhir bulan) for the last day"},
		{"month", cron.Month, func(s *cron.SpecSchedule) uint64 { return s.Month },
			"write 1 to 12 or JAN to DEC, for example 3,9"},
		{"weekday", cron.Dow, func(s *cron.SpecSchedule) uint64 { return s.Dow },
			"write 0 to 6 or SUN to SAT, for example MON-FRI (SENIN-JUMAT); Sunday (Minggu) is 0 or SUN"},
	}
}

// element is one entry of a field's list. The library's parser would take more, such as "*-5".
var element = regexp.MustCompile(`^(\*|\?|[A-Za-z0-9]+(-[A-Za-z0-9]+)?)(/[0-9]+)?$`)

// Parse checks a cron expression of five fields (minute, hour, day of month, month, weekday; names
// in English or Indonesian; @daily and the like) in a zone. L or "akhir bulan" as day of month means
// the month's last day. An expression that never comes due after from is an error.
func Parse(expr string, zone *time.Location, from time.Time) (Spec, error) {
	whole := func(what, mend string) (Spec, error) {
		return Spec{}, &ExprError{Expr: expr, What: what, Mend: mend}
	}
	if zone == nil {
		return whole("no time zone", "give the organisation's")
	}
	plain := monthEnd.ReplaceAllString(strings.TrimSpace(expr), "${1}L${2}")
	switch upper := strings.ToUpper(plain); {
	case plain == "":
		return whole("it is empty", "leave the key out or write five fields such as 0 9 1 3,9 *")
	case strings.HasPrefix(upper, "TZ="), strings.HasPrefix(upper, "CRON_TZ="):
		return whole("it names a time zone", "leave TZ= out; the zone is organisation.timezone")
	case strings.HasPrefix(upper, "@EVERY"):
		return whole("@every has no fixed times", "write the times, for example 0 */6 * * *")
	case strings.HasPrefix(plain, "@"):
		named, ok := descriptor(strings.ToLower(plain))
		if !ok {
			return whole("unknown name", "write @hourly, @daily, @weekly, @monthly, @yearly or five fields")
		}
		plain = named
	}
	parts := strings.Fields(plain)
	switch len(parts) {
	case 5:
	case 6:
		return whole("it has 6 fields", "leave the seconds out: minute hour day-of-month month weekday")
	default:
		return whole(fmt.Sprintf("it has %d fields", len(parts)),
			"write five: minute hour day-of-month month weekday, for example 0 9 1 3,9 *")
	}
	return build(expr, parts, zone, from)
}

// monthEnd finds the Indonesian words for a month's end.
var monthEnd = regexp.MustCompile(`(?i)(^|\s)akhir[\s_-]+bulan(\s|$)`)

func descriptor(name string) (string, bool) {
	switch name {
	case "@yearly", "@annually":
		return "0 0 1 1 *", true
	case "@monthly":
		return "0 0 1 * *", true
	case "@weekly":
		return "0 0 * * 0", true
	case "@daily", "@midnight":
		return "0 0 * * *", true
	case "@hourly":
		return "0 * * * *", true
	}
	return "", false
}

// build checks the fields one by one, so that an error can name its field, then all together.
func build(expr string, parts []string, zone *time.Location, from time.Time) (Spec, error) {
	s := Spec{zone: zone}
	for i, f := range fields() {
		text := strings.ToUpper(parts[i])
		parts[i] = text
		if i == fieldDay && text == "L" {
			s.lastDay, text = true, "28-31"
		}
		set, what := f.parse(i, text)
		if what != "" {
			return Spec{}, &ExprError{Expr: expr, Field: f.name, Value: text, What: what, Mend: f.mend}
		}
		s.sets[i] = set
	}
	s.expr = strings.Join(parts, " ")
	if s.sets[fieldDay]&starBit == 0 && s.sets[fieldWeekday]&starBit == 0 {
		return Spec{}, &ExprError{
			Expr: expr, Field: "weekday", Value: parts[fieldWeekday],
			What: "cron would run on either, the day of month or the weekday, when both are given",
			Mend: "give one of them and write * for the other",
		}
	}
	if s.Next(from).IsZero() {
		return Spec{}, &ExprError{
			Expr: expr, Field: "day of month", Value: parts[fieldDay],
			What: "the date never comes in month " + parts[fieldMonth],
			Mend: "choose a day that the month has, or L for its last day",
		}
	}
	return s, nil
}

// parse reads one field; what says what is wrong with it.
func (f field) parse(index int, text string) (set uint64, what string) {
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		if index == fieldDay && strings.Contains(part, "L") {
			return 0, "L stands alone"
		}
		part = translate(index, part)
		if !element.MatchString(part) {
			return 0, fmt.Sprintf("%q is no value, range or step", part)
		}
		list = append(list, part)
	}
	parsed, err := cron.NewParser(f.option).Parse(strings.Join(list, ","))
	if err != nil {
		return 0, readable(err)
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return 0, "it has no fixed times"
	}
	return f.set(spec), ""
}

// readable shortens the library's messages to what a person can use.
func readable(err error) string {
	text := err.Error()
	switch {
	case strings.HasPrefix(text, "failed to parse int"):
		return "unknown name or number"
	case strings.HasPrefix(text, "end of range"), strings.HasPrefix(text, "beginning of range"):
		return "out of range: " + text
	}
	return text
}

// translate replaces Indonesian names of months and weekdays by numbers, also in ranges.
func translate(index int, part string) string {
	if index != fieldMonth && index != fieldWeekday {
		return part
	}
	span, step, stepped := strings.Cut(part, "/")
	ends := strings.Split(span, "-")
	for i, end := range ends {
		if index == fieldMonth {
			if m, ok := monthNamed(end); ok {
				ends[i] = strconv.Itoa(int(m))
			}
		} else if d, ok := weekdayNamed(end); ok {
			ends[i] = strconv.Itoa(int(d))
		}
	}
	span = strings.Join(ends, "-")
	if stepped {
		return span + "/" + step
	}
	return span
}
