package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/delivery"
	"suara/survey"
)

func TestOutcomeOfEveryAnswer(t *testing.T) {
	refused := func(code int, text string) error {
		return &api.Error{Method: "sendMessage", Code: code, Description: text}
	}
	for _, c := range []struct {
		name string
		err  error
		want delivery.OutcomeKind
	}{
		{"ok", nil, delivery.Delivered},
		{"429", &api.Error{Code: 429, RetryAfter: 3 * time.Second}, delivery.Wait},
		{"429 wrapped twice", fmt.Errorf("a: %w", fmt.Errorf("b: %w", refused(429, ""))), delivery.Wait},
		{"403 blocked", refused(403, "Forbidden: bot was blocked by the user"), delivery.Blocked},
		{"401", refused(401, "Unauthorized"), delivery.Unauthorised},
		{"404 is a wrong token", refused(404, "Not Found"), delivery.Unauthorised},
		{"404 after the token was accepted", &api.Error{Code: 404, Accepted: true}, delivery.Refused},
		{"400", refused(400, "Bad Request: chat not found"), delivery.Refused},
		{"409", refused(409, "Conflict"), delivery.Refused},
		{"not modified", refused(400, "Bad Request: message is not modified: specified new message "+
			"content and reply markup are exactly the same as a current content"), delivery.Done},
		{"edit not found", refused(400, "Bad Request: message to edit not found"), delivery.Done},
		{"delete not found", refused(400, "Bad Request: message to delete not found"), delivery.Done},
		{"the words with another code", refused(500, "message is not modified"), delivery.Failed},
		{"migrated", &api.Error{Code: 400, MigrateTo: -1001}, delivery.Migrated},
		{"500", refused(500, "Internal Server Error"), delivery.Failed},
		{"502", refused(502, "Bad Gateway"), delivery.Failed},
		{"504 may have been passed on", refused(504, "Gateway Time-out"), delivery.Unknown},
		{"never left", &api.LineError{Err: io.EOF}, delivery.Unwritten},
		{"written", &api.LineError{Err: context.DeadlineExceeded, Written: true}, delivery.Unknown},
		{"own parameters", errors.New("encode parameters"), delivery.Refused},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := bot.Outcome(c.err); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestResultCarriesWhatTheQueueNeeds(t *testing.T) {
	err := fmt.Errorf("send: %w", &api.Error{Code: 429, RetryAfter: 10072 * time.Second})
	if o := bot.Result(err, 0); o.RetryAfter != 10072*time.Second || o.Err != err {
		t.Errorf("%+v", o)
	}
	if o := bot.Result(&api.Error{Code: 400, MigrateTo: -1009}, 0); o.NewChat != survey.ChatID(-1009) {
		t.Errorf("%+v", o)
	}
	if o := bot.Result(nil, 7); o.Kind != delivery.Delivered || o.MessageID != 7 {
		t.Errorf("%+v", o)
	}
}
