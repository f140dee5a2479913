package storage

import (
	"errors"
	"os"

	bolt "go.etcd.io/bbolt"
)

// Glance runs fn in a read transaction on a database that nobody has open, and changes nothing: no lock,
// no migration, no file. ok is false where there is no database yet. The values under keys can't be read.
func Glance(path string, fn func(*Tx) error) (ok bool, err error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err := inspect(path, lockWait); err != nil {
		return false, err
	}
	s := &Store{path: path}
	err = s.guard(func() error {
		db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
		if err != nil {
			return openError(path, err)
		}
		defer db.Close()
		if _, err := readVersion(db); err != nil {
			return err
		}
		return db.View(func(tx *bolt.Tx) error { return fn(&Tx{tx, s}) })
	})
	return err == nil, err
}
