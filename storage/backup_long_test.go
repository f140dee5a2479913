package storage_test

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"suara/storage"
)

// A backup of a large database holds no commit up for a second: replies go on.
func TestBackupStall(t *testing.T) {
	if os.Getenv("SUARA_LONG") == "" {
		t.Skip("SUARA_LONG is not set: it fills a database of 700 MiB")
	}
	s := open(t, newPath(t))
	fillLarge(t, s)
	dest := filepath.Join(t.TempDir(), "backup.db")
	done := make(chan error, 1)
	begin := time.Now()
	go func() {
		_, err := s.Backup(dest)
		done <- err
	}()
	var waits []time.Duration
	for i := 1; ; i++ {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			size, _ := s.Sizes()
			st, _ := os.Stat(dest)
			slices.Sort(waits)
			longest := waits[len(waits)-1]
			t.Logf("%d MiB to %d MiB in %v; %d commits meanwhile, median %v, 99 %% %v, longest %v", size>>20,
				st.Size()>>20, time.Since(begin), len(waits), waits[len(waits)/2], waits[len(waits)*99/100], longest)
			timeVerify(t, dest)
			if longest > time.Second {
				t.Errorf("a commit waited %v", longest)
			}
			return
		default:
			at := time.Now()
			addPerson(t, s, i)
			waits = append(waits, time.Since(at))
		}
	}
}

// timeVerify measures how long checking takes.
func timeVerify(t *testing.T, path string) {
	begin := time.Now()
	pages, err := storage.VerifyPages(path)
	took := time.Since(begin)
	whole, again := storage.Verify(path)
	if err != nil || again != nil || len(pages.Damage)+len(whole.Damage) > 0 {
		t.Errorf("%v %v, %v %v", pages, err, whole, again)
	}
	t.Logf("pages checked in %v, everything in %v", took, time.Since(begin)-took)
}

// fillLarge writes 5 million small records under random keys.
func fillLarge(t *testing.T, s *storage.Store) {
	random := rand.New(rand.NewPCG(1, 2))
	value := make([]byte, 60)
	for range 1000 {
		err := s.Bolt(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("settings"))
			for range 5000 {
				key := make([]byte, 24)
				for i := 0; i < 24; i += 8 {
					binary.BigEndian.PutUint64(key[i:], random.Uint64())
				}
				if err := b.Put(key, value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
