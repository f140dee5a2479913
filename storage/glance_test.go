package storage_test

import (
	"os"
	"path/filepath"
	"testing"

	"suara/storage"
)

// A glance reads a database that nobody has open and leaves no file behind; where there is none, it makes
// none.
func TestGlanceChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "suara.db")
	if ok, err := storage.Glance(path, func(*storage.Tx) error { t.Error("there is nothing to read"); return nil }); ok || err != nil {
		t.Fatalf("no database: %v %v", ok, err)
	}
	s, err := storage.Open(path, storage.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(func(tx *storage.Tx) error { return tx.PutSetting("a", "b") }); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := os.ReadDir(filepath.Dir(path))
	value := ""
	if ok, err := storage.Glance(path, func(tx *storage.Tx) error { value = tx.Setting("a"); return nil }); !ok || err != nil || value != "b" {
		t.Fatalf("read %q: %v %v", value, ok, err)
	}
	after, _ := os.ReadFile(path)
	if now, _ := os.ReadDir(filepath.Dir(path)); len(now) != len(files) || string(after) != string(before) {
		t.Errorf("there are %d files now, %d before", len(now), len(files))
	}
	if err := os.WriteFile(path, before[:1000], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Glance(path, func(*storage.Tx) error { return nil }); err == nil {
		t.Error("a file that was cut short is read")
	}
}
