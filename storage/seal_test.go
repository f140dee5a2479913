package storage_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"suara/storage"
	"suara/survey"
)

// sealedStore has an anonymous wave with an interview and a submission, and a linked one with the same.
func sealedStore(t *testing.T) (*storage.Store, string) {
	t.Helper()
	path := newPath(t)
	s := open(t, path)
	if err := s.CreateKey(string(hidden.ID)); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutInterview(hidden, 7, session), tx.AddSealed(hidden.ID, submission))
	})
	return s, path
}

var answers = []string{"rahasia-sesi", "rahasia-teks", "saran", survey.Skipped}

func TestSealedAnswersAreNotInTheFile(t *testing.T) {
	s, path := sealedStore(t)
	if text := answerIn(t, path); text != "" {
		t.Errorf("the file holds %q", text)
	}
	update(t, s, func(tx *storage.Tx) error { return tx.PutInterview(linked, 7, session) })
	if answerIn(t, path) != "rahasia-sesi" {
		t.Error("the search itself is wrong: a linked interview lies open")
	}
}

func answerIn(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range answers {
		if bytes.Contains(raw, []byte(text)) {
			return text
		}
	}
	return ""
}

func TestSealedInterviewStaysWithItsPerson(t *testing.T) {
	s, _ := sealedStore(t)
	update(t, s, func(tx *storage.Tx) error { return tx.CopyInterview(hidden.ID, 7, 8) })
	view(t, s, func(tx *storage.Tx) error {
		if _, err := tx.Interview(hidden, 8); err == nil {
			t.Error("another person's interview opened")
		}
		got, err := tx.Interview(hidden, 7)
		if !bytes.Equal(got, session) {
			t.Errorf("own interview: %q", got)
		}
		return err
	})
}

func TestSealedTwiceDiffers(t *testing.T) {
	s, path := sealedStore(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *storage.Tx) error { return tx.PutInterview(hidden, 7, session) })
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(before, after) {
		t.Error("no new nonce was drawn")
	}
}

func TestWithoutKey(t *testing.T) {
	rows := []struct {
		name string
		keys func(t *testing.T, s *storage.Store, path string)
		want error // nil: any
	}{
		{"absent key file", func(t *testing.T, _ *storage.Store, path string) {
			if err := os.Remove(path + ".keys"); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrNoKey},
		{"destroyed key", func(t *testing.T, s *storage.Store, _ string) {
			if err := s.DestroyKey(string(hidden.ID)); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrNoKey},
		{"wrong key", func(t *testing.T, _ *storage.Store, path string) {
			write(t, path+".keys", []byte(`{"berakhlak-1":"`+strings.Repeat("ab", 32)+`"}`))
		}, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, path := sealedStore(t)
			row.keys(t, s, path)
			closeStore(t, s)
			s = open(t, path)
			check := func(what string, err error) {
				if err == nil || row.want != nil && !errors.Is(err, row.want) {
					t.Errorf("%s: %v", what, err)
				}
			}
			view(t, s, func(tx *storage.Tx) error {
				_, err := tx.Interview(hidden, 7)
				check("interview", err)
				return nil
			})
			check("submissions", s.Submissions(hidden, func([]byte, storage.Submission) error { return nil }))
			if row.want == nil {
				return
			}
			check("sealing", s.Update(func(tx *storage.Tx) error { return tx.PutInterview(hidden, 7, session) }))
			check("adding", s.Update(func(tx *storage.Tx) error { return tx.AddSealed(hidden.ID, submission) }))
			if s.HasKey(string(hidden.ID)) {
				t.Error("HasKey")
			}
		})
	}
}

func TestDestroyKeyAtOnce(t *testing.T) {
	s, path := sealedStore(t)
	if err := s.CreateKey("other"); err != nil {
		t.Fatal(err)
	}
	old, err := os.Open(path + ".keys") // the file as it was, held by its inode
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	for range 2 { // a second time is no error
		if err := s.DestroyKey(string(hidden.ID)); err != nil {
			t.Fatal(err)
		}
	}
	view(t, s, func(tx *storage.Tx) error {
		if _, err := tx.Interview(hidden, 7); !errors.Is(err, storage.ErrNoKey) {
			t.Errorf("interview after the key's end: %v", err)
		}
		return nil
	})
	raw, err := io.ReadAll(old)
	if err != nil || len(raw) == 0 || len(bytes.Trim(raw, "\x00")) != 0 {
		t.Errorf("the replaced key file still holds %q, %v", raw, err)
	}
	if got := s.Keys(); !slices.Equal(got, []string{"other"}) {
		t.Errorf("keys %v", got)
	}
}

func TestKeysOutliveTheProcess(t *testing.T) {
	s, path := sealedStore(t)
	if err := s.CreateKey(string(hidden.ID)); err != nil { // again: the same key
		t.Fatal(err)
	}
	closeStore(t, s)
	s = open(t, path)
	if subs := submissions(t, s, hidden); len(subs) != 1 || !s.HasKey(string(hidden.ID)) {
		t.Errorf("%d submissions after reopening", len(subs))
	}
}

// A key that could not be written must not be used, and one that could not be erased is not gone:
// the caller tries again.
func TestKeyFileThatCannotBeWritten(t *testing.T) {
	s, path := sealedStore(t)
	block := path + ".keys.next"
	if err := os.Mkdir(block, 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.CreateKey("second"); err == nil || s.HasKey("second") {
			t.Fatalf("key that is on no disk: %v", err)
		}
		if err := s.DestroyKey(string(hidden.ID)); err == nil || !s.HasKey(string(hidden.ID)) {
			t.Fatalf("key that is still on disk: %v", err)
		}
	}
	if err := os.Remove(block); err != nil {
		t.Fatal(err)
	}
	if err := s.DestroyKey(string(hidden.ID)); err != nil || s.HasKey(string(hidden.ID)) {
		t.Fatal(err)
	}
}

func TestUnfinishedKeyFileIsRemoved(t *testing.T) {
	s, path := sealedStore(t)
	closeStore(t, s)
	write(t, path+".keys.next", []byte(`{"dead`))
	s = open(t, path)
	if _, err := os.Stat(path + ".keys.next"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unfinished file is still there: %v", err)
	}
	if !s.HasKey(string(hidden.ID)) {
		t.Error("the finished file was not read")
	}
}

func TestDamagedKeyFile(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "cut": `{"berakhlak-1":"abcd`, "null": "null", "a list": "[]",
		"short key": `{"berakhlak-1":"abcd"}`, "no hex": `{"berakhlak-1":"` + strings.Repeat("zz", 32) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			closeStore(t, open(t, path))
			write(t, path+".keys", []byte(content))
			_, err := storage.Open(path, fast)
			if err == nil || !strings.Contains(err.Error(), "key file "+path+".keys") ||
				!strings.Contains(err.Error(), "damaged") {
				t.Errorf("Open: %v", err)
			}
		})
	}
}

