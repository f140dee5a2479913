package report

import (
	"slices"

	"suara/flows"
)

// Stack is the answers to one item, worst option first, as they are drawn around the middle.
type Stack struct {
	Figure ItemFigure
	Text   string
	Parts  []StackPart // nil: the counts are not shown
	Left   float64     // share that lies left of the middle
}

// StackPart is one option of a [Stack].
type StackPart struct {
	Label string
	Count int
	Share float64

	side int // -1, 0 or 1: unfavourable, neutral or favourable
}

// Stacks gives the items with options in an order from bad to good, in a language.
func (r *Release) Stacks(f *flows.Flow, lang string) []Stack {
	p, err := newPlan(f)
	if err != nil {
		return nil // such a flow has no release either
	}
	var out []Stack
	for _, figure := range r.Items {
		item, i := f.Item(figure.ID)
		if item == nil || !item.Pressed() || !Ordered(item) {
			continue
		}
		s := Stack{Figure: figure, Text: item.Label(lang)}
		if figure.Counts != nil && figure.N != nil && *figure.N > 0 {
			s.fill(&p.items[i], figure, lang)
		}
		out = append(out, s)
	}
	return out
}

// Ordered tells whether the options of an item go from bad to good or back.
func Ordered(item *flows.Item) bool {
	return item.Type == flows.TypeScale || item.Type == flows.TypeYesNo || item.Type == flows.TypeNPS
}

// fill lays the parts out. As many options count as unfavourable as are favourable; what is left
// between them is neutral and lies on both sides of the middle.
func (s *Stack) fill(ip *itemPlan, f ItemFigure, lang string) {
	var good, rest []StackPart
	for o := range ip.item.Options {
		at := worstFirst(ip, o)
		if !ip.base[at] {
			continue // "don't know" is no answer
		}
		option := &ip.item.Options[at]
		n := f.Counts[option.Value]
		p := StackPart{Label: option.Label.In(lang), Count: n, Share: float64(n) / float64(*f.N)}
		if p.Label == "" {
			p.Label = option.Value
		}
		if ip.favourable(at) {
			p.side = 1
			good = append(good, p)
		} else {
			rest = append(rest, p)
		}
	}
	bad := len(good)
	switch {
	case ip.item.Type == flows.TypeNPS:
		bad = 7 // detractors press 0 to 6
	case len(good) == 0:
		bad = len(rest) / 2
	}
	for i := range rest {
		switch {
		case i < bad:
			rest[i].side = -1
		case len(good) == 0 && i >= len(rest)-bad:
			rest[i].side = 1
		}
	}
	s.Parts = append(rest, good...)
	for _, p := range s.Parts {
		s.Left += p.Share * float64(1-p.side) / 2
	}
}

// worstFirst is the o-th option from bad to good.
func worstFirst(ip *itemPlan, o int) int {
	options := ip.item.Options
	last := len(options) - 1
	if ip.item.Type == flows.TypeYesNo && options[0].Favourable {
		return last - o
	}
	if ip.falls() != ip.item.Reverse {
		return last - o
	}
	return o
}

// falls tells whether the options' values go down from the first answer to the last.
func (ip *itemPlan) falls() bool {
	first := slices.Index(ip.base, true)
	for o := len(ip.base) - 1; o > first && ip.numeric; o-- {
		if ip.base[o] {
			return ip.value[first] > ip.value[o]
		}
	}
	return false
}
