package report

import (
	"maps"
	"math"
	"reflect"
	"slices"

	"suara/flows"
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

// Compare sets a release against an earlier one with the flows of both. Items count as unchanged
// when their words, options, type, order of flipping and condition are; dimensions and the index when
// their parts, weights and formulas are too.
func Compare(previous, now *Release, before, after *flows.Flow) *Change {
	c := comparison{before, after, map[string]bool{}}
	out := &Change{Previous: previous.Wave, Differing: c.differing()}
	out.Items = differences(itemFigures(previous), itemFigures(now), c.sameItemScore)
	out.Dimensions = differences(dimensionFigures(previous), dimensionFigures(now), c.sameDimension)
	if c.sameIndex() && previous.Index != nil && now.Index != nil {
		whole := func(r *Release) []compared {
			return []compared{{r.Index.ID, r.Index.Score, r.Index.Margin, r.Index.N, r.Index.Bound}}
		}
		if d := differences(whole(previous), whole(now), always); len(d) == 1 {
			out.Index = &d[0]
		}
	}
	if c.sameUnitScore() {
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

// comparison tells what two flows have in common.
type comparison struct {
	before, after *flows.Flow
	known         map[string]bool // items found unchanged or not
}

// sameItem tells whether an item is in both flows, unchanged.
func (c comparison) sameItem(id string) bool {
	same, ok := c.known[id]
	if !ok {
		a, _ := c.before.Item(id)
		b, _ := c.after.Item(id)
		same = a != nil && b != nil && a.Type == b.Type && a.Reverse == b.Reverse && a.Other == b.Other &&
			c.before.Conditions(a) == c.after.Conditions(b) && reflect.DeepEqual(a.Text, b.Text) &&
			reflect.DeepEqual(a.Heading, b.Heading) && slices.Equal(a.Also, b.Also) && reflect.DeepEqual(a.Options, b.Options)
		c.known[id] = same
	}
	return same
}

// sameItemScore tells whether an item is unchanged and scored by the same formula.
func (c comparison) sameItemScore(id string) bool {
	return c.sameItem(id) && scoreOf(c.before, id) == scoreOf(c.after, id)
}

// scoreOf is the formula of the first dimension that has an item; empty: none.
func scoreOf(f *flows.Flow, item string) flows.Score {
	for _, d := range f.Dimensions {
		if slices.Contains(d.Items, item) {
			return d.Score
		}
	}
	return ""
}

func (c comparison) sameDimension(id string) bool {
	a, b := dimensionOf(c.before, id), dimensionOf(c.after, id)
	if a == nil || b == nil || a.Score != b.Score || !sameParts(a.Items, b.Items, a.Weights, b.Weights) {
		return false
	}
	return !slices.ContainsFunc(b.Items, func(i string) bool { return !c.sameItem(i) })
}

func dimensionOf(f *flows.Flow, id string) *flows.Dimension {
	for i := range f.Dimensions {
		if f.Dimensions[i].ID == id {
			return &f.Dimensions[i]
		}
	}
	return nil
}

// sameParts compares parts with their weights, in any order; no weights are equal ones.
func sameParts(a, b []string, wa, wb []float64) bool {
	return maps.Equal(weighed(a, wa), weighed(b, wb))
}

func weighed(parts []string, weights []float64) map[string]float64 {
	out, sum := map[string]float64{}, 0.0
	for _, w := range weights {
		sum += w
	}
	for i, p := range parts {
		out[p] = 1 / float64(len(parts))
		if len(weights) == len(parts) {
			out[p] = weights[i] / sum
		}
	}
	return out
}

func (c comparison) sameIndex() bool {
	a, b := c.before.Index, c.after.Index
	if a == nil || b == nil || a.ID != b.ID || !sameParts(a.Dimensions, b.Dimensions, a.Weights, b.Weights) {
		return false
	}
	return !slices.ContainsFunc(b.Dimensions, func(d string) bool { return !c.sameDimension(d) })
}

// sameUnitScore tells whether the score of units is of the same index or only dimension.
func (c comparison) sameUnitScore() bool {
	if c.before.Index != nil || c.after.Index != nil {
		return c.sameIndex()
	}
	return len(c.before.Dimensions) == 1 && len(c.after.Dimensions) == 1 && c.sameDimension(c.after.Dimensions[0].ID)
}

// differing names the scored items of either flow that are not the same in both.
func (c comparison) differing() (out []string) {
	for _, f := range []*flows.Flow{c.after, c.before} {
		for _, item := range f.Items {
			if scoreOf(f, item.ID) != "" && !c.sameItemScore(item.ID) && !slices.Contains(out, item.ID) {
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
