package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"

	"suara/survey"
)

// Verdict is what [Verify] found in a database file.
type Verdict struct {
	Version int      `json:"version"`
	Bytes   int64    `json:"bytes"`
	Sealed  bool     `json:"sealed"` // a backup whose every byte was compared with its checksum
	Counts  Counts   `json:"counts"`
	Damage  []string `json:"damage,omitempty"` // empty: sound
}

// damageLimit is how many faults are listed: one garbled page makes hundreds.
const damageLimit = 10

func (v *Verdict) fault(format string, args ...any) {
	if len(v.Damage) < damageLimit {
		v.Damage = append(v.Damage, fmt.Sprintf(format, args...))
	}
}

// Verify reads every page and every record of a database file and changes nothing. Records under
// a wave's key are only measured. Run it in a process of its own: a garbled page can fault where no
// program recovers. The error is for a file that can't be read at all.
func Verify(path string) (Verdict, error) { return verify(path, false) }

// VerifyPages is the part of [Verify] that finds what would end a process which reads the file: it
// checks pages only. Run it in a process of its own too.
func VerifyPages(path string) (Verdict, error) { return verify(path, true) }

func verify(path string, pagesOnly bool) (v Verdict, err error) {
	st, err := os.Stat(path)
	if err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	v.Bytes = st.Size()
	s := &Store{path: path}
	err = s.guard(func() error { return v.read(path, pagesOnly) })
	if errors.Is(err, ErrDamaged) {
		v.fault("%v", err)
		err = nil
	}
	return v, err
}

func (v *Verdict) read(path string, pagesOnly bool) (err error) {
	if err := inspect(path, lockWait); err != nil {
		return err
	}
	if !pagesOnly {
		v.Sealed, err = checkSum(path)
	}
	if errors.Is(err, errSum) {
		v.fault("%v", err)
		return nil // some page is garbled, and reading it can end the process
	}
	if err != nil {
		return err
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return openError(path, err)
	}
	defer db.Close()
	if v.Version, err = readVersion(db); err != nil {
		return err
	}
	if v.Version > len(migrations) {
		return fmt.Errorf("it has version %d, this program knows up to %d: use the newer Suara",
			v.Version, len(migrations))
	}
	return db.View(func(tx *bolt.Tx) error { return v.walk(tx, pagesOnly) })
}

func (v *Verdict) walk(tx *bolt.Tx, pagesOnly bool) (err error) {
	for fault := range tx.Check() {
		v.fault("%v", fault)
	}
	if pagesOnly || len(v.Damage) > 0 {
		return nil // what lies on garbled pages is not worth counting
	}
	for _, name := range allBuckets {
		if tx.Bucket(name) == nil && v.Version >= added(name) {
			v.fault("bucket %s is missing", name)
		}
	}
	if v.Counts, err = countAll(tx); err != nil {
		return err
	}
	return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
		v.records(string(name), b)
		return nil
	})
}

// records decodes every record of a bucket and of those in it.
func (v *Verdict) records(name string, b *bolt.Bucket) {
	check, known := layouts()[name]
	if !known {
		v.fault("bucket %q is unknown", name)
		return
	}
	c := b.Cursor()
	for k, raw := c.First(); k != nil; k, raw = c.Next() {
		if raw == nil {
			v.records(name, b.Bucket(k))
			continue
		}
		if err := check(k, raw); err != nil {
			v.fault("bucket %s: %v", name, err)
		}
	}
}

// layout judges one record.
type layout func(key, value []byte) error

// layouts are what lies in each bucket; see buckets.go.
func layouts() map[string]layout {
	number, free := sized(8, 8), sized(0, 0)
	return map[string]layout{
		"meta": free, "settings": free, "flows": free, "interviews": free,
		"units": record[survey.Unit](4), "respondents": record[survey.Respondent](8),
		"keys": sized(0, 8), "chats": record[Chat](8), "codes": record[Code](0),
		"waves": record[survey.Wave](0), "invitations": record[survey.Invitation](8),
		"sealed": sealedRecord, "responses": record[Submission](0), "comments": record[survey.Comment](4),
		"releases": document, "statuses": document, "prompts": sized(9, none), "screens": number,
		"outbox": record[Message](8), "seen": sized(2, 8), "deadletters": record[DeadLetter](8),
		"slots": sized(0, 8), "pending": record[Pending](0), "roles": roleRecord,
		"sweeps": sized(24, none), "audit": record[AuditEntry](8), "phones": sized(0, none),
		"files": record[File](0), "pictures": free,
	}
}

// none stands for a value of no bytes, since 0 stands for any number of them.
const none = -1

var errShape = errors.New("a record has not the length that it must have")

// sized is a record with a key and a value of so many bytes; 0: any number.
func sized(key, value int) layout {
	return func(k, v []byte) error {
		if key > 0 && len(k) != key || value > 0 && len(v) != value || value == none && len(v) != 0 {
			return errShape
		}
		return nil
	}
}

// record is one of our own records; its error never repeats what it holds.
func record[T any](key int) layout {
	return func(k, v []byte) error {
		var into T
		if key > 0 && len(k) != key {
			return errShape
		}
		if decoding.Unmarshal(v, &into) != nil {
			return errors.New("a record can't be decoded")
		}
		return nil
	}
}

// sealedRecord holds a nonce and the seal at least.
func sealedRecord(k, v []byte) error {
	if len(k) != 16 || len(v) < 12+16 {
		return errShape
	}
	return nil
}

func document(_, v []byte) error {
	if !json.Valid(v) {
		return errors.New("a document is no JSON")
	}
	return nil
}

func roleRecord(k, v []byte) error {
	_, liaison := Role(v).Unit()
	if len(k) == 8 && (liaison || slices.Contains([]Role{RoleOwner, RoleAdmin, RoleAnalyst}, Role(v))) {
		return nil
	}
	return errors.New("a role is unknown")
}
