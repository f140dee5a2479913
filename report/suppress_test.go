package report_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/report"
	"suara/survey"
)

func together(parts ...[]survey.Response) []survey.Response { return slices.Concat(parts...) }

func TestSuppressionOfUnits(t *testing.T) {
	flat := units("a", "b", "c", "d")
	for _, c := range []struct {
		name   string
		units  []survey.Unit
		rows   []survey.Response
		hidden string
	}{
		{"case 145: one answer", flat, together(repeated("a", 12, 3, 2), repeated("c", 14, 3, 2),
			[]survey.Response{answers("b", "2 2")}), "a b"},
		{"case 146: total minus the visible", flat, together(repeated("a", 7, 3, 2),
			[]survey.Response{answers("b", "2 4")}), "a b"},
		{"none hidden where all have enough", flat, together(repeated("a", 5, 3, 2), repeated("b", 6, 3, 2)), ""},
		{"two small ones that hold enough together need no third", flat, together(repeated("a", 3, 3, 2),
			repeated("b", 3, 2, 2), repeated("c", 9, 3, 2)), "a b"},
		{"two small ones that don't take the smallest visible", flat, together(repeated("a", 2, 3, 2),
			repeated("b", 2, 2, 2), repeated("c", 9, 3, 2), repeated("d", 8, 3, 2)), "a b d"},
		{"case 148: all alike", flat, together(repeated("a", 6, 3, 2), repeated("c", 9, 3, 2),
			slices.Repeat([]survey.Response{answers("b", "1 1")}, 5)), "a b"},
		{"one item answered by too few", flat, together(repeated("a", 9, 3, 2), repeated("c", 9, 3, 2),
			repeated("b", 4, 3, 2), slices.Repeat([]survey.Response{answers("b", "4 #skip")}, 4)), "a b"},
		{"one item answered by nobody", flat, together(repeated("a", 9, 3, 2), repeated("c", 10, 3, 2),
			repeated("b", 4, 3, 1), slices.Repeat([]survey.Response{answers("b", "4 #skip")}, 4)), "b"},
		{"an empty unit is empty, not hidden", flat, repeated("a", 9, 3, 2), ""},
		{"staff directly in the parent are one more child", units("p", "x<p", "y<p"),
			together(repeated("p", 2, 3, 2), repeated("x", 9, 3, 2), repeated("y", 8, 3, 2)), "y"},
		{"what is below a hidden unit is hidden", units("p", "x<p", "y<p", "q"), together(repeated("x", 6, 3, 2),
			repeated("y", 6, 3, 2), repeated("q", 3, 3, 2)), "p x y q"},
		{"fewer than the least group in all", flat, repeated("a", 4, 3, 2), "a b c d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compute(t, input(load(t, likert("range100", 1, 2)), c.units, c.rows))
			var hidden []string
			for _, u := range r.Units {
				if u.Suppressed {
					hidden = append(hidden, string(u.ID))
				}
				if u.Suppressed && (u.Score != nil || u.N != nil || u.Dimensions[0].Score != nil) {
					t.Errorf("%s is hidden and has figures", u.ID)
				}
			}
			if got := strings.Join(hidden, " "); got != c.hidden {
				t.Errorf("hidden %q, want %q", got, c.hidden)
			}
		})
	}
}

func TestUnitsCountEverythingBelow(t *testing.T) {
	in := input(load(t, likert("range100", 1, 2)), units("p", "x<p", "y<p"),
		together(repeated("p", 6, 3, 2), repeated("x", 9, 3, 2), repeated("y", 8, 3, 2)))
	in.Roster = map[survey.UnitID]int{"p": 10, "x": 20, "y": 30}
	p := unitOf(t, compute(t, in), "p")
	if p.Complete != 23 || p.Roster != 60 || p.Score == nil {
		t.Errorf("%+v", p)
	}
}

func TestFewerThanTheLeastGroupHasNoFigures(t *testing.T) {
	in := input(load(t, likert("range100", 1, 2)), units("a"), repeated("a", 4, 3, 2))
	in.Wave.Base = survey.Base{Roster: 9, Complete: 4}
	r := compute(t, in)
	if r.Index.Score != nil || r.Index.N != nil || r.Index.Band != nil || r.Dimensions[0].Score != nil {
		t.Errorf("index %+v", r.Index)
	}
	for _, i := range r.Items {
		if i.N != nil || i.Mean != nil || i.Counts != nil || !i.Suppressed {
			t.Errorf("item %+v", i)
		}
	}
	if r.Base.Complete != 4 || *r.ResponseRate != 4./9 {
		t.Errorf("participation %+v", r.Base)
	}
}

