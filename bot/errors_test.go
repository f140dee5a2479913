package bot_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"suara/bot"
	"suara/delivery"
	"suara/survey"
)

func TestOutcomeOfEveryAnswer(t *testing.T) {
	api := func(code int, text string) error {
		return &bot.APIError{Method: "sendMessage", Code: code, Description: text}
	}
	for _, c := range []struct {
		name string
		err  error
		want delivery.OutcomeKind
	}{
		{"ok", nil, delivery.Delivered},
		{"429", &bot.APIError{Code: 429, RetryAfter: 3 * time.Second}, delivery.Wait},
		{"429 wrapped twice", fmt.Errorf("a: %w", fmt.Errorf("b: %w", api(429, ""))), delivery.Wait},
		{"403 blocked", api(403, "Forbidden: bot was blocked by the user"), delivery.Blocked},
		{"401", api(401, "Unauthorized"), delivery.Unauthorised},
		{"404 is a wrong token", api(404, "Not Found"), delivery.Unauthorised},
		{"404 after the token was accepted", &bot.APIError{Code: 404, Accepted: true}, delivery.Refused},
		{"400", api(400, "Bad Request: chat not found"), delivery.Refused},
		{"409", api(409, "Conflict"), delivery.Refused},
		{"not modified", api(400, "Bad Request: message is not modified: specified new message "+
			"content and reply markup are exactly the same as a current content"), delivery.Done},
		{"edit not found", api(400, "Bad Request: message to edit not found"), delivery.Done},
		{"delete not found", api(400, "Bad Request: message to delete not found"), delivery.Done},
		{"the words with another code", api(500, "message is not modified"), delivery.Failed},
		{"migrated", &bot.APIError{Code: 400, MigrateTo: -1001}, delivery.Migrated},
		{"500", api(500, "Internal Server Error"), delivery.Failed},
		{"502", api(502, "Bad Gateway"), delivery.Failed},
		{"504 may have been passed on", api(504, "Gateway Time-out"), delivery.Unknown},
		{"never left", &bot.LineError{Err: io.EOF}, delivery.Unwritten},
		{"written", &bot.LineError{Err: context.DeadlineExceeded, Written: true}, delivery.Unknown},
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
	err := fmt.Errorf("send: %w", &bot.APIError{Code: 429, RetryAfter: 10072 * time.Second})
	if o := bot.Result(err, 0); o.RetryAfter != 10072*time.Second || o.Err != err {
		t.Errorf("%+v", o)
	}
	if o := bot.Result(&bot.APIError{Code: 400, MigrateTo: -1009}, 0); o.NewChat != survey.ChatID(-1009) {
		t.Errorf("%+v", o)
	}
	if o := bot.Result(nil, 7); o.Kind != delivery.Delivered || o.MessageID != 7 {
		t.Errorf("%+v", o)
	}
}
