package picture

import (
	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

// The items' bars reach from -100 % at the left to +100 % at the right.
const itemHalf = (pageWidth - 2*edge) / 2

// itemLines is how many lines an item's words may take: enough for the longest of the statute's.
const itemLines = 5

func (a *album) items() {
	if !a.figures(a.w.Items) {
		return
	}
	stacks := a.Stacks()
	a.itemKey(stacks[0])
	for i, s := range stacks {
		if i > 0 && !sameOptions(stacks[i-1], s) {
			a.itemKey(s)
		}
		if !a.room(90+37*float64(len(a.itemWords(s))), 40) {
			if !a.turn(a.w.Items) {
				return
			}
			a.itemKey(s)
		}
		a.itemBar(s)
	}
}

func sameOptions(a, b report.Stack) bool {
	if a.Parts == nil || b.Parts == nil {
		return true // there is nothing to explain
	}
	if len(a.Parts) != len(b.Parts) {
		return false
	}
	for i := range a.Parts {
		if a.Parts[i].Label != b.Parts[i].Label {
			return false
		}
	}
	return true
}

// itemKey names the colours of the options.
func (a *album) itemKey(s report.Stack) {
	parts := a.keyParts(s)
	if parts == nil {
		return
	}
	x, l := float64(edge), lettering{size: 25, colour: muted}
	a.y += 14
	for i, p := range parts {
		w := 34 + a.width(p.Label, l) + 30
		if x > edge && x+w-30 > pageWidth-edge {
			x = edge
			a.y += 42
		}
		a.rect(x, a.y, x+26, a.y+26, colours.Option(i, len(parts)))
		a.text(p.Label, x+34, a.y+22, l)
		x += w
	}
	a.y += 50
}

// keyParts are the options of a stack, or of the next that shows its own.
func (a *album) keyParts(s report.Stack) []report.StackPart {
	if s.Parts != nil {
		return s.Parts
	}
	for _, other := range a.Stacks() {
		if other.Parts != nil {
			return other.Parts
		}
	}
	return nil
}

var itemLetters = lettering{size: 29, colour: colours.Ink}

func (a *album) itemWords(s report.Stack) []string {
	return a.wrap(s.Text, pageWidth-2*edge, itemLines, itemLetters)
}

// itemBar draws one item: its words, the base, and the bar around the middle.
func (a *album) itemBar(s report.Stack) {
	const middle = float64(pageWidth) / 2
	for _, line := range a.itemWords(s) {
		a.y += 31
		a.text(line, edge, a.y, itemLetters)
		a.y += 6
	}
	top := a.y + 8
	bottom := top + 46
	if s.Parts != nil {
		a.rect(middle-2, top-8, middle+2, bottom+8, colours.Ink)
	}
	a.itemParts(s, top, bottom)
	a.y = bottom + 28
	a.text(a.itemNote(s), edge, a.y, lettering{size: 24, colour: muted})
	a.y += 26
}

func (a *album) itemParts(s report.Stack, top, bottom float64) {
	if s.Parts == nil {
		if s.Figure.N != nil && *s.Figure.N == 0 {
			a.frame(edge, top, pageWidth-edge, bottom)
			return
		}
		a.hatch(edge, top, pageWidth-edge, bottom)
		return
	}
	x := float64(pageWidth)/2 - s.Left*itemHalf
	for i, p := range s.Parts {
		wide := p.Share * itemHalf
		colour := colours.Option(i, len(s.Parts))
		a.rect(x, top, x+wide, bottom, colour)
		label := report.Number(p.Share*100, 0, a.Language)
		in := lettering{size: 25, bold: true, colour: colours.On(colour), anchor: 0.5}
		if p.Count > 0 && a.width(label, in)+10 <= wide {
			a.text(label, x+wide/2, bottom-14, in)
		}
		x += wide
	}
}

// itemNote is the line under a bar: n and the favourable share.
func (a *album) itemNote(s report.Stack) string {
	f := s.Figure
	switch {
	case f.Suppressed:
		return a.HiddenMark()
	case f.N == nil || *f.N == 0:
		return a.w.Empty
	}
	note := "n = " + a.Count(f.N)
	if f.Favourable != nil {
		note += " · " + a.w.Favourable + " " + words.Percent(*f.Favourable, f.FavourableBound, a.Language)
	}
	if s.Parts == nil {
		note += " · " + a.w.CountsHidden
	}
	return note
}
