package storage_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"suara/storage"
)

// FuzzKeyFile opens a database beside any bytes as its key file: it is refused with the way out and left
// as it was, or its keys are those of the file; no message repeats one.
func FuzzKeyFile(f *testing.F) {
	key := strings.Repeat("ab", 32)
	for _, s := range []string{`{"w":"` + key + `"}`, `{"w":"` + key[1:] + `"}`, `{}`, `null`, ``, `[]`, `{"w":1}`, `{"w":"` + key + `"}x`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "suara.db")
		write(t, path+".keys", raw)
		s, err := storage.Open(path, storage.Options{NoSync: true})
		if err != nil {
			if left, _ := os.ReadFile(path + ".keys"); !slices.Equal(left, raw) || strings.Contains(err.Error(), key[2:]) ||
				!strings.Contains(err.Error(), "key") {
				t.Fatalf("%q became %q: %v", raw, left, err)
			}
			return
		}
		keys := s.Keys()
		if err := s.CreateKey("another"); err != nil {
			t.Fatal(err)
		}
		closeStore(t, s)
		again, err := storage.Open(path, storage.Options{NoSync: true})
		if err != nil {
			t.Fatalf("%q can't be opened again: %v", raw, err)
		}
		defer closeStore(t, again)
		for _, id := range keys {
			if !slices.Contains(again.Keys(), id) {
				t.Fatalf("%q: the key of %q is lost", raw, id)
			}
		}
	})
}
