package report_test

import (
	"testing"

	"suara/report"
	"suara/survey"
)

func TestResponseRatesOfDispositions(t *testing.T) { // case 157
	d := report.CountDispositions(map[survey.Disposition]int{
		survey.DispComplete: 30, survey.DispPartial: 10, survey.DispRefusal: 5, survey.DispNonContact: 40,
		survey.DispOther: 2, survey.DispUnknown: 13, survey.DispNotEligible: 7,
	})
	if d.Eligible() != 100 {
		t.Errorf("%d eligible, want 100: those not eligible are no part of the base", d.Eligible())
	}
	near(t, "RR1", d.RR1(), .30, 1e-12)
	near(t, "RR2", d.RR2(), .40, 1e-12)
	near(t, "RR1 of nobody", report.Dispositions{}.RR1(), 0, 0)
}

func TestReleaseCarriesDispositionsAndBenchmark(t *testing.T) {
	in, _ := sample(t)
	in.Dispositions = map[survey.Disposition]int{survey.DispComplete: 95, survey.DispPartial: 25,
		survey.DispNonContact: 1054}
	in.Minimum = report.Minimum{Organisation: 140, Units: map[survey.UnitID]int{"biro-a": 40, "dinas": 100}}
	r := compute(t, in)
	near(t, "RR1", *r.ResponseRate, 95./1174, 1e-12)
	near(t, "RR2", *r.PartialRate, 120./1174, 1e-12)
	if b := *r.Benchmark; b != (report.Benchmark{KrejcieMorgan: 290, Minimum: 140, Short: 45}) {
		t.Errorf("%+v", b)
	}
	if u := unitOf(t, r, "dinas"); u.Minimum != 100 || u.Short != 67 {
		t.Errorf("dinas: %+v", u)
	}
	if u := unitOf(t, r, "biro-a"); u.Minimum != 40 || u.Short != 0 || u.LowBase {
		t.Errorf("biro-a: %+v", u)
	}
	if u := unitOf(t, r, "biro-b"); !u.LowBase {
		t.Error("12 answers are no low base")
	}
	if !r.LowBase {
		t.Error("8 % of the roster is no low base")
	}
}

func TestPaceAndOutlook(t *testing.T) {
	for _, c := range []struct {
		name     string
		complete int
		minimum  int
		days     []int
		left     int
		want     report.Outlook
	}{
		{"the last three days count", 80, 140, []int{50, 30, 6, 8, 10}, 5, report.Outlook{60, 8, 12, false}},
		{"fast enough", 120, 140, []int{8, 8, 8}, 4, report.Outlook{20, 8, 5, true}},
		{"fewer than three days", 0, 10, []int{4}, 2, report.Outlook{10, 4, 5, false}},
		{"no day yet", 0, 10, nil, 2, report.Outlook{10, 0, 5, false}},
		{"met", 150, 140, []int{0, 0, 0}, 0, report.Outlook{0, 0, 0, true}},
		{"no day left", 130, 140, []int{90, 90, 90}, 0, report.Outlook{10, 90, 10, false}},
		{"no minimum", 3, 0, []int{1, 1, 1}, 3, report.Outlook{0, 1, 0, true}},
	} {
		if got := report.NewOutlook(c.complete, c.minimum, c.days, c.left); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
