package storage

import (
	"fmt"
	"os"
)

// Compact rewrites the database at path without what is free in it, which also takes out what was
// erased; bbolt never shrinks a file by itself. It takes the lock, so nobody else may be using the
// database. The smaller file is kept: one that is not worth it stays as it was.
func Compact(path string) (before, after int64, err error) {
	lock, err := takeLock(path+".lock", lockWait)
	if err != nil {
		return 0, 0, err
	}
	defer lock.Close()
	st, err := os.Stat(path)
	if err != nil {
		return 0, 0, fmt.Errorf("compact: %w", err)
	}
	before = st.Size()
	counts, err := countFile(path)
	if err != nil {
		return before, before, err
	}
	next := path + suffixCompacting
	defer os.Remove(next)
	s := &Store{path: path}
	if err := s.guard(func() error { return compactFile(path, next) }); err != nil {
		return before, before, fmt.Errorf("compact %s: %w", path, err)
	}
	if err := compareCounts(next, counts); err != nil {
		return before, before, fmt.Errorf("check the compacted %s: %w", path, err)
	}
	if st, err = os.Stat(next); err != nil || st.Size() >= before {
		return before, before, err
	}
	return before, st.Size(), moveSynced(next, path)
}
