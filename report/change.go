package report

import (
	"math"
	"slices"

	"suara/flows"
	"suara/flows/compare"
	"suara/survey"
)

// Change sets a release against an earlier one of the same survey. It holds only figures that both
// show exactly; what was changed, new or gone is named.
type Change struct {
	Previous   survey.WaveID   `json:"previous"`
	Index      *Difference     `json:"index"` // null where it can't be compared
	Dimensions []Difference    `json:"dimensions,omitempty"`
	Items      []Difference    `json:"items,omitempty"`
	Units      []Difference    `json:"units,omitempty"`     // index of units present in both, in roster order
	Differing  []string        `json:"differing,omitempty"` // ids of scored items changed, new or gone
	Joined     []survey.UnitID `json:"joined,omitempty"`    // units of this wave only
	Gone       []survey.UnitID `json:"gone,omitempty"`      // units of the earlier wave only
}

// Difference is one figure in two releases. Margin is √(m₁² + m₂²), which is wide because the
// same people answer; null where one of the two has none. Beyond tells whether the change exceeds
// it: only then may it be named.
type Difference struct {
	ID      string   `json:"id"`
	Before  float64  `json:"before"`
	BeforeN int      `json:"before_n"`
	Now     float64  `json:"now"`
	N       int      `json:"n"`
	Change  float64  `json:"change"`
	Margin  *float64 `json:"margin"`
	Beyond  bool     `json:"beyond_margin"`
}

// Compare sets a release against an earlier one with the flows of both. What is unchanged is for
// [compare.Flows] to say.
func Compare(previous, now *Release, before, after *flows.Flow) *Change {
	c := compare.Flows(before, after)
	out := &Change{Previous: previous.Wave, Differing: differing(c, before, after)}
	out.Items = differences(itemFigures(previous), itemFigures(now), c.SameScore)
	out.Dimensions = differences(dimensionFigures(previous), dimensionFigures(now), c.SameDimension)
	if c.SameIndex() && previous.Index != nil && now.Index != nil {
		whole := func(r *Release) []compared {
			return []compared{{r.Index.ID, r.Index.Score, r.Index.Margin, r.Index.N, r.Index.Bound}}
		}
		if d := differences(whole(previous), whole(now), always); len(d) == 1 {
			out.Index = &d[0]
		}
	}
	if sameUnitScore(c, before, after) {
		out.Units = differences(unitFigures(previous), unitFigures(now), always)
	}
	out.Joined, out.Gone = missingIn(now.Units, previous.Units), missingIn(previous.Units, now.Units)
	return out
}

func always(string) bool { return true }

// compared is a figure that may stand in a comparison.
type compared struct {
	id     string
	score  *float64
	margin *float64
	n      *int
	bound  Bound
}

func (c compared) exact() bool { return c.score != nil && c.n != nil && c.bound == "" }

func itemFigures(r *Release) (out []compared) {
	for _, i := range r.Items {
		out = append(out, compared{i.ID, i.Score, i.ScoreMargin, i.N, i.ScoreBound})
	}
	return out
}

func dimensionFigures(r *Release) (out []compared) {
	for _, d := range r.Dimensions {
		out = append(out, compared{d.ID, d.Score, d.Margin, d.N, d.Bound})
	}
	return out
}

func unitFigures(r *Release) (out []compared) {
	for _, u := range r.Units {
		out = append(out, compared{string(u.ID), u.Score, u.Margin, u.N, u.Bound})
	}
	return out
}

// differences pairs the figures that both releases show exactly, in the order of the later one.
func differences(before, now []compared, same func(id string) bool) (out []Difference) {
	earlier := map[string]compared{}
	for _, b := range before {
		earlier[b.id] = b
	}
	for _, n := range now {
		b, ok := earlier[n.id]
		if !ok || !b.exact() || !n.exact() || !same(n.id) {
			continue
		}
		d := Difference{
			ID: n.id, Before: *b.score, BeforeN: *b.n, Now: *n.score, N: *n.n, Change: *n.score - *b.score,
		}
		if b.margin != nil && n.margin != nil {
			m := math.Hypot(*b.margin, *n.margin)
			d.Margin, d.Beyond = &m, math.Abs(d.Change) > m
		}
		out = append(out, d)
	}
	return out
}

// sameUnitScore tells whether the score of units is of the same index or only dimension.
func sameUnitScore(c *compare.Changes, before, after *flows.Flow) bool {
	if before.Index != nil || after.Index != nil {
		return c.SameIndex()
	}
	return len(before.Dimensions) == 1 && len(after.Dimensions) == 1 && c.SameDimension(after.Dimensions[0].ID)
}

// differing names the scored items of either flow whose scores can't be compared.
func differing(c *compare.Changes, before, after *flows.Flow) (out []string) {
	for _, f := range []*flows.Flow{after, before} {
		for _, item := range f.Items {
			if f.ScoreOf(item.ID) != "" && !c.SameScore(item.ID) && !slices.Contains(out, item.ID) {
				out = append(out, item.ID)
			}
		}
	}
	return out
}

// missingIn lists the units of one list that are not in the other.
func missingIn(units, other []UnitFigure) (out []survey.UnitID) {
	for _, u := range units {
		if !slices.ContainsFunc(other, func(o UnitFigure) bool { return o.ID == u.ID }) {
			out = append(out, u.ID)
		}
	}
	return out
}
