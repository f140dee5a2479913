package outline

import (
	"cmp"
	"strconv"
	"strings"

	"suara/flows"
	"suara/flows/writing"
)

// Limits writes the limits of an answer in the words of a flow's file; empty: there are none.
func Limits(i *flows.Item) string {
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, key+": "+value)
		}
	}
	number := func(f *float64) string {
		if f == nil {
			return ""
		}
		return writing.Decimal(*f)
	}
	count := func(key string, n int) {
		if n != 0 {
			add(key, strconv.Itoa(n))
		}
	}
	if i.Whole {
		add("whole", "true")
	}
	add("min", cmp.Or(number(i.Min), i.MinDate, i.MinTime))
	add("max", cmp.Or(number(i.Max), i.MaxDate, i.MaxTime))
	count("min_length", i.MinLength)
	count("max_length", i.MaxLength)
	count("min_select", i.MinSelect)
	count("max_select", i.MaxSelect)
	return strings.Join(out, ", ")
}

// Value writes what an item that nobody is asked stores: a constant, an attribute or an expression.
func Value(i *flows.Item) string {
	if i.Value != nil {
		return i.Value.Source()
	}
	return i.Constant + i.Attribute
}

// Weights writes the weights of parts; nil: all weigh the same.
func Weights(parts []string, weights []float64) string {
	if weights == nil {
		return "all alike"
	}
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p + " " + writing.Decimal(weights[i])
	}
	return strings.Join(out, ", ")
}
