package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"suara/storage"
)

func checkBuckets(t *testing.T, s *storage.Store) {
	t.Helper()
	err := s.Bolt(func(tx *bolt.Tx) error {
		for _, name := range storage.AllBuckets {
			if tx.Bucket(name) == nil {
				t.Errorf("bucket %s is missing: it needs a migration", name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMigrationsRunInOrderAndOnce(t *testing.T) {
	s := open(t, newPath(t))
	checkBuckets(t, s)
	var ran []string
	step := func(name string) func(*bolt.Tx) error {
		return func(*bolt.Tx) error { ran = append(ran, name); return nil }
	}
	for range 2 {
		if err := s.Migrate(step("a"), step("b")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(step("a"), step("b"), step("c")); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b", "c"}; !slices.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
	if v, err := s.Version(); err != nil || v != storage.Versions+3 {
		t.Errorf("version %d, %v", v, err)
	}
}

func TestFailingMigrationLeavesTheVersion(t *testing.T) {
	s := open(t, newPath(t))
	failed := errors.New("disk full")
	good := func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("good")); return err }
	bad := func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("half"))
		return errors.Join(err, failed)
	}
	err := s.Migrate(good, bad)
	says := fmt.Sprintf("migrate database to version %d", storage.Versions+2)
	if !errors.Is(err, failed) || !strings.Contains(err.Error(), says) {
		t.Errorf("error %v does not say %q", err, says)
	}
	if v, _ := s.Version(); v != storage.Versions+1 {
		t.Errorf("version %d after a failure, want that of the last success", v)
	}
	_ = s.Bolt(func(tx *bolt.Tx) error {
		if tx.Bucket([]byte("good")) == nil || tx.Bucket([]byte("half")) != nil {
			t.Error("a failed migration must undo itself and nothing else")
		}
		return nil
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	if err := s.Migrate(func(*bolt.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	_, err := storage.Open(path, fast)
	if err == nil || !strings.Contains(err.Error(), "written by a newer Suara, upgrade the program") {
		t.Errorf("Open of a newer database: %v", err)
	}
}

func TestForeignDatabaseIsRefused(t *testing.T) {
	for _, bucket := range []string{"other", "meta"} {
		path := newPath(t)
		db, err := bolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte(bucket)); return err })
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Open(path, fast); err == nil || !strings.Contains(err.Error(), "another program's database") {
			t.Errorf("Open of a foreign database with bucket %s: %v", bucket, err)
		}
	}
}
