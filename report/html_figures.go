package report

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
)

// htmlGauge is the index drawn: arcs on a plane of 400 × 230.
type htmlGauge struct {
	Title, Score, Band, N string
	Arcs                  []htmlArc
	Ticks                 []htmlTick
	Needle, Target        string // paths; empty: none
	TargetText            string
	TargetX, TargetY      string
	Hidden                bool
}

type htmlArc struct{ Path, Colour string }

type htmlTick struct{ X, Y, Text string }

// The gauge's middle and radii.
const (
	gaugeX, gaugeY         = 200.0, 205.0
	gaugeInner, gaugeOuter = 118.0, 168.0
)

func (d *Document) htmlGauge(f *IndexFigure) *htmlGauge {
	g := &htmlGauge{Hidden: f.Score == nil, Score: d.hiddenMark()}
	if d.Flow.Index == nil {
		return nil
	}
	g.Title = d.Flow.Index.Title.In(d.Language)
	lo, hi := d.indexSpan()
	g.bands(d, lo, hi)
	if f.Score == nil {
		return g
	}
	g.Score, g.Band, g.N = Shown(*f.Score, f.Bound, d.Language), d.bandName(f.Band, f.From), d.count(f.N)
	g.Needle = spoke((*f.Score-lo)/(hi-lo), gaugeInner-10, gaugeOuter+4)
	if t := d.Flow.Index.Target; t != nil && *t >= lo && *t <= hi {
		share := (*t - lo) / (hi - lo)
		g.Target = spoke(share, gaugeInner-6, gaugeOuter+10)
		p := onArc(point{gaugeX, gaugeY}, gaugeOuter+16, share)
		g.TargetX, g.TargetY = coordinate(p.x), coordinate(p.y)
		g.TargetText = fmt.Sprintf(d.words().target, Number(*t, decimals(*t), d.Language))
	}
	return g
}

func (g *htmlGauge) bands(d *Document, lo, hi float64) {
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
		g.Arcs = append(g.Arcs, htmlArc{arcPath(share, (to-lo)/(hi-lo)), hex(bandColour(i, len(bands)))})
		g.tick(share, Number(from, 0, d.Language))
	}
	g.tick(1, Number(hi, 0, d.Language))
}

func (g *htmlGauge) tick(share float64, text string) {
	p := onArc(point{gaugeX, gaugeY}, gaugeOuter+16, share)
	if share <= 0 || share >= 1 {
		p = point{onArc(point{gaugeX, gaugeY}, (gaugeInner+gaugeOuter)/2, share).x, gaugeY + 18}
	}
	g.Ticks = append(g.Ticks, htmlTick{coordinate(p.x), coordinate(p.y + 4), text})
}

func arcPath(from, to float64) string {
	c := point{gaugeX, gaugeY}
	a, b := onArc(c, gaugeOuter, from), onArc(c, gaugeOuter, to)
	e, f := onArc(c, gaugeInner, to), onArc(c, gaugeInner, from)
	return fmt.Sprintf("M%s %sA%g %g 0 0 1 %s %sL%s %sA%g %g 0 0 0 %s %sZ",
		coordinate(a.x), coordinate(a.y), gaugeOuter, gaugeOuter, coordinate(b.x), coordinate(b.y),
		coordinate(e.x), coordinate(e.y), gaugeInner, gaugeInner, coordinate(f.x), coordinate(f.y))
}

func spoke(share, inner, outer float64) string {
	share = min(1, max(0, share))
	a, b := onArc(point{gaugeX, gaugeY}, inner, share), onArc(point{gaugeX, gaugeY}, outer, share)
	return fmt.Sprintf("M%s %sL%s %s", coordinate(a.x), coordinate(a.y), coordinate(b.x), coordinate(b.y))
}

