package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/flows"
	"suara/simulator"
)

const pictureFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
items:
  - {id: denah, type: note, picture: denah.png, text: {id: Ini denahnya.}}
  - {id: setuju, type: yesno, text: {id: Apakah Anda setuju?}}
`

// A picture goes over the line once, whoever sees it; a wave shows what it opened with; and where Telegram
// does not know the id any more, the picture goes once more.
func TestPictureIsSentOnceAndStaysWithItsWave(t *testing.T) {
	t.Parallel()
	first, second := drawing(40, 30), drawing(50, 20)
	s := newScene(t, scene{flow: pictureFlow, mode: "confidential",
		beside: map[string]string{"denah.png": string(first)}})
	var phones []*simulator.Phone
	for i, nip := range []string{"198501012010011001", "199002022015022002", "198703032012031003"} {
		p := s.tg.NewPerson(simulator.Person{ID: int64(501 + i), FirstName: "ASN"})
		phones = append(phones, p)
		p.Start(s.code(nip))
		s.rest(time.Minute)
	}
	uploads := func() (n int) {
		for _, c := range s.tg.Calls() {
			if c.Method == "sendPhoto" && !strings.HasPrefix(c.Params["photo"], "BQAC") && c.Status == 200 {
				n++
			}
		}
		return n
	}
	for _, p := range phones {
		s.tap(p, "Benar")
	}
	s.command("wave open", nil, "", "uji")
	s.rest(time.Minute)
	s.set.Fielding.Surveys[0].Pictures = map[string][]byte{"denah.png": second} // the file has changed since
	for _, p := range phones[:2] {
		s.tap(p, "Mulai", "Saya bersedia")
		if m := p.Last(); m.Photo == nil || !bytes.Equal(m.Photo.Bytes, first) ||
			!strings.Contains(m.Caption, "Ini denahnya.") {
			t.Errorf("the phone shows %+v", m)
		}
	}
	if n := uploads(); n != 1 {
		t.Errorf("%d uploads for two people, want 1", n)
	}
	s.tg.Fail(simulator.Fault{Method: "sendPhoto", Kind: "400:wrong file identifier/HTTP URL specified"})
	s.tap(phones[2], "Mulai", "Saya bersedia")
	if m := phones[2].Last(); m.Photo == nil || uploads() != 2 {
		t.Errorf("after a lost id: %d uploads, the phone shows %+v", uploads(), m)
	}
	s.tap(phones[0], "Berikutnya")
	shown := 0
	for _, m := range phones[0].Messages() {
		if m.Photo != nil {
			shown++
		}
	}
	if got := phones[0].Last(); shown != 0 || !strings.Contains(got.Text, "Apakah Anda setuju?") {
		t.Errorf("%d pictures left, last %q", shown, got.Text)
	}
}

func TestPicturesAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"good":        {drawing(40, 30), ""},
		"missing":     {nil, "f.yaml:6:5: picture denah.png can't be read; put it beside the flow's file"},
		"no picture":  {[]byte("GIF89a"), "is no PNG or JPEG"},
		"too narrow":  {drawing(210, 10), "measures 210 by 10 points"},
		"too large":   {append(drawing(4, 4), make([]byte, 10<<20)...), "is larger than 10 MB"},
		"many points": {drawing(9000, 1001), "measures 9000 by 1001 points"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			files := map[string][]byte{"f.yaml": []byte("flow: uji\ntitle: {id: Uji}\nlanguages: [id]\nitems:\n" +
				"  - {id: a, type: yesno, text: {id: A?}}\n" +
				"  - {id: denah, type: note, picture: denah.png, text: {id: Ini.}}\n"), "denah.png": c.data}
			for name, data := range files {
				if data == nil {
					continue
				}
				if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := configure(config.Source{
				Name: dir + "/config.yaml", Env: testEnv, Now: startOfStage,
				Text: []byte("organisation: {name: Biro}\nsurveys: [{id: uji, flow: f.yaml}]\n"),
			})
			got := ""
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, c.want) || c.want == "" && got != "" {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A flow that comes as a file alone can show what the configured one of that name shows, and no more.
func TestPicturesOfAPublishedFlow(t *testing.T) {
	load := func(src string) *flows.Flow {
		f, err := flows.Load("f.yaml", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	configured := []fielding.Study{{Flow: load(pictureFlow), Pictures: map[string][]byte{"denah.png": drawing(4, 4)}}}
	for src, want := range map[string]int{
		pictureFlow: 0,
		strings.Replace(pictureFlow, "denah.png", "lain.png", 1):    1,
		strings.Replace(pictureFlow, "flow: uji", "flow: beda", 1):  1,
		strings.Replace(pictureFlow, "picture: denah.png, ", "", 1): 0,
	} {
		if got := unknownPictures(load(src), configured); len(got) != want {
			t.Errorf("%d problems, want %d: %v", len(got), want, got)
		}
	}
}
