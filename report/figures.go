package report

import (
	"math/big"

	"suara/flows"
	"suara/survey"
)

// dimensionWeights gives what one unit of each column adds to the dimension's score.
func (s *scorer) dimensionWeights(d int) []float64 {
	out := make([]float64, len(s.p.columns))
	for _, t := range s.p.dimensions[d].terms {
		out[t.column] += *ratFloat(t.w) * *ratFloat(t.a)
	}
	return out
}

func (s *scorer) indexWeights() []float64 {
	out := make([]float64, len(s.p.columns))
	for _, it := range s.p.index {
		for c, w := range s.dimensionWeights(it.dimension) {
			out[c] += w * *ratFloat(it.w)
		}
	}
	return out
}

// margin is the 95 % margin of a figure that weights columns, from n ≥ 30 (design: Numbers):
// z_i = Σ_j a_ij·w_j·(n/n_j)·(s_ij − s_j).
func (s *scorer) margin(g, n int, weights []float64) *float64 {
	all := s.t.groups[g].all
	if n < SmallGroup || all.moments == nil {
		return nil
	}
	centre, coefficient := make([]float64, len(weights)), make([]float64, len(weights))
	for c, w := range weights {
		if w == 0 {
			continue
		}
		centre[c] = *ratFloat(s.p.columnMean(all, c))
		coefficient[c] = w * float64(n) / float64(all.answered[s.p.columns[c].item])
	}
	m := margin95(all.moments.squares(coefficient, centre), n, s.population(g))
	return &m
}

// item gives the figures of one item over the whole organisation.
func (s *scorer) item(i int) ItemFigure {
	ip, all := &s.p.items[i], s.t.groups[0].all
	f := ItemFigure{ID: ip.item.ID}
	if s.v.hidden[0][i] {
		f.Suppressed = true
		return f
	}
	n := all.answered[i]
	f.N = &n
	f.Counts = s.counts(i, n)
	if n == 0 {
		return f
	}
	s.itemMean(&f, i, n)
	s.itemScore(&f, i, n)
	s.favourable(&f, i, n)
	if f.Bound != "" || f.ScoreBound != "" {
		f.Counts = nil // they would say exactly what the bound blurs
	}
	if ip.item.Type == flows.TypeNPS && f.Counts != nil {
		s.nps(&f, i, n)
	}
	return f
}

// nps is promoters minus detractors in per cent, whatever the item's dimension makes of it. Beside
// the favourable share it tells the detractors, so it stands only where the counts do.
func (s *scorer) nps(f *ItemFigure, i, n int) {
	ip, counts := &s.p.items[i], s.t.groups[0].all.counts
	promoters, detractors := 0, 0
	for o := range ip.value {
		switch promotion(ip.flipped(o)) {
		case 1:
			promoters += counts[ip.offset+o]
		case -1:
			detractors += counts[ip.offset+o]
		}
	}
	net := share(promoters-detractors, n)
	score := 100 * net
	f.NPS = &score
	if n >= SmallGroup {
		size := float64(n)
		spread := (float64(promoters+detractors) - size*net*net) / (size - 1)
		m := 100 * Margin(spread, n, s.eligible)
		f.NPSMargin = &m
	}
}

func (s *scorer) counts(i, n int) map[string]int {
	if s.v.min > 0 && n > 0 && n < 2*s.v.min {
		return nil
	}
	ip, out := &s.p.items[i], map[string]int{}
	if ip.kind == decimalNumber {
		return out
	}
	for o, option := range ip.item.Options {
		out[option.Value] = s.t.groups[0].all.counts[ip.offset+o]
	}
	return out
}

func (s *scorer) itemMean(f *ItemFigure, i, n int) {
	mean := s.p.itemMean(s.t.groups[0].all, i)
	if mean == nil {
		return
	}
	ip := &s.p.items[i]
	if ip.kind == decimalNumber {
		f.Mean = ratFloat(mean)
		return
	}
	f.Mean, f.Bound = s.capped(mean, n, float64(ip.lo), float64(ip.hi))
	if n >= SmallGroup {
		m := Margin(s.variance(i, mean, n), n, s.eligible)
		f.Margin = &m
	}
}

