package report

import (
	"fmt"
	"math"
)

const (
	mapNames   = 344 // width of the units' names and their n
	mapBase    = 62  // of it, for n
	mapRow     = 54
	mapColumns = 13 // at most
)

// heatMap draws units by dimensions.
func (a *album) heatMap() {
	if !a.turn(a.w.units) {
		return
	}
	if withheld(a.Release) {
		a.nothing()
		return
	}
	g := a.grid()
	a.mapHead(g)
	for i, u := range a.Release.Units {
		name, _, _ := a.mapName(u, g.depth[i])
		if !a.room(mapHeight(name), 90+38*math.Ceil(float64(len(g.names))/2)) {
			a.mapKey(g)
			if !a.turn(a.w.units) {
				return
			}
			a.mapHead(g)
		}
		a.mapRow(g, u, g.depth[i])
	}
	a.mapKey(g)
}

// grid is the columns of a heat map.
type grid struct {
	names  []string
	width  float64
	lo, hi float64 // of the scores shown, for the colours
	index  bool    // the first column is the unit's index
	depth  []int
	more   int // dimensions that found no room
}

func (a *album) grid() grid {
	g := grid{names: a.shortNames(), index: a.Release.Index != nil, depth: depths(a.participation().Units)}
	if g.index {
		g.names = append([]string{a.w.index}, g.names...)
	}
	if len(g.names) > mapColumns {
		g.more = len(g.names) - mapColumns
		g.names = g.names[:mapColumns]
	}
	g.width = math.Floor((pictureWidth - 2*edge - mapNames) / float64(len(g.names)))
	g.lo, g.hi = math.Inf(1), math.Inf(-1)
	for _, u := range a.Release.Units {
		for i := range g.names {
			if f := g.figure(u, i); f.Score != nil {
				g.lo, g.hi = min(g.lo, *f.Score), max(g.hi, *f.Score)
			}
		}
	}
	g.widen(a.commonSpan())
	return g
}

// widen takes the range of colours to whole tenths of the whole range, so that equal scores look
// equal and small differences don't look large.
func (g *grid) widen(span [2]float64) {
	step := (span[1] - span[0]) / 10
	if g.lo > g.hi {
		g.lo, g.hi = span[0], span[1]
		return
	}
	g.lo = span[0] + step*math.Floor((g.lo-span[0])/step)
	g.hi = span[0] + step*math.Ceil((g.hi-span[0])/step)
	for g.hi-g.lo < 3*step {
		if g.hi < span[1] {
			g.hi += step
		} else {
			g.lo -= step
		}
	}
}

// figure is what stands in a column of a unit's row.
func (g *grid) figure(u UnitFigure, column int) DimensionFigure {
	if g.index {
		if column == 0 {
			return DimensionFigure{Score: u.Score, Bound: u.Bound, N: u.N}
		}
		column--
	}
	if column >= len(u.Dimensions) {
		return DimensionFigure{}
	}
	return u.Dimensions[column]
}

func (g *grid) left(column int) float64 { return edge + mapNames + g.width*float64(column) }

func (a *album) mapHead(g grid) {
	a.y += 34
	a.text(a.w.n, edge+mapNames-10, a.y, lettering{size: 23, colour: muted, anchor: 1})
	for i, name := range g.names {
		l := lettering{size: 25, bold: true, colour: ink, anchor: 0.5}
		for a.width(name, l) > g.width-4 && l.size > 14 {
			l.size--
		}
		a.text(name, g.left(i)+g.width/2, a.y, l)
	}
	a.y += 14
}

// mapLines is how many lines a unit's name may take; its row grows with them.
const mapLines = 5

// mapName breaks a unit's name into the lines that stand before its row.
func (a *album) mapName(u UnitFigure, depth int) (lines []string, l lettering, indent float64) {
	indent = 18 * float64(min(depth, 4))
	l = lettering{size: 24, colour: ink}
	if lines = a.wrap(u.Name, mapNames-mapBase-10-indent, mapLines, l); len(lines) > 1 {
		l.size = 21
		lines = a.wrap(u.Name, mapNames-mapBase-10-indent, mapLines, l)
	}
	return lines, l, indent
}

