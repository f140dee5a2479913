package survey

import "time"

// AccountID is a Telegram account's number; it is also the id of the private chat with it.
type AccountID int64

// ChatID is a Telegram chat's number: an account's for a private chat, negative for a group.
type ChatID int64

// RespondentID numbers a person on the roster inside this installation; it never leaves it.
type RespondentID uint64

// UnitID names a unit (perangkat daerah): a slug of its name, stable once given.
type UnitID string

// Unit is one organisational unit of the roster. Units form a tree by Parent.
type Unit struct {
	ID       UnitID `cbor:"1,keyasint"`
	Name     string `cbor:"2,keyasint"`
	Parent   UnitID `cbor:"3,keyasint,omitempty"` // empty: a top unit
	Timezone string `cbor:"4,keyasint,omitempty"` // IANA name; empty: the organisation's
	Order    int    `cbor:"5,keyasint"`           // place in the roster, from 0
}

// Respondent is a person on the roster.
type Respondent struct {
	ID         RespondentID `cbor:"1,keyasint"`
	Key        string       `cbor:"2,keyasint"` // NIP, 18 digits, or another key for staff without one
	Name       string       `cbor:"3,keyasint"`
	Unit       UnitID       `cbor:"4,keyasint"`
	Position   string       `cbor:"5,keyasint,omitempty"`
	Rank       string       `cbor:"6,keyasint,omitempty"`
	Sex        string       `cbor:"7,keyasint,omitempty"` // "m", "f" or empty
	Phone      string       `cbor:"8,keyasint,omitempty"` // +62…
	Timezone   string       `cbor:"9,keyasint,omitempty"`
	Account    AccountID    `cbor:"10,keyasint,omitempty"` // 0: not registered
	Registered time.Time    `cbor:"11,keyasint,omitzero"`
	Retired    time.Time    `cbor:"12,keyasint,omitzero"` // zero: on the roster
	Added      time.Time    `cbor:"13,keyasint,omitzero"`
	Changed    time.Time    `cbor:"14,keyasint,omitzero"`
	Past       []Stay       `cbor:"15,keyasint,omitempty"` // units before the present one, oldest first
}

// Stay is a unit that a person was in before.
type Stay struct {
	Unit  UnitID    `cbor:"1,keyasint"`
	Until time.Time `cbor:"2,keyasint"` // when the roster said otherwise
}

// Active tells whether the person is on the roster now.
func (r Respondent) Active() bool { return r.Retired.IsZero() }
