package storage

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"
)

// SettingErased names the setting that says since when, in Unix seconds, erased records wait in the file
// to be taken out of it: bbolt leaves their bytes until it writes over them.
const SettingErased = "erased"

// MarkErased notes that something was erased whose bytes must leave the file. A rewriting takes the mark
// away.
func (t *Tx) MarkErased(at time.Time) error {
	if t.Setting(SettingErased) != "" {
		return nil
	}
	return t.PutSetting(SettingErased, strconv.FormatInt(at.Unix(), 10))
}

// Erased is since when erased records wait to be taken out of the file; zero where none do.
func (t *Tx) Erased() time.Time {
	seconds, err := strconv.ParseInt(t.Setting(SettingErased), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Compact rewrites the database at path without what is free in it, which also takes out what was
// erased; bbolt never shrinks a file by itself. It takes the lock, so nobody else may be using the
// database.
func Compact(path string) (before, after int64, err error) {
	lock, err := takeLock(path+".lock", lockWait)
	if err != nil {
		return 0, 0, err
	}
	defer lock.Close()
	s := &Store{path: path}
	return s.rewrite()
}

// BrokenError says that a database could not be opened again after its rewriting: the program must end.
type BrokenError struct{ Err error }

// Error says what happened.
func (e *BrokenError) Error() string {
	return "open the database again after its rewriting: " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *BrokenError) Unwrap() error { return e.Err }

// Rewrite is Compact for the store's own file, while it is open. Whoever uses the database waits
// meanwhile; where it is never unused within patience, nothing happens and the error is [ErrBusy]. Any
// other error but of the reopening leaves the file as it was.
func (s *Store) Rewrite(patience time.Duration) (before, after int64, err error) {
	end := time.Now().Add(patience)
	for !s.swap.TryLock() { // readers may be nested, so none may wait behind this
		if time.Now().After(end) {
			return 0, 0, fmt.Errorf("rewrite %s: %w", s.path, ErrBusy)
		}
		time.Sleep(2 * time.Millisecond)
	}
	defer s.swap.Unlock()
	if s.broken != nil {
		return 0, 0, s.broken
	}
	commits := s.lastCommit() - s.first
	if err := s.db.Close(); err != nil {
		return 0, 0, fmt.Errorf("rewrite %s: %w", s.path, err)
	}
	s.db = nil
	before, after, err = s.rewrite()
	if again := s.guard(func() error { return s.openFile(s.opt) }); again != nil {
		s.broken = &BrokenError{again}
		return before, after, errors.Join(err, s.broken)
	}
	s.first -= commits
	return before, after, err
}

// rewrite writes what is in use to a new file and puts that in the place of the old one. Nobody may have
// it open. The mark of what was erased is taken away.
func (s *Store) rewrite() (before, after int64, err error) {
	st, err := os.Stat(s.path)
	if err != nil {
		return 0, 0, fmt.Errorf("compact: %w", err)
	}
	before = st.Size()
	counts, err := countFile(s.path)
	if err != nil {
		return before, before, err
	}
	next := s.path + suffixCompacting
	defer os.Remove(next)
	if err := s.guard(func() error { return compactFile(s.path, next) }); err != nil {
		return before, before, fmt.Errorf("compact %s: %w", s.path, err)
	}
	if err := compareCounts(next, counts); err != nil {
		return before, before, fmt.Errorf("check the compacted %s: %w", s.path, err)
	}
	if err := unmark(next); err != nil {
		return before, before, fmt.Errorf("finish the compacted %s: %w", s.path, err)
	}
	if st, err = os.Stat(next); err != nil {
		return before, before, err
	}
	return before, st.Size(), moveSynced(next, s.path)
}

// unmark takes the mark of what was erased out of a file, and brings it to disk.
func unmark(path string) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketSettings)
		if b == nil || b.Get([]byte(SettingErased)) == nil {
			return nil
		}
		return b.Delete([]byte(SettingErased))
	})
	return errors.Join(err, db.Close())
}
