package storage

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"suara/survey"
)

// Screen names what a chat shows; it is rendered when it is sent. Args never hold answers.
type Screen struct {
	Name   string            `cbor:"1,keyasint"`
	Wave   survey.WaveID     `cbor:"2,keyasint,omitempty"`
	Notice string            `cbor:"3,keyasint,omitempty"` // catalogue key of a line above the screen
	Args   map[string]string `cbor:"4,keyasint,omitempty"`
}

// Chat is what is remembered of one private chat.
type Chat struct {
	Respondent  survey.RespondentID `cbor:"1,keyasint,omitempty"` // 0: nobody bound
	Language    string              `cbor:"2,keyasint,omitempty"`
	Candidate   survey.RespondentID `cbor:"3,keyasint,omitempty"` // whom a code named, until confirmed
	Code        string              `cbor:"4,keyasint,omitempty"` // that code
	Screen      Screen              `cbor:"5,keyasint"`
	Seq         uint64              `cbor:"6,keyasint"`            // grows with every change of Screen
	Live        int                 `cbor:"7,keyasint,omitempty"`  // message id that shows the screen
	Fresh       bool                `cbor:"8,keyasint,omitempty"`  // the next screen is a new message, not an edit
	Unreachable time.Time           `cbor:"9,keyasint,omitzero"`   // blocked since
	Failures    []int64             `cbor:"10,keyasint,omitempty"` // unix times of failed codes, last hour
	LockedUntil time.Time           `cbor:"11,keyasint,omitzero"`
	Keyboard    bool                `cbor:"12,keyasint,omitempty"` // the contact keyboard is on the phone
	Left        []int               `cbor:"13,keyasint,omitempty"` // messages of the interview to delete at its end
	Plain       bool                `cbor:"14,keyasint,omitempty"` // the live message has no buttons
	Phone       string              `cbor:"16,keyasint,omitempty"` // verified number that named the candidate, in place of a code
	Asked       bool                `cbor:"15,keyasint,omitempty"` // the live message may show a question
	Trial       *Trial              `cbor:"17,keyasint,omitempty"` // a flow being tried out; nil: none
	Picture     string              `cbor:"18,keyasint,omitempty"` // the live message is this picture, with what it says as caption; empty: a text
}

// Trial is a flow that an admin tries out in the chat. It belongs to no wave and ends with it.
type Trial struct {
	Survey  survey.SurveyID `cbor:"1,keyasint"`
	Flow    string          `cbor:"2,keyasint"`           // version
	Session []byte          `cbor:"3,keyasint"`           // of flows, unread here
	Draft   bool            `cbor:"4,keyasint,omitempty"` // the version waits to be published
}

// Chat reads a private chat; a zero one where nothing is known yet.
func (t *Tx) Chat(a survey.AccountID) (Chat, error) {
	c, _, err := get[Chat](t.bucket(bucketChats), be64(uint64(a)))
	return c, err
}

// PutChat stores a private chat.
func (t *Tx) PutChat(a survey.AccountID, c Chat) error {
	return put(t.bucket(bucketChats), be64(uint64(a)), c)
}

// DeleteChat forgets a private chat and its unsent screen.
func (t *Tx) DeleteChat(a survey.AccountID) error {
	if err := t.bucket(bucketScreens).Delete(be64(uint64(a))); err != nil {
		return err
	}
	return t.bucket(bucketChats).Delete(be64(uint64(a)))
}

// Chats calls fn with every private chat until it returns false.
func (t *Tx) Chats(fn func(survey.AccountID, Chat) bool) error {
	return each(t.bucket(bucketChats), func(k []byte, c Chat) bool {
		return fn(survey.AccountID(un64(k)), c)
	})
}

// QueueScreen marks the chat's screen number seq as still to be sent.
func (t *Tx) QueueScreen(a survey.AccountID, seq uint64) error {
	return t.bucket(bucketScreens).Put(be64(uint64(a)), be64(seq))
}

// QueuedScreen is the number of the chat's unsent screen, 0 for none.
func (t *Tx) QueuedScreen(a survey.AccountID) uint64 {
	return un64(t.bucket(bucketScreens).Get(be64(uint64(a))))
}

// UnqueueScreen drops the mark.
func (t *Tx) UnqueueScreen(a survey.AccountID) error {
	return t.bucket(bucketScreens).Delete(be64(uint64(a)))
}

// QueuedScreens calls fn with every unsent screen.
func (t *Tx) QueuedScreens(fn func(survey.AccountID, uint64) bool) error {
	return eachKey(t.bucket(bucketScreens), func(k, v []byte) bool {
		return fn(survey.AccountID(un64(k)), un64(v))
	})
}

// AddSweep plans the deletion of a chat message by the given time.
func (t *Tx) AddSweep(due time.Time, a survey.AccountID, message int) error {
	key := append(append(be64(uint64(due.Unix())), be64(uint64(a))...), be64(uint64(message))...)
	return t.bucket(bucketSweeps).Put(key, nil)
}

// TakeSweeps removes and calls fn with at most limit planned deletions due by now.
func (t *Tx) TakeSweeps(now time.Time, limit int, fn func(survey.AccountID, int) error) (int, error) {
	b := t.bucket(bucketSweeps)
	var keys [][]byte
	c := b.Cursor()
	for k, _ := c.First(); k != nil && len(keys) < limit; k, _ = c.Next() {
		if int64(un64(k[:8])) > now.Unix() {
			break
		}
		keys = append(keys, append([]byte(nil), k...))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return 0, err
		}
		if err := fn(survey.AccountID(un64(k[8:16])), int(un64(k[16:24]))); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}

// NextSweep is when the next planned deletion is due; zero where there is none.
func (t *Tx) NextSweep() time.Time {
	k, _ := t.bucket(bucketSweeps).Cursor().First()
	if k == nil {
		return time.Time{}
	}
	return time.Unix(int64(un64(k[:8])), 0)
}

func eachKey(b *bolt.Bucket, fn func(k, v []byte) bool) error {
	c := b.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if !fn(k, v) {
			return nil
		}
	}
	return nil
}
