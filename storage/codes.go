package storage

import (
	"bytes"
	"strings"
	"time"

	"suara/survey"
)

// Code is a personal code that binds an account to a person once.
type Code struct {
	Respondent survey.RespondentID `cbor:"1,keyasint"`
	Made       time.Time           `cbor:"2,keyasint"`
}

// Code reads a personal code; ok is false for one never given or used up.
func (t *Tx) Code(code string) (Code, bool, error) {
	return get[Code](t.bucket(bucketCodes), []byte(code))
}

// PutCode stores a personal code.
func (t *Tx) PutCode(code string, c Code) error { return put(t.bucket(bucketCodes), []byte(code), c) }

// DeleteCode uses a code up.
func (t *Tx) DeleteCode(code string) error { return t.bucket(bucketCodes).Delete([]byte(code)) }

// DeleteCodesOf uses up every code of a person.
func (t *Tx) DeleteCodesOf(r survey.RespondentID) error {
	var mine [][]byte
	err := each(t.bucket(bucketCodes), func(k []byte, c Code) bool {
		if c.Respondent == r {
			mine = append(mine, bytes.Clone(k))
		}
		return true
	})
	for _, k := range mine {
		if err == nil {
			err = t.bucket(bucketCodes).Delete(k)
		}
	}
	return err
}

// Codes maps each person with an unused code to it.
func (t *Tx) Codes() (map[survey.RespondentID]string, error) {
	codes := map[survey.RespondentID]string{}
	err := each(t.bucket(bucketCodes), func(k []byte, c Code) bool {
		codes[c.Respondent] = string(k)
		return true
	})
	return codes, err
}

// Role is what an account may do besides answering.
type Role string

// The roles. Owners of the configuration are owners without a record here.
const (
	RoleOwner   Role = "owner"
	RoleAdmin   Role = "admin"
	RoleAnalyst Role = "analyst" // reads released summaries and exports
)

// roleLiaison begins the role of a unit's liaison; the unit's id follows.
const roleLiaison = "liaison:"

// RoleLiaison is the role of a unit's liaison: participation of that unit, as of last midnight.
func RoleLiaison(u survey.UnitID) Role { return Role(roleLiaison + string(u)) }

// Unit is the unit that a liaison is bound to; ok is false for other roles.
func (r Role) Unit() (u survey.UnitID, ok bool) {
	id, ok := strings.CutPrefix(string(r), roleLiaison)
	if !ok {
		return "", false
	}
	return survey.UnitID(id), true
}

// Role reads an account's role, empty for none.
func (t *Tx) Role(a survey.AccountID) Role {
	return Role(t.bucket(bucketRoles).Get(be64(uint64(a))))
}

// PutRole gives an account a role; an empty one takes it away.
func (t *Tx) PutRole(a survey.AccountID, r Role) error {
	if r == "" {
		return t.bucket(bucketRoles).Delete(be64(uint64(a)))
	}
	return t.bucket(bucketRoles).Put(be64(uint64(a)), []byte(r))
}

// Roles lists the accounts that were given a role.
func (t *Tx) Roles() (map[survey.AccountID]Role, error) {
	roles := map[survey.AccountID]Role{}
	err := eachKey(t.bucket(bucketRoles), func(k, v []byte) bool {
		roles[survey.AccountID(un64(k))] = Role(v)
		return true
	})
	return roles, err
}
