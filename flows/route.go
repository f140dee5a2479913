package flows

import (
	"strings"
	"time"

	"suara/flows/expression"
)

// set holds one bit for each item.
type set [(maxItems + 63) / 64]uint64

func (s *set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s *set) add(i int)      { s[i/64] |= 1 << (i % 64) }

// relevance finds the items that are asked, given the answers: those whose condition holds, where
// the answers of items that are not asked count as absent. A condition that can't be evaluated
// holds: rather a question too many than an answer lost.
func (f *Flow) relevance(s *Session) (relevant set) {
	for i, item := range f.Items {
		if item.When == nil {
			relevant.add(i)
			continue
		}
		holds, err := item.When.True(f.env(s, &relevant, expression.Absent()))
		if holds || err != nil {
			relevant.add(i)
		}
	}
	return relevant
}

// env gives an expression the answers of the relevant items and the attributes.
func (f *Flow) env(s *Session, relevant *set, self expression.Value) expression.Env {
	return expression.Env{
		Lookup: func(name string) (expression.Value, bool) {
			if i, ok := f.byID[name]; ok {
				if !relevant.has(i) {
					return expression.Absent(), true
				}
				return f.Items[i].value(s.answer(i)), true
			}
			for _, a := range s.attributes {
				if a.name == name {
					return expression.Text(a.value), true
				}
			}
			return expression.Absent(), isAttribute(name)
		},
		Self: self,
		Now:  s.moment(),
	}
}

// value is an answer as expressions see it.
func (i *Item) value(a answer) expression.Value {
	if a.state != answered || a.value == "" {
		return expression.Absent()
	}
	switch i.Type {
	case TypeNumber:
		return expression.Number(expression.Text(a.value).Number())
	case TypeDate:
		if t, err := time.Parse(time.DateOnly, a.value); err == nil {
			return expression.Date(t)
		}
	}
	return expression.Text(a.value)
}

// following is the next relevant item after i; len(Items), the review, where there is none.
func (f *Flow) following(relevant *set, i int) int {
	for i++; i < len(f.Items); i++ {
		if relevant.has(i) {
			return i
		}
	}
	return len(f.Items)
}

// preceding is the relevant item before i; -1 where there is none.
func (f *Flow) preceding(relevant *set, i int) int {
	for i--; i >= 0; i-- {
		if relevant.has(i) {
			return i
		}
	}
	return -1
}

// open tells whether a relevant item still waits for something: an answer, ticks within the
// limits, the words for "other", or another answer since the check no longer holds.
func (f *Flow) open(s *Session, relevant *set, i int) bool {
	item, a := f.Items[i], s.answer(i)
	switch {
	case !relevant.has(i) || a.state == skipped:
		return false
	case a.state == unanswered:
		return true
	case item.Type == TypeChoices && selectFault(item, a.value).Key != "":
		return true
	case item.lacksWords(a) && !item.Optional:
		return true
	}
	return f.checkFault(s, relevant, item, a).Key != ""
}

// openAfter is the first open item after i, else the first one at all, else the review.
func (f *Flow) openAfter(s *Session, relevant *set, i int) int {
	for n := i + 1; n < len(f.Items); n++ {
		if f.open(s, relevant, n) {
			return n
		}
	}
	for n := 0; n <= i && n < len(f.Items); n++ {
		if f.open(s, relevant, n) {
			return n
		}
	}
	return len(f.Items)
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
func (f *Flow) checkFault(s *Session, relevant *set, item *Item, a answer) Notice {
	if item.Check == nil || a.state != answered {
		return Notice{}
	}
	holds, err := item.Check.True(f.env(s, relevant, item.value(a)))
	if holds || err != nil {
		return Notice{}
	}
	return Notice{NoticeCheckFailed, map[string]string{"say": item.Say.In(s.lang)}}
}
