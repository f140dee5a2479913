package flows

import (
	"strings"

	"suara/flows/expression"
)

// set holds one bit for each item.
type set [(maxItems + 63) / 64]uint64

func (s *set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s *set) add(i int)      { s[i/64] |= 1 << (i % 64) }

// view is what the answers of an interview come to: which items are relevant, what is computed, and
// in which order items are asked.
type view struct {
	*Flow
	s        *Session
	relevant set
	gate     []bool             // conditions of sections and matrices that hold
	computed []expression.Value // of silent items
	order    []int              // items in the order they are asked; nil: as in the flow
	place    []int              // of each item in order
	spent    int                // of the budget
	factor   int                // what a character of an answer costs in the expression that runs
	option   *Option            // the option that a filter looks at
	env      expression.Env
}

func (f *Flow) view(s *Session) *view {
	v := &view{Flow: f, s: s}
	v.env.Lookup = v.lookup
	if f.blocks != nil {
		v.order = f.shuffled(s.id)
		v.place = make([]int, len(v.order))
		for n, i := range v.order {
			v.place[i] = n
		}
	}
	if f.silent {
		v.computed = make([]expression.Value, len(f.Items))
	}
	if len(f.gates) > 0 {
		v.gate = make([]bool, len(f.gates))
	}
	v.refresh()
	return v
}

// refresh finds anew what is relevant: the items whose conditions hold, where the answers of items
// that are not relevant count as absent. A condition that can't be evaluated holds: rather a question
// too many than an answer lost. Conditions ask earlier items only, so one pass is enough.
func (v *view) refresh() {
	v.relevant, v.spent = set{}, 0
	v.env.Now = v.s.moment()
	gates := 0
	for i, item := range v.Items {
		for _, g := range item.gates {
			if g >= gates { // first met here: it asks only what stands before
				v.gate[g] = v.holds(v.gates[g], expression.Absent())
				gates = g + 1
			}
		}
		if !v.gatesOpen(item) || item.When != nil && !v.holds(item.When, expression.Absent()) ||
			item.narrows && !v.offersAny(item) {
			continue
		}
		v.relevant.add(i)
		if item.Silent() {
			v.computed[i] = v.compute(item)
		}
	}
}

func (v *view) gatesOpen(item *Item) bool {
	for _, g := range item.gates {
		if !v.gate[g] {
			return false
		}
	}
	return true
}

// compute gives the value of a silent item; absent where it can't be computed.
func (v *view) compute(item *Item) expression.Value {
	switch {
	case item.Type == TypeCalculate:
		return v.eval(item.Value)
	case item.Attribute != "":
		return expression.Text(v.s.attribute(item.Attribute))
	}
	return expression.Text(item.Constant)
}

// asked tells whether an item is relevant and shown.
func (v *view) asked(i int) bool { return v.relevant.has(i) && !v.Items[i].Silent() }

// at is the item asked at a place of the order; placeOf is the place of an item.
func (v *view) at(n int) int {
	if v.order == nil {
		return n
	}
	return v.order[n]
}

func (v *view) placeOf(i int) int {
	if v.place == nil || i < 0 || i >= len(v.place) {
		return i
	}
	return v.place[i]
}

// following is the asked item after item i (−1: the first); len(Items), the review, where there is none.
func (v *view) following(i int) int {
	for n := v.placeOf(i) + 1; n < len(v.Items); n++ {
		if v.asked(v.at(n)) {
			return v.at(n)
		}
	}
	return len(v.Items)
}

// preceding is the asked item before item i; −1 where there is none.
func (v *view) preceding(i int) int {
	for n := v.placeOf(i) - 1; n >= 0; n-- {
		if v.asked(v.at(n)) {
			return v.at(n)
		}
	}
	return -1
}

// optional tells whether an item can be skipped now.
func (v *view) optional(i int) bool {
	item := v.Items[i]
	if item.Required == nil {
		return item.Optional
	}
	if !v.begin(item.Required, expression.Absent()) {
		return true
	}
	holds, err := item.Required.True(v.env)
	return !holds || err != nil
}

// open tells whether an asked item still waits for something: an answer, ticks within the limits,
// the words for "other", or another answer since its option or its check no longer holds.
func (v *view) open(i int) bool {
	item, a := v.Items[i], v.s.answer(i)
	switch {
	case !v.asked(i) || a.state == special:
		return false
	case a.state == skipped:
		return item.Required != nil && !v.optional(i)
	case a.state == unanswered, item.many() && selectFault(item, a.value).Key != "",
		!v.stillOffered(item, a.value):
		return true
	case item.lacksWords(a) && !v.optional(i):
		return true
	}
	return v.checkFault(item, a).Key != ""
}

// openAfter is the first open item after item i, else the first one at all, else the review.
func (v *view) openAfter(i int) int {
	from := v.placeOf(i)
	for n := from + 1; n < len(v.Items); n++ {
		if v.open(v.at(n)) {
			return v.at(n)
		}
	}
	for n := 0; n <= from && n < len(v.Items); n++ {
		if v.open(v.at(n)) {
			return v.at(n)
		}
	}
	return len(v.Items)
}

// lacksWords tells whether "other" is chosen and not yet specified.
func (i *Item) lacksWords(a answer) bool {
	return i.Other && a.state == answered && a.other == "" && ticked(a.value, OtherValue)
}

// ticked tells whether an option's value is among those joined by spaces.
func ticked(values, value string) bool {
	for v := range strings.SplitSeq(values, " ") {
		if v == value {
			return true
		}
	}
	return false
}

// checkFault evaluates the item's check on an answer. A check that can't be evaluated holds.
func (v *view) checkFault(item *Item, a answer) Notice {
	if item.Check == nil || a.state != answered || v.holds(item.Check, item.value(a)) {
		return Notice{}
	}
	return Notice{NoticeCheckFailed, map[string]string{"say": item.Say.In(v.s.lang)}}
}
