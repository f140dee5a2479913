package report_test

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample is a wave with hidden, empty, small and large units and items at the ends of the range.
func sample(t testing.TB) (report.Input, *flows.Flow) {
	t.Helper()
	f := load(t, likert("range100", 2, 3))
	var rows []survey.Response
	add := func(unit survey.UnitID, n, shift int) {
		for i := range n {
			r := survey.Response{Unit: unit}
			for item := range 6 {
				v := min(5, max(1, 3+(i+shift)%3-1+(i*(item+2)+item*item+shift)%7/2-1))
				r.Values = append(r.Values, string(rune('0'+v)))
			}
			r.Values = append(r.Values, []string{"baru", "lama", "#skip"}[i%3], "")
			rows = append(rows, r)
		}
	}
	add("setda", 7, 0)
	add("biro-a", 40, 1)
	add("biro-b", 12, 2)
	add("dinas", 33, 0)
	add("badan", 3, 1)
	in := input(f, units("setda", "biro-a<setda", "biro-b<setda", "dinas", "badan", "kosong"), rows)
	in.Roster = map[survey.UnitID]int{"setda": 10, "biro-a": 60, "biro-b": 20, "dinas": 1050, "badan": 30, "kosong": 4}
	in.Wave.Base = survey.Base{Roster: 1174, Registered: 400, Reachable: 390, Invited: 390, Started: 120, Complete: 95}
	return in, f
}

func TestTextsGolden(t *testing.T) {
	in, f := sample(t)
	few, open := in, in
	few.Responses = slices.Values(repeated("dinas", 4, 3, 6))
	few.Wave.Base.Complete = 4
	open.Suppress, open.Roster, open.Wave.Base = false, nil, survey.Base{}
	r := compute(t, in)
	unit, err := r.ForUnit("setda")
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := r.ForUnit("badan")
	if err != nil {
		t.Fatal(err)
	}
	got := &txtar.Archive{Comment: []byte("Texts of one wave: summary, unit, hidden unit, too few answers, an analyst's rows.\n")}
	for _, lang := range []string{"id", "en"} {
		for _, text := range []struct{ name, text string }{
			{"summary", words.Text(r, f, lang)}, {"unit", words.UnitText(unit, f, lang)},
			{"hidden", words.UnitText(hidden, f, lang)}, {"few", words.Text(compute(t, few), f, lang)},
			{"analyst", words.Text(compute(t, open), f, lang)},
		} {
			got.Files = append(got.Files, txtar.File{Name: lang + "/" + text.name, Data: []byte(text.text)})
		}
	}
	golden(t, "testdata/text.txtar", got)
}

func TestJSONGolden(t *testing.T) {
	in, _ := sample(t)
	r := compute(t, in)
	r.Flow = "" // the version follows the flow's bytes
	whole, err := r.JSON()
	if err != nil {
		t.Fatal(err)
	}
	unit, err := r.ForUnit("setda")
	if err != nil {
		t.Fatal(err)
	}
	part, err := unit.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/json.txtar", &txtar.Archive{Files: []txtar.File{
		{Name: "summary.json", Data: whole}, {Name: "unit.json", Data: part}}})
}

func golden(t *testing.T, path string, got *txtar.Archive) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Files {
		if i >= len(want.Files) || want.Files[i].Name != f.Name || string(want.Files[i].Data) != string(f.Data) {
			t.Errorf("%s differs; got\n%s", f.Name, f.Data)
		}
	}
}

func TestContractKeys(t *testing.T) {
	in, _ := sample(t)
	in.Wave.State = survey.WaveClosing
	b, err := compute(t, in).JSON()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	first := func(key string) map[string]any { return got[key].([]any)[0].(map[string]any) }
	for _, c := range []struct {
		object map[string]any
		keys   string
	}{
		{got, "wave survey state base response_rate index dimensions items units"},
		{got["base"].(map[string]any), "roster registered reachable invited started complete"},
		{got["index"].(map[string]any), "id score band n margin"},
		{first("dimensions"), "id score n alpha"}, {first("items"), "id n mean counts"},
		{first("units"), "id name complete roster score suppressed"},
	} {
		for key := range strings.FieldsSeq(c.keys) {
			if _, ok := c.object[key]; !ok {
				t.Errorf("no %s in %v", key, c.object)
			}
		}
	}
	if got["state"] != "closed" || !strings.HasSuffix(string(b), "}\n") {
		t.Errorf("state %v, end %q", got["state"], b[len(b)-3:])
	}
}

