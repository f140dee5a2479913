package expression

import (
	"errors"
	"math"
	"time"
)

var dateFunctions = map[string]function{
	"today":             {call: today, clock: true},
	"now":               {call: now, clock: true},
	"date":              {min: 1, max: 1, call: toDate},
	"date-time":         {min: 1, max: 1, call: toDateTime},
	"decimal-date-time": {min: 1, max: 1, call: decimalDateTime},
	"decimal-time":      {min: 1, max: 1, call: decimalTime},
	"format-date":       {min: 2, max: 2, call: formatDate, literal: knownFormat},
	"format-date-time":  {min: 2, max: 2, call: formatDate, literal: knownFormat},
}

func today(r *evaluation, _ []Value) (Value, error) {
	v, err := now(r, nil)
	return midnight(v), err
}

func now(r *evaluation, _ []Value) (Value, error) {
	if r.env.Now.IsZero() {
		return Value{}, errors.New("today() and now() are not known here")
	}
	return Date(r.env.Now), nil
}

// midnight takes the time of day from a date; other values stay.
func midnight(v Value) Value {
	if v.kind != date {
		return v
	}
	year, month, day := v.time.Date()
	return Date(time.Date(year, month, day, 0, 0, 0, 0, v.time.Location()))
}

// toDate keeps the time of day of a text that has one, as JavaRosa; what is empty stays as it is.
func toDate(r *evaluation, args []Value) (Value, error) {
	switch v := args[0]; v.kind {
	case number:
		return r.dateOfDays(math.Trunc(v.number))
	case date:
		return midnight(v), nil
	default:
		return r.dateTime(v)
	}
}

func toDateTime(r *evaluation, args []Value) (Value, error) { return r.dateTime(args[0]) }

func (r *evaluation) zone() *time.Location { return r.env.Now.Location() }

// dateTime converts a value to a moment; what is empty stays as it is.
func (r *evaluation) dateTime(v Value) (Value, error) {
	switch {
	case v.kind == date || v.isEmpty():
		return v, nil
	case v.kind == number:
		return momentOfDays(v.number, r.zone())
	case v.kind == text:
		t, ok := parseDateTime(v.text, r.zone())
		if !ok {
			return Value{}, errNotDate
		}
		return Date(t), nil
	}
	return Value{}, errNotDate
}

// errNotDate does not show the value, which may be a person's answer.
var errNotDate = errors.New("a value that is no date")

// inDateRange reports whether JavaRosa takes a number of days for a date.
func inDateRange(days float64) bool { return days >= math.MinInt32 && days <= math.MaxInt32 }

// dateOfDays counts days from 1970-01-01 in the time zone.
func (r *evaluation) dateOfDays(days float64) (Value, error) {
	switch {
	case math.IsNaN(days):
		return Number(days), nil
	case !inDateRange(days):
		return Value{}, errNotDate
	}
	return Date(time.Date(1970, 1, 1+int(days), 0, 0, 0, 0, r.zone())), nil
}

// momentOfDays counts days and their fraction from 1970-01-01T00:00Z.
func momentOfDays(days float64, zone *time.Location) (Value, error) {
	if !inDateRange(days) {
		return Value{}, errNotDate
	}
	return Date(time.UnixMilli(int64(days * secondsPerDay * 1000)).In(zone)), nil
}

func decimalDateTime(r *evaluation, args []Value) (Value, error) {
	return r.decimal(args[0], func(days float64) float64 { return days }, func(t time.Time) float64 {
		return milliDays(t.UnixMilli())
	})
}

// decimalTime is the time of day in its time zone as a fraction of the day; that of a number is
// its own fraction.
func decimalTime(r *evaluation, args []Value) (Value, error) {
	fraction := func(days float64) float64 { return days - math.Floor(days) }
	return r.decimal(args[0], fraction, func(t time.Time) float64 {
		_, offset := t.Zone()
		return fraction(milliDays(t.UnixMilli() + int64(offset)*1000))
	})
}

func (r *evaluation) decimal(
	v Value, ofDays func(float64) float64, ofTime func(time.Time) float64,
) (Value, error) {
	moment, err := r.dateTime(v)
	switch {
	case err != nil || moment.kind != date:
		return moment, err
	case v.kind == number:
		return Number(ofDays(v.number)), nil
	}
	return Number(ofTime(moment.time)), nil
}

func formatDate(r *evaluation, args []Value) (Value, error) {
	moment, err := r.dateTime(args[0])
	if err != nil {
		return Value{}, err
	}
	if moment.kind != date {
		return Text(""), nil
	}
	formatted, err := format(moment.time, args[1].String())
	return Text(formatted), err
}

func knownFormat(_ *node, layout string) error {
	_, err := format(time.Time{}, layout)
	return err
}
