package bot

import (
	"errors"
	"net/http"

	"suara/bot/api"
	"suara/delivery"
	"suara/survey"
)

// Outcome maps the error of a call to a kind of outcome; nil is Delivered.
//
// An error that is no refusal and not from the line arose before anything was sent, from the call's
// own parameters; it will come again, and so is Refused.
func Outcome(err error) delivery.OutcomeKind {
	if err == nil {
		return delivery.Delivered
	}
	var refusal *api.Error
	if errors.As(err, &refusal) {
		return refusalKind(refusal)
	}
	var line *api.LineError
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
	var refusal *api.Error
	if errors.As(err, &refusal) {
		o.RetryAfter = refusal.RetryAfter
		o.NewChat = survey.ChatID(refusal.MigrateTo)
	}
	return o
}

func refusalKind(e *api.Error) delivery.OutcomeKind {
	switch {
	case e.MigrateTo != 0:
		return delivery.Migrated
	case api.NotModified(e) || api.MessageGone(e):
		return delivery.Done
	case e.Code == http.StatusTooManyRequests:
		return delivery.Wait
	case e.Code == http.StatusForbidden:
		return delivery.Blocked
	case e.RefusesToken():
		return delivery.Unauthorised
	case e.Code == http.StatusGatewayTimeout: // the gateway passed it on and got no answer
		return delivery.Unknown
	case e.Code >= 400 && e.Code < 500:
		return delivery.Refused
	default:
		return delivery.Failed
	}
}