// The length of what is sealed tells neither how far an interview has come nor whether somebody wrote a
// comment.
func TestSealedLengthTellsNothing(t *testing.T) {
	s := open(t, newPath(t))
	if err := s.CreateKey(string(hidden.ID)); err != nil {
		t.Fatal(err)
	}
	lengths := map[int]bool{}
	for n := range 400 {
		long := submission
		long.Comments = []survey.Comment{{Item: "saran", Text: strings.Repeat("a", n)}}
		update(t, s, func(tx *storage.Tx) error {
			err := errors.Join(tx.PutInterview(hidden, 7, make([]byte, n)), tx.AddSealed(hidden.ID, long))
			for _, length := range tx.SealedLengths(hidden.ID) {
				lengths[length] = true
			}
			return err
		})
	}
	if len(lengths) != 1 {
		t.Errorf("lengths %v", lengths)
	}
	for n, sub := range submissions(t, s, hidden) {
		if len(sub.Comments[0].Text) >= 400 {
			t.Errorf("submission %v came back as %v", n, sub)
		}
	}
	for _, n := range []int{0, 511, 512, 513, 5000} {
		text := bytes.Repeat([]byte{0x80, 0}, n)[:n]
		update(t, s, func(tx *storage.Tx) error { return tx.PutInterview(hidden, 8, text) })
		view(t, s, func(tx *storage.Tx) error {
			got, err := tx.Interview(hidden, 8)
			if !bytes.Equal(got, text) {
				t.Errorf("%d bytes came back as %d", n, len(got))
			}
			return err
		})
	}
}

// Waves may be open while the program is upgraded from one that did not pad.
func TestUnpaddedRecordsStillOpen(t *testing.T) {
	s := open(t, newPath(t))
	if err := s.CreateKey(string(hidden.ID)); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *storage.Tx) error { return tx.PutInterviewUnpadded(hidden, 7, session) })
	view(t, s, func(tx *storage.Tx) error {
		got, err := tx.Interview(hidden, 7)
		if !bytes.Equal(got, session) {
			t.Errorf("%q", got)
		}
		return err
	})
}

func TestKeysAreCopiedAndPutBack(t *testing.T) {
	s, path := sealedStore(t)
	if err := s.CreateKey("closed-1"); err != nil {
		t.Fatal(err)
	}
	copied := path + ".copy"
	waves, err := storage.CopyKeys(storage.KeyFile(path), copied)
	if err != nil || !slices.Equal(waves, []string{string(hidden.ID), "closed-1"}) {
		t.Fatalf("%v, %v", waves, err)
	}
	if st, err := os.Stat(copied); err != nil || st.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", st, err)
	}
	if _, err := storage.CopyKeys(storage.KeyFile(path), copied); !errors.Is(err, os.ErrExist) {
		t.Errorf("a copy was overwritten: %v", err)
	}
	for _, w := range waves {
		if err := s.DestroyKey(w); err != nil {
			t.Fatal(err)
		}
	}
	taken, err := s.ImportKeys(copied, func(w string) bool { return w == string(hidden.ID) })
	if err != nil || !slices.Equal(taken, []string{string(hidden.ID)}) || s.HasKey("closed-1") {
		t.Fatalf("%v, %v, keys %v", taken, err, s.Keys())
	}
	if subs := submissions(t, s, hidden); len(subs) != 1 {
		t.Errorf("%d submissions", len(subs))
	}
	write(t, copied, []byte(`{"`+string(hidden.ID)+`":"`+strings.Repeat("ab", 32)+`"}`))
	if _, err := s.ImportKeys(copied, func(string) bool { return true }); err == nil || !strings.Contains(err.Error(), "another key") {
		t.Errorf("another key of the same wave: %v", err)
	}
	closeStore(t, s)
	s = open(t, path)
	if subs := submissions(t, s, hidden); len(subs) != 1 {
		t.Errorf("%d submissions after reopening", len(subs))
	}
}
