package report

import (
	"math/big"

	"suara/survey"
)

// WeightedFigure is the index (or only dimension's score) weighted to the sizes of units on the
// roster, beside the plain one: it says what the figure would be had every unit answered alike.
type WeightedFigure struct {
	ID       string  `json:"id"`
	Score    float64 `json:"score"`
	Strata   int     `json:"strata"`   // parts of the roster; units not shown exactly are one together
	Heaviest float64 `json:"heaviest"` // largest weight of an answer; over 5 the figure rests on few
}

// weighted post-stratifies the headline figure by the units at the top. Strata are the units that
// show it exactly; all others with whoever stands under no unit are one together, so that nothing
// is weighted that could not be told from what is shown. One with fewer than two answers joins the
// smallest of the others.
func (s *scorer) weighted(roster map[survey.UnitID]int) *WeightedFigure {
	h, ok := s.headline()
	if !ok || len(roster) == 0 || !s.v.shown(0, h.items) {
		return nil
	}
	root := &s.t.groups[0]
	rest := stratum{s.p.newCounts(), root.roster}
	var strata []stratum
	for _, c := range root.children {
		g := &s.t.groups[c]
		if g.roster == 0 || s.v.smallest(c, h.items) < 2 || !s.exact(c, h) {
			rest.all.merge(g.all)
			continue
		}
		strata = append(strata, stratum{g.all, g.roster})
		rest.size -= g.roster
	}
	strata = h.join(s.p, strata, rest)
	if len(strata) < 2 {
		return nil
	}
	var parts []Stratum
	for _, st := range strata {
		parts = append(parts, Stratum{st.size, st.smallest(h.items), *ratFloat(h.score(st.all))})
	}
	mean, heaviest, ok := PostStratify(parts)
	if !ok {
		return nil
	}
	return &WeightedFigure{ID: h.id, Score: mean, Strata: len(parts), Heaviest: heaviest}
}

// headline is the figure that stands for a group: the index, or the only dimension.
type headline struct {
	id    string
	items []int
	score func(*tally) *big.Rat
}

func (s *scorer) headline() (headline, bool) {
	switch {
	case s.p.index != nil:
		return headline{s.p.flow.Index.ID, s.p.indexItems(), s.p.indexScore}, true
	case len(s.p.dimensions) == 1:
		only := func(all *tally) *big.Rat { return s.p.dimensionScore(all, 0) }
		return headline{s.p.dimensions[0].def.ID, s.p.dimensionItems(0), only}, true
	}
	return headline{}, false
}

// exact tells whether a group shows the headline figure without a bound.
func (s *scorer) exact(g int, h headline) bool {
	if !s.v.shown(g, h.items) {
		return false
	}
	if s.p.index != nil {
		return s.index(g).Bound == ""
	}
	return s.dimension(g, 0).Bound == ""
}

// stratum is a part of the roster with its answers.
type stratum struct {
	all  *tally
	size int
}

func (s stratum) smallest(items []int) int {
	least := s.all.complete
	for _, i := range items {
		least = min(least, s.all.answered[i])
	}
	return least
}

// join adds the rest as a stratum, or to the smallest one where it has too few answers.
func (h headline) join(p *plan, strata []stratum, rest stratum) []stratum {
	if rest.size <= 0 && rest.all.complete == 0 {
		return strata
	}
	if rest.size > 0 && rest.smallest(h.items) >= 2 {
		return append(strata, rest)
	}
	if len(strata) == 0 {
		return nil
	}
	least := 0
	for i := range strata {
		if strata[i].all.complete < strata[least].all.complete {
			least = i
		}
	}
	joined := stratum{p.newCounts(), strata[least].size + max(0, rest.size)}
	joined.all.merge(strata[least].all)
	joined.all.merge(rest.all)
	strata[least] = joined
	return strata
}
