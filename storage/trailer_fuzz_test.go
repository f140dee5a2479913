package storage_test

import (
	"os"
	"path/filepath"
	"testing"

	"suara/storage"
)

// FuzzCheckBackup reads any bytes after a sound backup's pages as its trailer: only the true one is
// taken, and nothing ends the process.
func FuzzCheckBackup(f *testing.F) {
	s, err := storage.Open(filepath.Join(f.TempDir(), "suara.db"), storage.Options{NoSync: true})
	if err != nil {
		f.Fatal(err)
	}
	defer s.Close()
	file := filepath.Join(f.TempDir(), "backup.db")
	if _, err := s.Backup(file); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	pages := len(whole) - 64 // of the trailer
	f.Add(whole[pages:], 0)
	f.Add(whole[pages:], pages/2)
	f.Add([]byte{}, 0)
	f.Add(whole[max(0, len(whole)-16):], 0)
	f.Fuzz(func(t *testing.T, tail []byte, cut int) {
		if cut < 0 || cut > pages {
			return
		}
		path := filepath.Join(t.TempDir(), "b.db")
		if err := os.WriteFile(path, append(append([]byte(nil), whole[:pages-cut]...), tail...), 0o600); err != nil {
			t.Fatal(err)
		}
		err := storage.CheckBackup(path)
		if err == nil && (cut != 0 || string(tail) != string(whole[pages:])) {
			t.Errorf("a backup with %d bytes cut and a tail of %d bytes was taken", cut, len(tail))
		}
	})
}
