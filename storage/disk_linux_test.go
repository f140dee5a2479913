package storage_test

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"suara/storage"
	"suara/survey"
)

// L188: a full disk leaves neither a broken backup nor its beginning.
func TestBackupToAFullDisk(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no small file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, 0) })
	s := open(t, newPath(t))
	dest := filepath.Join(small, "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	for batch := range 30 {
		update(t, s, func(tx *storage.Tx) error {
			for i := range 100 {
				id := survey.RespondentID(batch*100 + i + 1)
				if err := tx.PutInvitation("w-1", id, survey.Invitation{Unit: survey.UnitID(strings.Repeat("u", 200))}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if _, err := s.Backup(dest); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("backup to a full disk: %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(small, "*"))
	if len(left) != 1 || storage.CheckBackup(dest) != nil {
		t.Errorf("left: %v; the former: %v", left, storage.CheckBackup(dest))
	}
	addPerson(t, s, 1) // and writing goes on
}

// A backup doesn't take the room that the answers need.
func TestBackupLeavesRoom(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=18m"); err != nil {
		t.Skipf("no small file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, 0) })
	s := open(t, filepath.Join(small, "suara.db"))
	t.Cleanup(func() { _ = s.Close() })
	dest := filepath.Join(t.TempDir(), "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(small, "other"), make([]byte, 2<<20))
	if _, err := s.Backup(dest); !errors.Is(err, storage.ErrNoRoom) {
		t.Errorf("backup on a disk that is nearly full: %v", err)
	}
	if err := storage.CheckBackup(dest); err != nil {
		t.Errorf("the former backup: %v", err)
	}
	addPerson(t, s, 1)
	closeStore(t, s)
}
