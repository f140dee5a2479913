package words

import (
	"math"

	"suara/report"
)

// Grid is the columns of a table of units by dimensions.
type Grid struct {
	Names  []string
	Lo, Hi float64 // of the scores shown, for the colours
	Index  bool    // the first column is the unit's index
	Depth  []int
	More   int // dimensions that found no room
}

// Grid lays a table of units out, with at most so many columns; 0: as many as there are.
func (d *Document) Grid(most int) Grid {
	g := Grid{Names: d.ShortNames(), Index: d.Release.Index != nil, Depth: Depths(d.Release.Units)}
	if g.Index {
		g.Names = append([]string{d.Labels().Index}, g.Names...)
	}
	if most > 0 && len(g.Names) > most {
		g.More = len(g.Names) - most
		g.Names = g.Names[:most]
	}
	g.Lo, g.Hi = math.Inf(1), math.Inf(-1)
	for _, u := range d.Release.Units {
		for i := range g.Names {
			if f := g.Figure(u, i); f.Score != nil {
				g.Lo, g.Hi = min(g.Lo, *f.Score), max(g.Hi, *f.Score)
			}
		}
	}
	g.widen(d.IndexSpan())
	return g
}

// widen takes the range of colours to whole tenths of the whole range, so that equal scores look
// equal and small differences don't look large.
func (g *Grid) widen(span [2]float64) {
	step := (span[1] - span[0]) / 10
	if g.Lo > g.Hi {
		g.Lo, g.Hi = span[0], span[1]
		return
	}
	g.Lo = span[0] + step*math.Floor((g.Lo-span[0])/step)
	g.Hi = span[0] + step*math.Ceil((g.Hi-span[0])/step)
	for g.Hi-g.Lo < 3*step {
		if g.Hi < span[1] {
			g.Hi += step
		} else {
			g.Lo -= step
		}
	}
}

// Figure is what stands in a column of a unit's row.
func (g *Grid) Figure(u report.UnitFigure, column int) report.DimensionFigure {
	if g.Index {
		if column == 0 {
			return report.DimensionFigure{Score: u.Score, Bound: u.Bound, N: u.N}
		}
		column--
	}
	if column >= len(u.Dimensions) {
		return report.DimensionFigure{}
	}
	return u.Dimensions[column]
}
