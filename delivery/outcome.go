package delivery

import (
	"time"

	"suara/survey"
)

// OutcomeKind says how one try to send a row ended.
type OutcomeKind uint8

// The kinds of outcome.
const (
	Delivered    OutcomeKind = iota // answered with ok
	Done                            // nothing needed: not modified, not found on edit or delete, or no longer wanted
	Wait                            // 429: RetryAfter says how long
	Blocked                         // 403: the chat can't be written to
	Refused                         // another 4xx: it will never be accepted
	Unknown                         // written, no answer: it may have arrived
	Unwritten                       // never left
	Failed                          // answered with 5xx
	Migrated                        // the group has a new id: NewChat
	Unauthorised                    // the token is not accepted
)

// kinds is how many kinds of outcome there are.
const kinds = int(Unauthorised) + 1

var kindNames = [kinds]string{"delivered", "done", "wait", "blocked", "refused", "unknown",
	"unwritten", "failed", "migrated", "unauthorised"}

// String returns the kind's name for logs and metrics.
func (k OutcomeKind) String() string {
	if int(k) < kinds {
		return kindNames[k]
	}
	return "invalid"
}

// Outcome is how one try to send a row ended.
type Outcome struct {
	Kind       OutcomeKind
	MessageID  int           // of the message sent, if one was
	RetryAfter time.Duration // with Wait
	NewChat    survey.ChatID // with Migrated
	Err        error
	Extra      any // the transport's own, handed back in the receipt
}

// Receipt tells the writer that nothing more will be done about a row, and how its last try ended.
//
// The kind is Delivered, Done, Refused, Blocked, Unknown or Migrated. Rows that waited in the same
// chat come along as Blocked or Migrated; after Migrated the writer stores the new id and adds them
// again under it. Wait, Unwritten, Failed and Unauthorised mean that the row did not arrive and is
// no longer tried: it was cancelled or replaced while that try was under way, or the sender stopped.
type Receipt struct {
	Row     Row
	Outcome Outcome
	At      time.Time
}
