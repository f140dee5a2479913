package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// The adversary of this file has everything that a closed anonymous wave of a small organisation
// publishes, its figures and its rows, and knows of every colleague the unit, the values of segments and that they
// responded. Whatever search is made, an answer is found only if no other world explains all that is
// published; so for every answer such a world is looked for. There is none for what the rows tell as they
// stand (see [loot.told]); no table shows that.

// smallWorld is a drawn organisation after its wave.
type smallWorld struct {
	flow     *flows.Flow
	units    []survey.Unit
	people   []survey.Response // the truth, one a person
	segments []int             // items
	number   int               // item that numbers the rows; nobody knows whose number is whose
	guarded  []int             // items on a scale, in a dimension or not
	others   []int             // items without scale whose answers are to be protected
}

func drawSmallWorld(t *rapid.T) smallWorld {
	var w smallWorld
	scales := rapid.IntRange(2, 3).Draw(t, "options")
	items := rapid.IntRange(1, 4).Draw(t, "items")
	segments := rapid.IntRange(0, 2).Draw(t, "segments")
	w.flow = w.drawFlow(t, scales, items, segments)
	for i := range rapid.IntRange(1, 6).Draw(t, "units") {
		u := survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i)), Name: fmt.Sprint("Unit ", i), Order: i}
		if i > 0 && rapid.Bool().Draw(t, "below") {
			u.Parent = w.units[rapid.IntRange(0, i-1).Draw(t, "parent")].ID
		}
		w.units = append(w.units, u)
	}
	alike := rapid.SampledFrom([]int{0, 50, 90}).Draw(t, "alike") // chance in 100 that people follow their unit
	for i := range rapid.IntRange(5, 30).Draw(t, "people") {
		at := rapid.IntRange(0, len(w.units)-1).Draw(t, "unit")
		r := survey.Response{Unit: w.units[at].ID, Flow: w.flow.Version(), Values: make([]string, len(w.flow.Items))}
		for n, item := range w.flow.Items {
			switch {
			case n == w.number:
				r.Values[n] = fmt.Sprint(1000 + i)
			case rapid.IntRange(0, 99).Draw(t, "follows") < alike && !item.Segment:
				r.Values[n] = item.Options[at%len(item.Options)].Value
			case rapid.IntRange(0, 9).Draw(t, "skips") == 0:
				r.Values[n] = survey.Skipped
			default:
				r.Values[n] = rapid.SampledFrom(item.Options).Draw(t, "value").Value
			}
		}
		w.people = append(w.people, r)
	}
	return w
}

