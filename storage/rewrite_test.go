package storage_test

import (
	"bytes"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

// Erased bytes are in the file until it is rewritten, and not after; the store works on.
func TestRewriteTakesErasedBytesOut(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	defer closeStore(t, s)
	secret := "JAWABAN-YANG-DIHAPUS-7731"
	put := storage.Submission{Comments: []survey.Comment{{Item: "x", Text: secret}}}
	update(t, s, func(tx *storage.Tx) error { return tx.PutResponse("w-1", 1, put) })
	addPerson(t, s, 1)
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.DeleteResponse("w-1", 1), tx.MarkErased(time.Unix(100, 0)), tx.MarkErased(time.Unix(200, 0)))
	})
	if !holds(t, path, secret) {
		t.Fatal("bbolt wiped the bytes by itself: this test shows nothing")
	}
	erased := func() (at time.Time) {
		_ = s.View(func(tx *storage.Tx) error { at = tx.Erased(); return nil })
		return at
	}
	if at := erased(); at.Unix() != 100 {
		t.Errorf("erased since %v", at)
	}
	if _, _, err := s.Rewrite(time.Second); err != nil {
		t.Fatal(err)
	}
	if holds(t, path, secret) {
		t.Error("erased bytes are in the file after its rewriting")
	}
	if !erased().IsZero() {
		t.Error("the mark of what was erased is left")
	}
	if people(t, s) != 1 {
		t.Error("a record was lost")
	}
	addPerson(t, s, 2)
	if people(t, s) != 2 {
		t.Error("the store does not write any more")
	}
	if _, err := storage.Open(path, fast); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("the lock was lost: %v", err)
	}
}

func holds(t *testing.T, path, words string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(data, []byte(words))
}

// Readers, nested ones too, and the writer go on around a rewriting.
func TestRewriteBesideReaders(t *testing.T) {
	s := open(t, newPath(t))
	defer closeStore(t, s)
	addPerson(t, s, 1)
	stop, wait := make(chan struct{}), sync.WaitGroup{}
	for range 4 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := s.View(func(tx *storage.Tx) error {
					_, err := tx.Respondent(1)
					return errors.Join(err, s.View(func(tx *storage.Tx) error { _, err := tx.Respondent(1); return err }))
				})
				if err != nil {
					t.Error(err)
					return
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	done := 0
	for i := range 5 {
		switch _, _, err := s.Rewrite(5 * time.Second); {
		case err == nil:
			done++
		case !errors.Is(err, storage.ErrBusy):
			t.Error(err)
		}
		addPerson(t, s, i+2)
	}
	close(stop)
	wait.Wait()
	if done == 0 {
		t.Error("readers kept every rewriting off")
	}
	if n := people(t, s); n != 6 {
		t.Errorf("%d people, want 6", n)
	}
}