// variance of an item's values as pressed, n−1 in the divisor, from the counts.
func (s *scorer) variance(i int, mean *big.Rat, n int) float64 {
	ip, centre, sum := &s.p.items[i], *ratFloat(mean), 0.0
	for o, v := range ip.value {
		if ip.base[o] {
			away := float64(v) - centre
			sum += away * away * float64(s.t.groups[0].all.counts[ip.offset+o])
		}
	}
	return sum / float64(n-1)
}

// itemScore is the item by the formula of the first dimension that has it.
func (s *scorer) itemScore(f *ItemFigure, i, n int) {
	for d := range s.p.dimensions {
		plan := &s.p.dimensions[d]
		for _, t := range plan.terms {
			if s.p.columns[t.column].item != i {
				continue
			}
			lo, hi := s.p.span(&dimensionPlan{
				terms: []term{{t.column, t.a, t.b, big.NewRat(1, 1)}}, percent: plan.percent,
				lowest: plan.lowest, highest: plan.highest,
			})
			f.Score, f.ScoreBound = s.capped(s.p.termScore(s.t.groups[0].all, t), n, lo, hi)
			weights := make([]float64, len(s.p.columns))
			weights[t.column] = *ratFloat(t.a)
			f.ScoreMargin = s.margin(0, n, weights)
			if s.v.shown(0, s.p.dimensionItems(d)) {
				f.ItemRest = s.itemRest(plan, t.column)
			}
			return
		}
	}
}

// favourable is the share of favourable answers, with its Wilson interval from n ≥ 30.
func (s *scorer) favourable(f *ItemFigure, i, n int) {
	ip := &s.p.items[i]
	if ip.kind != oneOption || !ip.hasFavourable() {
		return
	}
	x := 0
	for o := range ip.item.Options {
		if ip.base[o] && ip.favourable(o) {
			x += s.t.groups[0].all.counts[ip.offset+o]
		}
	}
	f.Favourable, f.FavourableBound = s.capped(big.NewRat(int64(x), int64(n)), n, 0, 1)
	if n >= SmallGroup {
		lo, hi := Wilson(x, n, s.eligible)
		f.Interval = &[2]float64{lo, hi}
	}
}

// unit gives the row of one unit.
func (s *scorer) unit(g int, u survey.Unit) UnitFigure {
	all := s.t.groups[g].all
	f := UnitFigure{
		ID: u.ID, Name: u.Name, Parent: s.t.groups[s.t.groups[g].parent].unit,
		Complete: all.complete, Roster: s.t.groups[g].roster, Dimensions: s.dimensions(g),
	}
	items := s.p.everyScored()
	if index := s.index(g); index != nil {
		items = s.p.indexItems()
		f.Score, f.Bound, f.Band, f.From = index.Score, index.Bound, index.Band, index.From
		f.N, f.Margin, f.Bounds = index.N, index.Margin, index.Bounds
	} else if len(f.Dimensions) == 1 {
		d := f.Dimensions[0]
		f.Score, f.Bound, f.N, f.Margin = d.Score, d.Bound, d.N, d.Margin
	}
	few := s.t.groups[0].all.complete < s.v.min
	small := all.complete > 0 && all.complete < s.v.min
	f.Suppressed = few || small || s.v.min > 0 && all.complete > 0 && !s.v.shown(g, items)
	f.LowBase = f.Score != nil && isLowBase(*f.N, f.Complete, f.Roster)
	return f
}

// everyScored lists the items of all dimensions.
func (p *plan) everyScored() []int {
	var out []int
	for d := range p.dimensions {
		out = append(out, p.dimensionItems(d)...)
	}
	return out
}
