package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"suara/flows"
	"suara/report"
	"suara/survey"
)

func load(t testing.TB, src string) *flows.Flow {
	t.Helper()
	f, err := flows.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// likert writes a flow of dimensions d0, d1, … with so many agreement items each (i0, i1, …), a
// segment `masa` and a free text `saran`.
func likert(score string, dimensions, items int) string {
	var b, ids strings.Builder
	b.WriteString("flow: uji\ntitle: {id: Survei uji, en: Test survey}\nlanguages: [id, en]\nscales:\n  agree5:\n")
	for v := 1; v <= 5; v++ {
		fmt.Fprintf(&b, "    - {value: %d, label: {id: Nilai %d, en: Value %d}, favourable: %v}\n", v, v, v, v >= 4)
	}
	b.WriteString("dimensions:\n")
	for d := range dimensions {
		var own []string
		for i := range items {
			own = append(own, fmt.Sprintf("i%d", d*items+i))
		}
		fmt.Fprintf(&b, "  - {id: d%d, title: {id: Dimensi %d, en: Dimension %d}, items: [%s], score: %s}\n",
			d, d, d, strings.Join(own, ", "), score)
		fmt.Fprintf(&ids, "d%d, ", d)
	}
	fmt.Fprintf(&b, "index:\n  id: indeks\n  title: {id: Indeks uji, en: Test index}\n  dimensions: [%s]\n"+
		"  bands: [{from: 75, label: {id: Sehat, en: Healthy}}, {from: 50, label: {id: Cukup Sehat, en: Fair}},\n"+
		"    {from: 25, label: {id: Tidak Sehat, en: Unhealthy}}, {from: 0, label: {id: Sangat Tidak Sehat, en: Poor}}]\n"+
		"items:\n", strings.TrimSuffix(ids.String(), ", "))
	for i := range dimensions * items {
		fmt.Fprintf(&b, "  - {id: i%d, type: scale, scale: agree5, text: {id: Pernyataan %d, en: Statement %d}}\n", i, i, i)
	}
	b.WriteString("  - id: masa\n    type: choice\n    segment: true\n    text: {id: Masa kerja, en: Service}\n" +
		"    options: [{value: baru, label: {id: Baru, en: New}}, {value: lama, label: {id: Lama, en: Long}}]\n" +
		"  - {id: saran, type: text, optional: true, max_length: 500, text: {id: Saran, en: Suggestion}}\n")
	return b.String()
}

// answers makes a response from values separated by spaces; "-" is not reached.
func answers(unit survey.UnitID, values string) survey.Response {
	vs := strings.Fields(values)
	for i, v := range vs {
		if v == "-" {
			vs[i] = survey.NotReached
		}
	}
	return survey.Response{Unit: unit, Values: vs}
}

// repeated gives n responses that are not all alike: the values asked for, except that the last
// but one and last go a step down and up at every item.
func repeated(unit survey.UnitID, n, value, items int) []survey.Response {
	var out []survey.Response
	for i := range n {
		v := value
		switch i {
		case n - 2:
			v--
		case n - 1:
			v++
		}
		out = append(out, answers(unit, strings.Repeat(fmt.Sprint(v)+" ", items)))
	}
	return out
}

func units(pairs ...string) []survey.Unit {
	var out []survey.Unit
	for i, p := range pairs {
		id, parent, _ := strings.Cut(p, "<")
		out = append(out, survey.Unit{
			ID: survey.UnitID(id), Name: "Dinas " + strings.ToUpper(id), Parent: survey.UnitID(parent), Order: i,
		})
	}
	return out
}

func input(f *flows.Flow, us []survey.Unit, rows []survey.Response) report.Input {
	return report.Input{
		Flow: f, Responses: slices.Values(rows), Suppress: true,
		Wave: survey.Wave{ID: "uji-1", Survey: "uji", State: survey.WaveClosed, Mode: survey.Anonymous, MinGroup: 5, Units: us},
	}
}

func compute(t fataler, in report.Input) *report.Release {
	t.Helper()
	r, err := report.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// coarsened gives the rows that are kept.
func coarsened(t fataler, f *flows.Flow, us []survey.Unit, rows []survey.Response, min int) []survey.Response {
	t.Helper()
	c, err := report.Coarsen(f, us, slices.Values(rows), min)
	if err != nil {
		t.Fatal(err)
	}
	return c.Rows
}

// fataler is a test of testing or rapid.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func unitOf(t testing.TB, r *report.Release, id survey.UnitID) report.UnitFigure {
	t.Helper()
	for _, u := range r.Units {
		if u.ID == id {
			return u
		}
	}
	t.Fatalf("no unit %s", id)
	return report.UnitFigure{}
}

func itemOf(t testing.TB, r *report.Release, id string) report.ItemFigure {
	t.Helper()
	for _, i := range r.Items {
		if i.ID == id {
			return i
		}
	}
	t.Fatalf("no item %s", id)
	return report.ItemFigure{}
}
