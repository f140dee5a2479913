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
	before, known, err := get[survey.Respondent](t.bucket(bucketRespondents), be64(uint64(r.ID)))
	if err == nil {
		err = t.indexKey(r, before, known)
	}
	if err == nil {
		err = t.indexPhone(r, before)
	}
	if err != nil {
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
func (t *Tx) indexKey(r, before survey.Respondent, known bool) error {
	keys, id := t.bucket(bucketKeys), be64(uint64(r.ID))
	if holder := keys.Get([]byte(r.Key)); holder != nil {
		if !bytes.Equal(holder, id) {
			return fmt.Errorf("its key: %w", survey.ErrExists)
		}
		return nil
	}
	if known {
		if err := keys.Delete([]byte(before.Key)); err != nil {
			return err
		}
	}
	return keys.Put([]byte(r.Key), id)
}

// indexPhone leads the person's telephone number to it, and drops the one it had before.
func (t *Tx) indexPhone(r, before survey.Respondent) error {
	if r.Phone == before.Phone {
		return nil
	}
	phones := t.bucket(bucketPhones)
	if before.Phone != "" {
		if err := phones.Delete(phoneKey(before.Phone, before.ID)); err != nil {
			return err
		}
	}
	if r.Phone == "" {
		return nil
	}
	return phones.Put(phoneKey(r.Phone, r.ID), nil)
}

func phoneKey(phone string, id survey.RespondentID) []byte {
	return append(append([]byte(phone), 0), be64(uint64(id))...)
}

// RespondentsByPhone lists the people with this telephone number, retired ones too.
func (t *Tx) RespondentsByPhone(phone string) (people []survey.Respondent, err error) {
	prefix := append([]byte(phone), 0)
	c := t.bucket(bucketPhones).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		r, err := t.Respondent(survey.RespondentID(un64(k[len(prefix):])))
		if err != nil {
			return nil, err
		}
		people = append(people, r)
	}
	return people, nil
}

// AnyPhone tells whether the roster knows a telephone number.
func (t *Tx) AnyPhone() bool {
	k, _ := t.bucket(bucketPhones).Cursor().First()
	return k != nil
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
