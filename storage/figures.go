package storage

// OpenInterviews counts the interviews in the file, over all waves.
func (s *Store) OpenInterviews() (n int64, err error) {
	err = s.View(func(tx *Tx) error {
		n = tx.OpenInterviews()
		return nil
	})
	return n, err
}

// OpenInterviews is [Store.OpenInterviews] for one who reads already.
func (t *Tx) OpenInterviews() int64 { return countRecords(t.bucket(bucketInterviews)) }
