package storage

import (
	"errors"
	"io"
	"os"
	"sync"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Store is an open database. One process at a time holds it.
type Store struct {
	db   *bolt.DB
	lock *os.File
	keys *keyring
	rand io.Reader
	path string

	backup sync.Mutex // one at a time

	swap   sync.RWMutex // held to read while db is used, to write while it is rewritten
	opt    Options
	broken error // it could not be opened again

	file   *os.File // bbolt's, closed by it unless its opening panicked
	marked bool     // the lock file says that the database is in use
	first  int      // number of the last write transaction before this opening's first
}

// Close ends the use of the database and gives back its lock.
func (s *Store) Close() error {
	var errs []error
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	if s.lock != nil {
		if s.marked {
			errs = append(errs, s.lock.Truncate(0))
		}
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// Path is the database's file.
func (s *Store) Path() string { return s.path }

// Tx is one transaction. Values read from it are copies and stay valid after it.
type Tx struct {
	tx    *bolt.Tx
	store *Store
}

// Update runs fn in a write transaction and commits it unless fn fails or panics.
func (s *Store) Update(fn func(*Tx) error) error {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.broken != nil {
		return s.broken
	}
	return s.db.Update(func(tx *bolt.Tx) error { return fn(&Tx{tx, s}) })
}

// View runs fn in a read transaction. Keep it short, and never wait inside it: old pages are kept
// as long as it lasts.
func (s *Store) View(fn func(*Tx) error) error {
	return s.view(func(tx *bolt.Tx) error { return fn(&Tx{tx, s}) })
}

func (s *Store) view(fn func(*bolt.Tx) error) error {
	s.swap.RLock()
	defer s.swap.RUnlock()
	if s.broken != nil {
		return s.broken
	}
	return s.db.View(fn)
}

// Sizes tells the file's size and how much of it is free, in bytes.
func (s *Store) Sizes() (file, free int64) {
	_ = s.View(func(tx *Tx) error {
		file, free = tx.Sizes()
		return nil
	})
	return file, free
}

// Sizes is [Store.Sizes] for one who reads already: a second reading inside the first would wait for a
// writer that waits for the first to end.
func (t *Tx) Sizes() (file, free int64) {
	db := t.tx.DB()
	return t.tx.Size(), int64(db.Stats().FreePageN) * int64(db.Info().PageSize)
}

// Commits counts writes to the file and write transactions since the database was opened.
func (s *Store) Commits() (writes, commits int64) {
	_ = s.view(func(tx *bolt.Tx) error {
		st := tx.DB().Stats()
		writes, commits = st.TxStats.GetWrite(), int64(tx.ID()-s.first)
		return nil
	})
	return writes, commits
}

func (s *Store) lastCommit() (id int) {
	_ = s.db.View(func(tx *bolt.Tx) error { id = tx.ID(); return nil })
	return id
}

func (t *Tx) bucket(name []byte) *bolt.Bucket { return t.tx.Bucket(name) }

// waveBucket is the wave's bucket below name; nil where nothing was stored yet and create is false.
func (t *Tx) waveBucket(name []byte, wave string, create bool) (*bolt.Bucket, error) {
	parent := t.tx.Bucket(name)
	if b := parent.Bucket([]byte(wave)); b != nil || !create {
		return b, nil
	}
	return parent.CreateBucketIfNotExists([]byte(wave))
}

// dropWave deletes the wave's bucket below name, if any.
func (t *Tx) dropWave(name []byte, wave string) error {
	err := t.tx.Bucket(name).DeleteBucket([]byte(wave))
	if errors.Is(err, bolterrors.ErrBucketNotFound) {
		return nil
	}
	return err
}
