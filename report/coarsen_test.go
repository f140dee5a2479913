package report_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/report"
	"suara/survey"
)

const coarsenFlow = `
flow: kasar
title: {id: Kasar}
languages: [id]
items:
  - {id: a, type: scale, scale: dua, text: {id: Nomor}}
  - {id: masa, type: choice, segment: true, text: {id: Masa}, options: [{value: baru, label: {id: B}}, {value: lama, label: {id: L}}]}
  - {id: saran, type: text, optional: true, max_length: 90, text: {id: Saran}}
  - {id: jenis, type: choice, segment: true, other: true, text: {id: Jenis}, options: [{value: x, label: {id: X}}, {value: y, label: {id: Y}}]}
scales:
  dua: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}]
`

// combination is what a reader of rows can group by.
func combination(r survey.Response) string {
	return fmt.Sprintf("%s|%s|%s|%s", r.Flow, r.Unit, r.Values[1], r.Values[3])
}

func combinations(rows []survey.Response) map[string]int {
	out := map[string]int{}
	for _, r := range rows {
		out[combination(r)]++
	}
	return out
}

func TestCoarsenedRows(t *testing.T) {
	f := load(t, coarsenFlow)
	tree := units("p", "a<p", "b<p", "q")
	rows := func(parts ...string) (out []survey.Response) {
		for _, p := range parts {
			var n int
			var unit, values string
			fmt.Sscanf(p, "%d %s %s", &n, &unit, &values)
			for range n {
				out = append(out, answers(survey.UnitID(unit), strings.ReplaceAll(values, ",", " ")))
			}
		}
		return out
	}
	for _, c := range []struct {
		name string
		rows []survey.Response
		want map[string]int
	}{
		{"large combinations stay", rows("5 a 1,baru,-,x", "6 b 1,lama,-,y"),
			map[string]int{"|a|baru|x": 5, "|b|lama|y": 6}},
		{"the first segment goes first", rows("3 a 1,baru,-,x", "2 a 1,lama,-,x"), map[string]int{"|a||x": 5}},
		{"then the second", rows("3 a 1,baru,-,x", "2 a 1,lama,-,y"), map[string]int{"|a||": 5}},
		{"then the unit is raised", rows("3 a 1,baru,-,x", "2 b 1,lama,-,y"), map[string]int{"|p||": 5}},
		{"from a top unit to the organisation", rows("3 a 1,baru,-,x", "2 q 1,lama,-,y"), map[string]int{"|||": 5}},
		{"a skipped segment is a value", rows("5 a 1,#skip,-,x", "5 a 1,baru,-,x"),
			map[string]int{"|a|#skip|x": 5, "|a|baru|x": 5}},
		{"the smallest joins what is left over, as near as can be", rows("1 a 1,baru,-,x", "6 b 1,baru,-,x", "9 q 1,baru,-,x"),
			map[string]int{"|p||": 7, "|q|baru|x": 9}},
		{"an unknown unit is the organisation", rows("5 z 1,baru,-,x"), map[string]int{"||baru|x": 5}},
		{"fewer than the least group in all", rows("4 a 1,baru,-,x"), map[string]int{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := coarsened(t, f, tree, c.rows, 5)
			if fmt.Sprint(combinations(got)) != fmt.Sprint(c.want) {
				t.Errorf("%v, want %v", combinations(got), c.want)
			}
		})
	}
}

// Rows and tables together open nothing: what a table hides is not to be seen in rows, and the rows of a unit that
// a table shows don't leave it.
func TestCoarsenedRowsFollowTheTables(t *testing.T) {
	f := load(t, likert("range100", 1, 2))
	tree := units("p", "b<p", "c<p", "q")
	for _, c := range []struct {
		name string
		rows []survey.Response
		want string
	}{
		{"a child hidden to cover another does not keep its rows", together(repeated("b", 6, 3, 2), repeated("c", 3, 3, 2),
			repeated("q", 9, 3, 2)), "p:9 q:9"},
		{"what is left over in a unit that is shown stays in it", together(segmented("b", 6, 3, 2, "baru"),
			segmented("b", 3, 3, 2, "lama"), repeated("c", 7, 3, 2), repeated("q", 9, 3, 2)), "b:9 c:7 q:9"},
		{"rows that tell an item don't stand", together(slices.Repeat([]survey.Response{answers("b", "4 2"), answers("b", "4 3")}, 3),
			repeated("c", 7, 3, 2), repeated("q", 9, 3, 2)), "p:13 q:9"},
		{"nor with fewer who gave no answer", together(slices.Repeat([]survey.Response{answers("b", "4 2"), answers("b", "4 3")}, 3),
			[]survey.Response{answers("b", "#skip 1")}, repeated("c", 8, 3, 2), repeated("q", 9, 3, 2)), "p:15 q:9"},
		{"they do where half gave none", together(slices.Repeat([]survey.Response{answers("b", "4 2"), answers("b", "#skip 3")}, 3),
			repeated("c", 7, 3, 2), repeated("q", 9, 3, 2)), "b:6 c:7 q:9"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[string]int{}
			for _, r := range coarsened(t, f, tree, c.rows, 5) {
				got[string(r.Unit)]++
			}
			var list []string
			for _, u := range slices.Sorted(maps.Keys(got)) {
				list = append(list, fmt.Sprintf("%s:%d", u, got[u]))
			}
			if text := strings.Join(list, " "); text != c.want {
				t.Errorf("rows at %s, want %s", text, c.want)
			}
		})
	}
}

