package report

import (
	"fmt"
	"math/big"

	"suara/flows"
	"suara/survey"
)

// Input is what the figures of a wave are made from. Only complete responses are counted;
// Responses gives them with their full unit, before coarsening, and is walked once.
type Input struct {
	Flow      *flows.Flow
	Wave      survey.Wave           // ID, Survey, State, Mode, MinGroup, Units in roster order, Base
	Roster    map[survey.UnitID]int // eligible persons whose own unit it is; nil with a zero Base: no roster
	Responses func(yield func(survey.Response) bool)
	Suppress  bool   // false: an analyst's own machine
	Language  string // of the bands' names; empty: the flow's first
}

// Compute makes the release of a wave in one pass. Memory grows with the number of units, items
// and options (and the square of the scored items), never with the number of responses.
func Compute(in Input) (*Release, error) {
	p, err := newPlan(in.Flow)
	if err != nil {
		return nil, fmt.Errorf("compute wave %s: %w", in.Wave.ID, err)
	}
	t := newTree(in.Wave.Units)
	if err := t.tally(p, in); err != nil {
		return nil, fmt.Errorf("compute wave %s: %w", in.Wave.ID, err)
	}
	t.rollUp(p, in.Roster)
	least := 0
	if in.Suppress {
		least = minGroup(in.Wave)
	}
	s := &scorer{p: p, t: t, v: newVeil(p, t, least), lang: in.Language}
	if s.lang == "" && len(in.Flow.Languages) > 0 {
		s.lang = in.Flow.Languages[0]
	}
	return s.release(in), nil
}

func (s *scorer) release(in Input) *Release {
	r := &Release{
		Wave: in.Wave.ID, Survey: in.Wave.Survey, State: in.Wave.State, Mode: in.Wave.Mode,
		Flow: in.Flow.Version(), MinGroup: s.v.min, Items: []ItemFigure{}, Units: []UnitFigure{},
	}
	if r.State == survey.WaveClosing {
		r.State = survey.WaveClosed // the release is stored by the very transaction that closes
	}
	if in.Roster != nil || in.Wave.Base != (survey.Base{}) {
		base := in.Wave.Base
		rate := base.ResponseRate()
		r.Base, r.ResponseRate = &base, &rate
		s.eligible = base.Roster
	}
	r.Index = s.index(0)
	r.Dimensions = s.dimensions(0)
	for _, i := range s.p.listed {
		r.Items = append(r.Items, s.item(i))
	}
	for _, u := range in.Wave.Units {
		if g, ok := s.t.of[u.ID]; ok {
			r.Units = append(r.Units, s.unit(g, u))
		}
	}
	return r
}

// scorer gives the figures of groups as the veil lets them.
type scorer struct {
	p        *plan
	t        *tree
	v        *veil
	lang     string
	eligible int // people behind the whole organisation; 0: unknown
}

// population is N of a group; 0: unknown, no finite population correction.
func (s *scorer) population(g int) int {
	if g == 0 {
		return s.eligible
	}
	return s.t.groups[g].roster
}

// capped blurs a figure of a small group near the ends of its range.
func (s *scorer) capped(x *big.Rat, n int, lo, hi float64) (*float64, Bound) {
	if s.v.min > 0 && n < SmallGroup {
		low, high := decimal(lo), decimal(hi)
		edge := new(big.Rat).Mul(new(big.Rat).Sub(high, low), big.NewRat(5, 100))
		if least := new(big.Rat).Add(low, edge); x.Cmp(least) < 0 {
			return ratFloat(least), AtMost
		}
		if most := new(big.Rat).Sub(high, edge); x.Cmp(most) > 0 {
			return ratFloat(most), AtLeast
		}
	}
	return ratFloat(x), ""
}

// dimensionScore is the exact score of a dimension in a group whose items are all answered.
func (s *scorer) dimensionScore(g, d int) *big.Rat {
	sum := new(big.Rat)
	for _, t := range s.p.dimensions[d].terms {
		sum.Add(sum, new(big.Rat).Mul(t.w, s.termScore(g, t)))
	}
	return sum
}

func (s *scorer) termScore(g int, t term) *big.Rat {
	m := s.p.columnMean(s.t.groups[g].all, t.column)
	return m.Add(m.Mul(m, t.a), t.b)
}

func (s *scorer) index(g int) *IndexFigure {
	if s.p.index == nil {
		return nil
	}
	def := s.p.flow.Index
	f := &IndexFigure{ID: def.ID}
	items := s.p.indexItems()
	if !s.v.shown(g, items) {
		return f
	}
	n := s.v.smallest(g, items)
	score, lo, hi := new(big.Rat), 0.0, 0.0
	for _, it := range s.p.index {
		score.Add(score, new(big.Rat).Mul(it.w, s.dimensionScore(g, it.dimension)))
		d, w := &s.p.dimensions[it.dimension], *ratFloat(it.w)
		dlo, dhi := s.p.span(d)
		lo, hi = lo+w*dlo, hi+w*dhi
	}
	f.N = &n
	f.Score, f.Bound = s.capped(score, n, lo, hi)
	f.Band, f.From = s.band(*f.Score, def.Bands)
	f.Margin = s.margin(g, n, s.indexWeights())
	if N := s.population(g); N >= n && s.percentIndex() && f.Bound == "" && N > 0 {
		low, high := NonresponseBounds(*f.Score, n, N)
		f.Bounds = &[2]float64{low, high}
	}
	return f
}

// percentIndex tells whether every dimension of the index runs from 0 to 100.
func (s *scorer) percentIndex() bool {
	for _, it := range s.p.index {
		d := &s.p.dimensions[it.dimension]
		if !d.percent || d.lowest != 0 {
			return false
		}
	}
	return true
}

func (s *scorer) band(score float64, bands []flows.Band) (*string, *float64) {
	b := Band(score, bands)
	if b.Label == nil {
		return nil, nil
	}
	label, from := b.Label.In(s.lang), b.From
	return &label, &from
}

// span is the range that a dimension's score can take, for capping.
func (p *plan) span(d *dimensionPlan) (lo, hi float64) {
	if d.percent {
		return d.lowest, d.highest
	}
	for _, t := range d.terms {
		ip, w := &p.items[p.columns[t.column].item], *ratFloat(t.w)
		lo, hi = lo+w*float64(ip.lo), hi+w*float64(ip.hi)
	}
	return lo, hi
}

func (s *scorer) dimensions(g int) []DimensionFigure {
	out := make([]DimensionFigure, len(s.p.dimensions))
	for d := range out {
		out[d] = s.dimension(g, d)
	}
	return out
}

func (s *scorer) dimension(g, d int) DimensionFigure {
	plan := &s.p.dimensions[d]
	f := DimensionFigure{ID: plan.def.ID}
	items := s.p.dimensionItems(d)
	if !s.v.shown(g, items) {
		return f
	}
	n := s.v.smallest(g, items)
	lo, hi := s.p.span(plan)
	f.N = &n
	f.Score, f.Bound = s.capped(s.dimensionScore(g, d), n, lo, hi)
	f.Margin = s.margin(g, n, s.dimensionWeights(d))
	if g == 0 {
		s.reliability(&f, plan)
	}
	return f
}