// mapHeight is how high the row of a name of these lines is.
func mapHeight(lines []string) float64 {
	return max(mapRow, 24*float64(len(lines))+6)
}

func (a *album) mapRow(g grid, u UnitFigure, depth int) {
	lines, l, indent := a.mapName(u, depth)
	high := mapHeight(lines)
	top, bottom := a.y, a.y+high-4
	base := top + 33
	if len(lines) > 1 {
		base = top + 21
	}
	for _, line := range lines {
		a.text(line, edge+indent, base, l)
		base += 24
	}
	middle := (top+bottom)/2 + 8
	if u.N != nil && *u.N > 0 {
		a.text(Number(float64(*u.N), 0, a.Language), edge+mapNames-10, middle,
			lettering{size: 23, colour: muted, anchor: 1})
	}
	for i := range g.names {
		a.mapCell(g, u, i, top, bottom)
	}
	a.y += high
}

// mapCell draws a score on its colour, stripes where it is hidden, a dash where nobody answered.
func (a *album) mapCell(g grid, u UnitFigure, column int, top, bottom float64) {
	x0, x1 := g.left(column), g.left(column)+g.width-4
	f := g.figure(u, column)
	middle := lettering{size: 24, colour: muted, anchor: 0.5}
	switch unitCell(u, f.Score, a.Release.MinGroup) {
	case cellHidden:
		a.hatch(x0, top, x1, bottom)
	case cellEmpty:
		a.frame(x0, top, x1, bottom)
		a.text("–", (x0+x1)/2, (top+bottom)/2+8, middle)
	case cellShown:
		colour := between(blues(), (*f.Score-g.lo)/(g.hi-g.lo))
		a.rect(x0, top, x1, bottom, colour)
		middle.colour, middle.bold = on(colour), g.index && column == 0
		s := Shown(*f.Score, f.Bound, a.Language)
		for a.width(s, middle) > x1-x0-4 && middle.size > 13 {
			middle.size--
		}
		a.text(s, (x0+x1)/2, (top+bottom)/2+8, middle)
	}
}

// mapKey explains colours, marks and short names.
func (a *album) mapKey(g grid) {
	a.y += 20
	l := lettering{size: 25, colour: muted}
	x := float64(edge)
	for i := range 100 {
		a.rect(x+float64(i)*2, a.y, x+float64(i+1)*2, a.y+26, between(blues(), float64(i)/99))
	}
	x += 212
	s := Number(g.lo, 0, a.Language) + "–" + Number(g.hi, 0, a.Language)
	a.text(s, x, a.y+22, l)
	x += a.width(s, l) + 36
	a.hatch(x, a.y, x+44, a.y+26)
	a.text(a.hiddenText(), x+54, a.y+22, l)
	a.y += 40
	a.frame(edge, a.y, edge+44, a.y+26)
	a.text("–", edge+22, a.y+21, lettering{size: 24, colour: muted, anchor: 0.5})
	a.text(a.w.empty+" · "+a.w.rosterOrder, edge+54, a.y+22, l)
	a.y += 34
	a.mapNames(g, l)
}

func (a *album) mapNames(g grid, l lettering) {
	names := g.names
	if g.index {
		names = names[1:]
	}
	for i, name := range names {
		column := float64(i % 2)
		if column == 0 {
			a.y += 34
		}
		title := a.dimensionTitle(a.Release.Dimensions[i].ID)
		half := float64(pictureWidth-2*edge) / 2
		a.text(a.clip(name+" = "+title, half-16, l), edge+column*half, a.y, l)
	}
	if g.more > 0 {
		a.paragraph(fmt.Sprintf(a.w.more, g.more), pictureWidth-2*edge, 1, l)
	}
}
