package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"suara/report"
	"suara/survey"
)

// analyse runs the command in this process with what is on stdin.
func analyse(t testing.TB, stdin string, args ...string) (code int, out, problems string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{stdin: strings.NewReader(stdin), stdout: &stdout, stderr: &stderr, env: testEnv}
	code = p.run(context.Background(), append([]string{"analyse"}, args...))
	return code, stdout.String(), stderr.String()
}

// analysed runs the command and reads the JSON it prints.
func analysed(t testing.TB, stdin string, args ...string) *report.Release {
	t.Helper()
	code, out, problems := analyse(t, stdin, append(args, "--format", "json")...)
	if code != exitFine {
		t.Fatalf("exit %d: %s", code, problems)
	}
	r := &report.Release{}
	if err := json.Unmarshal([]byte(out), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// dataFile finds a file of reference data.
func dataFile(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("SUARA_DATA")
	if dir == "" {
		t.Skip("SUARA_DATA is not set: no folder of reference data")
	}
	return filepath.Join(dir, name)
}

func is(t testing.TB, what string, got *float64, want, within float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > within {
		t.Errorf("%s: %v, want %v", what, shown(got), want)
	}
}

func shown(x *float64) any {
	if x == nil {
		return "none"
	}
	return *x
}

func figure(t testing.TB, r *report.Release, id string) report.ItemFigure {
	t.Helper()
	at := slices.IndexFunc(r.Items, func(i report.ItemFigure) bool { return i.ID == id })
	if at < 0 {
		t.Fatalf("no item %s", id)
	}
	return r.Items[at]
}

func TestAnalyseBFI(t *testing.T) {
	r := analysed(t, "", "--flow", "testdata/analyse/bfi.yaml", dataFile(t, "bfi.csv"))
	for i, want := range []struct{ pairwise, complete float64 }{
		{.703018, .703756}, {.726735, .729277}, {.761733, .760933}, {.813963, .813303}, {.600173, .602546},
	} {
		d := r.Dimensions[i]
		is(t, "alpha of "+d.ID, d.Alpha, want.pairwise, 5e-7)
		is(t, "alpha of complete cases of "+d.ID, d.AlphaComplete, want.complete, 5e-7)
		if cases := []int{2709, 2707, 2713, 2694, 2726}[i]; *d.AlphaCases != cases {
			t.Errorf("%s has %d complete cases, want %d", d.ID, *d.AlphaCases, cases)
		}
	}
	a2 := figure(t, r, "A2")
	if got := fmt.Sprint(*a2.N, a2.Counts); got != "2773 map[1:47 2:126 3:151 4:553 5:1023 6:873]" {
		t.Errorf("A2: %s", got)
	}
	is(t, "top 2 of A2", a2.Favourable, .6837, 5e-5)
	for _, want := range []struct {
		id       string
		n        int
		mean, sd float64
	}{{"A2", 2773, 4.8024, 1.1720}, {"A1", 2784, 2.4134, 1.4077}, {"N1", 2778, 2.9291, 1.5709}, {"O4", 2786,
		4.8923, 1.2213}} {
		i := figure(t, r, want.id)
		is(t, "mean of "+want.id, i.Mean, want.mean, 5e-5)
		is(t, "margin of "+want.id, i.Margin, 1.96*want.sd/math.Sqrt(float64(want.n)), 5e-5)
		if *i.N != want.n {
			t.Errorf("%s: n = %d", want.id, *i.N)
		}
	}
	for i, want := range []float64{.31, .56, .59, .39, .49} { // r.drop as psych prints it
		is(t, "item-rest correlation", r.Items[i].ItemRest, want, .005)
	}
	bySex(t, r)
	if r.Base != nil || r.ResponseRate != nil || r.MinGroup != 0 {
		t.Errorf("a base without a roster: %+v", r.Base)
	}
}

// bySex compares A2 among men and women.
func bySex(t *testing.T, r *report.Release) {
	t.Helper()
	men, women := r.Segments[0].Groups[0].Dimensions, r.Segments[0].Groups[1].Dimensions
	is(t, "A2 of men", men[5].Score, 4.4967, 5e-5)
	is(t, "A2 of women", women[5].Score, 4.9512, 5e-5)
	is(t, "top 2 of A2 of men", men[6].Score, 57.71, 5e-3)
	is(t, "top 2 of A2 of women", women[6].Score, 73.57, 5e-3)
	if *men[5].N != 908 || *women[5].N != 1865 {
		t.Errorf("%d men and %d women", *men[5].N, *women[5].N)
	}
	halves := []report.Stratum{{Size: 1, N: 908, Mean: *men[5].Score}, {Size: 1, N: 1865, Mean: *women[5].Score}}
	mean, _, ok := report.PostStratify(halves)
	is(t, "A2 weighted to halves", &mean, 4.723951, 5e-7)
	if !ok {
		t.Error("not weighted")
	}
}

func TestAnalyseLSAT6(t *testing.T) {
	r := analysed(t, "", "--flow", "testdata/analyse/lsat6.yaml", dataFile(t, "lsat6.csv"))
	is(t, "alpha", r.Dimensions[0].Alpha, .294997, 5e-7)
	for i, want := range []float64{.924, .709, .553, .763, .870} {
		is(t, "mean", r.Items[i].Mean, want, 5e-7)
	}
}

func TestAnalyseGivesNoAlphaOnTwelvePeople(t *testing.T) {
	r := analysed(t, "", "--flow", "testdata/analyse/wide.yaml", dataFile(t, "pingouin_cronbach_wide_missing.csv"))
	if d := r.Dimensions[0]; d.Alpha != nil || d.AlphaComplete != nil || *d.N != 11 {
		t.Errorf("%+v", d)
	}
	blank := 0
	for _, i := range r.Items {
		blank += 12 - *i.N
	}
	if blank != 4 {
		t.Errorf("%d blanks, want 4", blank)
	}
}

// TestAnalyseRepeatsTheSummary exports a wave and analyses its rows: the figures of the whole are the
// same, but for the base and what hangs on it.
func TestAnalyseRepeatsTheSummary(t *testing.T) {
	in, id := closedWave(t, survey.Confidential, 40)
	_, rows, problems := in.suara(t.Context(), "export", id)
	_, summary, _ := in.suara(t.Context(), "summary", id, "--format", "json")
	if problems.String() != "" {
		t.Fatal(problems)
	}
	var want report.Release
	if err := json.Unmarshal([]byte(summary.String()), &want); err != nil {
		t.Fatal(err)
	}
	got := analysed(t, rows.String(), "--flow", "library:berakhlak", "--publish", "-")
	if *got.Index.Score != *want.Index.Score || *got.Index.N != *want.Index.N || *got.Index.Band != *want.Index.Band {
		t.Errorf("%+v, want %+v", got.Index, want.Index)
	}
	for i, item := range got.Items {
		if fmt.Sprint(item.Counts, item.Suppressed, shown(item.Mean)) !=
			fmt.Sprint(want.Items[i].Counts, want.Items[i].Suppressed, shown(want.Items[i].Mean)) {
			t.Errorf("%+v, want %+v", item, want.Items[i])
		}
	}
	if string(got.Wave) != id || got.Base != nil || got.MinGroup != 5 {
		t.Errorf("wave %q, base %v, least group %d", got.Wave, got.Base, got.MinGroup)
	}
}

// smallFlow is a flow of one dimension with an index.
const smallFlow = `flow: kecil
title: {id: Survei kecil, en: Small survey}
languages: [id, en]
scales:
  s: [{value: 1, label: {id: a, en: a}}, {value: 2, label: {id: b, en: b}},
    {value: 3, label: {id: c, en: c}, favourable: true}]
dimensions: [{id: d, title: {id: D, en: D}, items: [A1], score: range100}]
index: {id: x, title: {id: X, en: X}, dimensions: [d], bands: [{from: 0, label: {id: Ada, en: Some}}]}
items: [{id: A1, type: scale, scale: s, text: {id: Pernyataan, en: Statement}}]
`

func smallFile(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAnalyseSaysForWhomItIs(t *testing.T) {
	flow := smallFile(t, "kecil.yaml", smallFlow)
	rows := "unit;A1\na;1\na;2\nb;3\n"
	code, out, problems := analyse(t, rows, "--flow", flow, "-")
	if code != exitFine || !strings.Contains(problems, "nothing is suppressed: for an analyst's own machine only") ||
		!strings.Contains(out, "X: 50,00, Ada (dari 3 jawaban)") ||
		!strings.Contains(out, "b (dari 1 jawaban): 100,00") {
		t.Errorf("exit %d\n%s\n%s", code, out, problems)
	}
	code, out, problems = analyse(t, rows, "--flow", flow, "-", "--publish", "--lang", "en")
	if code != exitFine || !strings.Contains(problems, "fewer than 5 answers are withheld") ||
		!strings.Contains(out, "No figures: fewer than 5 answers.") || strings.Contains(out, "50") {
		t.Errorf("exit %d\n%s\n%s", code, out, problems)
	}
	var keys map[string]any
	_, out, _ = analyse(t, rows, "--flow", flow, "-", "--format", "json")
	if err := json.Unmarshal([]byte(out), &keys); err != nil {
		t.Fatal(err)
	}
	if base, ok := keys["base"]; !ok || base != nil || keys["state"] != "closed" || keys["survey"] != "kecil" {
		t.Errorf("%v", keys)
	}
}

func TestAnalyseFails(t *testing.T) {
	flow := smallFile(t, "kecil.yaml", smallFlow)
	for _, c := range []struct {
		name, rows string
		args       []string
		code       int
		want       string
	}{
		{"no flow", "A1\n1\n", []string{"-"}, exitUsage, `"flow"`},
		{"two files", "A1\n1\n", []string{"--flow", flow, "a", "b"}, exitUsage, "accepts 1 arg"},
		{"a least group under five", "A1\n1\n", []string{"--flow", flow, "-", "--publish", "--min-group", "2"},
			exitUsage, "5 or more"},
		{"no such file", "", []string{"--flow", flow, "nothing.csv"}, exitFailed, "nothing.csv"},
		{"bad values", "A1\n1\n9\n\nx\n", []string{"--flow", flow, "-"}, exitFailed,
			"suara: row 3, column A1: \"9\" is none of 1, 2, 3\nsuara: row 5, column A1: \"x\" is none of 1, 2, 3\n"},
		{"no column of an item", "a,b\n1,2\n", []string{"--flow", flow, "-"}, exitFailed, "no column is an item"},
		{"a flow with problems", "A1\n1\n", []string{"--flow", smallFile(t, "bad.yaml", "flow: x\n"), "-"},
			exitFailed, "bad.yaml:1:1"},
	} {
		code, out, problems := analyse(t, c.rows, c.args...)
		if code != c.code || out != "" || !strings.Contains(problems, c.want) {
			t.Errorf("%s: exit %d, printed %q\n%s", c.name, code, out, problems)
		}
	}
}
