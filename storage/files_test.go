package storage_test

import (
	"errors"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"suara/storage"
	"suara/survey"
)

func TestFilesAreFoundByPersonAndWave(t *testing.T) {
	s := open(t, newPath(t))
	put := func(w survey.WaveID, r survey.RespondentID, name string) error {
		return s.Update(func(tx *storage.Tx) error { return tx.PutFile(w, r, name, storage.File{ID: "id-" + name}) })
	}
	err := errors.Join(put("w", 1, "a.jpg"), put("w", 1, "b.jpg"), put("w", 256, "c.jpg"), put("v", 1, "d.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(func(tx *storage.Tx) error {
		files, err := tx.FilesOf("w", 1)
		if err != nil || len(files) != 2 || files["b.jpg"].ID != "id-b.jpg" {
			t.Errorf("files of person 1: %v, %v", files, err)
		}
		if none, err := tx.FilesOf("unknown", 1); err != nil || len(none) != 0 {
			t.Errorf("files of an unknown wave: %v, %v", none, err)
		}
		if err := tx.DeleteFile("w", 1, "a.jpg"); err != nil {
			return err
		}
		var left []string
		err = tx.Files("w", func(r survey.RespondentID, name string, _ storage.File) bool {
			left = append(left, name)
			return true
		})
		if !slices.Equal(left, []string{"b.jpg", "c.jpg"}) {
			t.Errorf("left: %q", left)
		}
		if err := errors.Join(err, tx.DropFiles("w")); err != nil {
			return err
		}
		if _, ok, _ := tx.File("w", 256, "c.jpg"); ok {
			t.Error("a file of a dropped wave is there")
		}
		if _, ok, _ := tx.File("v", 1, "d.jpg"); !ok {
			t.Error("a file of another wave is gone")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A database of the version before has no room for files; opening it makes some, and keeps what it holds.
func TestDatabaseBeforeFilesOpens(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	addPerson(t, s, 1)
	err := s.Bolt(func(tx *bolt.Tx) error {
		return errors.Join(tx.DeleteBucket([]byte("files")), tx.DeleteBucket([]byte("pictures")),
			tx.Bucket([]byte("meta")).Put([]byte("version"), []byte("2")))
	})
	if err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	if v, err := storage.Verify(path); err != nil || len(v.Damage) > 0 || v.Version != 2 {
		t.Errorf("before: %+v, %v", v, err)
	}
	s = open(t, path)
	checkBuckets(t, s)
	err = s.View(func(tx *storage.Tx) error { _, err := tx.Respondent(1); return err })
	if err != nil {
		t.Error(err)
	}
	closeStore(t, s)
	if v, err := storage.Verify(path); err != nil || len(v.Damage) > 0 || v.Version != storage.Versions {
		t.Errorf("after: %+v, %v", v, err)
	}
}

func TestPicturesAreKeptOnce(t *testing.T) {
	s := open(t, newPath(t))
	err := s.Update(func(tx *storage.Tx) error {
		err := errors.Join(tx.PutPicture("sum", []byte("one")), tx.PutPicture("sum", []byte("two")))
		if got := string(tx.Picture("sum")); got != "one" || tx.Picture("other") != nil {
			t.Errorf("picture %q", got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
