package html

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

// gauge is the index drawn: arcs on a plane of 400 × 230.
type gauge struct {
	Title, Score, Band, N string
	Arcs                  []arc
	Ticks                 []tick
	Needle, Target        string // paths; empty: none
	TargetText            string
	TargetX, TargetY      string
	Hidden                bool
}

type arc struct{ Path, Colour string }

type tick struct{ X, Y, Text string }

// The gauge's middle and radii.
const (
	gaugeX, gaugeY         = 200.0, 205.0
	gaugeInner, gaugeOuter = 118.0, 168.0
)

type point struct{ x, y float64 }

// onGauge is the point at a share of the half circle from left to right.
func onGauge(radius, share float64) point {
	angle := math.Pi * (1 - share)
	return point{gaugeX + radius*math.Cos(angle), gaugeY - radius*math.Sin(angle)}
}

func (d document) gauge(f *report.IndexFigure) *gauge {
	g := &gauge{Hidden: f.Score == nil, Score: d.HiddenMark()}
	if d.Flow.Index == nil {
		return nil
	}
	g.Title = d.Flow.Index.Title.In(d.Language)
	span := d.IndexSpan()
	lo, hi := span[0], span[1]
	g.bands(d, lo, hi)
	if f.Score == nil {
		return g
	}
	g.Score, g.Band, g.N = words.Shown(*f.Score, f.Bound, d.Language), d.BandName(f.Band, f.From), d.Count(f.N)
	g.Needle = spoke((*f.Score-lo)/(hi-lo), gaugeInner-10, gaugeOuter+4)
	if t := d.Flow.Index.Target; t != nil && *t >= lo && *t <= hi {
		share := (*t - lo) / (hi - lo)
		g.Target = spoke(share, gaugeInner-6, gaugeOuter+10)
		p := onGauge(gaugeOuter+16, share)
		g.TargetX, g.TargetY = coordinate(p.x), coordinate(p.y)
		g.TargetText = d.TargetText(*t)
	}
	return g
}

func (g *gauge) bands(d document, lo, hi float64) {
	bands := slices.Clone(d.Flow.Index.Bands)
	slices.Reverse(bands)
	for i, b := range bands {
		from, to := max(b.From, lo), hi
		if i == 0 {
			from = lo
		}
		if i+1 < len(bands) {
			to = min(bands[i+1].From, hi)
		}
		if to <= from {
			continue
		}
		share := (from - lo) / (hi - lo)
		g.Arcs = append(g.Arcs, arc{arcPath(share, (to-lo)/(hi-lo)), colours.Hex(colours.Band(i, len(bands)))})
		g.tick(share, report.Number(from, 0, d.Language))
	}
	g.tick(1, report.Number(hi, 0, d.Language))
}

func (g *gauge) tick(share float64, text string) {
	p := onGauge(gaugeOuter+16, share)
	if share <= 0 || share >= 1 {
		p = point{onGauge((gaugeInner+gaugeOuter)/2, share).x, gaugeY + 18}
	}
	g.Ticks = append(g.Ticks, tick{coordinate(p.x), coordinate(p.y + 4), text})
}

func arcPath(from, to float64) string {
	a, b := onGauge(gaugeOuter, from), onGauge(gaugeOuter, to)
	e, f := onGauge(gaugeInner, to), onGauge(gaugeInner, from)
	return fmt.Sprintf("M%s %sA%g %g 0 0 1 %s %sL%s %sA%g %g 0 0 0 %s %sZ",
		coordinate(a.x), coordinate(a.y), gaugeOuter, gaugeOuter, coordinate(b.x), coordinate(b.y),
		coordinate(e.x), coordinate(e.y), gaugeInner, gaugeInner, coordinate(f.x), coordinate(f.y))
}

func spoke(share, inner, outer float64) string {
	share = min(1, max(0, share))
	a, b := onGauge(inner, share), onGauge(outer, share)
	return fmt.Sprintf("M%s %sL%s %s", coordinate(a.x), coordinate(a.y), coordinate(b.x), coordinate(b.y))
}

// coordinate writes a length for a drawing, to a hundredth.
func coordinate(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", math.Round(x*100)/100), "0"), ".")
}

// bar is one bar on a plane of 100 × 12, stretched to the page's width.
type bar struct {
	Title, Score, N, Margin, Alpha, AlphaComplete, Previous, Formula string
	X, Width                                                         string
	Target, Before                                                   string // places; empty: none
	Cell                                                             string // shown, hidden or empty
}