// Every pressed answer stays in its row, also one that a whole combination or the whole organisation gave; and what
// the whole organisation tells keeps no combination from standing.
func TestCoarsenKeepsEveryAnswer(t *testing.T) {
	f := load(t, strings.Replace(likert("range100", 1, 2), "  - {id: saran",
		strings.ReplaceAll(twoSegments, "segment: true, ", "")+"  - {id: saran", 1))
	rows := func(unit survey.UnitID, n int, pangkat ...string) (out []survey.Response) {
		for i, r := range repeated(unit, n, 3, 2) {
			r.Values[0] = "4" // alike in the whole organisation
			r.Values = append(r.Values, "baru", pangkat[i%len(pangkat)])
			out = append(out, r)
		}
		return out
	}
	alike := slices.Repeat([]survey.Response{{Unit: "a", Values: []string{"4", "2", "baru", "x"}}}, 6)
	for _, c := range []struct {
		name string
		rows []survey.Response
	}{
		{"in one unit, without a score", together(rows("a", 6, "x"), rows("b", 7, "x", "y"), rows("c", 9, "x", "y", "z"))},
		{"everything in the only unit", alike},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := func(rows []survey.Response) (out []string) {
				for _, r := range rows {
					out = append(out, fmt.Sprint(r.Unit, r.Values[:4]))
				}
				slices.Sort(out)
				return out
			}
			got, want := said(coarsened(t, f, units("a", "b", "c"), c.rows, 5)), said(c.rows)
			if !slices.Equal(got, want) {
				t.Errorf("rows %v, want %v", got, want)
			}
		})
	}
}

// A group of a segment that whole combinations of rows make up is shown. One whose people stand among others is
// hidden unless there are thirty of them, among thirty.
func TestSegmentsBesideRows(t *testing.T) {
	f := load(t, likert("range100", 1, 2))
	tree := units("a", "b")
	for _, c := range []struct {
		name   string
		rows   []survey.Response
		hidden string
	}{
		{"whole combinations", together(segmented("a", 9, 3, 2, "baru"), segmented("b", 8, 3, 2, "lama"),
			segmented("a", 7, 3, 2, "lama")), ""},
		{"some stand among others", together(segmented("a", 9, 3, 2, "baru"), segmented("a", 12, 3, 2, "lama"),
			segmented("b", 3, 3, 2, "baru"), segmented("b", 9, 3, 2, "lama")), "[baru] [lama]"},
		{"thirty among thirty", together(scattered("u", 31, "baru"), scattered("u", 31, "lama")), ""},
		{"twenty-nine of them", together(scattered("u", 29, "baru"), scattered("u", 33, "lama")), "[baru] [lama]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			us := tree
			if c.rows[0].Unit[0] == 'u' {
				us = nil
				for _, r := range c.rows {
					if !slices.ContainsFunc(us, func(u survey.Unit) bool { return u.ID == r.Unit }) {
						us = append(us, survey.Unit{ID: r.Unit})
					}
				}
			}
			r := compute(t, input(f, us, c.rows))
			rows, err := report.Coarsen(f, us, slices.Values(c.rows), 5)
			if err != nil {
				t.Fatal(err)
			}
			rows.Withhold(r)
			if got := hiddenGroups(t, r.Segments[0]); got != c.hidden {
				t.Errorf("hidden %q, want %q", got, c.hidden)
			}
		})
	}
}

// scattered gives n people in units of a few, so that their segment can't stay in the rows.
func scattered(unit string, n int, segment string) []survey.Response {
	out := segmented("", n, 3, 2, segment)
	for i := range out {
		out[i].Unit = survey.UnitID(fmt.Sprint(unit, i/4))
	}
	return out
}

func TestCoarsenTakesWordsIDsAndDays(t *testing.T) {
	f := load(t, coarsenFlow)
	r := survey.Response{ID: "r1", Unit: "a", SubmittedOn: "2026-11-03",
		Values: []string{"1", "baru", "sejak saya pindah dari Dinas X", "pindahan dari Dinas X"}}
	for _, got := range coarsened(t, f, units("a"), slices.Repeat([]survey.Response{r}, 5), 5) {
		if got.ID != "" || got.SubmittedOn != "" || got.Values[2] != "" || got.Values[3] != "other" {
			t.Errorf("%+v", got)
		}
	}
	if r.Values[2] == "" {
		t.Error("the input was changed")
	}
}