// coordinate writes a length for a drawing, to a hundredth.
func coordinate(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", math.Round(x*100)/100), "0"), ".")
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// htmlDimension is one bar on a plane of 100 × 12, stretched to the page's width.
type htmlDimension struct {
	Title, Score, N, Margin, Alpha, AlphaComplete, Previous, Formula string
	X, Width                                                         string
	Target, Before                                                   string // places; empty: none
	Cell                                                             string // shown, hidden or empty
}

func (d *Document) htmlDimension(f DimensionFigure) htmlDimension {
	out := htmlDimension{
		Title: d.dimensionTitle(f.ID), N: d.count(f.N), Margin: d.number(f.Margin, 2),
		Alpha: d.number(f.Alpha, 2), AlphaComplete: d.number(f.AlphaComplete, 2), Formula: d.formulaOf(f.ID), Previous: "–",
	}
	span := d.spans()[f.ID]
	share := func(v float64) float64 { return min(100, max(0, (v-span[0])/(span[1]-span[0])*100)) }
	if was := d.before(f.ID); was != nil {
		out.Previous = Number(*was, 2, d.Language)
		out.Before = coordinate(share(*was))
	}
	switch {
	case f.Score == nil && d.Release.MinGroup > 0:
		out.Cell, out.Score = "hidden", d.hiddenMark()
		return out
	case f.Score == nil:
		out.Cell, out.Score = "empty", d.words().empty
		return out
	}
	from, to := share(max(span[0], min(0, span[1]))), share(*f.Score)
	out.Cell, out.Score = "shown", Shown(*f.Score, f.Bound, d.Language)
	out.X, out.Width = coordinate(min(from, to)), coordinate(math.Abs(to-from))
	if t := d.target(span); t != nil {
		out.Target = coordinate(share(*t))
	}
	return out
}

// htmlItem is one bar on a plane of 200 × 16 whose middle is 100.
type htmlItem struct {
	Text, N, Favourable, Note, Cell string
	Parts                           []htmlPart
	Shares                          string // in per cent, worst first
	Label                           string // for readers who do not see the drawing
}

type htmlPart struct{ X, Width, Colour, Label string }

// htmlFigure is the row of one item in the table of figures.
type htmlFigure struct {
	ID, Text, N, Mean, Score, Margin, Favourable, Interval, Formula string
	Hidden                                                          bool
}

func (p *htmlPage) itemRows(d *Document) {
	for _, s := range d.stacks() {
		p.Items = append(p.Items, d.htmlItem(s))
		if p.Key == nil && s.parts != nil {
			for i, part := range s.parts {
				p.Key = append(p.Key, htmlPart{Colour: hex(optionColour(i, len(s.parts))), Label: part.label})
			}
		}
	}
	for _, f := range d.Release.Items {
		p.Figures = append(p.Figures, d.htmlFigure(f))
	}
}

func (d *Document) htmlItem(s stack) htmlItem {
	out := htmlItem{Text: s.text, N: d.count(s.figure.N), Cell: "shown"}
	if f := s.figure; f.Favourable != nil {
		out.Favourable = percent(*f.Favourable, f.FavourableBound, d.Language)
	}
	switch {
	case s.figure.Suppressed:
		out.Cell, out.Note = "hidden", d.hiddenMark()
	case s.figure.N == nil || *s.figure.N == 0:
		out.Cell, out.Note = "empty", d.words().empty
	case s.parts == nil:
		out.Cell, out.Note = "hidden", d.words().countsHidden
	}
	x := 100 - s.left*100
	var labels, shares []string
	for i, part := range s.parts {
		share := percent(part.share, "", d.Language)
		labels = append(labels, part.label+": "+share+" ("+Number(float64(part.count), 0, d.Language)+")")
		out.Parts = append(out.Parts, htmlPart{
			X: coordinate(x), Width: coordinate(part.share * 100), Colour: hex(optionColour(i, len(s.parts))),
			Label: labels[i],
		})
		shares = append(shares, Number(part.share*100, 1, d.Language))
		x += part.share * 100
	}
	if len(shares) > 0 {
		out.Shares = strings.Join(shares, " | ") + " %"
	}
	out.Label = strings.Join(labels, "; ")
	return out
}

func (d *Document) htmlFigure(f ItemFigure) htmlFigure {
	out := htmlFigure{
		ID: f.ID, Text: d.itemText(f.ID), N: d.count(f.N), Mean: "–", Score: "–", Margin: d.number(f.Margin, 2),
		Favourable: "–", Interval: "–", Hidden: f.Suppressed, Formula: d.formulaOf(f.ID),
	}
	if f.Mean != nil {
		out.Mean = Shown(*f.Mean, f.Bound, d.Language)
	}
	if f.Score != nil {
		out.Score = Shown(*f.Score, f.ScoreBound, d.Language)
	}
	if f.Favourable != nil {
		out.Favourable = percent(*f.Favourable, f.FavourableBound, d.Language)
	}
	if f.Interval != nil {
		out.Interval = Number(f.Interval[0]*100, 1, d.Language) + "–" + percent(f.Interval[1], "", d.Language)
	}
	return out
}

// htmlUnit is one row of the units' tables.
type htmlUnit struct {
	Name, Responded, Roster, Rate, Share, N, Band string
	Indent                                        int
	Cells                                         []htmlCell
}

// htmlCell is one figure on its colour.
type htmlCell struct{ Text, Colour, Ink, Cell string }

func (p *htmlPage) unitRows(d *Document) {
	r := d.Release
	a := &album{Document: d, w: d.words(), common: wordsIn(d.Language)}
	g := a.grid()
	if g.lo < g.hi {
		p.Range = Number(g.lo, 0, d.Language) + "–" + Number(g.hi, 0, d.Language)
	}
	for i, short := range d.shortNames() {
		p.Columns = append(p.Columns, htmlColumn{short, d.dimensionTitle(r.Dimensions[i].ID)})
	}
	columns := len(p.Columns)
	if g.index {
		columns++
	}
	for i, u := range r.Units {
		row := htmlUnit{
			Name: u.Name, Indent: g.depth[i], N: d.count(u.N), Band: d.bandName(u.Band, u.From), Share: "0", Rate: "–",
			Responded: Number(float64(u.Complete), 0, d.Language), Roster: Number(float64(u.Roster), 0, d.Language),
		}
		if u.Roster > 0 {
			share := float64(u.Complete) / float64(u.Roster)
			row.Rate, row.Share = percent(share, "", d.Language), coordinate(min(100, share*100))
		}
		for c := range columns {
			row.Cells = append(row.Cells, d.htmlCell(g, u, c))
		}
		p.Units = append(p.Units, row)
	}
}

func (d *Document) htmlCell(g grid, u UnitFigure, column int) htmlCell {
	f := g.figure(u, column)
	switch unitCell(u, f.Score, d.Release.MinGroup) {
	case cellHidden:
		return htmlCell{Cell: "hidden"}
	case cellEmpty:
		return htmlCell{Cell: "empty", Text: "–"}
	}
	colour := between(blues(), (*f.Score-g.lo)/(g.hi-g.lo))
	return htmlCell{
		Cell: "shown", Text: Shown(*f.Score, f.Bound, d.Language), Colour: hex(colour), Ink: hex(on(colour)),
	}
}
