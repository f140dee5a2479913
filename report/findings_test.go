package report_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// wholeSample is the sample with all that a release can carry: dispositions, minimums, an earlier
// wave.
func wholeSample(t testing.TB) (report.Input, *flows.Flow) {
	t.Helper()
	in, f := sample(t)
	in.Dispositions = map[survey.Disposition]int{
		survey.DispComplete: 95, survey.DispPartial: 25, survey.DispRefusal: 12, survey.DispNonContact: 784,
		survey.DispUnknown: 258, survey.DispNotEligible: 9,
	}
	in.Minimum = report.Minimum{Organisation: 140, Units: map[survey.UnitID]int{"biro-a": 45, "dinas": 30}}
	before := input(f, units("setda", "biro-a<setda", "dinas", "lama"), together(level("biro-a", 60, 4, 6),
		level("dinas", 50, 3, 6)))
	before.Wave.ID = "uji-0"
	in.Previous, in.PreviousFlow = compute(t, before), f
	return in, f
}

func TestFindingsGolden(t *testing.T) {
	whole, f := wholeSample(t)
	first, _ := sample(t)
	plain := load(t, likert("range100", 1, 3))
	alike := input(plain, nil, level("", 40, 3, 3))
	same := input(plain, nil, level("", 40, 3, 3))
	same.Previous, same.PreviousFlow = compute(t, alike), plain
	few := input(plain, nil, together(level("", 12, 3, 3), []survey.Response{answers("", "3 4 2")}))
	few.Previous, few.PreviousFlow = compute(t, few), plain
	hidden := input(plain, nil, level("", 4, 3, 3))
	got := &txtar.Archive{Comment: []byte("The three findings of releases in both languages.\n")}
	for _, c := range []struct {
		name string
		in   report.Input
		flow *flows.Flow
	}{
		{"a change beyond its margin", whole, f}, {"the first wave", first, f}, {"all alike, no change", same, plain},
		{"one dimension: items; too few to compare", few, plain}, {"nothing shown", hidden, plain},
	} {
		r := compute(t, c.in)
		text := ""
		for _, lang := range []string{"id", "en"} {
			text += strings.Join(words.Sentences(r, c.flow, lang), "\n") + "\n"
		}
		got.Files = append(got.Files, txtar.File{Name: c.name, Data: []byte(text)})
	}
	r := compute(t, whole)
	got.Files = append(got.Files, txtar.File{Name: "summary with an earlier wave, id",
		Data: []byte(words.Text(r, f, "id"))},
		txtar.File{Name: "summary with an earlier wave, en", Data: []byte(words.Text(r, f, "en"))})
	golden(t, "testdata/findings.txtar", got)
}

func TestWholeReleaseKeepsEverythingInJSON(t *testing.T) {
	in, _ := wholeSample(t)
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
	if r.Change == nil || len(r.Findings) != 3 || r.Weighted == nil || r.Dispositions == nil || len(r.Segments) != 1 {
		t.Errorf("parts are missing: %+v", r)
	}
	again, err := back.JSON()
	if err != nil || string(again) != string(b) {
		t.Errorf("the second writing differs: %v", err)
	}
}
