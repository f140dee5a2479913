package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"suara/fielding"
	"suara/flows"
	"suara/flows/library"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// berakhlak is the shipped questionnaire of that name.
func berakhlak(t testing.TB) *flows.Flow {
	t.Helper()
	src, err := library.Open("berakhlak")
	if err != nil {
		t.Fatal(err)
	}
	f, err := flows.Load("berakhlak", src)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// submissions makes n answers to the flow, each with a comment; every person answers a bit differently.
func submissions(f *flows.Flow, n int) []storage.Submission {
	var all []storage.Submission
	for i := range n {
		s := storage.Submission{Response: survey.Response{
			ID: fmt.Sprintf("r%02d", n-i), Unit: "a", Flow: f.Version(), SubmittedOn: "2026-11-25",
		}}
		for _, item := range f.Items {
			value := survey.Skipped
			switch item.Type {
			case flows.TypeScale:
				value = fmt.Sprint(1 + i%5)
			case flows.TypeText:
				value = fmt.Sprintf("saran %d", i)
				s.Comments = append(s.Comments, survey.Comment{Item: item.ID, Text: value})
			}
			s.Response.Values = append(s.Response.Values, value)
		}
		all = append(all, s)
	}
	return all
}

func TestReleaseOfAnAnonymousWaveKeepsNothingThatNames(t *testing.T) {
	f := berakhlak(t)
	w := survey.Wave{
		ID: "w", Survey: "berakhlak", State: survey.WaveClosing, Mode: survey.Anonymous, MinGroup: 5,
		Units: []survey.Unit{{ID: "a", Name: "A"}}, Base: survey.Base{Roster: 20, Complete: 12},
	}
	given := submissions(f, 12)
	got, err := reporter{random: rand.Reader, language: "id"}.Release(fielding.Closing{
		Wave: w, Flow: f, Roster: map[survey.UnitID]int{"a": 20}, Responses: slices.Values(given),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != 12 || len(got.Comments) != 24 {
		t.Errorf("%d rows and %d comments", len(got.Rows), len(got.Comments))
	}
	for _, row := range got.Rows {
		if row.ID != "" || row.SubmittedOn != "" || strings.Contains(strings.Join(row.Values, " "), "saran") {
			t.Errorf("a row names: %+v", row)
		}
	}
	var r report.Release
	if err := json.Unmarshal(got.JSON, &r); err != nil || r.State != survey.WaveClosed || r.Index.Score == nil {
		t.Errorf("release: %v\n%s", err, got.JSON)
	}
}

func TestReleaseCarriesTheBaseTheMinimumAndTheWaveBefore(t *testing.T) {
	f := berakhlak(t)
	c := fielding.Closing{
		Wave: survey.Wave{
			ID: "w", Survey: "berakhlak", State: survey.WaveClosing, Mode: survey.Anonymous, MinGroup: 5,
			Units: []survey.Unit{{ID: "a", Name: "A"}}, Base: survey.Base{Roster: 20, Complete: 12},
		},
		Flow: f, Roster: map[survey.UnitID]int{"a": 20}, Responses: slices.Values(submissions(f, 12)),
	}
	c.Status.Dispositions = map[survey.Disposition]int{
		survey.DispComplete: 12, survey.DispRefusal: 3, survey.DispPartial: 4, survey.DispNonContact: 1,
		survey.DispNotEligible: 2,
	}
	c.Minimum = fielding.Minimum{Organisation: 15, Unit: 14}
	p := reporter{random: rand.Reader, language: "id"}
	first, err := p.Release(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Wave.ID, c.Previous, c.Earlier = "w-2", first.JSON, f
	second, err := p.Release(c)
	if err != nil {
		t.Fatal(err)
	}
	var r report.Release
	if err := json.Unmarshal(second.JSON, &r); err != nil {
		t.Fatal(err)
	}
	d := r.Dispositions
	if d == nil || d.NotEligible != 2 || d.Eligible() != 20 || *r.PartialRate != 0.8 || *r.ResponseRate != 0.6 {
		t.Errorf("dispositions %+v, RR2 %v", d, r.PartialRate)
	}
	if r.Benchmark == nil || r.Benchmark.Minimum != 15 || r.Benchmark.Short != 3 || r.Units[0].Short != 2 {
		t.Errorf("benchmark %+v, unit %+v", r.Benchmark, r.Units)
	}
	if r.Change == nil || r.Change.Previous != "w" || len(r.Change.Dimensions) == 0 || len(r.Findings) != 3 {
		t.Errorf("change %+v, findings %+v", r.Change, r.Findings)
	}
	c.Previous = []byte("{")
	if _, err := p.Release(c); err == nil {
		t.Error("a broken release of the wave before is taken")
	}
}

func TestShuffleKeepsEveryElement(t *testing.T) {
	list := []int{1, 2, 3, 4, 5, 6, 7, 8}
	if err := shuffle(bytes.NewReader(make([]byte, 32)), list); err != nil {
		t.Fatal(err)
	}
	if slices.IsSorted(list) {
		t.Error("the order did not change")
	}
	slices.Sort(list)
	if !slices.Equal(list, []int{1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Error(list)
	}
	if err := shuffle(bytes.NewReader(nil), list); err == nil {
		t.Error("without randomness there is no order")
	}
}

// closedWave fields a wave in which n people answered and closes it.
func closedWave(t *testing.T, mode survey.Mode, n int) (installation, string) {
	t.Helper()
	in := install(t,
		"organisation: {name: Biro}\nsurveys: [{id: w, flow: library:berakhlak, mode: "+string(mode)+"}]\n")
	code, out, problems := in.suara(t.Context(), "wave", "open", "w")
	if code != exitFine {
		t.Fatal(problems)
	}
	id := strings.TrimSpace(out.String())
	store, err := storage.Open(filepath.Join(in.dir, "data/suara.db"), storage.Options{Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	f := berakhlak(t)
	err = store.Update(func(tx *storage.Tx) error {
		for i, s := range submissions(f, n) {
			if err := tx.PutResponse(survey.WaveID(id), survey.RespondentID(i+1), s); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, _, problems := in.suara(t.Context(), "wave", "close", id); code != exitFine {
		t.Fatal(problems)
	}
	return in, id
}

func TestExportOfAConfidentialWaveSaysNothingOfPersonsByItsOrder(t *testing.T) {
	in, id := closedWave(t, survey.Confidential, 6)
	code, out, problems := in.suara(t.Context(), "export", id, "--delimiter", ";")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if code != exitFine || len(lines) != 7 {
		t.Fatalf("exit %d, %d lines\n%s", code, len(lines), problems)
	}
	if !strings.HasPrefix(lines[0], "\ufeffresponse_id;wave;survey;") || !slices.IsSorted(lines[1:]) {
		t.Errorf("rows are to stand in the order of their random ids:\n%s", out)
	}
	if code, _, problems := in.suara(t.Context(), "export", id, "--comments", "x.csv"); code != exitFailed ||
		!strings.Contains(problems.String(), "free texts stand in the rows") {
		t.Errorf("comments: exit %d, %s", code, problems)
	}
	if code, out, _ := in.suara(t.Context(), "export", id, "--partial"); code != exitFine ||
		strings.Count(out.String(), ",complete\n") != 6 {
		t.Errorf("partial: exit %d\n%s", code, out)
	}
}

func TestExportBelowTheSmallestGroup(t *testing.T) {
	for _, row := range []struct {
		mode  survey.Mode
		lines int
	}{{survey.Confidential, 1}, {survey.Identified, 5}} {
		in, id := closedWave(t, row.mode, 4)
		code, out, problems := in.suara(t.Context(), "export", id)
		if got := strings.Count(out.String(), "\n"); code != exitFine || got != row.lines {
			t.Errorf("%s: exit %d, %d lines, want %d\n%s", row.mode, code, got, row.lines, problems)
		}
		code, out, problems = in.suara(t.Context(), "summary", id, "--format", "json")
		if code != exitFine || !strings.Contains(out.String(), `"score": null`) {
			t.Errorf("%s: exit %d\n%s%s", row.mode, code, out, problems)
		}
	}
}
