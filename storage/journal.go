package storage

import (
	"encoding/binary"
	"fmt"
	"time"

	"suara/survey"
)

// SeenLimit is how many update ids are remembered.
const SeenLimit = 10000

// PutSeen remembers an update id in the given slot of the ring, 0 ≤ slot < SeenLimit.
func (t *Tx) PutSeen(slot int, update int64) error {
	if slot < 0 || slot >= SeenLimit {
		return fmt.Errorf("remember update: slot %d: %w", slot, survey.ErrInvalid)
	}
	return t.bucket(bucketSeen).Put(seenKey(slot), be64(uint64(update)))
}

// PutSeenNewest says which slot was written last; once a batch is enough.
func (t *Tx) PutSeenNewest(slot int) error {
	return t.bucket(bucketMeta).Put(keySeenNewest, seenKey(slot))
}

func seenKey(slot int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(slot)) }

var keySeenNewest = []byte("seen-newest")

// SeenNewest is the slot written last, -1 where none was.
func (t *Tx) SeenNewest() int {
	raw := t.bucket(bucketMeta).Get(keySeenNewest)
	if len(raw) != 2 {
		return -1
	}
	return int(binary.BigEndian.Uint16(raw))
}

// Seen calls fn with every remembered update id and its slot.
func (t *Tx) Seen(fn func(slot int, update int64)) error {
	return eachKey(t.bucket(bucketSeen), func(k, v []byte) bool {
		fn(int(binary.BigEndian.Uint16(k)), int64(un64(v)))
		return true
	})
}

// DeadLetter is an event that could not be handled: its id, kind and error, never its content.
type DeadLetter struct {
	At     time.Time `cbor:"1,keyasint"`
	Update int64     `cbor:"2,keyasint,omitempty"`
	Kind   string    `cbor:"3,keyasint"`
	Error  string    `cbor:"4,keyasint"`
}

// AddDeadLetter sets an event aside.
func (t *Tx) AddDeadLetter(d DeadLetter) error {
	b := t.bucket(bucketDead)
	n, err := b.NextSequence()
	if err != nil {
		return err
	}
	return put(b, be64(n), d)
}

// CountDeadLetters is how many events were set aside in the database's life.
func (t *Tx) CountDeadLetters() int { return int(t.bucket(bucketDead).Sequence()) }

// DeadLetters lists the events set aside.
func (t *Tx) DeadLetters() (list []DeadLetter, err error) {
	err = each(t.bucket(bucketDead), func(_ []byte, d DeadLetter) bool {
		list = append(list, d)
		return true
	})
	return list, err
}

// Setting reads a named text, empty where it was never set.
func (t *Tx) Setting(name string) string { return string(t.bucket(bucketSettings).Get([]byte(name))) }

// PutSetting stores a named text; an empty one removes it.
func (t *Tx) PutSetting(name, value string) error {
	if value == "" {
		return t.bucket(bucketSettings).Delete([]byte(name))
	}
	return t.bucket(bucketSettings).Put([]byte(name), []byte(value))
}

// Slot is the last scheduled instant taken for a schedule key; zero where none was.
func (t *Tx) Slot(key string) time.Time {
	raw := t.bucket(bucketSlots).Get([]byte(key))
	if raw == nil {
		return time.Time{}
	}
	return time.Unix(int64(un64(raw)), 0)
}

// PutSlot remembers the scheduled instant taken, in the same transaction as its effects.
func (t *Tx) PutSlot(key string, at time.Time) error {
	return t.bucket(bucketSlots).Put([]byte(key), be64(uint64(at.Unix())))
}

// DeleteSlot forgets a schedule key.
func (t *Tx) DeleteSlot(key string) error { return t.bucket(bucketSlots).Delete([]byte(key)) }

// Pending is an admin's command that waits for its confirming button.
type Pending struct {
	Asker   survey.AccountID `cbor:"1,keyasint"`
	Command string           `cbor:"2,keyasint"`
	Args    []string         `cbor:"3,keyasint"`
	Expires time.Time        `cbor:"4,keyasint"`
	Chat    survey.ChatID    `cbor:"5,keyasint"`
	Topic   int              `cbor:"6,keyasint,omitempty"`
}

// Pending reads a waiting command; ok is false for one that is done.
func (t *Tx) Pending(id string) (Pending, bool, error) {
	return get[Pending](t.bucket(bucketPending), []byte(id))
}

// PutPending stores a waiting command.
func (t *Tx) PutPending(id string, p Pending) error {
	return put(t.bucket(bucketPending), []byte(id), p)
}

// DeletePending ends the wait.
func (t *Tx) DeletePending(id string) error { return t.bucket(bucketPending).Delete([]byte(id)) }

// ExpirePending drops the commands whose time to confirm has passed.
func (t *Tx) ExpirePending(now time.Time) error {
	var gone []string
	err := each(t.bucket(bucketPending), func(k []byte, p Pending) bool {
		if now.After(p.Expires) {
			gone = append(gone, string(k))
		}
		return true
	})
	for _, id := range gone {
		if err := t.DeletePending(id); err != nil {
			return err
		}
	}
	return err
}

// AuditEntry is one act of an admin or the operator, free of answers.
type AuditEntry struct {
	At  time.Time        `cbor:"1,keyasint"`
	By  survey.AccountID `cbor:"2,keyasint,omitempty"` // 0: the operator at the terminal, or Suara itself
	Act string           `cbor:"3,keyasint"`
	// About is an id or a number that the act was about; in older entries also English words.
	About string `cbor:"4,keyasint,omitempty"`
	// Args are the values of details that are told in words; the act says in which words.
	Args map[string]string `cbor:"5,keyasint,omitempty"`
}

// AddAudit appends an act to the audit.
func (t *Tx) AddAudit(e AuditEntry) error {
	b := t.bucket(bucketAudit)
	n, err := b.NextSequence()
	if err != nil {
		return err
	}
	return put(b, be64(n), e)
}

// Audit lists the acts, oldest first.
func (t *Tx) Audit() (list []AuditEntry, err error) {
	err = each(t.bucket(bucketAudit), func(_ []byte, e AuditEntry) bool {
		list = append(list, e)
		return true
	})
	return list, err
}
