package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/simulator"
	"suara/storage"
)

const (
	typedSecret   = "atasan-saya-menerima-suap"
	secretToken   = "123456:stage"
	secretPerson  = "Pegawai A"
	secretAccount = "600600600"
)

// secrets are what nothing that a run prints may hold.
func secrets(c *crew, teller *simulator.Phone) []string {
	list := []string{typedSecret, secretToken, secretPerson, nipNumber(0), nipNumber(1), secretAccount,
		fmt.Sprint(c.group.ID()), hookSecret}
	for _, p := range append([]*simulator.Phone{teller}, c.people...) {
		// as the runtime prints what functions are called with
		list = append(list, fmt.Sprintf("%#x", p.ID()))
	}
	return append(list, fmt.Sprintf("%#x", uint64(c.group.ID())))
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
	out.WriteString(c.seenFromOutside())
	out.WriteString(c.lostDisk())
	out.WriteString(c.seenFromOutside())
	all := out.String() + c.log.String()
	for _, secret := range secrets(c, teller) {
		if i := strings.Index(all, secret); i >= 0 {
			t.Errorf("%q is printed: %s", secret, all[max(0, i-200):min(len(all), i+100)])
		}
	}
	for _, want := range []string{
		"panic in handling a update", "panic in handling a act", "event set aside", "could not be kept",
		"suara_events_set_aside ", "fielding.(*Desk).update ",
		"the database is not open",
	} {
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
		`{"ok":false,"error_code":500,"description":"` + secretAccount + `"}`, `{"ok":tru`,
		`<html>` + secretToken + `</html>`,
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

// panics lets the handling of what a person sent panic with the person's own words, and an act of the
// operator. What is kept of the update says nothing of them.
func (c *crew) panics() (said string) {
	said += fmt.Sprint(c.sys.office.act.do(context.Background(), "act",
		func(*fielding.Desk) error { panic("of " + typedSecret) }))
	c.poison = "of " + typedSecret + " by " + secretPerson + " " + nipNumber(0)
	c.people[0].Start("")
	c.rest(time.Minute)
	c.press(c.people[0], "Kirim jawaban")
	c.rest(time.Minute)
	if !strings.Contains(c.people[0].Last().Text, "belum tersimpan") {
		c.t.Errorf("whose answers could not be handled sees %q", c.people[0].Last().Text)
	}
	c.poison = ""
	err := c.sys.store.View(func(tx *storage.Tx) error {
		dead, err := tx.DeadLetters()
		said += fmt.Sprintf("%+v", dead)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return said
}

// seenFromOutside asks for everything that is served to strangers.
func (c *crew) seenFromOutside() (said string) {
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/", "/" + typedSecret,
		"/debug/pprof/", "/debug/vars"} {
		w := httptest.NewRecorder()
		c.sys.outside().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		said += fmt.Sprintln(w.Code, w.Header(), w.Body)
	}
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

// No command repeats the token or the secret of the webhook, whatever is wrong: with the configuration,
// with what it was called with, with Telegram, or with the files it is given.
func TestCommandsPrintNoSecret(t *testing.T) {
	t.Parallel()
	tg := newTelegram(t)
	good := "telegram: {token: '" + testToken + "', api_url: '" + tg.URL + "', webhook: {secret: " + hookSecret +
		"}}\norganisation: {name: Biro}\n"
	configs := map[string]string{
		"sound":         good,
		"no YAML":       good + "surveys: [",
		"unknown key":   strings.Replace(good, "token:", "tokn:", 1),
		"a list":        strings.Replace(good, "'"+testToken+"'", "['"+testToken+"']", 1),
		"a bad token":   strings.Replace(good, testToken, testToken+"!", 1),
		"a bad address": strings.Replace(good, tg.URL, "http://"+testToken+".invalid:port", 1),
		"no one there":  strings.Replace(good, tg.URL, "http://127.0.0.1:1", 1),
		"a bad mode":    strings.Replace(good, "webhook:", "mode: "+hookSecret+", webhook:", 1),
		"in the wrong":  good + "storage: {path: '" + testToken + "/\x00'}\n",
	}
	commands := []string{
		"check", "serve", "wave list", "wave open x", "roster list", "roster import none.csv", "summary x", "export x",
		"backup /none/none.db", "restore none.db", "verify none.db", "compact", "flow check none.yaml",
		"wave list --nonsense", "nonsense", "",
	}
	refusals := 0
	for name, config := range configs {
		in := install(t, config)
		for _, code := range []int{0, http.StatusUnauthorized, http.StatusConflict} {
			if code != 0 && name != "sound" {
				continue
			}
			tg.fail(code)
			for _, command := range commands {
				if command == "serve" && code != http.StatusUnauthorized &&
					(name == "sound" || name == "no one there") {
					continue // it would go on
				}
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				exit, out, problems := in.suara(ctx, strings.Fields(command)...)
				cancel()
				if exit != exitFine {
					refusals++
				}
				for _, secret := range []string{testToken, hookSecret} {
					if said := out.String() + problems.String(); strings.Contains(said, secret) {
						t.Errorf("%s, %q (%d): %s", name, command, code, said)
					}
				}
			}
		}
	}
	if refusals < len(configs)*8 {
		t.Errorf("only %d commands failed", refusals)
	}
}
