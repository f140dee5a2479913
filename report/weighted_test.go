package report_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/report/words"
	"suara/survey"
)

func TestWeightedToTheRoster(t *testing.T) {
	flow := load(t, likert("range100", 1, 1))
	us := units("a", "b", "c", "d")
	for _, c := range []struct {
		name   string
		rows   []survey.Response
		roster map[survey.UnitID]int
		want   float64 // < 0: none
		strata int
	}{
		{"each unit by its size", together(repeated("a", 10, 3, 1), repeated("b", 20, 4, 1)),
			map[survey.UnitID]int{"a": 300, "b": 100}, .75*50 + .25*75, 2},
		{"hidden units are one stratum", together(repeated("a", 10, 3, 1), repeated("b", 20, 4, 1), repeated("c", 3, 2, 1),
			repeated("d", 3, 4, 1)), map[survey.UnitID]int{"a": 40, "b": 20, "c": 30, "d": 10}, .4*50 + .2*75 + .4*50, 3},
		{"a unit without answers joins the smallest", together(repeated("a", 10, 3, 1), repeated("b", 20, 4, 1)),
			map[survey.UnitID]int{"a": 40, "b": 40, "c": 20}, .6*50 + .4*75, 2},
		{"one stratum is no comparison", repeated("a", 10, 3, 1), map[survey.UnitID]int{"a": 40}, -1, 0},
		{"without a roster", together(repeated("a", 10, 3, 1), repeated("b", 20, 4, 1)), nil, -1, 0},
	} {
		in := input(flow, us, c.rows)
		in.Roster = c.roster
		w := compute(t, in).Weighted
		if c.want < 0 {
			if w != nil {
				t.Errorf("%s: %+v", c.name, w)
			}
			continue
		}
		if w == nil || w.Strata != c.strata {
			t.Fatalf("%s: %+v", c.name, w)
		}
		near(t, c.name, w.Score, c.want, 1e-9)
	}
}

func TestHeaviestWeight(t *testing.T) {
	in := input(load(t, likert("range100", 1, 1)), units("a", "b"), together(repeated("a", 10, 3, 1),
		repeated("b", 90, 4, 1)))
	in.Roster = map[survey.UnitID]int{"a": 900, "b": 100}
	r := compute(t, in)
	near(t, "weight of an answer of a", r.Weighted.Heaviest, 9, 1e-9)
	if text := words.Text(r, in.Flow, "en"); !strings.Contains(text, "The largest weight of an answer is 9.0") {
		t.Errorf("no warning:\n%s", text)
	}
}

// A weighted figure between the lowest and the highest unit is all that weights can give.
func TestWeightedLiesAmongTheUnits(t *testing.T) {
	flow := load(t, likert("range100", 2, 2))
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		in := input(flow, w.units, w.rows)
		in.Roster = map[survey.UnitID]int{}
		for _, u := range w.units {
			in.Roster[u.ID] = rapid.IntRange(0, 50).Draw(rt, "roster")
		}
		r := compute(rt, in)
		if r.Weighted == nil {
			return
		}
		if r.Index.Score == nil || r.Weighted.Score < 0 || r.Weighted.Score > 100 || r.Weighted.Heaviest < 1-1e-9 {
			rt.Fatalf("%+v beside %+v", r.Weighted, r.Index)
		}
	})
}
