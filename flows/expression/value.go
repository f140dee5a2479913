package expression

import (
	"math"
	"strconv"
	"strings"
	"time"
)

type kind int

const (
	absent kind = iota
	text
	number
	boolean
	date
)

// tolerance is the difference below which JavaRosa takes two numbers for equal.
const tolerance = 1e-12

// secondsPerDay counts no leap seconds, like the calendars of Java and Go.
const secondsPerDay = 24 * 60 * 60

// Value is what an expression works on: text, a number, a truth value, a date (with its time of
// day), or nothing. The zero Value is absent.
type Value struct {
	kind   kind
	text   string
	number float64
	time   time.Time
}

// Text makes a value of a text.
func Text(s string) Value { return Value{kind: text, text: s} }

// Number makes a value of a number.
func Number(f float64) Value { return Value{kind: number, number: f} }

// Bool makes a value of a truth value.
func Bool(b bool) Value {
	if b {
		return Value{kind: boolean, number: 1}
	}
	return Value{kind: boolean}
}

// Date makes a value of a date or of a moment; its day is the one in the location of t.
func Date(t time.Time) Value { return Value{kind: date, time: t} }

// Absent makes the value of an item without an answer; it behaves as an empty text.
func Absent() Value { return Value{} }

// IsAbsent reports whether the value is absent (an empty text is not).
func (v Value) IsAbsent() bool { return v.kind == absent }

// Time returns the moment of a date; false: the value is no date.
func (v Value) Time() (time.Time, bool) { return v.time, v.kind == date }

// String converts as JavaRosa's string(): whole numbers without ".0", dates as 2006-01-02.
func (v Value) String() string {
	switch v.kind {
	case text:
		return v.text
	case number:
		return numberText(v.number)
	case boolean:
		return strconv.FormatBool(v.number != 0)
	case date:
		return v.time.Format(time.DateOnly)
	}
	return ""
}

// Number converts as JavaRosa's number(): text that is no plain decimal number is NaN, a date is
// its day counted from 1970-01-01.
func (v Value) Number() float64 {
	switch v.kind {
	case text:
		return parseNumber(v.text)
	case number, boolean:
		return v.number
	case date:
		return float64(v.days())
	}
	return math.NaN()
}

// Bool converts as JavaRosa's boolean(): any text but the empty one is true, even 'false'.
func (v Value) Bool() bool {
	switch v.kind {
	case text:
		return v.text != ""
	case number:
		return math.Abs(v.number) > tolerance
	case boolean:
		return v.number != 0
	}
	return v.kind == date
}

// isEmpty is JavaRosa's null: absent, the empty text, NaN.
func (v Value) isEmpty() bool {
	return v.kind == absent || v.kind == text && v.text == "" ||
		v.kind == number && math.IsNaN(v.number)
}

// exact is Number, except that a date keeps its time of day as a fraction of the day.
func (v Value) exact() float64 {
	if v.kind != date {
		return v.Number()
	}
	epoch := time.Date(1970, 1, 1, 0, 0, 0, 0, v.time.Location())
	return milliDays(v.time.UnixMilli() - epoch.UnixMilli())
}

// days counts whole days from 1970-01-01 to the date in its own location.
func (v Value) days() int64 {
	year, month, day := v.time.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay
}

func milliDays(milliseconds int64) float64 {
	return float64(milliseconds) / (secondsPerDay * 1000)
}

// parseNumber takes digits, points (or commas, as some locales write) and minus signs only:
// XPath has no exponents and no names for infinity.
func parseNumber(s string) float64 {
	s = strings.ReplaceAll(trim(s), ",", ".")
	if strings.ContainsFunc(s, notInNumber) {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

func notInNumber(r rune) bool { return (r < '0' || r > '9') && r != '-' && r != '.' }

// trim removes what Java's String.trim does: everything up to the space character.
func trim(s string) string { return strings.TrimFunc(s, isSpace) }

func isSpace(r rune) bool { return r <= ' ' }

// maxWhole is the end of the whole numbers that a float64 holds exactly.
const maxWhole = 1 << 53

func numberText(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case math.Abs(f) < tolerance:
		return "0"
	case math.Abs(f) < maxWhole && math.Abs(f-math.Trunc(f)) < tolerance:
		return strconv.FormatFloat(math.Trunc(f), 'f', 0, 64)
	}
	return javaDouble(f)
}

// javaDouble writes a finite number as Java's Double.toString: 0.001 to 10,000,000 with a point,
// others as 1.0E7.
func javaDouble(f float64) string {
	if a := math.Abs(f); a == 0 || a >= 1e-3 && a < 1e7 {
		s := strconv.FormatFloat(f, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	sign := ""
	if exponent[0] == '-' {
		sign = "-"
	}
	return mantissa + "E" + sign + strings.TrimLeft(exponent, "+-0")
}
