package report

import (
	"math"

	"suara/flows"
)

// FindingKind names one of the three findings of a release.
type FindingKind string

// The findings, in the order they are told.
const (
	FindingStrongest FindingKind = "strongest"
	FindingWeakest   FindingKind = "weakest"
	FindingChange    FindingKind = "change"
)

// Part says what a finding is of.
type Part string

// The parts of a release that findings name.
const (
	PartIndex     Part = "index"
	PartDimension Part = "dimension"
	PartItem      Part = "item"
)

// Finding is one thing that a release says in a sentence. Without an ID there is nothing to name: no
// part stands out, no change exceeds its margin, or there is no earlier wave to compare with.
type Finding struct {
	Kind     FindingKind `json:"kind"`
	Of       Part        `json:"of,omitempty"`
	ID       string      `json:"id,omitempty"`
	Score    *float64    `json:"score,omitempty"`
	Bound    Bound       `json:"bound,omitempty"`
	N        *int        `json:"n,omitempty"`
	Before   *float64    `json:"before,omitempty"` // in the earlier wave
	Change   *float64    `json:"change,omitempty"`
	Margin   *float64    `json:"margin,omitempty"`   // of the change
	Compared bool        `json:"compared,omitempty"` // some change has a margin to hold it against
}

// findings picks the strongest and the weakest part and the change that exceeds its margin most;
// nil where no score is shown.
func findings(r *Release, f *flows.Flow) []Finding {
	parts := candidates(r, f)
	if len(parts) == 0 {
		return nil
	}
	strongest, weakest := parts[0], parts[0]
	for _, p := range parts[1:] {
		if *p.Score > *strongest.Score {
			strongest = p
		}
		if *p.Score < *weakest.Score {
			weakest = p
		}
	}
	if round2(decimal(*strongest.Score)).Cmp(round2(decimal(*weakest.Score))) == 0 {
		strongest, weakest = Finding{}, Finding{} // all alike
	}
	strongest.Kind, weakest.Kind = FindingStrongest, FindingWeakest
	return []Finding{strongest, weakest, changeFinding(r)}
}

// candidates are the dimensions shown that are scored like the first one, where two are, else the items
// that are.
func candidates(r *Release, f *flows.Flow) []Finding {
	var dimensions, items []Finding
	var first flows.Score
	for _, d := range r.Dimensions {
		def := f.Dimension(d.ID)
		if d.Score == nil || def == nil || first != "" && def.Score != first {
			continue
		}
		first = def.Score
		dimensions = append(dimensions, Finding{Of: PartDimension, ID: d.ID, Score: d.Score, Bound: d.Bound, N: d.N})
	}
	if len(dimensions) >= 2 {
		return dimensions
	}
	first = ""
	for _, i := range r.Items {
		score := f.ScoreOf(i.ID)
		if i.Score == nil || first != "" && score != first {
			continue
		}
		first = score
		items = append(items, Finding{Of: PartItem, ID: i.ID, Score: i.Score, Bound: i.ScoreBound, N: i.N})
	}
	return items
}

// changeFinding names the index where its change exceeds its margin, else the dimension, else the
// item, that exceeds it most.
func changeFinding(r *Release) Finding {
	out := Finding{Kind: FindingChange}
	c := r.Change
	if c == nil {
		return out
	}
	if c.Index != nil {
		out.Compared = c.Index.Margin != nil
		if c.Index.Beyond {
			return out.of(PartIndex, *c.Index)
		}
	}
	for _, level := range []struct {
		of    Part
		among []Difference
	}{{PartDimension, c.Dimensions}, {PartItem, c.Items}} {
		best, most := -1, 1.0
		for i, d := range level.among {
			out.Compared = out.Compared || d.Margin != nil
			if d.Beyond && (best < 0 || math.Abs(d.Change) > most**d.Margin) {
				best, most = i, math.Abs(d.Change) / *d.Margin
			}
		}
		if best >= 0 {
			return out.of(level.of, level.among[best])
		}
	}
	return out
}

func (f Finding) of(part Part, d Difference) Finding {
	f.Of, f.ID, f.Compared = part, d.ID, true
	f.Score, f.N, f.Before, f.Change, f.Margin = &d.Now, &d.N, &d.Before, &d.Change, d.Margin
	return f
}