func TestReleaseKeepsEverythingInJSON(t *testing.T) {
	in, _ := sample(t)
	few := in
	few.Responses = slices.Values(repeated("dinas", 4, 3, 6))
	for _, in := range []report.Input{in, few} {
		r := compute(t, in)
		b, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		var back report.Release
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(r, &back) {
			t.Errorf("%+v became %+v", r, &back)
		}
	}
}

func TestUnknownUnit(t *testing.T) {
	in, _ := sample(t)
	if _, err := compute(t, in).ForUnit("lain"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

func TestResponsesOfAnotherFlowAreRefused(t *testing.T) {
	in, _ := sample(t)
	in.Responses = slices.Values([]survey.Response{{Flow: "0000000000000000"}})
	if _, err := report.Compute(in); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("%v", err)
	}
}

func TestRowsWithoutRoster(t *testing.T) {
	in, _ := sample(t)
	in.Roster, in.Wave.Base = nil, survey.Base{}
	if r := compute(t, in); r.Base != nil || r.ResponseRate != nil || r.Index.Bounds != nil {
		t.Errorf("base %v, rate %v", r.Base, r.ResponseRate)
	}
	in.Roster = map[survey.UnitID]int{}
	if r := compute(t, in); r.Base == nil || *r.ResponseRate != 0 {
		t.Errorf("an empty roster: base %v", r.Base)
	}
}

func TestUnitsInACircleStandAtTheTop(t *testing.T) {
	in := input(load(t, likert("range100", 1, 2)), units("a<b", "b<a", "c<a", "d<d"),
		together(repeated("a", 6, 3, 2), repeated("b", 6, 3, 2), repeated("c", 6, 3, 2), repeated("d", 6, 3, 2)))
	r := compute(t, in)
	if a := unitOf(t, r, "a"); a.Complete != 12 || a.Parent != "" {
		t.Errorf("%+v", a)
	}
	if got := coarsened(t, in.Flow, in.Wave.Units, repeated("d", 5, 3, 2), 5); len(got) != 5 {
		t.Errorf("%d rows", len(got))
	}
}

// TestMarginIsThatOfPersons compares the margin from sums with design's formula person by person.
func TestMarginIsThatOfPersons(t *testing.T) {
	f := load(t, likert("range100", 2, 2))
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(30, 60).Draw(rt, "people")
		var rows []survey.Response
		for i := range n {
			r := survey.Response{}
			for item := range 4 {
				v := rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "#skip"}).Draw(rt, "value")
				if i < 31 && v == "#skip" || i < 2 {
					v = []string{"2", "4"}[(i+item)%2]
				}
				r.Values = append(r.Values, v)
			}
			rows = append(rows, r)
		}
		in := input(f, nil, rows)
		in.Wave.Base.Roster = 100
		r := compute(t, in)
		near(t, "margin", *r.Index.Margin, marginByPersons(rows, 4, 100), 1e-9)
	})
}

func marginByPersons(rows []survey.Response, items, N int) float64 {
	score := func(v string) float64 { return float64(v[0]-'1') * 25 }
	nj, mean := make([]float64, items), make([]float64, items)
	for j := range items {
		for _, r := range rows {
			if v := r.Values[j]; v != survey.Skipped {
				nj[j]++
				mean[j] += score(v)
			}
		}
		mean[j] /= nj[j]
	}
	n, sum := slices.Min(nj), 0.0
	for _, r := range rows {
		z := 0.0
		for j := range items {
			if v := r.Values[j]; v != survey.Skipped {
				z += n / nj[j] / float64(items) * (score(v) - mean[j])
			}
		}
		sum += z * z
	}
	return 1.96 * math.Sqrt((1-n/float64(N))*sum/(n*(n-1)))
}

func TestNumbersInTwoLanguages(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		id, en   string
	}{
		{1234567.895, 2, "1.234.567,90", "1,234,567.90"}, {0.005, 2, "0,01", "0.01"}, {999, 0, "999", "999"},
		{-1234.5, 1, "-1.234,5", "-1,234.5"}, {60.943, 2, "60,94", "60.94"}, {0, 0, "0", "0"},
	} {
		if id, en := report.Number(c.x, c.decimals, "id"), report.Number(c.x, c.decimals, "en"); id != c.id || en != c.en {
			t.Errorf("%v: %s and %s", c.x, id, en)
		}
	}
}