// TestCoarsenIsSafeCompleteAndSmall draws trees, rows and minimum groups.
func TestCoarsenIsSafeCompleteAndSmall(t *testing.T) {
	f := load(t, coarsenFlow)
	rapid.Check(t, func(rt *rapid.T) {
		w := drawRows(rt)
		least := rapid.IntRange(5, 8).Draw(rt, "least")
		got := coarsened(rt, f, w.units, w.rows, least)
		if len(w.rows) < least {
			if got != nil {
				rt.Fatalf("%d rows of %d", len(got), len(w.rows))
			}
			return
		}
		if len(got) != len(w.rows) {
			rt.Fatalf("%d rows of %d", len(got), len(w.rows))
		}
		for c, n := range combinations(got) {
			if n < least {
				rt.Fatalf("%s stands in %d rows", c, n)
			}
		}
		// The first answer numbers the rows, which pairs each with its origin.
		byNumber := func(a, b survey.Response) int { return cmp.Compare(a.Values[0], b.Values[0]) }
		slices.SortFunc(got, byNumber)
		slices.SortFunc(w.rows, byNumber)
		for i := range got {
			if got[i].Values[0] != w.rows[i].Values[0] || !slices.Contains(w.chain(w.rows[i]), combination(got[i])) {
				rt.Fatalf("%v became %v", w.rows[i], got[i])
			}
		}
		w.minimal(rt, got, least)
		shuffled := rapid.Permutation(w.rows).Draw(rt, "order")
		again := coarsened(rt, f, w.units, shuffled, least)
		slices.SortFunc(again, byNumber)
		if fmt.Sprint(again) != fmt.Sprint(got) {
			rt.Fatal("the order of rows matters")
		}
	})
}

func drawRows(t *rapid.T) world {
	var w world
	for i := range rapid.IntRange(1, 6).Draw(t, "units") {
		u := survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i))}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			u.Parent = w.units[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
		}
		w.units = append(w.units, u)
	}
	for i := range rapid.IntRange(0, 40).Draw(t, "rows") {
		w.rows = append(w.rows, survey.Response{
			Unit: w.units[rapid.IntRange(0, len(w.units)-1).Draw(t, "unit")].ID, Flow: "v",
			Values: []string{fmt.Sprintf("%03d", i), rapid.SampledFrom([]string{"", "baru", "lama", "#skip"}).Draw(t, "masa"),
				"", rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "jenis")},
		})
	}
	return w
}

// chain lists the combinations that a row may become, the finest first.
func (w world) chain(r survey.Response) []string {
	r.Values = slices.Clone(r.Values)
	out := []string{combination(r)}
	for _, at := range []int{1, 3} {
		if r.Values[at] != "" {
			r.Values[at] = ""
			out = append(out, combination(r))
		}
	}
	for r.Unit != "" {
		r.Unit = w.parent(r.Unit)
		out = append(out, combination(r))
	}
	return out
}

// minimal looks for rows of one combination that could all go one step finer together.
func (w world) minimal(t *rapid.T, got []survey.Response, least int) {
	standing := combinations(got)
	finer := map[[2]string]int{} // combination, one step finer → rows
	for i, r := range got {
		chain := w.chain(w.rows[i])
		if at := slices.Index(chain, combination(r)); at > 0 {
			finer[[2]string{chain[at], chain[at-1]}]++
		}
	}
	for step, n := range finer {
		rest := standing[step[0]] - n
		if n+standing[step[1]] >= least && (rest == 0 || rest >= least) {
			t.Fatalf("%d rows of %s could stand at %s", n, step[0], step[1])
		}
	}
}

func TestReleasedComments(t *testing.T) {
	f := load(t, coarsenFlow)
	written := func(item string, n int) (out []survey.Comment) {
		for i := range n {
			out = append(out, survey.Comment{Item: item, Text: fmt.Sprintf("%02d", n-i)})
		}
		return out
	}
	all := slices.Concat(written("jenis_other", 10), written("saran", 9), []survey.Comment{{Item: "saran", Text: "  "}})
	got := report.ReleasedComments(f, all, 5)
	if len(got) != 10 || got[0] != (survey.Comment{Item: "jenis_other", Text: "01"}) {
		t.Errorf("nine and a blank, ten: %v", got)
	}
	if got := report.ReleasedComments(f, written("saran", 10), 3); len(got) != 10 {
		t.Errorf("ten: %v", got)
	}
	if got := report.ReleasedComments(f, written("saran", 9), 1); got != nil {
		t.Errorf("a smaller least group was taken: %v", got)
	}
}
