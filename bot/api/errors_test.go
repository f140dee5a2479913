package api_test

import (
	"errors"
	"fmt"
	"testing"

	"suara/bot/api"
)

func TestWhatARefusalSays(t *testing.T) {
	says := map[string]func(error) bool{
		"nothing would change": api.NotModified, "gone": api.MessageGone, "fixed": api.MessageFixed,
		"markup": api.Unparsed, "file": api.FileUnknown,
	}
	for words, want := range map[string]string{
		"Bad Request: message is not modified: specified new message content": "nothing would change",
		"Bad Request: CHAT_NOT_MODIFIED":                                      "nothing would change",
		"Bad Request: message to edit not found":                              "gone",
		"Bad Request: MESSAGE_ID_INVALID":                                     "gone",
		"Bad Request: message can't be edited":                                "fixed",
		"Bad Request: there is no text in the message to edit":                "fixed",
		"Bad Request: can't parse entities: Unsupported start tag \"x\"":      "markup",
		"Bad Request: wrong file identifier/HTTP URL specified":               "file",
		"Bad Request: FILE_REFERENCE_0_EXPIRED":                               "file",
		"Bad Request: chat not found":                                         "",
	} {
		for name, is := range says {
			refusal := &api.Error{Method: "editMessageText", Code: 400, Description: words}
			if got := is(fmt.Errorf("send: %w", refusal)); got != (name == want) {
				t.Errorf("%q says %s: %t", words, name, got)
			}
			refusal.Code = 500
			if is(refusal) || is(errors.New(words)) || is(nil) {
				t.Errorf("%q says %s without being such a refusal", words, name)
			}
		}
	}
}

func TestRefusesToken(t *testing.T) {
	for _, c := range []struct {
		name string
		err  api.Error
		want bool
	}{
		{"401", api.Error{Code: 401, Accepted: true}, true},
		{"404 to a token that was never accepted", api.Error{Code: 404}, true},
		{"404 about the method", api.Error{Code: 404, Accepted: true}, false},
		{"403", api.Error{Code: 403}, false},
	} {
		if got := c.err.RefusesToken(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}
