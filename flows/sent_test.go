package flows_test

import (
	"slices"
	"testing"

	"suara/flows"
	"suara/survey"
)

const filed = `
flow: uji
title: {id: Uji}
languages: [id]
items:
  - {id: ada, type: yesno, text: {id: Ada?}}
  - {id: kantor, type: photo, when: "${ada} = 'yes'", text: {id: Foto?}}
  - {id: surat, type: file, optional: true, text: {id: Surat?}}
  - {id: lokasi, type: location, text: {id: Di mana?}}
`

// Files that answers name are found in interviews, those aside too, and in responses, where they are not.
func TestFilesAreNamedByAnswers(t *testing.T) {
	f := load(t, filed)
	s := f.Begin("x", "id", nil)
	step := func(in flows.Input) { s, _ = f.Step(s, in) }
	step(flows.Input{Press: f.Show(s).Options[0].Press})
	step(flows.Input{Sent: &flows.Sent{Kind: flows.TypePhoto, Value: "w/a.jpg"}})
	step(flows.Input{Sent: &flows.Sent{Kind: flows.TypeFile, Value: "w/b.pdf"}})
	step(flows.Input{Sent: &flows.Sent{Kind: flows.TypeLocation, Value: flows.Place(-0.789312, 127.3, 0)}})
	if got := f.FilesOf(s); !slices.Equal(got, []string{"w/a.jpg", "w/b.pdf"}) {
		t.Errorf("files of the interview: %q", got)
	}
	step(flows.Input{Press: f.Show(s).Review[0].Press})
	step(flows.Input{Press: f.Show(s).Options[1].Press})
	if got := f.FilesOf(s); len(got) != 2 {
		t.Errorf("a photo put aside is not named any more: %q", got)
	}
	if got := f.FilesIn(f.Values(s)); !slices.Equal(got, []string{"w/b.pdf"}) {
		t.Errorf("files of the response: %q", got)
	}
	if got := f.Values(s)[3]; got != "-0.789312,127.300000" || !flows.IsPlace(got) {
		t.Errorf("place %q", got)
	}
	was := s
	s, item := f.Without(s, "w/b.pdf")
	if item == nil || item.ID != "surat" || f.Values(s)[2] != survey.NotReached || f.Values(was)[2] != "w/b.pdf" {
		t.Errorf("taken back: %v, %q, before %q", item, f.Values(s), f.Values(was))
	}
	if _, item := f.Without(s, "w/b.pdf"); item != nil {
		t.Error("an answer was taken back twice")
	}
}

func TestItemsThatAreSentAreForIdentifiedSurveysOnly(t *testing.T) {
	f := load(t, filed)
	for mode, want := range map[survey.Mode]int{survey.Anonymous: 3, survey.Confidential: 3, survey.Identified: 0} {
		if got := f.CheckMode(mode); len(got) != want {
			t.Errorf("%s: %d problems, want %d: %v", mode, len(got), want, got)
		}
	}
}

func TestPicturesStayBelowTheFlow(t *testing.T) {
	for name, good := range map[string]bool{
		"denah.png": true, "gambar/denah.JPG": true, "../denah.png": false, "/etc/denah.png": false,
		"denah.gif": false, "a/../denah.png": false, `a\denah.png`: false, "c:denah.png": false, "..png": false,
	} {
		_, err := flows.Load("f.yaml", []byte("flow: f\ntitle: {id: F}\nlanguages: [id]\nitems:\n"+
			"  - {id: n, type: note, picture: '"+name+"', text: {id: Lihat.}}\n"))
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
