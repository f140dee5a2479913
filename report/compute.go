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

	Dispositions map[survey.Disposition]int // of everybody in the wave; nil: not counted
	Minimum      Minimum
	Previous     *Release    // release of the wave before; nil: none to compare with
	PreviousFlow *flows.Flow // its flow
	FindUnits    bool        // units are those that occur in the rows, beside Wave.Units
}

// Compute makes the release of a wave in one pass. Memory grows with the number of units, items
// and options (and the square of the scored items), never with the number of responses.
func Compute(in Input) (*Release, error) {
	p, err := newPlan(in.Flow)
	if err != nil {
		return nil, fmt.Errorf("compute wave %s: %w", in.Wave.ID, err)
	}
	t := newTree(in.Wave.Units)
	segments := p.newSegments()
	if err := t.tally(p, in, segments); err != nil {
		return nil, fmt.Errorf("compute wave %s: %w", in.Wave.ID, err)
	}
	t.rollUp(p, in.Roster)
	least := 0
	if in.Suppress {
		least = minGroup(in.Wave)
	}
	s := &scorer{p: p, t: t, v: newVeil(p, t, least, nil), lang: in.Language}
	if s.lang == "" && len(in.Flow.Languages) > 0 {
		s.lang = in.Flow.Languages[0]
	}
	veilSegments(segments, s.v)
	r := s.release(in)
	for _, segment := range segments {
		r.Segments = append(r.Segments, s.segmentTable(segment))
	}
	r.conclude(in)
	return r, nil
}

// conclude adds what follows from the figures alone.
func (r *Release) conclude(in Input) {
	if in.Previous != nil && in.PreviousFlow != nil {
		r.Change = Compare(in.Previous, r, in.PreviousFlow, in.Flow)
	}
	r.Findings = findings(r, in.Flow)
}

func (s *scorer) release(in Input) *Release {
	r := &Release{
		Wave: in.Wave.ID, Survey: in.Wave.Survey, State: in.Wave.State, Mode: in.Wave.Mode, Lost: in.Wave.Lost,
		Flow: in.Flow.Version(), MinGroup: s.v.min, Items: []ItemFigure{}, Units: []UnitFigure{},
	}
	if r.State == survey.WaveClosing {
		r.State = survey.WaveClosed // the release is stored by the very transaction that closes
	}
	s.participation(r, in)
	r.Index = s.index(0)
	r.Dimensions = s.dimensions(0)
	for _, i := range s.p.listed {
		r.Items = append(r.Items, s.item(i))
	}
	for _, u := range s.t.units {
		unit := s.unit(s.t.of[u.ID], u)
		if unit.Minimum = in.Minimum.Units[u.ID]; unit.Minimum > 0 {
			unit.Short = max(0, unit.Minimum-unit.Complete)
		}
		r.Units = append(r.Units, unit)
	}
	r.LowBase = lowBase(r)
	r.Weighted = s.weighted(in.Roster)
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
func (p *plan) dimensionScore(all *tally, d int) *big.Rat {
	sum := new(big.Rat)
	for _, t := range p.dimensions[d].terms {
		sum.Add(sum, new(big.Rat).Mul(t.w, p.termScore(all, t)))
	}
	return sum
}

func (p *plan) termScore(all *tally, t term) *big.Rat {
	m := p.columnMean(all, t.column)
	return m.Add(m.Mul(m, t.a), t.b)
}

// indexScore is the exact index of a group whose items are all answered.
func (p *plan) indexScore(all *tally) *big.Rat {
	sum := new(big.Rat)
	for _, it := range p.index {
		sum.Add(sum, new(big.Rat).Mul(it.w, p.dimensionScore(all, it.dimension)))
	}
	return sum
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
	lo, hi := 0.0, 0.0
	for _, it := range s.p.index {
		d, w := &s.p.dimensions[it.dimension], *ratFloat(it.w)
		dlo, dhi := s.p.span(d)
		lo, hi = lo+w*dlo, hi+w*dhi
	}
	f.N = &n
	f.Score, f.Bound = s.capped(s.p.indexScore(s.t.groups[g].all), n, lo, hi)
	f.Band, f.From = s.band(*f.Score, def.Bands)
	f.Margin = s.margin(g, n, s.indexWeights())
	if s.percentIndex() {
		f.Bounds = s.bounds(g, *f.Score, n, f.Bound)
	}
	return f
}

// bounds gives the bounds for non-response of a 0–100 score; nil where N is unknown.
func (s *scorer) bounds(g int, score float64, n int, b Bound) *[2]float64 {
	N := s.population(g)
	if N < n || N == 0 || b != "" {
		return nil
	}
	low, high := NonresponseBounds(score, n, N)
	return &[2]float64{low, high}
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
	f.Score, f.Bound = s.capped(s.p.dimensionScore(s.t.groups[g].all, d), n, lo, hi)
	f.Margin = s.margin(g, n, s.dimensionWeights(d))
	if g == 0 {
		s.reliability(&f, plan)
		if plan.percent && plan.lowest == 0 {
			f.Bounds = s.bounds(g, *f.Score, n, f.Bound)
		}
	}
	return f
}
