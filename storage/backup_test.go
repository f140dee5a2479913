package storage_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

func addPerson(t testing.TB, s *storage.Store, id int) {
	t.Helper()
	err := s.Update(func(tx *storage.Tx) error {
		return tx.PutRespondent(survey.Respondent{
			ID: survey.RespondentID(id), Key: fmt.Sprint(1e6 + float64(id)), Name: strings.Repeat("n", 200),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func people(t testing.TB, s *storage.Store) (n int) {
	t.Helper()
	err := s.View(func(tx *storage.Tx) error {
		return tx.Respondents(func(survey.Respondent) bool { n++; return true })
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// L187: a backup made while answers are written holds all that was there when it began, and opens.
func TestBackupWhileWriting(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	for i := range 200 {
		addPerson(t, s, i+1)
	}
	stop := make(chan struct{})
	var writer sync.WaitGroup
	written := 200
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				written++
				addPerson(t, s, written)
			}
		}
	})
	dest := filepath.Join(t.TempDir(), "backup.db")
	counts, err := s.Backup(dest)
	close(stop)
	writer.Wait()
	if err != nil {
		t.Fatal(err)
	}
	v, err := storage.Verify(dest)
	if err != nil || len(v.Damage) > 0 || !v.Sealed {
		t.Fatalf("verdict %+v, %v", v, err)
	}
	copied := open(t, dest)
	n := people(t, copied)
	if n < 200 || n > written || int64(n) != counts["respondents"] || v.Counts["respondents"] != int64(n) {
		t.Errorf("%d people in the copy, %d counted, %d verified, of 200 to %d",
			n, counts["respondents"], v.Counts["respondents"], written)
	}
	closeStore(t, copied)
	if v, err = storage.Verify(dest); err != nil || len(v.Damage) > 0 {
		t.Errorf("a copy that was opened: %+v, %v", v, err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.copying"))
	parts, _ := filepath.Glob(filepath.Join(filepath.Dir(dest), "*.part"))
	if len(left)+len(parts) > 0 {
		t.Errorf("left lying about: %v %v", left, parts)
	}
}

// The keys of open waves are in no backup: it would outlive them.
func TestBackupWithoutKeys(t *testing.T) {
	s, path := sealedStore(t)
	dest := filepath.Join(t.TempDir(), "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(dest)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(path + ".keys")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Split(string(keys), `"`)[3]
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != 32 {
		t.Fatalf("key %q: %v", text, err)
	}
	if bytes.Contains(raw, key) || bytes.Contains(raw, []byte(text)) {
		t.Error("the backup holds a key")
	}
	st, err := os.Stat(dest)
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode of the backup: %v, %v", st.Mode(), err)
	}
}

// L188: a backup that fails leaves the former one as it was.
func TestBackupToNowhere(t *testing.T) {
	s := open(t, newPath(t))
	if _, err := s.Backup(filepath.Join(t.TempDir(), "none", "backup.db")); err == nil {
		t.Error("a backup into a folder that is not there went well")
	}
	dest := filepath.Join(t.TempDir(), "backup.db")
	write(t, dest, []byte("the former"))
	if err := os.Mkdir(dest+".part", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dest+".part", "x"), nil)
	if _, err := s.Backup(dest); err == nil {
		t.Error("a backup over a folder went well")
	}
	if raw, _ := os.ReadFile(dest); string(raw) != "the former" {
		t.Errorf("the former backup is now %q", raw)
	}
}

// What a process left that died while it copied is removed by the next one.
func TestLeftoversAreRemoved(t *testing.T) {
	path := newPath(t)
	closeStore(t, open(t, path))
	for _, suffix := range []string{".copying", ".compacting", ".restoring"} {
		write(t, path+suffix, []byte("left"))
	}
	closeStore(t, open(t, path))
	left, _ := filepath.Glob(path + ".*ing")
	if len(left) > 0 {
		t.Errorf("still there: %v", left)
	}
}

func backupOf(t *testing.T, n int) string {
	t.Helper()
	s := open(t, newPath(t))
	for i := range n {
		addPerson(t, s, i+1)
	}
	dest := filepath.Join(t.TempDir(), "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	return dest
}

// Every flipped bit of a backup is told, its trailer included.
func TestVerifyFindsFlippedBits(t *testing.T) {
	good := backupOf(t, 30)
	raw, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.db")
	for at := 0; at < len(raw); at += 509 {
		flipped := append([]byte(nil), raw...)
		flipped[at] ^= 1 << (at % 8)
		write(t, bad, flipped)
		if v, err := storage.Verify(bad); err == nil && len(v.Damage) == 0 {
			t.Errorf("bit %d of byte %d of %d: sound", at%8, at, len(raw))
		}
	}
	for at := len(raw) - 64; at < len(raw); at++ {
		flipped := append([]byte(nil), raw...)
		flipped[at] ^= 4
		write(t, bad, flipped)
		if v, err := storage.Verify(bad); err == nil && len(v.Damage) == 0 {
			t.Errorf("byte %d of the trailer: sound", at-len(raw)+64)
		}
	}
}

func TestVerifyFindsTruncation(t *testing.T) {
	good := backupOf(t, 30)
	raw, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.db")
	for _, size := range []int{0, 1, 4096, len(raw) / 2, len(raw) - 4096 - 64, len(raw) - 64 - 1, len(raw) - 63, len(raw) - 1} {
		write(t, bad, raw[:size])
		if v, err := storage.Verify(bad); err == nil && len(v.Damage) == 0 {
			t.Errorf("%d bytes of %d: sound", size, len(raw))
		}
	}
}

// A working database has no checksum; its records are decoded all the same.
func TestVerifyFindsBadRecords(t *testing.T) {
	rows := map[string]func(*storage.Tx) error{
		"undecodable": func(tx *storage.Tx) error { return tx.PutRaw("respondents", "12345678", "\xff\xff") },
		"short key":   func(tx *storage.Tx) error { return tx.PutRaw("audit", "123", "\xa0") },
		"no JSON":     func(tx *storage.Tx) error { return tx.PutRaw("releases", "w", "{") },
		"no role":     func(tx *storage.Tx) error { return tx.PutRaw("roles", "12345678", "king") },
		"short slot":  func(tx *storage.Tx) error { return tx.PutRaw("slots", "wave/x/remind", "1") },
	}
	for name, change := range rows {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			s := open(t, path)
			update(t, s, change)
			closeStore(t, s)
			v, err := storage.Verify(path)
			if err != nil || len(v.Damage) != 1 || v.Sealed {
				t.Errorf("verdict %+v, %v", v, err)
			}
		})
	}
}

func TestVerifyReleasedFormat(t *testing.T) {
	raw, err := os.ReadFile("testdata/v1.db")
	if err != nil {
		t.Fatal(err)
	}
	path := newPath(t)
	write(t, path, raw)
	v, err := storage.Verify(path)
	if err != nil || len(v.Damage) > 0 || v.Counts.Total() == 0 || v.Version != 1 {
		t.Errorf("verdict %+v, %v", v, err)
	}
}

// What was there before the backup is there after restoring it; what came later is aside.
func TestRestore(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	addPerson(t, s, 1)
	dest := filepath.Join(t.TempDir(), "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	addPerson(t, s, 2)
	prepare := func(tx *storage.Tx) error { return tx.PutSetting("paused", "restored") }
	if _, err := storage.Restore(dest, path, midday, prepare); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("restored under a running process: %v", err)
	}
	closeStore(t, s)
	done, err := storage.Restore(dest, path, midday, prepare)
	if err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	if n := people(t, s); n != 1 {
		t.Errorf("%d people after the restore", n)
	}
	view(t, s, func(tx *storage.Tx) error {
		if tx.Setting("paused") != "restored" {
			t.Error("it was not prepared")
		}
		return nil
	})
	closeStore(t, s)
	if want := path + ".before-restore-20261103T120000Z"; done.Aside != want {
		t.Errorf("kept aside as %s", done.Aside)
	}
	if n := people(t, open(t, done.Aside)); n != 2 {
		t.Errorf("%d people in the file kept aside", n)
	}
	if _, err := storage.Restore(dest, path, midday, prepare); err == nil {
		t.Error("the file kept aside would have been replaced")
	}
}

var midday = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)

func TestRestoreNamesLostKeys(t *testing.T) {
	s, path := sealedStore(t)
	update(t, s, func(tx *storage.Tx) error { return tx.PutWave(hidden) })
	dest := filepath.Join(t.TempDir(), "backup.db")
	if _, err := s.Backup(dest); err != nil {
		t.Fatal(err)
	}
	if err := s.DestroyKey(string(hidden.ID)); err != nil {
		t.Fatal(err)
	}
	if err := s.CreateKey("later-1"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	done, err := storage.Restore(dest, path, midday, func(*storage.Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(done.Lost) != "["+string(hidden.ID)+"]" || fmt.Sprint(done.Unknown) != "[later-1]" {
		t.Errorf("lost %v, unknown %v", done.Lost, done.Unknown)
	}
}

// L184, L185: compaction gives room back and keeps the smaller file.
func TestCompact(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	for batch := range 40 {
		update(t, s, func(tx *storage.Tx) error {
			for i := range 100 {
				id := survey.RespondentID(batch*100 + i + 1)
				if err := tx.PutInvitation("old-1", id, survey.Invitation{Unit: survey.UnitID(strings.Repeat("u", 200))}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	addPerson(t, s, 1)
	update(t, s, func(tx *storage.Tx) error { return tx.DropInvitations("old-1") })
	if _, _, err := storage.Compact(path); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("compacted under a running process: %v", err)
	}
	closeStore(t, s)
	before, after, err := storage.Compact(path)
	if err != nil || after >= before/2 {
		t.Fatalf("%d bytes became %d: %v", before, after, err)
	}
	s = open(t, path)
	if people(t, s) != 1 {
		t.Error("a record was lost")
	}
	closeStore(t, s)
	again, still, err := storage.Compact(path)
	if err != nil || still > again {
		t.Errorf("the second time %d bytes became %d: %v", again, still, err)
	}
}

// A process that died leaves its mark; one that ended in good order doesn't.
func TestUnclean(t *testing.T) {
	path := newPath(t)
	if storage.Unclean(path) {
		t.Error("a database that isn't there")
	}
	s := open(t, path)
	if !storage.Unclean(path) {
		t.Error("no mark while it is in use")
	}
	closeStore(t, s)
	if storage.Unclean(path) {
		t.Error("a mark after a good end")
	}
	write(t, path+".lock", []byte("in use\n"))
	closeStore(t, open(t, path))
	if storage.Unclean(path) {
		t.Error("the mark of a dead process outlives a good end")
	}
}
