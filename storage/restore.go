package storage

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Restored says what [Restore] did.
type Restored struct {
	Aside   string   // where the former database lies now; empty: there was none
	Lost    []string // open anonymous waves whose key is gone: their answers can't be read
	Unknown []string // waves of which the key file has a key and the backup knows nothing
}

// Restore puts a backup, which was verified, in the place of the database at path. prepare writes
// what must be in it before anybody opens it. The former database is kept aside; at no moment is
// there none. It takes the lock, so nobody may be using the database.
func Restore(backup, path string, now time.Time, prepare func(*Tx) error) (done Restored, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return done, foreign(fmt.Errorf("make the database's folder: %w", err))
	}
	lock, err := takeLock(path+".lock", lockWait)
	if err != nil {
		return done, err
	}
	defer lock.Close()
	next := path + suffixRestoring
	defer os.Remove(next)
	if err := copyBackup(backup, next); err != nil {
		return done, fmt.Errorf("copy %s: %w", backup, err)
	}
	if err := done.prepare(next, path, prepare); err != nil {
		return done, fmt.Errorf("prepare %s: %w", next, err)
	}
	if done.Aside, err = putAside(path, now); err != nil {
		return done, fmt.Errorf("keep the former database: %w", err)
	}
	return done, moveSynced(next, path)
}

// copyBackup copies a backup without its trailer.
func copyBackup(from, to string) (err error) {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	t, sealed, err := readTrailer(src)
	if err != nil {
		return err
	}
	var in io.Reader = src
	if sealed {
		in = io.LimitReader(src, t.length)
	}
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, in)
	return errors.Join(err, dst.Sync(), dst.Close())
}

// prepare opens the new database once, over the keys of the place where it is going to lie.
func (r *Restored) prepare(next, path string, fn func(*Tx) error) (err error) {
	s := &Store{path: next, rand: rand.Reader}
	if s.keys, err = openKeyring(KeyFile(path)); err != nil {
		return err
	}
	if err := s.guard(func() error { return s.openFile(Options{Timeout: lockWait}) }); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Update(func(tx *Tx) error {
		if err := r.compareKeys(tx); err != nil {
			return err
		}
		return fn(tx)
	})
}

func (r *Restored) compareKeys(tx *Tx) error {
	waves, err := tx.Waves()
	if err != nil {
		return err
	}
	keys, known := tx.store.Keys(), map[string]bool{}
	for _, w := range waves {
		known[string(w.ID)] = true
		if w.Sealed() && !slices.Contains(keys, string(w.ID)) {
			r.Lost = append(r.Lost, string(w.ID))
		}
	}
	for _, id := range keys {
		if !known[id] {
			r.Unknown = append(r.Unknown, id)
		}
	}
	return nil
}

// putAside gives the database a second name, under which it stays when the next one takes the first.
func putAside(path string, now time.Time) (string, error) {
	aside := path + ".before-restore-" + now.UTC().Format("20060102T150405Z")
	err := os.Link(path, aside)
	switch {
	case err == nil:
		return aside, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case errors.Is(err, fs.ErrExist):
		return "", err
	}
	return aside, os.Rename(path, aside) // a file system without second names
}
