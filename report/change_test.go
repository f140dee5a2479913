package report_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/flows"
	"suara/report"
	"suara/survey"
)

// level gives n responses spread around a value, so that margins are not nought.
func level(unit survey.UnitID, n, value, items int) []survey.Response {
	var rows []survey.Response
	for i := range n {
		v := min(5, max(1, value+[]int{-1, 0, 0, 1}[i%4]))
		rows = append(rows, answers(unit, strings.Repeat(fmt.Sprint(v)+" ", items)))
	}
	return rows
}

func releaseOf(t testing.TB, f *flows.Flow, id survey.WaveID, us []survey.Unit,
	rows []survey.Response) *report.Release {
	t.Helper()
	in := input(f, us, rows)
	in.Wave.ID = id
	return compute(t, in)
}

func ids(differences []report.Difference) string {
	var out []string
	for _, d := range differences {
		out = append(out, d.ID)
	}
	return strings.Join(out, " ")
}

func TestChangeIsOfUnchangedItemsAndUnitsInBoth(t *testing.T) {
	was := load(t, likert("range100", 2, 2))
	reworded := load(t, strings.Replace(likert("range100", 2, 2), "Pernyataan 3", "Pernyataan lain", 1))
	before := releaseOf(t, was, "w1", units("a", "b", "old"), together(level("a", 40, 3, 4), level("b", 40, 3,
		4), level("old", 20, 2, 4)))
	now := releaseOf(t, reworded, "w2", units("a", "b", "new"), together(level("a", 40, 4, 4), level("b", 40,
		3, 4), level("new", 20, 2, 4)))

	c := report.Compare(before, now, was, reworded)
	if c.Previous != "w1" || ids(c.Items) != "i0 i1 i2" || ids(c.Dimensions) != "d0" || c.Index != nil || c.Units != nil {
		t.Errorf("%+v", c)
	}
	if got := fmt.Sprint(c.Differing, c.Joined, c.Gone); got != "[i3] [new] [old]" {
		t.Errorf("left out: %s", got)
	}
	c = report.Compare(before, now, was, was)
	if ids(c.Units) != "a b" || c.Index == nil || ids(c.Items) != "i0 i1 i2 i3" || c.Differing != nil {
		t.Fatalf("%+v", c)
	}
	a, b := c.Units[0], c.Units[1]
	near(t, "change of a", a.Change, 25, 1e-9)
	near(t, "margin", *a.Margin, math.Hypot(*unitOf(t, before, "a").Margin, *unitOf(t, now, "a").Margin), 1e-12)
	if !a.Beyond || b.Beyond || b.Change != 0 || a.BeforeN != 40 || a.N != 40 {
		t.Errorf("a %+v, b %+v", a, b)
	}
}

func TestWhatMakesAnItemAnother(t *testing.T) {
	src := likert("range100", 1, 2)
	was := load(t, src)
	rows := level("", 40, 3, 2)
	for _, c := range []struct{ name, old, new, items, dimensions string }{
		{"words", "Statement 1", "Sentence 1", "i0", ""},
		{"words of an option", "{id: Nilai 5, en: Value 5}", "{id: Sekali, en: Value 5}", "", ""},
		{"what is favourable", "en: Value 3}, favourable: false", "en: Value 3}, favourable: true", "", ""},
		{"flipping", "{id: i1, type: scale,", "{id: i1, type: scale, reverse: true,", "i0", ""},
		{"a condition", "{id: i1, type: scale,", `{id: i1, when: "${i0} > 2", type: scale,`, "i0", ""},
		{"the formula", "score: range100", "score: max100", "", ""},
		{"weights leave items", "score: range100", "score: range100, weights: [1, 2]", "i0 i1", ""},
		{"equal weights are none", "score: range100", "score: range100, weights: [2, 2]", "i0 i1", "d0"},
		{"the order of items", "items: [i0, i1]", "items: [i1, i0]", "i0 i1", "d0"},
		{"other titles", "Dimension 0", "Dimension zero", "i0 i1", "d0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := load(t, strings.Replace(src, c.old, c.new, 1))
			if is.Version() == was.Version() {
				t.Fatal("the flow is the same")
			}
			got := report.Compare(releaseOf(t, was, "w1", nil, rows), releaseOf(t, is, "w2", nil, rows), was, is)
			if ids(got.Items) != c.items || ids(got.Dimensions) != c.dimensions || (got.Index != nil) != (c.dimensions != "") {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestChangeHoldsOnlyWhatBothShowExactly(t *testing.T) {
	f := load(t, likert("range100", 1, 1))
	many, few := level("", 40, 3, 1), level("", 12, 3, 1)
	blurred := append(slices.Repeat([]survey.Response{answers("", "5")}, 11), answers("", "4"))
	hidden := level("", 4, 3, 1)
	for _, c := range []struct {
		name   string
		rows   []survey.Response
		index  bool
		margin bool
	}{{"enough", many, true, true}, {"no margin", few, true, false}, {"a bound", blurred, false, false},
		{"hidden", hidden, false, false}} {
		got := report.Compare(releaseOf(t, f, "w1", nil, c.rows), releaseOf(t, f, "w2", nil, many), f, f)
		if (got.Index != nil) != c.index || c.index && (got.Index.Margin != nil) != c.margin {
			t.Errorf("%s: %+v", c.name, got.Index)
		}
		if got.Index != nil && got.Index.Margin == nil && got.Index.Beyond {
			t.Errorf("%s: named without a margin", c.name)
		}
	}
}

// A change that is named exceeds both margins together; going back changes its sign only.
func TestChangeIsSymmetric(t *testing.T) {
	f := load(t, likert("range100", 2, 2))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := drawWorld(rt), drawWorld(rt)
		before, now := compute(rt, input(f, a.units, a.rows)), compute(rt, input(f, b.units, b.rows))
		there, back := report.Compare(before, now, f, f), report.Compare(now, before, f, f)
		if len(there.Items) != len(back.Items) || len(there.Units) != len(back.Units) ||
			(there.Index == nil) != (back.Index == nil) {
			rt.Fatalf("%+v and back %+v", there, back)
		}
		for i, d := range there.Items {
			if d.Change != -back.Items[i].Change || d.Beyond != back.Items[i].Beyond || d.Beyond &&
				math.Abs(d.Change) <= *d.Margin {
				rt.Fatalf("%+v and back %+v", d, back.Items[i])
			}
		}
	})
}
