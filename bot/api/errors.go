package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Error is a refusal by the Bot API, or by a gateway before it.
type Error struct {
	Method      string
	Code        int    // error_code, or the HTTP status where the answer is not the Bot API's
	Description string // in Telegram's words
	RetryAfter  time.Duration
	MigrateTo   int64 // the id a group has now
	Accepted    bool  // the token was accepted before, so that a 404 is about the method
}

// Error names the method and what Telegram said.
func (e *Error) Error() string {
	return fmt.Sprintf("call %s: %d %s", e.Method, e.Code, e.Description)
}

// LineError is a call that got no usable answer.
type LineError struct {
	Method  string
	Written bool // the request, or a part of it, may have reached Telegram
	Err     error
}

// Error names the method and what happened on the line.
func (e *LineError) Error() string { return fmt.Sprintf("call %s: %v", e.Method, e.Err) }

// Unwrap returns what happened on the line.
func (e *LineError) Unwrap() error { return e.Err }

// RefusesToken tells whether the token is wrong. Telegram answers 404 to one that it never gave out,
// and to a method that it does not have.
func (e *Error) RefusesToken() bool {
	return e.Code == http.StatusUnauthorized || e.Code == http.StatusNotFound && !e.Accepted
}

// NotModified tells whether an edit or a pin was refused because nothing would change.
func NotModified(err error) bool {
	return says(err, "message is not modified", "CHAT_NOT_MODIFIED")
}

// MessageGone tells whether an edit, a deletion or a pin was refused because the message is gone.
func MessageGone(err error) bool {
	return says(err, "message to edit not found", "message to delete not found",
		"message to pin not found", "message to unpin not found", "MESSAGE_ID_INVALID")
}

// MessageFixed tells whether a message can't be edited or deleted (any more).
func MessageFixed(err error) bool {
	return says(err, "message can't be edited", "message can't be deleted",
		"there is no text in the message to edit", "there is no caption in the message to edit")
}

// Unparsed tells whether a text was refused for its markup.
func Unparsed(err error) bool { return says(err, "can't parse entities") }

// FileUnknown tells whether a file's id was refused: Telegram does not know it, or not any more.
func FileUnknown(err error) bool { return says(err, "wrong file identifier", "FILE_REFERENCE") }

// says tells whether Telegram refused with one of the texts; it gives no finer code.
func says(err error, texts ...string) bool {
	var e *Error
	if !errors.As(err, &e) || e.Code != http.StatusBadRequest {
		return false
	}
	for _, t := range texts {
		if strings.Contains(e.Description, t) {
			return true
		}
	}
	return false
}
