package storage

import (
	"encoding/binary"
	"fmt"
	"io"

	bolt "go.etcd.io/bbolt"

	"suara/survey"
)

// Submission is one response with its free texts, as kept until closing; after closing an anonymous
// wave's comments lie apart.
type Submission struct {
	Response survey.Response  `cbor:"1,keyasint"`
	Comments []survey.Comment `cbor:"2,keyasint,omitempty"`
}

// pageSize bounds how many records one read transaction walks: a longer one would keep old pages.
const pageSize = 1000

// Interview reads a person's interview in a wave; nil where there is none.
func (t *Tx) Interview(w survey.Wave, r survey.RespondentID) ([]byte, error) {
	b, err := t.waveBucket(bucketInterviews, string(w.ID), false)
	if err != nil || b == nil {
		return nil, err
	}
	raw := b.Get(be64(uint64(r)))
	if raw == nil {
		return nil, nil
	}
	if w.Mode == survey.Anonymous {
		return t.store.unseal(string(w.ID), be64(uint64(r)), raw)
	}
	return append([]byte(nil), raw...), nil
}

// PutInterview stores a person's interview, sealed in an anonymous wave.
func (t *Tx) PutInterview(w survey.Wave, r survey.RespondentID, session []byte) error {
	b, err := t.waveBucket(bucketInterviews, string(w.ID), true)
	if err != nil {
		return fmt.Errorf("store interview in wave %s: %w", w.ID, err)
	}
	key := be64(uint64(r))
	if w.Mode == survey.Anonymous {
		if session, err = t.store.seal(string(w.ID), key, session); err != nil {
			return fmt.Errorf("store interview in wave %s: %w", w.ID, err)
		}
	}
	return b.Put(key, session)
}

// DeleteInterview erases a person's interview in a wave.
func (t *Tx) DeleteInterview(w survey.WaveID, r survey.RespondentID) error {
	b, err := t.waveBucket(bucketInterviews, string(w), false)
	if err != nil || b == nil {
		return err
	}
	return b.Delete(be64(uint64(r)))
}

// Interviewed calls fn with everybody who has an interview in the wave, until it returns false.
func (t *Tx) Interviewed(w survey.WaveID, fn func(survey.RespondentID) bool) error {
	b, err := t.waveBucket(bucketInterviews, string(w), false)
	if err != nil || b == nil {
		return err
	}
	return eachKey(b, func(k, _ []byte) bool { return fn(survey.RespondentID(un64(k))) })
}

// AddSealed adds a submission to an open anonymous wave: sealed, under a random key that says
// nothing of person or order.
func (t *Tx) AddSealed(w survey.WaveID, s Submission) error {
	b, err := t.waveBucket(bucketSealed, string(w), true)
	if err != nil {
		return fmt.Errorf("store response in wave %s: %w", w, err)
	}
	key := make([]byte, 16)
	if _, err := io.ReadFull(t.store.rand, key); err != nil {
		return fmt.Errorf("make a response id: %w", err)
	}
	plain, err := encoding.Marshal(s)
	if err != nil {
		return fmt.Errorf("encode response: %w", err)
	}
	sealed, err := t.store.seal(string(w), key, plain)
	if err != nil {
		return fmt.Errorf("store response in wave %s: %w", w, err)
	}
	return b.Put(key, sealed)
}

// PutResponse stores a person's response in a wave that keeps the link.
func (t *Tx) PutResponse(w survey.WaveID, r survey.RespondentID, s Submission) error {
	b, err := t.waveBucket(bucketResponses, string(w), true)
	if err != nil {
		return fmt.Errorf("store response in wave %s: %w", w, err)
	}
	return put(b, be64(uint64(r)), s)
}

// LinkedResponse reads a person's response in a wave that keeps the link.
func (t *Tx) LinkedResponse(w survey.WaveID, r survey.RespondentID) (Submission, bool, error) {
	b, err := t.waveBucket(bucketResponses, string(w), false)
	if err != nil {
		return Submission{}, false, err
	}
	return get[Submission](b, be64(uint64(r)))
}

// DeleteResponse erases a person's response in a wave that keeps the link.
func (t *Tx) DeleteResponse(w survey.WaveID, r survey.RespondentID) error {
	b, err := t.waveBucket(bucketResponses, string(w), false)
	if err != nil || b == nil {
		return err
	}
	return b.Delete(be64(uint64(r)))
}

// PutRow stores one coarsened row of a closed anonymous wave under its new random id.
func (t *Tx) PutRow(w survey.WaveID, id []byte, r survey.Response) error {
	b, err := t.waveBucket(bucketResponses, string(w), true)
	if err != nil {
		return fmt.Errorf("store row of wave %s: %w", w, err)
	}
	return put(b, id, Submission{Response: r})
}

// PutComments stores the released comments of a wave, in the order given, in place of those before.
func (t *Tx) PutComments(w survey.WaveID, comments []survey.Comment) error {
	if err := t.dropWave(bucketComments, string(w)); err != nil {
		return fmt.Errorf("store comments of wave %s: %w", w, err)
	}
	b, err := t.waveBucket(bucketComments, string(w), true)
	if err != nil {
		return fmt.Errorf("store comments of wave %s: %w", w, err)
	}
	for i, c := range comments {
		if err := put(b, binary.BigEndian.AppendUint32(nil, uint32(i)), c); err != nil {
			return err
		}
	}
	return nil
}

// Comments lists the released comments of a wave.
func (t *Tx) Comments(w survey.WaveID) (comments []survey.Comment, err error) {
	b, err := t.waveBucket(bucketComments, string(w), false)
	if err != nil {
		return nil, err
	}
	err = each(b, func(_ []byte, c survey.Comment) bool {
		comments = append(comments, c)
		return true
	})
	return comments, err
}

// DropAnswers deletes what an anonymous wave held while it was open: interviews and sealed responses.
func (t *Tx) DropAnswers(w survey.WaveID) error {
	if err := t.dropWave(bucketInterviews, string(w)); err != nil {
		return err
	}
	return t.dropWave(bucketSealed, string(w))
}

// DropResponses deletes every stored response and comment of a wave: its retention has passed.
func (t *Tx) DropResponses(w survey.WaveID) error {
	for _, name := range [][]byte{bucketResponses, bucketComments, bucketInterviews, bucketSealed} {
		if err := t.dropWave(name, string(w)); err != nil {
			return err
		}
	}
	return nil
}

// start puts the cursor on the first key after the given one.
func start(c *bolt.Cursor, after []byte) (k, v []byte) {
	if after == nil {
		return c.First()
	}
	k, v = c.Seek(after)
	if k != nil && string(k) == string(after) {
		k, v = c.Next()
	}
	return k, v
}
