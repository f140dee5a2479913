package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/simulator"
)

const (
	typedSecret   = "atasan-saya-menerima-suap"
	secretToken   = "123456:stage"
	secretPerson  = "Pegawai A"
	secretAccount = "600600600"
)

// secrets are what nothing that a run prints may hold.
func secrets(c *crew) []string {
	return []string{typedSecret, secretToken, secretPerson, nipNumber(0), nipNumber(1), secretAccount, fmt.Sprint(c.group.ID()), hookSecret}
}

// A run in which everything goes wrong that can — refused tokens, a broken line, panics, updates that
// can't be read, a database that takes nothing — prints neither token, nor answers, names, NIPs or
// chats: not in the log, nor in an error, an answer of the webhook, or what a command says.
func TestFaultyRunPrintsNoSecret(t *testing.T) {
	f := &faults{}
	c := newCrew(t, 2, scene{line: f.over, hooked: true})
	teller := c.tg.NewPerson(simulator.Person{ID: 600600600, FirstName: secretPerson})
	c.opens()
	c.rest(time.Minute)
	for _, p := range c.people {
		c.tap(p, "Mulai", "Saya bersedia", "Satu", "Dua")
		p.Send(typedSecret)
	}
	teller.Send(typedSecret + " " + nipNumber(0))
	c.rest(time.Minute)
	var out strings.Builder
	c.refusals(f)
	out.WriteString(c.hostile())
	out.WriteString(c.panics())
	out.WriteString(c.lostDisk())
	all := out.String() + c.log.String()
	for _, secret := range secrets(c) {
		if i := strings.Index(all, secret); i >= 0 {
			t.Errorf("%q is printed: %s", secret, all[max(0, i-200):min(len(all), i+100)])
		}
	}
	for _, want := range []string{"panic", "could not be kept", "set aside"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing of %q: the run was not faulty enough\n%s", want, tail(all, 3000))
		}
	}
}

// refusals lets Telegram answer with everything that it has, and repeat what it was sent.
func (c *crew) refusals(f *faults) {
	answers := []string{
		`{"ok":false,"error_code":401,"description":"Unauthorized: ` + secretToken + `"}`,
		`{"ok":false,"error_code":404,"description":"Not Found: /bot` + secretToken + `/sendMessage"}`,
		`{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: ` + typedSecret + `"}`,
		`{"ok":false,"error_code":500,"description":"` + secretAccount + `"}`, `{"ok":tru`, `<html>` + secretToken + `</html>`,
	}
	n := 0
	f.hit = func(r *http.Request, method string) (*http.Response, error, bool) {
		n++
		if n%3 == 0 {
			return nil, fmt.Errorf("Post %q: connection reset by %s", r.URL, secretToken), true
		}
		return canned(400, "application/json", answers[n%len(answers)]), nil, true
	}
	for range 12 {
		for _, p := range c.people {
			p.Send(typedSecret)
		}
		c.rest(0)
		c.clock.Advance(time.Minute)
	}
	f.hit = nil
	c.rest(time.Hour)
}

// hostile brings updates that can't be read, over the webhook and to the decoder.
func (c *crew) hostile() (said string) {
	for _, body := range []string{
		`{"update_id":900001,"message":{"text":"` + typedSecret + `","from":"` + secretAccount + `"}}`,
		`{"update_id":"` + typedSecret + `"}`, `{"message":{"text":"` + typedSecret + `"}}`, typedSecret,
		`{"update_id":900002,"callback_query":{"id":7,"data":"` + typedSecret + `"}}`, `[` + strings.Repeat("[", 10000),
	} {
		for _, secret := range []string{hookSecret, secretToken} {
			r := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(body))
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
			w := httptest.NewRecorder()
			c.hook.handler.ServeHTTP(w, r)
			said += fmt.Sprintln(w.Code, w.Body, w.Header())
		}
		said += bot.Decode(json.RawMessage(body)).Err
	}
	return said
}

// panics lets handling fail over what a person sent, and an act of the operator.
func (c *crew) panics() (said string) {
	said += fmt.Sprint(c.sys.office.act.do(context.Background(), "act", func(*fielding.Desk) error { panic("of " + typedSecret) }))
	broken := fielding.Update{ID: 990_001, Body: fielding.Message{
		Chat: 600600600, Private: true, From: 600600600, Kind: fielding.KindText, Text: typedSecret,
	}}
	c.apply(fielding.Do{Name: "fault", Act: func(*fielding.Desk) error { return errors.New("set aside") }, Reply: func(err error) { said += err.Error() }})
	c.apply(broken)
	return said
}

// lostDisk takes the database away.
func (c *crew) lostDisk() (said string) {
	if err := c.sys.store.Close(); err != nil {
		c.t.Fatal(err)
	}
	_, err := c.writer.Apply(c.clock.Now(), []fielding.Event{fielding.Update{ID: 990_002, Body: fielding.Message{
		Chat: 600600600, Private: true, From: 600600600, Kind: fielding.KindText, Text: typedSecret,
	}}})
	said += fmt.Sprint(err)
	for _, name := range []string{"wave status", "export", "summary", "roster list"} {
		resp := c.sys.office.run(context.Background(), request{
			Command: name, Args: []string{"uji-2026-11"}, Flags: map[string]string{"format": "json", "delimiter": ","},
		})
		said += string(resp.Stdout) + string(resp.Stderr)
	}
	c.hook.full = func() bool { return true }
	c.people[0].Send(typedSecret)
	c.poll()
	c.hook.full = nil
	c.scene.hooked = false
	return said
}
