package storage

import (
	"errors"
	"os"

	bolt "go.etcd.io/bbolt"

	"suara/survey"
)

// What the tests need of the inside.
var (
	Encode     = encoding.Marshal
	Decode     = decoding.Unmarshal
	PageSize   = pageSize
	Versions   = len(migrations)
	AllBuckets = allBuckets
)

// Migrate runs the released migrations with further ones after them.
func (s *Store) Migrate(more ...func(*bolt.Tx) error) error {
	list := append([]migration(nil), migrations...)
	for _, m := range more {
		list = append(list, m)
	}
	return migrate(s.db, list)
}

var errCut = errors.New("cut")

// MigrateFile runs the first n migrations on a file; cut ends the last of them when it is done and before
// it is committed.
func MigrateFile(path string, n int, cut bool) error {
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	list := append([]migration(nil), migrations[:n]...)
	if cut {
		list[n-1] = func(tx *bolt.Tx) error { return errors.Join(migrations[n-1](tx), errCut) }
	}
	if n == 0 {
		return db.Close()
	}
	return errors.Join(migrate(db, list), db.Close())
}

// Version is the database's version.
func (s *Store) Version() (int, error) { return readVersion(s.db) }

// Bolt runs fn on bbolt itself.
func (s *Store) Bolt(fn func(*bolt.Tx) error) error { return s.db.Update(fn) }

// CopyInterview lays the stored bytes of one person's interview at another's place.
func (t *Tx) CopyInterview(w survey.WaveID, from, to survey.RespondentID) error {
	b := t.bucket(bucketInterviews).Bucket([]byte(w))
	return b.Put(be64(uint64(to)), append([]byte(nil), b.Get(be64(uint64(from)))...))
}

// WriteCompact writes the database to a file without the room that it grew for.
func (s *Store) WriteCompact(path string) error {
	return s.db.View(func(tx *bolt.Tx) error {
		if err := tx.CopyFile(path, 0o600); err != nil {
			return err
		}
		return os.Chmod(path, 0o600)
	})
}

// PutRaw writes bytes that no record is made of.
func (t *Tx) PutRaw(bucket, key, value string) error {
	return t.bucket([]byte(bucket)).Put([]byte(key), []byte(value))
}

// SealedLengths lists the lengths of everything sealed in a wave.
func (t *Tx) SealedLengths(w survey.WaveID) (lengths []int) {
	for _, name := range [][]byte{bucketInterviews, bucketSealed} {
		b := t.bucket(name).Bucket([]byte(w))
		_ = b.ForEach(func(_, v []byte) error {
			lengths = append(lengths, len(v))
			return nil
		})
	}
	return lengths
}

// PutInterviewUnpadded seals an interview as programs did that didn't pad.
func (t *Tx) PutInterviewUnpadded(w survey.Wave, r survey.RespondentID, session []byte) error {
	b, err := t.waveBucket(bucketInterviews, string(w.ID), true)
	if err != nil {
		return err
	}
	aead, err := t.store.keys.aead(string(w.ID))
	if err != nil {
		return err
	}
	nonce := make([]byte, aead.NonceSize())
	return b.Put(be64(uint64(r)), aead.Seal(nonce, nonce, session, be64(uint64(r))))
}
