package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

const sentFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
items:
  - {id: kantor, type: photo, text: {id: Kirim foto.}}
  - {id: surat, type: file, optional: true, text: {id: Kirim surat.}}
  - {id: lokasi, type: location, optional: true, text: {id: Di mana?}}
`

// sender is a stage with one person before the first item of a wave of sentFlow.
type sender struct {
	*stage
	phone *simulator.Phone
}

func newSender(t *testing.T) *sender { return newSenderOf(t, sentFlow) }

func newSenderOf(t *testing.T, flow string) *sender {
	t.Helper()
	s := &sender{stage: newScene(t, scene{flow: flow, mode: "identified"})}
	s.phone = s.tg.NewPerson(simulator.Person{ID: 501, FirstName: "Siti"})
	s.phone.Start(s.code("198501012010011001"))
	s.rest(time.Minute)
	s.tap("Benar")
	s.command("wave open", nil, "", "uji")
	s.rest(time.Minute)
	s.tap("Mulai", "Saya bersedia")
	return s
}

func (s *sender) tap(labels ...string) {
	s.t.Helper()
	s.stage.tap(s.phone, labels...)
}

// photo sends a photo and lets what it sets going come to its end.
func (s *sender) photo(grey string) {
	s.phone.SendPhoto(greyPhoto(grey), "")
	s.rest(time.Minute)
}

// records lists what the database knows of files.
func (s *sender) records() (list []storage.File) {
	s.t.Helper()
	err := s.sys.store.View(func(tx *storage.Tx) error {
		return tx.Files(s.wave().ID, func(_ survey.RespondentID, _ string, f storage.File) bool {
			list = append(list, f)
			return true
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func (s *sender) expect(n int, where string) {
	s.t.Helper()
	if files, records := s.keptFiles(), s.records(); len(files) != n || len(records) != n {
		s.t.Errorf("%s: %d files and %d records, want %d: %v", where, len(files), len(records), n, files)
	}
}

// A file is kept whole, for nobody else to look at, under the name that the export says.
func TestSentFilesAreKept(t *testing.T) {
	s := newSender(t)
	s.photo("50")
	s.phone.SendFile("Surat Tugas.PDF", document("a.pdf", "5000"), "")
	s.rest(time.Minute)
	s.phone.SendKind("location:-0.789312,127.377245,12.6")
	s.rest(time.Minute)
	s.tap("Kirim jawaban")
	export, names := s.export(s.wave().ID), s.keptFiles()
	if len(names) != 2 {
		t.Fatalf("kept %v", names)
	}
	for _, name := range names {
		if !strings.Contains(export, ","+name) {
			t.Errorf("the export does not name %s:\n%s", name, export)
		}
		path := filepath.Join(s.set.Storage.Files.Dir, name)
		for _, p := range []string{path, filepath.Dir(path), s.set.Storage.Files.Dir} {
			if st, err := os.Stat(p); err != nil || st.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v, %v", p, st, err)
			}
		}
	}
	if !strings.Contains(export, `"-0.789312,127.377245,13"`) {
		t.Errorf("the export does not say where:\n%s", export)
	}
	photo := slices.IndexFunc(names, func(n string) bool { return strings.HasSuffix(n, ".jpg") })
	got := readFile(t, filepath.Join(s.set.Storage.Files.Dir, names[photo]))
	if !bytes.Equal(got, greyPhoto("50")) {
		t.Errorf("the photo came as %d other bytes", len(got))
	}
	s.phone.Send("/data_saya")
	s.rest(time.Minute)
	for _, m := range s.phone.Messages() {
		if m.Document == nil || m.Document.Name != "data-saya.txt" {
			continue
		}
		for _, name := range names {
			if !strings.Contains(string(m.Document.Bytes), name+" (tersimpan") {
				t.Errorf("/data_saya does not list %s:\n%s", name, m.Document.Bytes)
			}
		}
		return
	}
	t.Error("/data_saya brought no file")
}

// A crash between the receipt of a photo and its fetching loses nothing, and a bad line only delays it.
func TestSentFilesSurviveACrashAndABadLine(t *testing.T) {
	s := newSender(t)
	s.tg.Fail(simulator.Fault{Method: "getFile", Kind: "502", Times: 3})
	s.deadAt("before a file is fetched", 1, func() { s.photo("60") })
	if n, r := len(s.keptFiles()), s.records(); n != 0 || len(r) != 1 || r[0].State != storage.FileWanted {
		t.Errorf("%d files, records %+v; want one that waits", n, r)
	}
	s.until(s.clock.Now().Add(10 * time.Minute))
	s.expect(1, "after three bad answers")
	if r := s.records(); r[0].State != storage.FileKept || r[0].Size != int64(len(greyPhoto("60"))) {
		t.Errorf("record %+v", r[0])
	}
	if got := s.phone.Last().Text; !strings.Contains(got, "Kirim surat.") {
		t.Errorf("the person sees %q", got)
	}
}

// Whatever ends an answer ends its file.
func TestSentFilesAreErasedWithTheirAnswers(t *testing.T) {
	later := func(s *sender) { s.tap("Lewati", "Lewati", "Kirim jawaban") }
	for name, ends := range map[string]func(*sender){
		"another photo":    func(s *sender) { s.tap("Kembali"); s.photo("2"); s.expect(1, "replaced"); erase(s) },
		"hapus_data":       erase,
		"tarik_jawaban":    func(s *sender) { s.phone.Send("/tarik_jawaban"); s.rest(time.Minute); s.tap("Ya, tarik") },
		"sent, then hapus": func(s *sender) { later(s); s.expect(1, "submitted"); erase(s) },
		"atur_ulang": func(s *sender) {
			owner := s.ownerInGroup()
			s.group.Send(owner, "/atur_ulang 198501012010011001", 0)
			s.rest(time.Minute)
			if _, err := s.group.Press(owner, "Ya"); err != nil {
				s.t.Fatal(err)
			}
			s.rest(time.Minute)
		},
		"retention": func(s *sender) {
			later(s)
			s.command("wave close", nil, "", string(s.wave().ID))
			s.rest(time.Minute)
			s.expect(1, "closed")
			s.clock.Advance(367 * 24 * time.Hour)
			s.rest(time.Minute)
		},
		"retention of a partial response": func(s *sender) {
			s.command("wave close", nil, "", string(s.wave().ID))
			s.rest(time.Minute)
			s.expect(1, "closed")
			s.clock.Advance(367 * 24 * time.Hour)
			s.rest(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSender(t)
			s.photo("1")
			s.expect(1, "sent")
			ends(s)
			s.expect(0, "at the end")
			s.restart()
			s.expect(0, "after a restart")
		})
	}
}

// A photo that was put aside as its question is not asked any more stays while the interview is open, and is
// no part of the partial response that closing makes of it.
func TestSentFileAsideGoesAtClosing(t *testing.T) {
	s := newSenderOf(t, strings.Replace(sentFlow, "items:\n  - {id: kantor, type: photo,", "items:\n"+
		"  - {id: ada, type: yesno, text: {id: Ada?}}\n  - {id: kantor, type: photo, when: \"${ada} = 'yes'\",", 1))
	s.tap("Ya")
	s.photo("1")
	s.tap("Kembali", "Kembali", "Tidak")
	s.expect(1, "aside")
	s.command("wave close", nil, "", string(s.wave().ID))
	s.rest(time.Minute)
	s.expect(0, "closed")
}

func erase(s *sender) {
	s.phone.Send("/hapus_data")
	s.rest(time.Minute)
	s.tap("Ya, hapus")
}

// An answer that is erased while its file is fetched leaves nothing behind.
func TestSentFileThatIsErasedWhileItIsFetched(t *testing.T) {
	s := newSender(t)
	s.die = func(where string) {
		if where != "before a file is fetched" {
			return
		}
		s.die = func(string) {}
		erase(s) // between the receipt and the fetching
	}
	s.photo("1")
	s.expect(0, "erased meanwhile")
}

// What nothing names is removed at the start; what is not of Suara's naming stays, as does what is missing
// on disk: it is fetched again.
func TestFolderOfFilesIsComparedAtTheStart(t *testing.T) {
	s := newSender(t)
	s.photo("70")
	dir := s.set.Storage.Files.Dir
	named := s.keptFiles()[0]
	if err := os.Remove(filepath.Join(dir, named)); err != nil {
		t.Fatal(err)
	}
	orphan := "uji-2026-11/abcdefghijklmnopqrstuvwxyz.jpg"
	foreign := []string{"uji-2026-11/liburan.jpg", "laporan.pdf", "lain/catatan.txt"}
	for _, name := range append(foreign, orphan, orphan+".part") {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, []byte("x"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	s.restart()
	want := append(foreign, named)
	slices.Sort(want)
	if got := s.keptFiles(); !slices.Equal(got, want) {
		t.Errorf("kept %v\nwant %v", got, want)
	}
}

// A file that can't be had is asked for again as long as the interview is open.
func TestSentFileThatIsLost(t *testing.T) {
	for name, send := range map[string]func(*sender){
		"Telegram has it no more": func(s *sender) {
			s.tg.Fail(simulator.Fault{Method: "getFile",
				Kind: "400:wrong file_id or the file is temporarily unavailable", Times: 99})
			s.photo("1")
		},
		"it is not what its name says": func(s *sender) {
			s.phone.SendFile("foto.jpg", []byte("<html>"), "")
			s.rest(time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSender(t)
			send(s)
			s.until(s.clock.Now().Add(time.Hour))
			s.expect(0, "lost")
			got := s.phone.Last().Text
			if !strings.Contains(got, "untuk pertanyaan “Kirim foto.” tidak dapat kami simpan") {
				t.Errorf("the person sees %q", got)
			}
			s.tg.Heal()
			s.tap("Lewati", "Lewati")
			if got := s.phone.Last().Text; !strings.Contains(got, "Kirim foto.") {
				t.Errorf("the photo is not asked for again: %q", got)
			}
			s.photo("2")
			s.expect(1, "sent again")
		})
	}
}

// The list of the keeper, as serve runs it: what is added is done, and the end waits for what is under way.
func TestFileKeeperRuns(t *testing.T) {
	s := newSender(t)
	s.photo("80")
	named := s.keptFiles()[0]
	path := filepath.Join(s.set.Storage.Files.Dir, named)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	k := newFileKeeper(s.sys)
	go func() { done <- k.run(ctx) }()
	k.add([]fielding.FileTask{{Wave: s.wave().ID, Name: filepath.Base(named), Erase: true}})
	for end := time.After(10 * time.Second); ; {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			break
		}
		select {
		case <-end:
			t.Fatal("the file is not erased")
		case <-time.After(time.Millisecond):
		}
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Photos, files and places are refused by the configuration of an anonymous or confidential survey.
func TestItemsThatAreSentNeedAnIdentifiedSurvey(t *testing.T) {
	for mode, want := range map[string]int{"anonymous": 3, "confidential": 3, "identified": 0} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "uji.yaml"), []byte(sentFlow), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := configure(config.Source{
			Name: filepath.Join(dir, "config.yaml"), Env: testEnv, Now: startOfStage,
			Text: []byte("organisation: {name: Biro}\nsurveys:\n  - {id: uji, flow: uji.yaml, mode: " + mode + "}\n"),
		})
		got := 0
		if err != nil {
			got = strings.Count(err.Error(), "ask for it in identified surveys only")
		}
		if got != want {
			t.Errorf("%s: %d problems, want %d: %v", mode, got, want, err)
		}
	}
}
