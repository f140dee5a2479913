package storage

import (
	"fmt"

	"suara/survey"
)

// Submissions walks the wave's responses: sealed ones while an anonymous wave is open, stored rows
// otherwise. It reads in short transactions and calls fn outside them, with the record's key.
func (s *Store) Submissions(w survey.Wave, fn func(key []byte, sub Submission) error) error {
	return s.walk(w, false, fn)
}

// StreamSubmissions is Submissions for whoever keeps nothing: responses come without their ids, and their
// values and the key are valid only until fn returns. However many there are, it takes little memory.
func (s *Store) StreamSubmissions(w survey.Wave, fn func(key []byte, sub Submission) error) error {
	return s.walk(w, true, fn)
}

// walk reads page after page; in a stream each record overwrites the one before.
func (s *Store) walk(w survey.Wave, stream bool, fn func(key []byte, sub Submission) error) error {
	name := bucketResponses
	if w.Sealed() {
		name = bucketSealed
	}
	r := recordReader{bare: stream}
	var p rawPage
	for {
		var after []byte
		if n := len(p.ends); n > 0 {
			after = append(after, p.key(n-1)...)
		}
		if err := s.page(w, name, after, &p); err != nil {
			return err
		}
		r.data, r.at, r.count = p.values, 0, len(p.ends)
		for i, end := range p.ends {
			key := p.key(i)
			if stream {
				r.values = r.values[:0]
			} else {
				key = append([]byte(nil), key...)
			}
			sub, err := r.submission(end.value)
			if err != nil {
				return fmt.Errorf("decode response of wave %s: %w", w.ID, err)
			}
			if err := fn(key, sub); err != nil {
				return err
			}
		}
		if len(p.ends) < pageSize {
			return nil
		}
	}
}

// rawPage is what one read transaction takes: keys and values, each behind the one before.
type rawPage struct {
	keys, values []byte
	ends         []recordEnds
}

type recordEnds struct{ key, value int }

func (p *rawPage) key(i int) []byte {
	begin := 0
	if i > 0 {
		begin = p.ends[i-1].key
	}
	return p.keys[begin:p.ends[i].key]
}

func (p *rawPage) add(key, value []byte) {
	p.keys, p.values = append(p.keys, key...), append(p.values, value...)
	p.ends = append(p.ends, recordEnds{len(p.keys), len(p.values)})
}

// page takes the next records behind a key, unsealed; it decodes none, so that the transaction is short.
func (s *Store) page(w survey.Wave, name, after []byte, p *rawPage) error {
	p.keys, p.values, p.ends = p.keys[:0], p.values[:0], p.ends[:0]
	return s.View(func(t *Tx) error {
		b, err := t.waveBucket(name, string(w.ID), false)
		if err != nil || b == nil {
			return err
		}
		c := b.Cursor()
		for k, raw := start(c, after); k != nil && len(p.ends) < pageSize; k, raw = c.Next() {
			if string(name) == string(bucketSealed) {
				if raw, err = t.store.unseal(string(w.ID), k, raw); err != nil {
					return err
				}
			}
			p.add(k, raw)
		}
		return nil
	})
}
