package report

import "fmt"

// The items' bars reach from -100 % at the left to +100 % at the right.
const itemHalf = (pictureWidth - 2*edge) / 2

// itemLines is how many lines an item's words may take: enough for the longest of the statute's.
const itemLines = 5

func (a *album) items() {
	if !a.turn(a.w.items) {
		return
	}
	if withheld(a.Release) {
		a.nothing()
		return
	}
	stacks := a.stacks()
	a.itemKey(stacks[0])
	for i, s := range stacks {
		if i > 0 && !sameOptions(stacks[i-1], s) {
			a.itemKey(s)
		}
		if !a.room(90+37*float64(len(a.itemWords(s))), 40) {
			if !a.turn(a.w.items) {
				return
			}
			a.itemKey(s)
		}
		a.itemBar(s)
	}
}

func sameOptions(a, b stack) bool {
	if a.parts == nil || b.parts == nil {
		return true // there is nothing to explain
	}
	if len(a.parts) != len(b.parts) {
		return false
	}
	for i := range a.parts {
		if a.parts[i].label != b.parts[i].label {
			return false
		}
	}
	return true
}

// itemKey names the colours of the options.
func (a *album) itemKey(s stack) {
	parts := a.keyParts(s)
	if parts == nil {
		return
	}
	x, l := float64(edge), lettering{size: 25, colour: muted}
	a.y += 14
	for i, p := range parts {
		w := 34 + a.width(p.label, l) + 30
		if x > edge && x+w-30 > pictureWidth-edge {
			x = edge
			a.y += 42
		}
		a.rect(x, a.y, x+26, a.y+26, optionColour(i, len(parts)))
		a.text(p.label, x+34, a.y+22, l)
		x += w
	}
	a.y += 50
}

// keyParts are the options of a stack, or of the next that shows its own.
func (a *album) keyParts(s stack) []part {
	if s.parts != nil {
		return s.parts
	}
	for _, other := range a.stacks() {
		if other.parts != nil {
			return other.parts
		}
	}
	return nil
}

var itemLetters = lettering{size: 29, colour: ink}

func (a *album) itemWords(s stack) []string {
	return a.wrap(s.text, pictureWidth-2*edge, itemLines, itemLetters)
}

// itemBar draws one item: its words, the base, and the bar around the middle.
func (a *album) itemBar(s stack) {
	const middle = float64(pictureWidth) / 2
	for _, line := range a.itemWords(s) {
		a.y += 31
		a.text(line, edge, a.y, itemLetters)
		a.y += 6
	}
	top := a.y + 8
	bottom := top + 46
	if s.parts != nil {
		a.rect(middle-2, top-8, middle+2, bottom+8, ink)
	}
	a.itemParts(s, top, bottom)
	a.y = bottom + 28
	a.text(a.itemNote(s), edge, a.y, lettering{size: 24, colour: muted})
	a.y += 26
}

func (a *album) itemParts(s stack, top, bottom float64) {
	if s.parts == nil {
		if s.figure.N != nil && *s.figure.N == 0 {
			a.frame(edge, top, pictureWidth-edge, bottom)
			return
		}
		a.hatch(edge, top, pictureWidth-edge, bottom)
		return
	}
	x := float64(pictureWidth)/2 - s.left*itemHalf
	for i, p := range s.parts {
		wide := p.share * itemHalf
		colour := optionColour(i, len(s.parts))
		a.rect(x, top, x+wide, bottom, colour)
		label := Number(p.share*100, 0, a.Language)
		in := lettering{size: 25, bold: true, colour: on(colour), anchor: 0.5}
		if p.count > 0 && a.width(label, in)+10 <= wide {
			a.text(label, x+wide/2, bottom-14, in)
		}
		x += wide
	}
}

// itemNote is the line under a bar: n and the favourable share.
func (a *album) itemNote(s stack) string {
	f := s.figure
	switch {
	case f.Suppressed:
		return a.hiddenText()
	case f.N == nil || *f.N == 0:
		return a.w.empty
	}
	note := "n = " + Number(float64(*f.N), 0, a.Language)
	if f.Favourable != nil {
		note += " · " + a.w.favourable + " " + percent(*f.Favourable, f.FavourableBound, a.Language)
	}
	if s.parts == nil {
		note += " · " + a.w.countsHidden
	}
	return note
}

// percent prints a share with one decimal and its bound.
func percent(share float64, b Bound, lang string) string {
	s := Number(share*100, 1, lang)
	switch b {
	case AtMost:
		s = "≤ " + s
	case AtLeast:
		s = "≥ " + s
	}
	if lang == "en" {
		return s + "%"
	}
	return fmt.Sprintf("%s %%", s)
}
