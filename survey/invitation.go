package survey

import "time"

// Reach says how far the wave's first message to a person has come.
type Reach uint8

// The steps of reaching a person.
const (
	ReachNone      Reach = iota // nothing sent yet
	ReachClaimed                // handed to the sender, no receipt yet: after a crash the outcome is unknown
	ReachDelivered              // Telegram accepted a message of the wave
	ReachUnknown                // sent, never answered
	ReachBlocked                // refused: blocked or deactivated
	ReachFailed                 // refused for another reason
)

// Progress says how far a person has come in a wave.
type Progress uint8

// The steps of answering. Declined is AAPOR's refusal, Withdrawn an erased response.
const (
	NotStarted Progress = iota
	Started
	Complete
	Declined
	Withdrawn
)

// Invitation is one person in one wave. It never holds an answer.
type Invitation struct {
	Unit       UnitID    `cbor:"1,keyasint"` // the person's unit at opening (or joining); transfers don't move it
	Reach      Reach     `cbor:"2,keyasint,omitempty"`
	Progress   Progress  `cbor:"3,keyasint,omitempty"`
	Reminders  int       `cbor:"4,keyasint,omitempty"`  // reminders claimed so far
	LastPrompt time.Time `cbor:"5,keyasint,omitzero"`   // when the last prompt was claimed
	Notice     string    `cbor:"6,keyasint,omitempty"`  // version of the notice consented to
	Joined     bool      `cbor:"7,keyasint,omitempty"`  // came onto the roster after opening
	Left       bool      `cbor:"8,keyasint,omitempty"`  // left the roster before answering
	Blocked    bool      `cbor:"9,keyasint,omitempty"`  // blocked after an invitation had been delivered
	Snooze     time.Time `cbor:"10,keyasint,omitzero"`  // reminded not before this, by the person's own wish
	Consented  time.Time `cbor:"11,keyasint,omitzero"`  // when they consented; never kept in anonymous waves
	Earlier    bool      `cbor:"12,keyasint,omitempty"` // answered under an account that is not the person's any more
}

// Responded tells whether nothing is expected of the person any more: complete, declined or withdrawn.
func (i Invitation) Responded() bool { return i.Progress >= Complete }
