package storage

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"suara/survey"
)

// How full bbolt leaves the pages of buckets that are filled in order of number, measured on
// 300,000 people. At its default of half they take up to twice the room; fuller ones split again as
// the records grow, people by registering, invitations by being sent.
const (
	fillRespondents = 0.8
	fillInvitations = 0.6
)

// Units lists the whole unit tree in roster order.
func (t *Tx) Units() (units []survey.Unit, err error) {
	err = each(t.bucket(bucketUnits), func(_ []byte, u survey.Unit) bool {
		units = append(units, u)
		return true
	})
	return units, err
}

// PutUnits stores the units at their Order.
func (t *Tx) PutUnits(units []survey.Unit) error {
	b := t.bucket(bucketUnits)
	for _, u := range units {
		if err := put(b, binary.BigEndian.AppendUint32(nil, uint32(u.Order)), u); err != nil {
			return fmt.Errorf("store unit %s: %w", u.ID, err)
		}
	}
	return nil
}

// Respondent reads one person; [survey.ErrNotFound] where there is none.
func (t *Tx) Respondent(id survey.RespondentID) (survey.Respondent, error) {
	r, ok, err := get[survey.Respondent](t.bucket(bucketRespondents), be64(uint64(id)))
	if err == nil && !ok {
		err = survey.ErrNotFound
	}
	return r, err
}

// RespondentByKey finds a person by NIP or other roster key.
func (t *Tx) RespondentByKey(key string) (survey.Respondent, error) {
	id := t.bucket(bucketKeys).Get([]byte(key))
	if id == nil {
		return survey.Respondent{}, survey.ErrNotFound
	}
	return t.Respondent(survey.RespondentID(un64(id)))
}

// PutRespondent stores a person and the index of its key. It fails with [survey.ErrExists] where
// somebody else has that key.
func (t *Tx) PutRespondent(r survey.Respondent) error {
	if err := t.indexKey(r); err != nil {
		return fmt.Errorf("store respondent %d: %w", r.ID, err)
	}
	b := t.bucket(bucketRespondents)
	b.FillPercent = fillRespondents
	if err := put(b, be64(uint64(r.ID)), r); err != nil {
		return fmt.Errorf("store respondent %d: %w", r.ID, err)
	}
	return nil
}

// indexKey leads the person's key to it, and drops the one it had before.
func (t *Tx) indexKey(r survey.Respondent) error {
	keys, id := t.bucket(bucketKeys), be64(uint64(r.ID))
	if holder := keys.Get([]byte(r.Key)); holder != nil {
		if !bytes.Equal(holder, id) {
			return fmt.Errorf("its key: %w", survey.ErrExists)
		}
		return nil
	}
	before, ok, err := get[survey.Respondent](t.bucket(bucketRespondents), id)
	if err != nil {
		return err
	}
	if ok {
		if err := keys.Delete([]byte(before.Key)); err != nil {
			return err
		}
	}
	return keys.Put([]byte(r.Key), id)
}

// Respondents calls fn with every person in order of number until it returns false.
func (t *Tx) Respondents(fn func(survey.Respondent) bool) error {
	return each(t.bucket(bucketRespondents), func(_ []byte, r survey.Respondent) bool { return fn(r) })
}

// NextRespondent is the number that the next new person gets.
func (t *Tx) NextRespondent() survey.RespondentID {
	k, _ := t.bucket(bucketRespondents).Cursor().Last()
	return survey.RespondentID(un64(k) + 1)
}
