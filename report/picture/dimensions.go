package picture

import (
	"fmt"

	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

const (
	barRow   = 88
	barLeft  = edge
	barRight = pageWidth - edge - 190 // the score stands to the right of the bar
)

func (a *album) dimensions() {
	if !a.figures(a.w.Dimensions) {
		return
	}
	for _, f := range a.Release.Dimensions {
		if !a.room(barRow, 150) {
			a.dimensionKey()
			if !a.turn(a.w.Dimensions) {
				return
			}
		}
		a.dimensionBar(f)
	}
	a.dimensionKey()
	a.footer()
}

// dimensionBar draws one dimension: its title, the bar from the lowest score that there can be, the
// target, and the previous wave.
func (a *album) dimensionBar(f report.DimensionFigure) {
	title := lettering{size: 30, colour: colours.Ink}
	a.text(a.clip(a.DimensionTitle(f.ID), barRight-barLeft, title), barLeft, a.y+28, title)
	top, bottom := a.y+40, a.y+70
	span := a.span(f.ID)
	a.y += barRow
	if f.Score == nil {
		a.missing(f, top, bottom)
		return
	}
	a.rect(barLeft, top, barRight, bottom, track)
	a.rect(zero(span), top, along(*f.Score, span), bottom, colours.Bar)
	if t := a.Target(span); t != nil {
		a.dashed(along(*t, span), top-7, bottom+7, colours.Ink)
	}
	if was := a.Before(f.ID); was != nil {
		a.diamond(along(*was, span), (top+bottom)/2, 12, colours.Paper)
	}
	right := lettering{size: 40, bold: true, colour: colours.Ink, anchor: 1}
	a.text(words.Shown(*f.Score, f.Bound, a.Language), pageWidth-edge, bottom-2, right)
	if f.N != nil {
		a.text("n = "+a.Count(f.N), pageWidth-edge, top-12,
			lettering{size: 24, colour: muted, anchor: 1})
	}
}

// missing marks a dimension without a score: striped where it is hidden, an empty frame where
// nobody answered.
func (a *album) missing(f report.DimensionFigure, top, bottom float64) {
	why := a.w.Empty
	if a.Release.MinGroup > 0 {
		a.hatch(barLeft, top, barRight, bottom)
		why = a.w.Hidden
	} else {
		a.frame(barLeft, top, barRight, bottom)
	}
	a.text(why, pageWidth-edge, bottom-4, lettering{size: 22, colour: muted, anchor: 1})
}

// frame draws an empty box.
func (a *album) frame(x0, y0, x1, y1 float64) {
	a.rect(x0, y0, x1, y1, rule)
	a.rect(x0+2, y0+2, x1-2, y1-2, colours.Paper)
}

func (a *album) span(id string) [2]float64 {
	if s, ok := report.Spans(a.Flow)[id]; ok && s[1] > s[0] {
		return s
	}
	return [2]float64{0, 100}
}

// along is where a value lies on the bars.
func along(v float64, span [2]float64) float64 {
	share := min(1, max(0, (v-span[0])/(span[1]-span[0])))
	return barLeft + share*(barRight-barLeft)
}

// zero is where bars begin: at nought where the range has it, else at its lowest value.
func zero(span [2]float64) float64 { return along(max(span[0], min(0, span[1])), span) }

// dimensionKey explains the marks that were used.
func (a *album) dimensionKey() {
	x, l := float64(edge), lettering{size: 26, colour: muted}
	a.y += 30
	if t := a.Target(a.IndexSpan()); t != nil {
		a.dashed(x+4, a.y-22, a.y+6, colours.Ink)
		s := a.TargetText(*t)
		a.text(s, x+22, a.y, l)
		x += 22 + a.width(s, l) + 48
	}
	if was := a.Compared(); was != "" {
		a.diamond(x+14, a.y-9, 12, colours.Paper)
		a.text(fmt.Sprintf(a.w.Previous, was), x+38, a.y, l)
	}
	a.y += 10
	if a.anyBound() {
		a.paragraph(a.w.BoundNote, pageWidth-2*edge, 1, l)
	}
}

func (a *album) anyBound() bool {
	for _, f := range a.Release.Dimensions {
		if f.Bound != "" {
			return true
		}
	}
	return false
}
