package storage_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	bolt "go.etcd.io/bbolt"

	"suara/storage"
)

// A database of the first release whose migrations are cut at any step ends as one that was never cut:
// between two steps, in the midst of one, and where a step's pages are on disk but not yet in force.
func TestCutMigrations(t *testing.T) {
	first, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	place := func(t *testing.T, raw []byte) string {
		path := newPath(t)
		write(t, path, raw)
		return path
	}
	whole := dump(t, place(t, first))
	if bytes.Equal(whole, dumpAsIs(t, place(t, first))) {
		t.Fatal("the migrations change nothing: nothing can be cut")
	}
	reached := func(t *testing.T, path string) {
		t.Helper()
		if !bytes.Equal(dump(t, path), whole) {
			t.Error("the database differs from one whose migrations were not cut")
		}
	}
	for n := 1; n <= storage.Versions; n++ {
		t.Run(fmt.Sprint("after step ", n), func(t *testing.T) {
			path := place(t, first)
			if err := storage.MigrateFile(path, n, false); err != nil {
				t.Fatal(err)
			}
			reached(t, path)
		})
		t.Run(fmt.Sprint("in step ", n), func(t *testing.T) {
			path := place(t, first)
			if err := storage.MigrateFile(path, n, true); n > 1 && err == nil {
				t.Fatal("the step was not cut")
			}
			reached(t, path)
		})
		t.Run(fmt.Sprint("before step ", n, " is in force"), func(t *testing.T) {
			path := place(t, first)
			if err := storage.MigrateFile(path, n-1, false); err != nil {
				t.Fatal(err)
			}
			before := readFile(t, path)
			if err := storage.MigrateFile(path, n, false); err != nil {
				t.Fatal(err)
			}
			after := readFile(t, path)
			metas := 2 * os.Getpagesize()
			reached(t, place(t, append(before[:metas:metas], after[metas:]...)))
		})
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// dump opens the database, which runs what is left of the migrations, and gives all that is in it.
func dump(t *testing.T, path string) []byte {
	t.Helper()
	closeStore(t, open(t, path))
	return dumpAsIs(t, path)
}

func dumpAsIs(t *testing.T, path string) []byte {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var out bytes.Buffer
	err = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			fmt.Fprintf(&out, "%s\n", name)
			return dumpBucket(&out, b)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func dumpBucket(out *bytes.Buffer, b *bolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		fmt.Fprintf(out, " %x=%x\n", k, v)
		if v == nil {
			return dumpBucket(out, b.Bucket(k))
		}
		return nil
	})
}
