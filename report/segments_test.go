package report_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/report"
	"suara/survey"
)

// segmented gives n responses with a segment's value in the place after the items.
func segmented(unit survey.UnitID, n, value, items int, segment string) []survey.Response {
	rows := repeated(unit, n, value, items)
	for i := range rows {
		rows[i].Values = append(rows[i].Values, segment)
	}
	return rows
}

// hiddenGroups lists the groups of a segment table that are hidden.
func hiddenGroups(t testing.TB, table report.SegmentTable) string {
	t.Helper()
	var out []string
	for _, g := range table.Groups {
		if g.Suppressed {
			out = append(out, "["+g.Value+"]")
			if g.Score != nil || g.N != nil || g.Complete != nil || g.Dimensions[0].Score != nil {
				t.Errorf("%q is hidden and has figures", g.Value)
			}
		}
	}
	return strings.Join(out, " ")
}

func TestSuppressionOfSegments(t *testing.T) {
	flow := load(t, likert("range100", 1, 2))
	for _, c := range []struct {
		name   string
		units  []survey.Unit
		rows   []survey.Response
		hidden string
	}{
		{"none", nil, together(segmented("", 9, 3, 2, "baru"), segmented("", 8, 2, 2, "lama")), ""},
		{"a small group takes another with it", nil, together(segmented("", 9, 3, 2, "baru"), segmented("", 3, 2, 2, "lama")),
			"[baru] [lama]"},
		{"those without an answer are one more child", nil, together(segmented("", 9, 3, 2, "baru"), segmented("",
			12, 3, 2, "lama"),
			segmented("", 2, 2, 2, "#skip")), "[baru] []"},
		{"all alike", nil, together(segmented("", 9, 3, 2, "baru"), segmented("", 12, 3, 2, "lama"),
			slices.Repeat([]survey.Response{answers("", "1 1 #skip")}, 6)), "[baru] []"},
		{"the same people as a unit but for one", units("a", "b"), together(segmented("a", 12, 3, 2, "baru"),
			segmented("b", 1, 3, 2, "baru"), segmented("b", 20, 2, 2, "lama")), "[baru] [lama]"},
		{"exactly a unit that is shown", units("a", "b"), together(segmented("a", 12, 3, 2, "baru"),
			segmented("b", 20, 2, 2, "lama")), ""},
		{"exactly a unit that is hidden", units("a", "b", "c", "d"), together(segmented("a", 8, 3, 2, "baru"),
			segmented("b", 2, 2, 2, "lama"), segmented("c", 30, 2, 2, "lama"), segmented("d", 20, 2, 2, "lama")),
			"[baru] [lama]"},
		{"joined to cover others while a unit shows it", units("a", "b", "c"), together(segmented("a", 8, 3, 2, "baru"),
			segmented("b", 3, 2, 2, "#skip"), segmented("b", 15, 3, 2, "lama"), segmented("c", 20, 2, 2, "lama")),
			"[baru] [lama] []"},
		{"fewer than the least group in all", nil, segmented("", 4, 3, 2, "baru"), "[baru] [lama] []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compute(t, input(flow, c.units, c.rows))
			if got := hiddenGroups(t, r.Segments[0]); got != c.hidden {
				t.Errorf("hidden %s, want %s", got, c.hidden)
			}
		})
	}
}

func TestSegmentFigures(t *testing.T) {
	in := input(load(t, likert("range100", 1, 2)), nil, together(segmented("", 40, 3, 2, "baru"), segmented("",
		8, 4, 2, "lama")))
	table := compute(t, in).Segments[0]
	if table.ID != "masa" || len(table.Groups) != 3 {
		t.Fatalf("%+v", table)
	}
	baru, lama, none := table.Groups[0], table.Groups[1], table.Groups[2]
	if *baru.Score != 50 || *baru.Complete != 40 || *baru.Band != "Cukup Sehat" || baru.LowBase {
		t.Errorf("%+v", baru)
	}
	if *lama.Score != 75 || !lama.LowBase || *lama.Dimensions[0].N != 8 {
		t.Errorf("%+v", lama)
	}
	if none.Suppressed || none.Score != nil || *none.Complete != 0 {
		t.Errorf("an empty group is %+v", none)
	}
}

