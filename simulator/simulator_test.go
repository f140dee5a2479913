package simulator_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

var start = time.Date(2026, 3, 2, 7, 30, 0, 0, time.UTC)

// answer is what a method of the Bot API answered.
type answer struct {
	OK          bool            `json:"ok"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Result      json.RawMessage `json:"result"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

type m = map[string]any

// world is a server on a clock that stands still, with a bot that speaks JSON to it.
type world struct {
	*simulator.Server
	t     testing.TB
	clock *simulator.VirtualClock
}

func newWorld(t testing.TB, opt simulator.Options) *world {
	clock := simulator.NewClock(start, 0)
	opt.Clock = clock
	s := simulator.New(opt)
	t.Cleanup(func() { _ = s.Close() })
	return &world{Server: s, t: t, clock: clock}
}

func (w *world) call(method string, params any) answer {
	w.t.Helper()
	body, err := json.Marshal(params)
	if err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/bot"+w.Token()+"/"+method, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return w.do(r)
}

func (w *world) do(r *http.Request) answer {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, r)
	var a answer
	if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
		w.t.Fatalf("%s: %v in %q", r.URL.Path, err, rec.Body)
	}
	if !a.OK && a.Code != rec.Code {
		w.t.Fatalf("%s: status %d with error_code %d", r.URL.Path, rec.Code, a.Code)
	}
	return a
}

// must calls a method that has to succeed and returns its result.
func (w *world) must(method string, params any) map[string]any {
	w.t.Helper()
	a := w.call(method, params)
	if !a.OK {
		w.t.Fatalf("%s %v: %s", method, params, a.Description)
	}
	var result map[string]any
	_ = json.Unmarshal(a.Result, &result)
	return result
}

// refused calls a method that has to fail with a description.
func (w *world) refused(method string, params any, want string) {
	w.t.Helper()
	a := w.call(method, params)
	if a.OK || a.Description != want {
		w.t.Errorf("%s %v:\n got %q (ok %v)\nwant %q", method, params, a.Description, a.OK, want)
	}
}

// updates fetches and confirms everything that waits.
func (w *world) updates() []map[string]any {
	w.t.Helper()
	if w.Pending() == 0 {
		return nil
	}
	a := w.call("getUpdates", m{})
	var list []map[string]any
	if err := json.Unmarshal(a.Result, &list); err != nil {
		w.t.Fatalf("%v in %s", err, a.Result)
	}
	if len(list) > 0 {
		last := int64(list[len(list)-1]["update_id"].(float64))
		w.call("getUpdates", m{"offset": last + 1})
	}
	return list
}

// kinds names the kinds of updates.
func kinds(list []map[string]any) string {
	var names []string
	for _, u := range list {
		for key := range u {
			if key != "update_id" {
				names = append(names, key)
			}
		}
	}
	return strings.Join(names, " ")
}

// person gives somebody a phone and starts the bot on it.
func (w *world) person() *simulator.Phone {
	p := w.NewPerson(simulator.Person{FirstName: "Siti", Phone: "628111", LanguageCode: "id"})
	p.Start("")
	w.updates()
	return p
}

func id(message map[string]any) int { return int(message["message_id"].(float64)) }

// path walks through nested objects.
func path(v any, keys ...string) any {
	for _, key := range keys {
		object, _ := v.(map[string]any)
		v = object[key]
	}
	return v
}

func jsonNumber(n int64) string {
	b, _ := json.Marshal(n)
	return string(b)
}

// until yields to the server's goroutines until something holds.
func (w *world) until(what string, holds func() bool) {
	w.t.Helper()
	limit := time.Now().Add(10 * time.Second)
	for !holds() {
		if time.Now().After(limit) {
			w.t.Fatalf("never: %s", what)
		}
		runtime.Gosched()
	}
}
