package report

import (
	"slices"

	"suara/flows"
)

// stack is the answers to one item, worst option first, as they are drawn around the middle.
type stack struct {
	figure ItemFigure
	text   string
	parts  []part  // nil: the counts are not shown
	left   float64 // share that lies left of the middle
}

// part is one option of a stack. Side is -1, 0 or 1: unfavourable, neutral or favourable.
type part struct {
	label string
	count int
	share float64
	side  int
}

// stacks gives the items with options in an order from bad to good.
func (d *Document) stacks() []stack {
	if d.Release == nil {
		return nil
	}
	p, err := newPlan(d.Flow)
	if err != nil {
		return nil // such a flow has no release either
	}
	var out []stack
	for _, f := range d.Release.Items {
		item, i := d.Flow.Item(f.ID)
		if item == nil || !item.Pressed() || !ordered(item) {
			continue
		}
		s := stack{figure: f, text: item.Label(d.Language)}
		if f.Counts != nil && f.N != nil && *f.N > 0 {
			s.fill(&p.items[i], f, d.Language)
		}
		out = append(out, s)
	}
	return out
}

func ordered(item *flows.Item) bool {
	return item.Type == flows.TypeScale || item.Type == flows.TypeYesNo || item.Type == flows.TypeNPS
}

// fill lays the parts out. As many options count as unfavourable as are favourable; what is left
// between them is neutral and lies on both sides of the middle.
func (s *stack) fill(ip *itemPlan, f ItemFigure, lang string) {
	var good, rest []part
	for o := range ip.item.Options {
		at := worstFirst(ip, o)
		if !ip.base[at] {
			continue // "don't know" is no answer
		}
		option := &ip.item.Options[at]
		n := f.Counts[option.Value]
		p := part{label: option.Label.In(lang), count: n, share: float64(n) / float64(*f.N)}
		if p.label == "" {
			p.label = option.Value
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
	s.parts = append(rest, good...)
	for _, p := range s.parts {
		s.left += p.share * float64(1-p.side) / 2
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
