package main

import (
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// A flow that is tried out takes photos and shows pictures, and nothing of them is fetched or kept.
func TestTrialTakesPhotosAndKeepsNone(t *testing.T) {
	t.Parallel()
	flow := sentFlow + "  - {id: denah, type: note, picture: denah.png, text: {id: Ini denahnya.}}\n"
	s := &sender{stage: newScene(t, scene{flow: flow, mode: "identified",
		beside: map[string]string{"denah.png": string(drawing(4, 3))}})}
	s.phone = s.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
	for _, line := range []string{"/start", "/uji_coba uji"} {
		s.phone.Send(line)
		s.rest(time.Minute)
	}
	s.phone.SendKind("voice")
	s.rest(time.Minute)
	if got := s.phone.Last().Text; !strings.Contains(got, "pesan suara tidak dapat diterima di sini") {
		t.Errorf("a voice is answered with %q", got)
	}
	s.photo("1")
	if got := s.phone.Last().Text; !strings.Contains(got, "Kirim surat.") {
		t.Fatalf("after the photo: %q", got)
	}
	s.tap("Lewati")
	s.phone.SendKind("location")
	s.rest(time.Minute)
	if m := s.phone.Last(); m.Photo == nil || !strings.Contains(m.Caption, "Ini denahnya.") {
		t.Errorf("the note shows %+v", m)
	}
	s.tap("Berikutnya", "Kirim jawaban")
	for _, c := range s.tg.Calls() {
		if c.Method == "getFile" {
			t.Error("a file of a trial was fetched")
		}
	}
	if files := s.keptFiles(); len(files) > 0 {
		t.Errorf("kept %v", files)
	}
}

// An owner who is asked for a file answers with a spreadsheet: it is no roster then.
func TestOwnersFileIsAnAnswerWhereOneIsAskedFor(t *testing.T) {
	s := newSender(t)
	owner := s.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
	owner.Start(s.code("199002022015022002"))
	s.rest(time.Minute)
	s.phone = owner
	s.tap("Benar", "Saya bersedia")
	s.photo("1")
	owner.SendFile("pegawai.xlsx", document("a.docx", "500"), "")
	s.rest(time.Minute)
	if got := owner.Last().Text; !strings.Contains(got, "Berkas Anda sudah kami terima") {
		t.Errorf("answered with %q", got)
	}
	s.expect(2, "answered")
	owner.SendFile("pegawai.xlsx", document("a.docx", "500"), "")
	s.rest(time.Minute)
	s.expect(2, "a roster after that")
}
