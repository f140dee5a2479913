package storage

import (
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
