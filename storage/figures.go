package storage

import bolt "go.etcd.io/bbolt"

// OpenInterviews counts the interviews in the file, over all waves.
func (s *Store) OpenInterviews() (n int64, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		n = countRecords(tx.Bucket(bucketInterviews))
		return nil
	})
	return n, err
}
