package storage_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"suara/storage"
	"suara/survey"
)

// filledFile is a database of some dozen pages and how much of it is in use.
func filledFile(t *testing.T) (path string, used int64) {
	t.Helper()
	path = newPath(t)
	s := open(t, path)
	for batch := range 4 {
		update(t, s, func(tx *storage.Tx) error {
			for i := range 100 {
				r := survey.Respondent{ID: survey.RespondentID(batch*100 + i + 1), Name: strings.Repeat("n", 200)}
				r.Key = fmt.Sprint(1000 + r.ID)
				if err := tx.PutRespondent(r); err != nil {
					return err
				}
			}
			return nil
		})
	}
	used, _ = s.Sizes()
	closeStore(t, s)
	return path, used
}

// Cutting the file anywhere inside what is in use is told, and never faults; see etcd-io/bbolt#325.
func TestTruncatedFile(t *testing.T) {
	path, used := filledFile(t)
	size := used
	for ; size > 4096; size -= 4096 * 3 {
		for _, n := range []int64{size - 4096, size - 4096 + 100} {
			truncated(t, path, max(n, 0))
		}
	}
	truncated(t, path, 4096)
	truncated(t, path, 100)
	truncated(t, path, 0)
}

func truncated(t *testing.T, path string, size int64) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	short := newPath(t)
	write(t, short, raw[:size])
	s, err := storage.Open(short, fast)
	if err == nil {
		_ = s.Close()
	}
	if !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), "restore it from a backup") {
		t.Errorf("file of %d bytes: %v", size, err)
	}
}

// The room that the file grew for holds nothing: without it the file is whole.
func TestFileWithoutItsGrowth(t *testing.T) {
	path, used := filledFile(t)
	if err := os.Truncate(path, used); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	n := 0
	view(t, s, func(tx *storage.Tx) error {
		return tx.Respondents(func(survey.Respondent) bool { n++; return true })
	})
	if n != 400 {
		t.Errorf("%d respondents of 400", n)
	}
}

// A garbled page makes Open fail or not, as it lies on the way; it never ends the process.
func TestGarbledPages(t *testing.T) {
	path, used := filledFile(t)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	garbled := newPath(t)
	for page := int64(0); page < used/4096; page++ {
		for _, with := range []byte{0, 0x5a, 0xff} {
			bad := append([]byte(nil), raw[:used]...)
			for i := range bad[page*4096 : (page+1)*4096] {
				bad[page*4096+int64(i)] = with
			}
			write(t, garbled, bad)
			s, err := storage.Open(garbled, fast)
			switch {
			case err == nil:
				closeStore(t, s)
			case !errors.Is(err, storage.ErrDamaged):
				t.Errorf("page %d filled with %#x: %v", page, with, err)
			default:
				told++
			}
		}
	}
	if told == 0 {
		t.Error("no garbled page was told")
	}
}
