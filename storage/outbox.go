package storage

import (
	"fmt"
	"time"

	"suara/survey"
)

// Message is one row of the outbox other than a chat's screen. It names a text and its figures,
// never answers.
type Message struct {
	ID      uint64            `cbor:"1,keyasint"`
	Kind    MessageKind       `cbor:"2,keyasint"`
	Chat    survey.ChatID     `cbor:"3,keyasint"`
	Topic   int               `cbor:"4,keyasint,omitempty"`
	Name    string            `cbor:"5,keyasint,omitempty"` // catalogue name of the text
	Wave    survey.WaveID     `cbor:"6,keyasint,omitempty"`
	Args    map[string]string `cbor:"7,keyasint,omitempty"`
	Message int               `cbor:"8,keyasint,omitempty"` // the message edited, deleted, stripped or pinned
	ReplyTo int               `cbor:"9,keyasint,omitempty"`
	File    []byte            `cbor:"10,keyasint,omitempty"` // a document's bytes
	Buttons [][]Button        `cbor:"11,keyasint,omitempty"`
	Queued  time.Time         `cbor:"12,keyasint"`
	Claimed bool              `cbor:"13,keyasint,omitempty"` // handed to the sender; no receipt: outcome unknown
	Then    string            `cbor:"14,keyasint,omitempty"` // what its receipt is for, such as "progress"
}

// Button is a button under a message; Label names a catalogue text.
type Button struct {
	Label string            `cbor:"1,keyasint"`
	Press string            `cbor:"2,keyasint"`
	Args  map[string]string `cbor:"3,keyasint,omitempty"`
}

// MessageKind says what a row of the outbox does.
type MessageKind uint8

// The kinds. New messages, documents and photos are claimed first and never sent twice; the others repeat
// until answered.
const (
	KindNew MessageKind = iota
	KindDocument
	KindEdit
	KindStrip
	KindDelete
	KindPin
	KindPhoto
	KindUnpin
)

// Claims tells whether the row must be claimed before it is sent.
func (k MessageKind) Claims() bool { return k == KindNew || k == KindDocument || k == KindPhoto }

// AddMessage puts a row into the outbox and returns it with its number.
func (t *Tx) AddMessage(m Message) (Message, error) {
	b := t.bucket(bucketOutbox)
	id, err := b.NextSequence()
	if err != nil {
		return m, err
	}
	m.ID = id
	if err := put(b, be64(id), m); err != nil {
		return m, fmt.Errorf("queue message: %w", err)
	}
	return m, nil
}

// PutMessage stores a changed row.
func (t *Tx) PutMessage(m Message) error { return put(t.bucket(bucketOutbox), be64(m.ID), m) }

// Message reads a row; ok is false for one that is done.
func (t *Tx) Message(id uint64) (Message, bool, error) {
	return get[Message](t.bucket(bucketOutbox), be64(id))
}

// DeleteMessage takes a row out of the outbox.
func (t *Tx) DeleteMessage(id uint64) error { return t.bucket(bucketOutbox).Delete(be64(id)) }

// Messages calls fn with every row in order until it returns false.
func (t *Tx) Messages(fn func(Message) bool) error {
	return each(t.bucket(bucketOutbox), func(_ []byte, m Message) bool { return fn(m) })
}
