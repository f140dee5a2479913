package report

import (
	"fmt"
	"math"
	"slices"
)

// gauge draws the index on its bands.
func (a *album) gauge() {
	const outer, inner = 350.0, 248.0
	r, f := a.Release, a.Release.Index
	lo, hi := a.indexSpan()
	centre := point{pictureWidth / 2, a.y + outer + 48}
	a.gaugeBands(centre, inner, outer, lo, hi)
	if f.Score == nil {
		a.hatch(centre.x-200, centre.y-120, centre.x+200, centre.y-40)
		a.y = centre.y + 20
		a.paragraph(a.hiddenText(), 800, 2, lettering{size: 34, colour: ink, anchor: 0.5})
		a.baseLines()
		return
	}
	a.gaugeTarget(centre, inner, outer, lo, hi)
	share := (*f.Score - lo) / (hi - lo)
	a.needle(centre, inner, outer, share)
	a.text(Shown(*f.Score, f.Bound, a.Language), centre.x, centre.y-28,
		lettering{size: 118, bold: true, colour: ink, anchor: 0.5})
	a.y = centre.y + 4
	if band := a.bandName(f.Band, f.From); band != "" {
		a.paragraph(band, 900, 1, lettering{size: 48, bold: true, colour: ink, anchor: 0.5})
	}
	a.y += 4
	a.baseLines()
	if lowBase(r) {
		a.paragraph(a.w.low, 960, 1, lettering{size: 30, bold: true, colour: warm, anchor: 0.5})
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
		a.ring(centre, inner, outer, x+0.002, y-0.002, bandColour(i, len(bands)))
		if i > 0 {
			a.arcLabel(centre, outer, x, Number(from, 0, a.Language))
		}
	}
	ends := lettering{size: 30, colour: muted, anchor: 0.5}
	a.text(Number(lo, 0, a.Language), centre.x-(inner+outer)/2, centre.y+36, ends)
	a.text(Number(hi, 0, a.Language), centre.x+(inner+outer)/2, centre.y+36, ends)
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
	a.line(onArc(centre, inner-14, share), onArc(centre, outer+14, share), 12, paper)
	a.line(onArc(centre, inner-14, share), onArc(centre, outer+14, share), 6, ink)
	p := onArc(centre, inner-26, share)
	anchor := 0.5 + 0.5*math.Cos(math.Pi*(1-share))
	a.text(fmt.Sprintf(a.w.target, Number(*t, decimals(*t), a.Language)), p.x, p.y+14,
		lettering{size: 30, bold: true, colour: ink, anchor: anchor})
}

// decimals is how many places a configured number needs, two at most.
func decimals(x float64) int {
	switch {
	case x == math.Trunc(x):
		return 0
	case x*10 == math.Trunc(x*10):
		return 1
	}
	return 2
}

// needle points at the score from outside the ring, so that it covers no figure.
func (a *album) needle(centre point, inner, outer, share float64) {
	share = min(1, max(0, share))
	angle := math.Pi * (1 - share)
	tip := onArc(centre, inner-4, share)
	side := func(turn, radius float64) point {
		return point{centre.x + radius*math.Cos(angle+turn), centre.y - radius*math.Sin(angle+turn)}
	}
	a.line(tip, onArc(centre, outer+4, share), 18, paper)
	a.line(tip, onArc(centre, outer+4, share), 10, ink)
	a.polygon(ink, onArc(centre, inner+26, share), side(0.075, inner-26), side(-0.075, inner-26))
}