const twoSegments = "  - {id: pangkat, type: choice, segment: true, text: {id: Pangkat, en: Rank}, " +
	"options: [{value: x, label: {id: X, en: X}}, " +
	"{value: y, label: {id: Y, en: Y}}, {value: z, label: {id: Z, en: Z}}]}\n"

// TestSegmentsCannotBeSubtracted takes the tables of segments as a reader has them: what is left of the
// whole beside the visible groups is nothing or could itself be shown; no two visible groups of
// different tables differ by fewer than five people; and no hidden group but of a table hidden
// altogether is to be seen under another name.
func TestSegmentsCannotBeSubtracted(t *testing.T) {
	flow := load(t, strings.Replace(likert("range100", 2, 2), "  - {id: saran", twoSegments+"  - {id: saran", 1))
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt)
		for i := range w.rows {
			masa := rapid.SampledFrom([]string{"baru", "lama", "lama", "#skip"}).Draw(rt, "masa")
			pangkat := rapid.SampledFrom([]string{"x", "y", "y", "y", "z", ""}).Draw(rt, "pangkat")
			if rapid.IntRange(0, 9).Draw(rt, "follows") > 0 {
				masa = map[bool]string{true: "baru", false: "lama"}[w.rows[i].Unit == "u0"]
			}
			w.rows[i].Values = append(w.rows[i].Values, masa, pangkat)
		}
		r := compute(rt, input(flow, w.units, w.rows))
		tables := []crowd{w.unitCrowd(r)}
		for n, table := range r.Segments {
			c := w.segmentCrowd(table, w.items+n)
			if r.Index.Score != nil {
				c.attack(rt, w.items)
			}
			tables = append(tables, c)
		}
		for i, a := range tables {
			for _, b := range tables[i+1:] {
				a.compare(rt, b)
			}
		}
	})
}

// crowd is a table with the people behind each of its groups.
type crowd struct {
	name   string
	people map[string][]int // group → rows
	shown  map[string]bool  // index
	rows   []survey.Response
}

func (w world) unitCrowd(r *report.Release) crowd {
	c := crowd{"units", map[string][]int{}, map[string]bool{}, w.rows}
	for _, u := range r.Units {
		c.shown[string(u.ID)] = u.Score != nil
	}
	for i, row := range w.rows {
		for at := row.Unit; at != ""; at = w.parent(at) {
			c.people[string(at)] = append(c.people[string(at)], i)
		}
	}
	return c
}

func (w world) segmentCrowd(table report.SegmentTable, item int) crowd {
	c := crowd{table.ID, map[string][]int{}, map[string]bool{}, w.rows}
	for _, g := range table.Groups {
		c.shown[g.Value] = g.Score != nil
	}
	for i, row := range w.rows {
		v := strings.TrimPrefix(row.Values[item], survey.Skipped)
		c.people[v] = append(c.people[v], i)
	}
	return c
}

// attack takes the visible groups from the whole.
func (c crowd) attack(t *rapid.T, items int) {
	for item := range items {
		counts, n := map[string]int{}, 0
		for group, people := range c.people {
			for _, i := range people {
				if v := c.rows[i].Values[item]; !c.shown[group] && v != survey.Skipped {
					counts[v]++
					n++
				}
			}
		}
		most := 0
		for _, k := range counts {
			most = max(most, k)
		}
		if n > 0 && (n < 5 || most == n) {
			t.Fatalf("%s: beside the visible groups %d answers to item %d are left, %d alike", c.name, n, item, most)
		}
	}
}

func (c crowd) shows() bool {
	for _, shown := range c.shown {
		if shown {
			return true
		}
	}
	return false
}

func (c crowd) compare(t *rapid.T, other crowd) {
	for a, mine := range c.people {
		for b, theirs := range other.people {
			apart := len(mine) + len(theirs)
			for _, i := range mine {
				if slices.Contains(theirs, i) {
					apart -= 2
				}
			}
			if apart > 0 && apart < 5 && c.shown[a] && other.shown[b] {
				t.Fatalf("%s %q and %s %q are shown and differ by %d people", c.name, a, other.name, b, apart)
			}
			if apart == 0 && len(mine) > 0 && c.shown[a] && !other.shown[b] && other.shows() {
				t.Fatalf("%s %q is hidden, %s %q shows the same people", other.name, b, c.name, a)
			}
		}
	}
}
