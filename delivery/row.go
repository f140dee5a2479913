package delivery

import (
	"time"

	"suara/survey"
)

// Class is a row's priority: a lower class goes first.
type Class uint8

// The classes in the order in which they leave.
const (
	ClassReply      Class = iota // answers a person
	ClassPost                    // a group post
	ClassReminder                // begun by the schedule
	ClassInvitation              // begun by a wave's opening
)

// Prompt tells whether rows of the class are begun by Suara itself and claimed in small lots.
func (c Class) Prompt() bool { return c >= ClassReminder }

// Repeat says what happens to a row that was written but never answered.
type Repeat uint8

// The ways to repeat.
const (
	RepeatAlways Repeat = iota // edits, deletes, pins: until answered
	RepeatOnce                 // interview screens: once more
	RepeatNever                // invitations, reminders, group posts
)

// Row is one outgoing message.
type Row struct {
	ID       uint64 // given by the writer
	Chat     survey.ChatID
	Group    bool // a group chat: the limit a minute holds too
	Class    Class
	Repeat   Repeat
	Asks     bool      // a question about the chat, no message in it: the chat's own limits don't count it
	Screen   bool      // replaces an unsent older screen row of the chat and takes its place
	Queued   time.Time // when it became due: the time of the commit
	Attempts int       // how often it was written and not answered
	Job      any       // what to send; opaque here
}

// again tells whether a row that was written without an answer may be written once more.
func (r Row) again() bool {
	switch r.Repeat {
	case RepeatAlways:
		return true
	case RepeatOnce:
		return r.Attempts < 2
	default:
		return false
	}
}