func (w *smallWorld) drawFlow(t *rapid.T, options, items, segments int) *flows.Flow {
	var b strings.Builder
	b.WriteString("flow: kecil\ntitle: {id: Kecil}\nlanguages: [id]\nscales:\n  s:\n")
	for o := range options {
		fmt.Fprintf(&b, "    - {value: %d, label: {id: N%d}, favourable: %v}\n", o+1, o+1, o+1 == options)
	}
	split := rapid.IntRange(1, items).Draw(t, "split")
	var first, second []string
	for i := range items {
		if i < split {
			first = append(first, fmt.Sprint("i", i))
		} else {
			second = append(second, fmt.Sprint("i", i))
		}
	}
	formula := rapid.SampledFrom([]string{"range100", "mean", "favourable"}).Draw(t, "formula")
	dimensions, index := "", ""
	for d, own := range [][]string{first, second} {
		if len(own) == 0 {
			continue
		}
		var weights []string
		for range own {
			weights = append(weights, fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "weight")))
		}
		dimensions += fmt.Sprintf("  - {id: d%d, title: {id: D}, items: [%s], weights: [%s], score: %s}\n",
			d, strings.Join(own, ", "), strings.Join(weights, ", "), formula)
		index += fmt.Sprintf("d%d, ", d)
	}
	fmt.Fprintf(&b, "dimensions:\n%sindex:\n  id: x\n  title: {id: X}\n  dimensions: [%s]\nitems:\n",
		dimensions, strings.TrimSuffix(index, ", "))
	for i := range items {
		fmt.Fprintf(&b, "  - {id: i%d, type: scale, scale: s, optional: true, reverse: %v, text: {id: I}}\n",
			i, rapid.Bool().Draw(t, "reverse"))
		w.guarded = append(w.guarded, i)
	}
	b.WriteString("  - {id: lepas, type: scale, scale: s, optional: true, text: {id: Lepas}}\n")
	w.guarded = append(w.guarded, items)
	fmt.Fprintf(&b, "  - {id: ya, type: choice, optional: true, text: {id: Ya}, "+
		"options: [{value: y, label: {id: Y}}, {value: t, label: {id: T}}]}\n")
	fmt.Fprintf(&b, "  - {id: nomor, type: number, whole: true, text: {id: Nomor}}\n")
	w.others, w.number = []int{items + 1}, items+2
	for s := range segments {
		fmt.Fprintf(&b, "  - {id: g%d, type: choice, segment: true, optional: true, text: {id: G}, "+
			"options: [{value: a, label: {id: A}}, {value: b, label: {id: B}}]}\n", s)
		w.segments = append(w.segments, items+3+s)
	}
	f, err := flows.Load("kecil.yaml", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// closing is what the writer hands over.
func (w smallWorld) closing(people []survey.Response) fielding.Closing {
	roster := map[survey.UnitID]int{}
	for _, p := range people {
		roster[p.Unit] += 2
	}
	return fielding.Closing{
		Flow: w.flow, Roster: roster,
		Wave: survey.Wave{
			ID: "kecil-1", Survey: "kecil", State: survey.WaveClosing, Mode: survey.Anonymous,
			MinGroup: 5, Units: w.units,
			Base: survey.Base{Roster: 2 * len(people), Complete: len(people)},
		},
		Responses: func(yield func(storage.Submission) bool) {
			for _, p := range people {
				p.Values = slices.Clone(p.Values)
				if !yield(storage.Submission{Response: p}) {
					return
				}
			}
		},
	}
}

// loot is what the adversary has.
type loot struct {
	smallWorld
	release report.Release
	shown   any               // the release as it is written
	rows    []survey.Response // in the order of people
}

func (w smallWorld) publish(t *rapid.T) loot {
	out, err := reporter{random: rand.NewChaCha8([32]byte{1}), language: "id"}.Release(w.closing(w.people))
	if err != nil {
		t.Fatal(err)
	}
	l := loot{smallWorld: w, rows: make([]survey.Response, len(w.people))}
	if err := errors.Join(json.Unmarshal(out.JSON, &l.release), json.Unmarshal(out.JSON, &l.shown)); err != nil {
		t.Fatal(err)
	}
	if len(out.Rows) != len(w.people) {
		t.Fatalf("%d rows of %d people", len(out.Rows), len(w.people))
	}
	for _, r := range out.Rows {
		at := slices.IndexFunc(w.people,
			func(p survey.Response) bool { return p.Values[w.number] == r.Values[w.number] })
		l.rows[at] = r
	}
	return l
}

// label is what a row says of unit and segments.
func (l loot) label(r survey.Response) string {
	parts := []string{string(r.Unit)}
	for _, s := range l.segments {
		parts = append(parts, r.Values[s])
	}
	return strings.Join(parts, "|")
}

// fits tells whether a row may be a person's.
func (l loot) fits(row, person survey.Response) bool {
	for _, s := range l.segments {
		if row.Values[s] != survey.NotReached && row.Values[s] != person.Values[s] {
			return false
		}
	}
	for at := person.Unit; ; at = l.parent(at) {
		if at == row.Unit {
			return true
		}
		if at == "" {
			return false
		}
	}
}

func (w smallWorld) parent(id survey.UnitID) survey.UnitID {
	for _, u := range w.units {
		if u.ID == id {
			return u.Parent
		}
	}
	return ""
}

// TestAdversaryFindsNoAnswerInWhatIsPublished draws small organisations: up to six units in a tree, thirty
// people, three options, weights, skips, segments.
func TestAdversaryFindsNoAnswerInWhatIsPublished(t *testing.T) {
	t.Parallel()
	rounds := 3 // of a hundred organisations each
	if os.Getenv("SUARA_LONG") != "" {
		rounds = 50
	}
	for range rounds {
		rapid.Check(t, attackOnce)
	}
}

func attackOnce(t *rapid.T) {
	l := drawSmallWorld(t).publish(t)
	l.combinations(t)
	l.groups(t)
	l.stand(t)
	l.worlds(t)
}

// combinations holds that none in the rows is rarer than min_group.
func (l loot) combinations(t *rapid.T) {
	sizes := map[string]int{}
	for _, r := range l.rows {
		sizes[l.label(r)]++
	}
	for label, n := range sizes {
		if n < 5 {
			t.Fatalf("%q stands in %d rows", label, n)
		}
	}
}

// groups holds that every group with a figure is made of whole combinations of rows: then sums and
// differences of whatever is published are sums and differences of those, and none is of fewer than
// min_group people.
func (l loot) groups(t *rapid.T) {
	check := func(name string, in func(survey.Response) bool) {
		inside, outside := map[string]int{}, map[string]int{}
		for i, p := range l.people {
			if in(p) {
				inside[l.label(l.rows[i])]++
			} else {
				outside[l.label(l.rows[i])]++
			}
		}
		for label, n := range inside {
			if outside[label] > 0 {
				t.Fatalf("%s has figures and takes %d of the %d rows at %q", name, n, n+outside[label], label)
			}
		}
	}
	for _, u := range l.release.Units {
		if hasFigures(u.Score, u.Dimensions) {
			check(string(u.ID), func(p survey.Response) bool {
				return l.fits(survey.Response{Unit: u.ID, Values: make([]string, len(p.Values))}, p)
			})
		}
	}
	for n, table := range l.release.Segments {
		for _, g := range table.Groups {
			if hasFigures(g.Score, g.Dimensions) {
				check(table.ID+" "+g.Value, func(p survey.Response) bool {
					return strings.TrimPrefix(p.Values[l.segments[n]], survey.Skipped) == g.Value
				})
			}
		}
	}
}

func hasFigures(score *float64, dimensions []report.DimensionFigure) bool {
	return score != nil ||
		slices.ContainsFunc(dimensions, func(d report.DimensionFigure) bool { return d.Score != nil })
}

// stand holds that no combination tells an item on a scale, except one that the whole organisation tells, and
// that no table shows an item where it is told.
func (l loot) stand(t *rapid.T) {
	everybody := func(survey.Response) bool { return true }
	for _, i := range l.guarded {
		for _, r := range l.rows {
			if l.told(i, l.with(r)) && !l.told(i, everybody) {
				t.Fatalf("%q tells item %d, the organisation does not\nrows %v", l.label(r), i, l.rows)
			}
		}
	}
	for n, item := range l.release.Items {
		i := slices.IndexFunc(l.flow.Items, func(of *flows.Item) bool { return of.ID == item.ID })
		if l.told(i, everybody) && (item.Mean != nil || len(item.Counts) > 0 || item.N != nil) {
			t.Fatalf("the organisation tells item %d, and it is shown: %+v", i, l.release.Items[n])
		}
	}
}

// with says which rows stand in one combination with a row.
func (l loot) with(row survey.Response) func(survey.Response) bool {
	return func(r survey.Response) bool { return l.label(r) == l.label(row) }
}

// told tells whether more than half of the people behind some rows answered an item, and all of them the same.
func (l loot) told(item int, in func(survey.Response) bool) bool {
	all, given := 0, map[string]int{}
	for i, r := range l.rows {
		if in(r) {
			all++
			if v := l.people[i].Values[item]; v != survey.Skipped {
				given[v]++
			}
		}
	}
	for _, n := range given {
		return len(given) == 1 && 2*n > all
	}
	return false
}

// worlds looks for every answer for a world in which it is another one and all that is published is the same,
// except for those that the rows of its combination tell.
func (l loot) worlds(t *rapid.T) {
	for p := range l.people {
		open := map[int]bool{}
		for _, i := range append(slices.Clone(l.guarded), l.others...) {
			open[i] = l.people[p].Values[i] != survey.Skipped && !l.told(i, l.with(l.rows[p]))
		}
		for q := range l.people {
			l.exchange(t, p, q, open)
		}
		for i, left := range open {
			if left {
				t.Fatalf("only one world explains what is published: %v answered %s to item %d\nrows %v",
					l.people[p], l.people[p].Values[i], i, l.rows)
			}
		}
	}
}

// exchange tries the worlds in which two people gave each other's answers, where each one's row may be the
// other's.
func (l loot) exchange(t *rapid.T, p, q int, open map[int]bool) {
	a, b := l.people[p], l.people[q]
	if !l.fits(l.rows[p], b) || !l.fits(l.rows[q], a) {
		return
	}
	for i, left := range open {
		if !left || a.Values[i] == b.Values[i] || b.Values[i] == survey.Skipped && !l.seldom(l.rows[p], i) {
			continue
		}
		other := slices.Clone(l.people)
		other[p].Values, other[q].Values = slices.Clone(a.Values), slices.Clone(b.Values)
		for n := range a.Values {
			if !slices.Contains(l.segments, n) {
				other[p].Values[n], other[q].Values[n] = b.Values[n], a.Values[n]
			}
		}
		if l.explains(t, other) {
			open[i] = false
		}
	}
}

// seldom tells whether at least half of the people behind a row's combination gave an item no answer: then
// none is an answer that a person may have given, too.
func (l loot) seldom(row survey.Response, item int) bool {
	all, none := 0, 0
	for i, r := range l.rows {
		if l.label(r) == l.label(row) {
			if all++; l.people[i].Values[item] == survey.Skipped {
				none++
			}
		}
	}
	return 2*none >= all
}

// explains tells whether all figures published are those of a world.
func (l loot) explains(t *rapid.T, people []survey.Response) bool {
	in := l.closing(people)
	r, err := report.Compute(report.Input{
		Flow: l.flow, Wave: in.Wave, Roster: in.Roster, Responses: slices.Values(people), Language: "id",
	})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var truth any
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	return within(l.shown, truth)
}

// within compares what is shown with the truth of a world; figures that say at most or at least are bounds.
func within(shown, truth any) bool {
	switch s := shown.(type) {
	case map[string]any:
		of, ok := truth.(map[string]any)
		if !ok {
			return false
		}
		for key, v := range s {
			if !sameFigure(s, of, key, v) {
				return false
			}
		}
		return true
	case []any:
		of, ok := truth.([]any)
		if !ok || len(of) != len(s) {
			return false
		}
		for i := range s {
			if !within(s[i], of[i]) {
				return false
			}
		}
		return true
	case float64:
		x, ok := truth.(float64)
		return ok && math.Abs(x-s) < 1e-9
	case string:
		return truth == shown
	}
	return true // withheld, or a mark
}

// bounds names for each figure that may be blurred where it says so.
var bounds = map[string]string{"score": "bound", "mean": "bound", "favourable": "favourable_bound"}

func sameFigure(s, of map[string]any, key string, v any) bool {
	switch key {
	case "bound", "score_bound", "favourable_bound", "min_group", "findings", "band", "band_from",
		"low_base", "weighted":
		return true
	}
	mark := bounds[key]
	if key == "score" && s["score_bound"] != nil {
		mark = "score_bound"
	}
	x, ok := of[key].(float64)
	y, is := v.(float64)
	switch {
	case ok && is && s[mark] == string(report.AtMost):
		return x <= y+1e-9
	case ok && is && s[mark] == string(report.AtLeast):
		return x >= y-1e-9
	}
	return within(v, of[key])
}
