package html_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"suara/report"
	"suara/report/html"
	"suara/report/reporttest"
	"suara/report/words"
	"suara/survey"
)

func page(t *testing.T, d *words.Document) string {
	t.Helper()
	b, err := html.Page(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPageNeedsNothingFromElsewhere(t *testing.T) {
	s := page(t, reporttest.Province(t, "w", 1, 0.4))
	for _, pattern := range []string{`(?i)https?:`, `(?i)\bsrc=`, `(?i)\bhref=`, `(?i)url\(`, `(?i)@import`, `(?i)<script`, `(?i)\bon[a-z]+=`} {
		if found := regexp.MustCompile(pattern).FindString(s); found != "" {
			t.Errorf("the page has %q", found)
		}
	}
	for _, part := range []string{`name="viewport"`, "prefers-color-scheme:dark", "@media print", "size:A4", "default-src 'none'"} {
		if !strings.Contains(s, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

func TestPageEscapesWhatPeopleWrote(t *testing.T) { // cases C 64, K 176
	d := reporttest.Province(t, "w", 1, 0.4)
	d.Organisation = `<script>alert(1)</script>`
	d.Comments = []survey.Comment{{Item: d.Flow.Items[0].ID, Text: `<img src=x onerror=alert(1)> & "kutip"`}}
	s := page(t, d)
	for _, bad := range []string{"<script", "<img", "<Balitbangda>"} {
		if strings.Contains(s, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, good := range []string{"&lt;Balitbangda&gt;", "&lt;img src=x onerror=alert(1)&gt; &amp; &#34;kutip&#34;"} {
		if !strings.Contains(s, good) {
			t.Errorf("the page lacks %q", good)
		}
	}
}

func TestPageIsWellFormed(t *testing.T) {
	for name, d := range map[string]*words.Document{
		"province": reporttest.Province(t, "w", 1, 0.4), "too few": reporttest.Small(t, 3, 3), "small": reporttest.Small(t, 12, 5), "nobody": reporttest.Small(t, 0, 3),
	} {
		dec := xml.NewDecoder(strings.NewReader(page(t, d)))
		dec.Strict, dec.AutoClose, dec.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
		for {
			_, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

func TestFilesShowTheFiguresOfTheText(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	s := page(t, d)
	for _, f := range d.Release.Dimensions {
		if shown := words.Shown(*f.Score, f.Bound, "id"); !strings.Contains(s, shown) {
			t.Errorf("dimension %s: %s is not on the page", f.ID, shown)
		}
	}
	for _, u := range d.Release.Units {
		if u.Score != nil && !strings.Contains(s, words.Shown(*u.Score, u.Bound, "id")) {
			t.Errorf("unit %s: the score is not on the page", u.ID)
		}
	}
	for _, f := range d.Release.Items {
		if f.Favourable != nil && !strings.Contains(s, report.Number(*f.Favourable*100, 1, "id")+" %") {
			t.Errorf("item %s: the favourable share is not on the page", f.ID)
		}
	}
	if !strings.Contains(s, d.HiddenMark()) || !strings.Contains(s, d.FormulaOf(d.Release.Dimensions[0].ID)) {
		t.Error("the page does not say what is hidden, or how scores are computed")
	}
}

func TestPageOfTooFewAnswersHasNoFigures(t *testing.T) {
	s := page(t, reporttest.Small(t, 4, 3))
	if !strings.Contains(s, "Tidak ada angka: kurang dari 5 jawaban.") || strings.Contains(s, "50,00") {
		t.Errorf("page:\n%s", s)
	}
}
