package bot

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"suara/delivery"
	"suara/survey"
)

// APIError is a refusal by the Bot API, or by a gateway before it.
type APIError struct {
	Method      string
	Code        int    // error_code, or the HTTP status where the answer is not the Bot API's
	Description string // in Telegram's words
	RetryAfter  time.Duration
	MigrateTo   int64 // the id a group has now
	Accepted    bool  // the token was accepted before, so that a 404 is about the method
}

// Error names the method and what Telegram said.
func (e *APIError) Error() string {
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

// Outcome maps the error of a call to a kind of outcome; nil is Delivered.
//
// An error that is no refusal and not from the line arose before anything was sent, from the call's
// own parameters; it will come again, and so is Refused.
func Outcome(err error) delivery.OutcomeKind {
	if err == nil {
		return delivery.Delivered
	}
	var refusal *APIError
	if errors.As(err, &refusal) {
		return refusal.kind()
	}
	var line *LineError
	if !errors.As(err, &line) {
		return delivery.Refused
	}
	if line.Written {
		return delivery.Unknown
	}
	return delivery.Unwritten
}

// Result is the whole outcome of a call that made, edited or deleted a message.
func Result(err error, messageID int) delivery.Outcome {
	o := delivery.Outcome{Kind: Outcome(err), MessageID: messageID, Err: err}
	var refusal *APIError
	if errors.As(err, &refusal) {
		o.RetryAfter = refusal.RetryAfter
		o.NewChat = survey.ChatID(refusal.MigrateTo)
	}
	return o
}

func (e *APIError) kind() delivery.OutcomeKind {
	switch {
	case e.MigrateTo != 0:
		return delivery.Migrated
	case NotModified(e) || MessageGone(e):
		return delivery.Done
	case e.Code == http.StatusTooManyRequests:
		return delivery.Wait
	case e.Code == http.StatusForbidden:
		return delivery.Blocked
	case e.refusesToken():
		return delivery.Unauthorised
	case e.Code == http.StatusGatewayTimeout: // the gateway passed it on and got no answer
		return delivery.Unknown
	case e.Code >= 400 && e.Code < 500:
		return delivery.Refused
	default:
		return delivery.Failed
	}
}

// refusesToken tells whether the token is wrong. Telegram answers 404 to one that it never gave out,
// and to a method that it does not have.
func (e *APIError) refusesToken() bool {
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

// says tells whether Telegram refused with one of the texts; it gives no finer code.
func says(err error, texts ...string) bool {
	var e *APIError
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
