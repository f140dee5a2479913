package picture

import (
	"fmt"
	"math"

	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

const (
	mapNames   = 344 // width of the units' names and their n
	mapBase    = 62  // of it, for n
	mapRow     = 54
	mapColumns = 13 // at most
)

// heatMap draws units by dimensions.
func (a *album) heatMap() {
	if !a.figures(a.w.Units) {
		return
	}
	g := a.heatGrid()
	a.mapHead(g)
	for i, u := range a.Release.Units {
		name, _, _ := a.mapName(u, g.Depth[i])
		if !a.room(mapHeight(name), 90+38*math.Ceil(float64(len(g.Names))/2)) {
			a.mapKey(g)
			if !a.turn(a.w.Units) {
				return
			}
			a.mapHead(g)
		}
		a.mapRow(g, u, g.Depth[i])
	}
	a.mapKey(g)
}

// heatGrid is a grid with the width of its columns.
type heatGrid struct {
	words.Grid
	width float64
}

func (a *album) heatGrid() heatGrid {
	g := heatGrid{Grid: a.Grid(mapColumns)}
	g.width = math.Floor((pageWidth - 2*edge - mapNames) / float64(len(g.Names)))
	return g
}

func (g *heatGrid) left(column int) float64 { return edge + mapNames + g.width*float64(column) }

func (a *album) mapHead(g heatGrid) {
	a.y += 34
	a.text(a.w.N, edge+mapNames-10, a.y, lettering{size: 23, colour: muted, anchor: 1})
	for i, name := range g.Names {
		l := lettering{size: 25, bold: true, colour: colours.Ink, anchor: 0.5}
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
func (a *album) mapName(u report.UnitFigure, depth int) (lines []string, l lettering, indent float64) {
	indent = 18 * float64(min(depth, 4))
	l = lettering{size: 24, colour: colours.Ink}
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

func (a *album) mapRow(g heatGrid, u report.UnitFigure, depth int) {
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
		a.text(a.Count(u.N), edge+mapNames-10, middle,
			lettering{size: 23, colour: muted, anchor: 1})
	}
	for i := range g.Names {
		a.mapCell(g, u, i, top, bottom)
	}
	a.y += high
}

// mapCell draws a score on its colour, stripes where it is hidden, a dash where nobody answered.
func (a *album) mapCell(g heatGrid, u report.UnitFigure, column int, top, bottom float64) {
	x0, x1 := g.left(column), g.left(column)+g.width-4
	f := g.Figure(u, column)
	middle := lettering{size: 24, colour: muted, anchor: 0.5}
	switch words.UnitCell(u, f.Score, a.Release.MinGroup) {
	case words.CellHidden:
		a.hatch(x0, top, x1, bottom)
	case words.CellEmpty:
		a.frame(x0, top, x1, bottom)
		a.text("–", (x0+x1)/2, (top+bottom)/2+8, middle)
	case words.CellShown:
		colour := colours.Amount((*f.Score - g.Lo) / (g.Hi - g.Lo))
		a.rect(x0, top, x1, bottom, colour)
		middle.colour, middle.bold = colours.On(colour), g.Index && column == 0
		s := words.Shown(*f.Score, f.Bound, a.Language)
		for a.width(s, middle) > x1-x0-4 && middle.size > 13 {
			middle.size--
		}
		a.text(s, (x0+x1)/2, (top+bottom)/2+8, middle)
	}
}

// mapKey explains colours, marks and short names.
func (a *album) mapKey(g heatGrid) {
	a.y += 20
	l := lettering{size: 25, colour: muted}
	x := float64(edge)
	for i := range 100 {
		a.rect(x+float64(i)*2, a.y, x+float64(i+1)*2, a.y+26, colours.Amount(float64(i)/99))
	}
	x += 212
	s := report.Number(g.Lo, 0, a.Language) + "–" + report.Number(g.Hi, 0, a.Language)
	a.text(s, x, a.y+22, l)
	x += a.width(s, l) + 36
	a.hatch(x, a.y, x+44, a.y+26)
	a.text(a.HiddenMark(), x+54, a.y+22, l)
	a.y += 40
	a.frame(edge, a.y, edge+44, a.y+26)
	a.text("–", edge+22, a.y+21, lettering{size: 24, colour: muted, anchor: 0.5})
	a.text(a.w.Empty+" · "+a.w.RosterOrder, edge+54, a.y+22, l)
	a.y += 34
	a.mapNames(g, l)
}

func (a *album) mapNames(g heatGrid, l lettering) {
	names := g.Names
	if g.Index {
		names = names[1:]
	}
	for i, name := range names {
		column := float64(i % 2)
		if column == 0 {
			a.y += 34
		}
		title := a.DimensionTitle(a.Release.Dimensions[i].ID)
		half := float64(pageWidth-2*edge) / 2
		a.text(a.clip(name+" = "+title, half-16, l), edge+column*half, a.y, l)
	}
	if g.More > 0 {
		a.paragraph(fmt.Sprintf(a.w.More, g.More), pageWidth-2*edge, 1, l)
	}
}