func TestSmallerLeastGroupIsRaised(t *testing.T) {
	in := input(load(t, likert("range100", 1, 2)), units("a"), repeated("a", 4, 3, 2))
	in.Wave.MinGroup = 0
	if r := compute(t, in); r.Index.Score != nil || r.MinGroup != 5 {
		t.Errorf("figures on 4 answers with min_group 0")
	}
}

func TestSmallGroupsAreBlurredAtTheEnds(t *testing.T) {
	flow := load(t, likert("range100", 1, 2))
	rows := func(n int) []survey.Response {
		return append(slices.Repeat([]survey.Response{answers("", "5 2")}, n-1), answers("", "4 3"))
	}
	i0 := itemOf(t, compute(t, input(flow, nil, rows(12))), "i0")
	if *i0.Score != 95 || i0.ScoreBound != report.AtLeast || *i0.Mean != 4.8 || i0.Bound != report.AtLeast {
		t.Errorf("12 answers: score %v %s, mean %v %s", *i0.Score, i0.ScoreBound, *i0.Mean, i0.Bound)
	}
	if i0.Counts != nil || *i0.Favourable != .95 || i0.FavourableBound != report.AtLeast {
		t.Errorf("12 answers: counts %v, favourable %v %s", i0.Counts, *i0.Favourable, i0.FavourableBound)
	}
	i0 = itemOf(t, compute(t, input(flow, nil, rows(30))), "i0")
	if i0.ScoreBound != "" || i0.Bound != "" || i0.Counts["5"] != 29 {
		t.Errorf("30 answers: %+v", i0)
	}
	low := slices.Repeat([]survey.Response{answers("", "1")}, 11)
	r := compute(t, input(load(t, likert("range100", 1, 1)), nil, append(low, answers("", "2"))))
	if d := r.Dimensions[0]; *d.Score != 5 || d.Bound != report.AtMost || r.Index.Bound != report.AtMost {
		t.Errorf("near the lower end: %+v, %+v", d, r.Index)
	}
}

func TestCountsNeedTwiceTheLeastGroup(t *testing.T) {
	flow := load(t, likert("range100", 1, 1))
	for n, shown := range map[int]bool{9: false, 10: true} {
		i0 := itemOf(t, compute(t, input(flow, nil, repeated("", n, 3, 1))), "i0")
		if (i0.Counts != nil) != shown || *i0.Mean != 3 {
			t.Errorf("%d answers: %+v", n, i0)
		}
	}
}

func TestHiddenItemHidesDimensionAndIndex(t *testing.T) {
	rows := append(repeated("", 9, 3, 3), answers("", "4 3 2 #skip"))
	for i := range rows {
		rows[i].Values = append(rows[i].Values[:3:3], "5") // i3: all alike, or skipped
	}
	rows[9].Values[3] = survey.Skipped
	r := compute(t, input(load(t, likert("range100", 2, 2)), nil, rows))
	if r.Index.Score != nil || r.Dimensions[1].Score != nil || r.Dimensions[0].Score == nil {
		t.Errorf("index %v, dimensions %v %v", r.Index.Score, r.Dimensions[0].Score, r.Dimensions[1].Score)
	}
	if i3 := itemOf(t, r, "i3"); !i3.Suppressed || i3.N != nil || i3.Counts != nil {
		t.Errorf("%+v", i3)
	}
}

func TestSkippedAnswersLeaveTheBase(t *testing.T) { // case 155
	in := input(load(t, likert("range100", 1, 1)), nil,
		[]survey.Response{answers("", "4"), answers("", "#skip"), answers("", "-"), {Values: []string{"2"}, Partial: true}})
	in.Suppress = false
	i0 := itemOf(t, compute(t, in), "i0")
	if *i0.Mean != 4 || *i0.N != 1 {
		t.Errorf("mean %v of %d", *i0.Mean, *i0.N)
	}
}

// world is a drawn wave with its counts by hand.
type world struct {
	units []survey.Unit
	rows  []survey.Response
	items int
}

func drawWorld(t *rapid.T) world {
	w := world{items: 4}
	for i := range rapid.IntRange(1, 9).Draw(t, "units") {
		u := survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i)), Name: fmt.Sprint("Unit ", i), Order: i}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			u.Parent = w.units[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
		}
		w.units = append(w.units, u)
		for range rapid.SampledFrom([]int{0, 1, 2, 3, 4, 5, 6, 7, 12, 31}).Draw(t, "answers") {
			r := survey.Response{Unit: u.ID}
			for range w.items {
				r.Values = append(r.Values, rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "#skip", "4", "4"}).Draw(t, "value"))
			}
			w.rows = append(w.rows, r)
		}
	}
	return w
}

