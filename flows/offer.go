package flows

import (
	"strings"

	"suara/flows/expression"
)

// offers tells whether an option of the item can be pressed, given the earlier answers.
func (v *view) offers(item *Item, o *Option) bool {
	if !item.narrows {
		return true
	}
	if o.When != nil && !v.holds(o.When, expression.Absent()) {
		return false
	}
	if item.Filter == nil || item.Other && o.Value == OtherValue {
		return true
	}
	v.option = o
	holds := v.holds(item.Filter, expression.Text(o.Value))
	v.option = nil
	return holds
}

func (v *view) offersAny(item *Item) bool {
	for n := range item.Options {
		if v.offers(item, &item.Options[n]) {
			return true
		}
	}
	return false
}

// offered lists the options that can be pressed, in the order they are shown.
func (v *view) offered(item *Item) []int {
	out := make([]int, 0, len(item.Options))
	for n := range item.Options {
		if v.offers(item, &item.Options[n]) {
			out = append(out, n)
		}
	}
	if item.Shuffle {
		shuffleOptions(item, v.s.id, out)
	}
	return out
}

// stillOffered tells whether every option of an answer is offered.
func (v *view) stillOffered(item *Item, values string) bool {
	if !item.narrows {
		return true
	}
	for value := range strings.SplitSeq(values, " ") {
		if n := item.option(value); n >= 0 && !v.offers(item, &item.Options[n]) {
			return false
		}
	}
	return true
}
