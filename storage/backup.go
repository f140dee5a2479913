package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Files that lie beside the database for a while. One that a dead process left is removed at the
// next opening: it may hold what was erased since.
const (
	suffixCopying    = ".copying"    // the database's pages as they were, on their way to a backup
	suffixCompacting = ".compacting" // the database without what is free
	suffixRestoring  = ".restoring"  // a backup on its way to the database's place
)

// Counts are how many records each bucket holds, those of the waves' buckets together.
type Counts map[string]int64

// Total is the number of all records.
func (c Counts) Total() (n int64) {
	for _, v := range c {
		n += v
	}
	return n
}

// Backup writes a compacted copy of the database, as it is now, to dest in place of what was there.
// Writing goes on meanwhile. The pages are first copied as they lie, so that the read transaction
// lasts only as long as that takes on the database's own disk: old pages are kept for it, and a
// larger file waits for it. The copy is opened and counted against its source before it takes its
// place. The key file is no part of it.
func (s *Store) Backup(dest string) (Counts, error) {
	s.backup.Lock()
	defer s.backup.Unlock()
	size, free := s.Sizes()
	if err := checkRoom(s.path, dest, size, size-free); err != nil {
		return nil, fmt.Errorf("write backup %s: %w", dest, err)
	}
	raw := s.path + suffixCopying
	defer os.Remove(raw)
	counts, err := s.copyPages(raw)
	if err != nil {
		return nil, fmt.Errorf("copy the database to %s: %w", raw, err)
	}
	part := dest + ".part"
	defer os.Remove(part) // where it took its place, there is none any more
	if err := s.makeBackup(raw, part, counts); err != nil {
		return nil, fmt.Errorf("write backup %s: %w", dest, err)
	}
	return counts, moveSynced(part, dest)
}

// makeBackup makes of copied pages a backup that lacks only its name.
func (s *Store) makeBackup(raw, part string, counts Counts) error {
	steps := []func() error{
		func() error { return compactFile(raw, part) },
		func() error { return compareCounts(part, counts) },
		func() error { return seal(part) },
	}
	for _, step := range steps {
		if err := s.opt.Midway(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	return s.opt.Midway()
}

// copyPages copies the pages of one read transaction and counts its records. It counts last: the
// copying has brought every page to memory.
func (s *Store) copyPages(to string) (counts Counts, err error) {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	err = s.guard(func() error {
		return s.view(func(tx *bolt.Tx) error {
			if _, err := tx.WriteTo(&pacedFile{File: f, midway: s.opt.Midway}); err != nil {
				return err
			}
			counts, err = countAll(tx)
			return err
		})
	})
	return counts, errors.Join(err, f.Close())
}

// pace is after how many bytes a copy is brought to disk: a commit's own fdatasync would otherwise
// wait for all of them.
const pace = 16 << 20

// pacedFile brings what is written to disk bit by bit.
type pacedFile struct {
	*os.File
	since  int
	midway func() error // called after every write
}

// Write writes and syncs after every so many bytes.
func (p *pacedFile) Write(b []byte) (int, error) {
	n, err := p.File.Write(b)
	if p.since += n; err == nil && p.since >= pace {
		p.since = 0
		err = p.Sync()
	}
	if err == nil {
		err = p.midway()
	}
	return n, err
}

// ReadFrom hides that of os.File, which would copy everything at once.
func (p *pacedFile) ReadFrom(r io.Reader) (n int64, err error) {
	buf := make([]byte, 1<<20)
	for {
		m, readErr := r.Read(buf)
		if m > 0 {
			if _, err := p.Write(buf[:m]); err != nil {
				return n, err
			}
			n += int64(m)
		}
		if errors.Is(readErr, io.EOF) {
			return n, nil
		}
		if readErr != nil {
			return n, readErr
		}
	}
}

// compactFile writes the database at from to a new file, without what is free in it.
func compactFile(from, to string) error {
	src, err := bolt.Open(from, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return err
	}
	defer src.Close()
	if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dst, err := bolt.Open(to, 0o600, &bolt.Options{
		NoSync: true, FreelistType: bolt.FreelistMapType, Timeout: lockWait,
	})
	if err != nil {
		return err
	}
	const txSize = 1 << 20
	err = bolt.Compact(dst, src, txSize)
	var used int64
	if err == nil {
		err = dst.View(func(tx *bolt.Tx) error { used = tx.Size(); return nil })
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return err
	}
	return trim(to, used)
}

// trim cuts off the room that the file grew for and brings the rest to disk.
func trim(path string, size int64) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Truncate(size), f.Sync(), f.Close())
}

// compareCounts opens the file as a stranger would and counts it against what was copied.
func compareCounts(path string, want Counts) error {
	got, err := countFile(path)
	if err != nil {
		return err
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("%d records of %d arrived: %w", got.Total(), want.Total(), ErrDamaged)
	}
	return nil
}

func countFile(path string) (counts Counts, err error) {
	s := &Store{path: path}
	err = s.guard(func() error {
		if err := inspect(path, lockWait); err != nil {
			return err
		}
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
		if err != nil {
			return openError(path, err)
		}
		defer db.Close()
		return db.View(func(tx *bolt.Tx) (err error) {
			counts, err = countAll(tx)
			return err
		})
	})
	return counts, err
}

// countAll counts the records of every bucket.
func countAll(tx *bolt.Tx) (Counts, error) {
	counts := Counts{}
	err := tx.ForEach(func(name []byte, b *bolt.Bucket) error {
		counts[string(name)] = countRecords(b)
		return nil
	})
	return counts, err
}

func countRecords(b *bolt.Bucket) (n int64) {
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if v == nil {
			n += countRecords(b.Bucket(k))
			continue
		}
		n++
	}
	return n
}

// moveSynced gives a file its name and has that on disk.
func moveSynced(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

// sweep removes what a dead process left beside the database. Call it under the lock.
func (s *Store) sweep() error {
	for _, suffix := range []string{suffixCopying, suffixCompacting, suffixRestoring} {
		if err := os.Remove(s.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what an earlier run left: %w", err)
		}
	}
	return nil
}