// pool counts the answers of units with everything below, and of the staff directly in one, to one item.
func (w world) pool(item int, whole map[survey.UnitID]bool, direct survey.UnitID, withDirect bool) (n, most int) {
	counts := map[string]int{}
	for _, r := range w.rows {
		in := withDirect && r.Unit == direct
		for at := r.Unit; at != "" && !in; at = w.parent(at) {
			in = whole[at]
		}
		if v := r.Values[item]; in && v != survey.Skipped {
			counts[v]++
			n++
		}
	}
	for _, c := range counts {
		most = max(most, c)
	}
	return n, most
}

func (w world) parent(id survey.UnitID) survey.UnitID {
	for _, u := range w.units {
		if u.ID == id {
			return u.Parent
		}
	}
	return ""
}

// TestNothingHiddenCanBeSubtracted takes a release as its reader has it. In a tree of totals all
// that can be computed are sums and differences of the visible units and, for each visible parent,
// of what is left when its visible units are taken away. So what is left has to be a group that
// could itself be shown: nothing, or the staff directly in the parent or two groups, with enough
// answers to every item that are not all alike.
func TestNothingHiddenCanBeSubtracted(t *testing.T) {
	flow := load(t, likert("range100", 2, 2))
	parts := map[string][]int{"d0": {0, 1}, "d1": {2, 3}, "index": {0, 1, 2, 3}}
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		r := compute(t, input(flow, w.units, w.rows))
		visible := map[string]map[survey.UnitID]bool{
			"index": {"": r.Index.Score != nil}, "d0": {"": r.Dimensions[0].Score != nil}, "d1": {"": r.Dimensions[1].Score != nil},
		}
		for _, u := range r.Units {
			visible["index"][u.ID] = u.Score != nil
			visible["d0"][u.ID], visible["d1"][u.ID] = u.Dimensions[0].Score != nil, u.Dimensions[1].Score != nil
		}
		for _, part := range slices.Sorted(maps.Keys(parts)) {
			w.attack(rt, part, parts[part], visible[part])
		}
		for id := range visible["index"] {
			if visible["index"][id] && !(visible["d0"][id] && visible["d1"][id]) {
				rt.Fatalf("the index of %q is shown without its dimensions", id)
			}
			if !visible["index"][id] && visible["d0"][id] && visible["d1"][id] {
				rt.Fatalf("the hidden index of %q follows from its dimensions", id)
			}
		}
	})
}

func (w world) attack(t *rapid.T, part string, items []int, visible map[survey.UnitID]bool) {
	for parent, shown := range visible {
		if !shown {
			for _, u := range w.units {
				if u.Parent == parent && visible[u.ID] {
					t.Fatalf("%s: %s is shown under the hidden %q", part, u.ID, parent)
				}
			}
			continue
		}
		left := map[survey.UnitID]bool{}
		for _, u := range w.units {
			if u.Parent == parent && !visible[u.ID] {
				left[u.ID] = true
			}
		}
		for _, i := range items {
			n, most := w.pool(i, left, parent, true)
			if n > 0 && (n < 5 || most == n) {
				t.Fatalf("%s: taking the visible units from %q leaves %d answers to item %d, %d alike", part, parent, n, i, most)
			}
			if n, most := w.pool(i, map[survey.UnitID]bool{parent: true}, "", parent == ""); parent != "" && (n < 5 || most == n) {
				t.Fatalf("%s: %q is shown with %d answers to item %d, %d alike", part, parent, n, i, most)
			}
		}
		w.notAlone(t, part, items, left, parent)
	}
}

// notAlone holds the rule that at least two groups are hidden together. A unit that has no figure
// only because nobody there answered one of the items isn't hidden, and one that covers staff directly in the
// parent is not alone, though these gave this item no answer.
func (w world) notAlone(t *rapid.T, part string, items []int, left map[survey.UnitID]bool, parent survey.UnitID) {
	groups, unanswered, direct := 0, false, 0
	for u := range left {
		most := 0
		for _, i := range items {
			n, _ := w.pool(i, map[survey.UnitID]bool{u: true}, "", false)
			most, unanswered = max(most, n), unanswered || n == 0
		}
		if most > 0 {
			groups++
		}
	}
	for _, r := range w.rows {
		if r.Unit == parent {
			direct++
		}
	}
	if groups == 1 && direct == 0 && !unanswered {
		t.Fatalf("%s: one hidden unit is left alone under %q", part, parent)
	}
}
