package picture_test

import (
	"bytes"
	"image/png"
	"testing"

	"suara/report"
	"suara/report/picture"
	"suara/report/reporttest"
	"suara/report/words"
	"suara/survey"
)

// drawAll draws every picture of a document and gives the number of pages of each.
func drawAll(t *testing.T, d *words.Document) map[picture.Kind]int {
	t.Helper()
	out := map[picture.Kind]int{}
	for _, which := range picture.Kinds(d) {
		pages, err := picture.Draw(d, which)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			img, err := png.Decode(bytes.NewReader(page))
			if err != nil {
				t.Fatalf("%s: %v", which, err)
			}
			if size := img.Bounds().Size(); size.X != 1080 || size.Y < 300 || size.Y > 1600 {
				t.Errorf("%s is %d × %d", which, size.X, size.Y)
			}
		}
		out[which] = len(pages)
	}
	return out
}

func TestEveryPictureOfAProvince(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		d := reporttest.Province(t, "w-2", 1, 0.4)
		d.Language = lang
		d.Release.Change = report.Compare(reporttest.Province(t, "w-1", 2, 0.2).Release, d.Release, d.Flow, d.Flow)
		d.Taking = &report.Participation{Base: *d.Release.Base, Days: reporttest.Fortnight(*d.Release.Base)}
		for _, u := range d.Release.Units {
			d.Taking.Units = append(d.Taking.Units, report.UnitCount{
				ID: u.ID, Name: u.Name, Parent: u.Parent, Roster: u.Roster, Responded: u.Complete, Minimum: 5,
			})
		}
		if got := drawAll(t, d); len(got) != 7 || got[picture.Items] != 3 || got[picture.Shares] != 2 {
			t.Errorf("%s: pages %v", lang, got)
		}
	}
}

func TestPicturesAreTheSameEachTime(t *testing.T) {
	d := reporttest.Province(t, "w-1", 1, 0.4)
	first, err := picture.Draw(d, picture.Headline)
	if err != nil {
		t.Fatal(err)
	}
	again, err := picture.Draw(d, picture.Headline)
	if err != nil || !bytes.Equal(first[0], again[0]) {
		t.Errorf("a second drawing differs (%v)", err)
	}
}

func TestPicturesOfUnusualWaves(t *testing.T) { // case I 160
	nobody := reporttest.Small(t, 0, 3)
	for name, d := range map[string]*words.Document{
		"nobody answered": nobody, "one answered": reporttest.Small(t, 1, 3), "too few": reporttest.Small(t, 4, 3),
		"all pressed the end": reporttest.Small(t, 40, 5), "a small group": reporttest.Small(t, 12, 5), "enough": reporttest.Small(t, 40, 3),
	} {
		t.Run(name, func(t *testing.T) {
			if len(drawAll(t, d)) == 0 {
				t.Error("no pictures")
			}
		})
	}
}

func TestParticipationAloneWhileOpen(t *testing.T) {
	d := reporttest.Small(t, 40, 3)
	d.Release = nil
	for name, p := range map[string]report.Participation{
		"empty":           {Wave: "w", Units: []report.UnitCount{{ID: "a", Name: "A"}}},
		"nobody yet":      {Wave: "w", Base: survey.Base{Roster: 9}, Units: []report.UnitCount{{ID: "a", Name: "A", Roster: 9}}},
		"everybody":       {Wave: "w", Base: survey.Base{Roster: 9, Complete: 9}, Units: []report.UnitCount{{ID: "a", Roster: 9, Responded: 9}}},
		"more than all":   {Wave: "w", Units: []report.UnitCount{{ID: "a", Name: "A", Roster: 2, Responded: 3}}},
		"days, nobody":    {Wave: "w", Days: []report.Day{{}}},
		"days, one alone": {Wave: "w", Base: survey.Base{Roster: 1, Complete: 1}, Days: []report.Day{{Responded: 1, Reminded: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			d.Taking = &p
			for which := range drawAll(t, d) {
				if which != picture.Shares && which != picture.Days {
					t.Errorf("%s is shown while the wave is open", which)
				}
			}
		})
	}
}

func TestManyUnitsStayWithinASetOfPages(t *testing.T) {
	d := reporttest.Small(t, 40, 3)
	p := report.Participation{Wave: "w"}
	for range 500 {
		p.Units = append(p.Units, report.UnitCount{Name: "Dinas", Roster: 3, Responded: 1})
	}
	d.Release, d.Taking = nil, &p
	if got := drawAll(t, d)[picture.Shares]; got != 6 {
		t.Errorf("%d pages", got)
	}
}

func TestNothingToDrawIsAnError(t *testing.T) {
	if _, err := picture.Draw(reporttest.Small(t, 40, 3), picture.Days); err == nil {
		t.Error("days were drawn of a document that has none")
	}
}