func (d document) bar(f report.DimensionFigure) bar {
	out := bar{
		Title: d.DimensionTitle(f.ID), N: d.Count(f.N), Margin: d.Number(f.Margin, 2),
		Alpha: d.Number(f.Alpha, 2), AlphaComplete: d.Number(f.AlphaComplete, 2),
		Formula: d.FormulaOf(f.ID), Previous: "–",
	}
	span := report.Spans(d.Flow)[f.ID]
	share := func(v float64) float64 { return min(100, max(0, (v-span[0])/(span[1]-span[0])*100)) }
	if was := d.Before(f.ID); was != nil {
		out.Previous = d.Number(was, 2)
		out.Before = coordinate(share(*was))
	}
	switch {
	case f.Score == nil && d.Release.MinGroup > 0:
		out.Cell, out.Score = "hidden", d.HiddenMark()
		return out
	case f.Score == nil:
		out.Cell, out.Score = "empty", d.Labels().Empty
		return out
	}
	from, to := share(max(span[0], min(0, span[1]))), share(*f.Score)
	out.Cell, out.Score = "shown", words.Shown(*f.Score, f.Bound, d.Language)
	out.X, out.Width = coordinate(min(from, to)), coordinate(math.Abs(to-from))
	if t := d.Target(span); t != nil {
		out.Target = coordinate(share(*t))
	}
	return out
}

// itemBar is one bar on a plane of 200 × 16 whose middle is 100.
type itemBar struct {
	Text, N, Favourable, Note, Cell string
	Parts                           []stripe
	Shares                          string // in per cent, worst first
	Label                           string // for readers who do not see the drawing
}

type stripe struct{ X, Width, Colour, Label string }

func (p *page) itemRows(d document) {
	for _, s := range d.Stacks() {
		p.Items = append(p.Items, d.itemBar(s))
		if p.Key == nil && s.Parts != nil {
			for i, part := range s.Parts {
				p.Key = append(p.Key, stripe{Colour: colours.Hex(colours.Option(i, len(s.Parts))), Label: part.Label})
			}
		}
	}
	for _, f := range d.Release.Items {
		p.Figures = append(p.Figures, d.ItemRow(f))
	}
}

func (d document) itemBar(s report.Stack) itemBar {
	out := itemBar{Text: s.Text, N: d.Count(s.Figure.N), Cell: "shown"}
	if f := s.Figure; f.Favourable != nil {
		out.Favourable = words.Percent(*f.Favourable, f.FavourableBound, d.Language)
	}
	switch {
	case s.Figure.Suppressed:
		out.Cell, out.Note = "hidden", d.HiddenMark()
	case s.Figure.N == nil || *s.Figure.N == 0:
		out.Cell, out.Note = "empty", d.Labels().Empty
	case s.Parts == nil:
		out.Cell, out.Note = "hidden", d.Labels().CountsHidden
	}
	x := 100 - s.Left*100
	var labels, shares []string
	for i, part := range s.Parts {
		share := words.Percent(part.Share, "", d.Language)
		labels = append(labels, part.Label+": "+share+" ("+d.Count(&part.Count)+")")
		out.Parts = append(out.Parts, stripe{
			X: coordinate(x), Width: coordinate(part.Share * 100), Colour: colours.Hex(colours.Option(i, len(s.Parts))),
			Label: labels[i],
		})
		shares = append(shares, report.Number(part.Share*100, 1, d.Language))
		x += part.Share * 100
	}
	if len(shares) > 0 {
		out.Shares = strings.Join(shares, " | ") + " %"
	}
	out.Label = strings.Join(labels, "; ")
	return out
}

// unitRow is one row of the units' tables.
type unitRow struct {
	Name, Responded, Roster, Rate, Share, N, Band string
	Indent                                        int
	Cells                                         []cellText
}

// cellText is one figure on its colour.
type cellText struct{ Text, Colour, Ink, Cell string }

func (p *page) unitRows(d document) {
	r := d.Release
	g := d.Grid(0)
	if g.Lo < g.Hi {
		p.Range = report.Number(g.Lo, 0, d.Language) + "–" + report.Number(g.Hi, 0, d.Language)
	}
	for i, short := range d.ShortNames() {
		p.Columns = append(p.Columns, column{short, d.DimensionTitle(r.Dimensions[i].ID)})
	}
	columns := len(p.Columns)
	if g.Index {
		columns++
	}
	for i, u := range r.Units {
		row := unitRow{
			Name: u.Name, Indent: g.Depth[i], N: d.Count(u.N), Band: d.BandName(u.Band, u.From), Share: "0", Rate: "–",
			Responded: d.Count(&u.Complete), Roster: d.Count(&u.Roster),
		}
		if u.Roster > 0 {
			share := float64(u.Complete) / float64(u.Roster)
			row.Rate, row.Share = words.Percent(share, "", d.Language), coordinate(min(100, share*100))
		}
		for c := range columns {
			row.Cells = append(row.Cells, d.cellText(g, u, c))
		}
		p.Units = append(p.Units, row)
	}
}

func (d document) cellText(g words.Grid, u report.UnitFigure, column int) cellText {
	f := g.Figure(u, column)
	switch words.UnitCell(u, f.Score, d.Release.MinGroup) {
	case words.CellHidden:
		return cellText{Cell: "hidden"}
	case words.CellEmpty:
		return cellText{Cell: "empty", Text: "–"}
	}
	colour := colours.Amount((*f.Score - g.Lo) / (g.Hi - g.Lo))
	return cellText{
		Cell: "shown", Text: words.Shown(*f.Score, f.Bound, d.Language),
		Colour: colours.Hex(colour), Ink: colours.Hex(colours.On(colour)),
	}
}
