package picture

import (
	"math"
	"slices"

	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

// gauge draws the index on its bands.
func (a *album) gauge() {
	const outer, inner = 350.0, 248.0
	f := a.Release.Index
	span := a.IndexSpan()
	lo, hi := span[0], span[1]
	centre := point{pageWidth / 2, a.y + outer + 48}
	a.gaugeBands(centre, inner, outer, lo, hi)
	if f.Score == nil {
		a.hatch(centre.x-200, centre.y-120, centre.x+200, centre.y-40)
		a.y = centre.y + 20
		a.paragraph(a.HiddenMark(), 800, 2, lettering{size: 34, colour: colours.Ink, anchor: 0.5})
		a.baseLines()
		return
	}
	a.gaugeTarget(centre, inner, outer, lo, hi)
	share := (*f.Score - lo) / (hi - lo)
	a.needle(centre, inner, outer, share)
	a.text(words.Shown(*f.Score, f.Bound, a.Language), centre.x, centre.y-28,
		lettering{size: 118, bold: true, colour: colours.Ink, anchor: 0.5})
	a.y = centre.y + 4
	if band := a.BandName(f.Band, f.From); band != "" {
		a.paragraph(band, 900, 1, lettering{size: 48, bold: true, colour: colours.Ink, anchor: 0.5})
	}
	a.y += 4
	a.baseLines()
	if a.Release.LowBase {
		a.paragraph(a.w.Low, 960, 1, lettering{size: 30, bold: true, colour: warm, anchor: 0.5})
	}
}

func (a *album) gaugeBands(centre point, inner, outer, lo, hi float64) {
	bands := slices.Clone(a.Flow.Index.Bands)
	slices.Reverse(bands) // lowest first
	if len(bands) == 0 {
		a.ring(centre, inner, outer, 0, 1, track)
	}
	for i, b := range bands {
		to := hi
		if i+1 < len(bands) {
			to = bands[i+1].From
		}
		from, upTo := max(b.From, lo), min(to, hi)
		if i == 0 {
			from = lo
		}
		if upTo <= from {
			continue
		}
		x, y := (from-lo)/(hi-lo), (upTo-lo)/(hi-lo)
		a.ring(centre, inner, outer, x+0.002, y-0.002, colours.Band(i, len(bands)))
		if i > 0 {
			a.arcLabel(centre, outer, x, report.Number(from, 0, a.Language))
		}
	}
	ends := lettering{size: 30, colour: muted, anchor: 0.5}
	a.text(report.Number(lo, 0, a.Language), centre.x-(inner+outer)/2, centre.y+36, ends)
	a.text(report.Number(hi, 0, a.Language), centre.x+(inner+outer)/2, centre.y+36, ends)
}

// arcLabel writes a number outside a ring.
func (a *album) arcLabel(centre point, outer, share float64, s string) {
	p := onArc(centre, outer+26, share)
	a.text(s, p.x, p.y+8, lettering{size: 30, colour: muted, anchor: 0.5 - 0.5*math.Cos(math.Pi*(1-share))})
}

func (a *album) gaugeTarget(centre point, inner, outer, lo, hi float64) {
	t := a.Flow.Index.Target
	if t == nil || *t < lo || *t > hi {
		return
	}
	share := (*t - lo) / (hi - lo)
	a.line(onArc(centre, inner-14, share), onArc(centre, outer+14, share), 12, colours.Paper)
	a.line(onArc(centre, inner-14, share), onArc(centre, outer+14, share), 6, colours.Ink)
	p := onArc(centre, inner-26, share)
	anchor := 0.5 + 0.5*math.Cos(math.Pi*(1-share))
	a.text(a.TargetText(*t), p.x, p.y+14,
		lettering{size: 30, bold: true, colour: colours.Ink, anchor: anchor})
}

// needle points at the score from outside the ring, so that it covers no figure.
func (a *album) needle(centre point, inner, outer, share float64) {
	share = min(1, max(0, share))
	angle := math.Pi * (1 - share)
	tip := onArc(centre, inner-4, share)
	side := func(turn, radius float64) point {
		return point{centre.x + radius*math.Cos(angle+turn), centre.y - radius*math.Sin(angle+turn)}
	}
	a.line(tip, onArc(centre, outer+4, share), 18, colours.Paper)
	a.line(tip, onArc(centre, outer+4, share), 10, colours.Ink)
	a.polygon(colours.Ink, onArc(centre, inner+26, share), side(0.075, inner-26), side(-0.075, inner-26))
}
