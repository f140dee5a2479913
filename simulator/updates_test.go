package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"suara/simulator"
)

// ids lists the update ids of an answer, counted from a first one.
func ids(t testing.TB, a answer, first int64) string {
	t.Helper()
	var list []struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(a.Result, &list); err != nil {
		t.Fatalf("%v in %s", err, a.Result)
	}
	var got []string
	for _, u := range list {
		got = append(got, fmt.Sprint(u.ID-first))
	}
	return strings.Join(got, " ")
}

func TestConfirmation(t *testing.T) {
	const first = 5_000_000_000
	for _, row := range []struct {
		name   string
		params m
		want   string // ids that are returned
		left   int    // updates that stay
	}{
		{"no offset returns all and forgets nothing", m{}, "0 1 2 3 4", 5},
		{"limit", m{"limit": 2}, "0 1", 5},
		{"an offset forgets what is before it", m{"offset": first + 2}, "2 3 4", 3},
		{"the next id forgets all", m{"offset": first + 5}, "", 0},
		{"ten past the next id forgets all", m{"offset": first + 15}, "", 0},
		{"an offset too far ahead is not believed", m{"offset": first + 16}, "0 1 2 3 4", 5},
		{"an offset before the first", m{"offset": first - 3}, "0 1 2 3 4", 5},
		{"an offset too far back is not believed", m{"offset": first - 2_000_001}, "0 1 2 3 4", 5},
		{"a negative offset keeps that many", m{"offset": -2}, "3 4", 2},
		{"a large negative offset keeps all", m{"offset": -99}, "0 1 2 3 4", 5},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			w.SetNextUpdateID(first)
			p := w.NewPerson(simulator.Person{})
			for i := range 5 {
				p.Send(fmt.Sprint("pesan ", i))
			}
			if got := ids(t, w.call("getUpdates", row.params), first); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
			if w.Pending() != row.left {
				t.Errorf("%d stay, want %d", w.Pending(), row.left)
			}
		})
	}
}

func TestUpdatesExpire(t *testing.T) {
	w := newWorld(t, simulator.Options{PressTTL: 150 * time.Second})
	p := w.person()
	sent := w.must("sendMessage", m{"chat_id": p.ID(), "text": "x", "reply_markup": buttons("a")})
	p.Send("satu")
	p.PressData(id(sent), "a")
	w.clock.Advance(150 * time.Second)
	if got := w.Pending(); got != 1 {
		t.Errorf("%d updates after the press has expired, want 1", got)
	}
	w.clock.Advance(12 * time.Hour)
	p.Send("dua")
	w.clock.Advance(12 * time.Hour)
	list := w.updates()
	if len(list) != 1 || path(list[0], "message", "text") != "dua" {
		t.Errorf("after a day: %v", list)
	}
}

func TestAllowedUpdates(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.call("getUpdates", m{"allowed_updates": []string{"message"}})
	p := w.NewPerson(simulator.Person{})
	p.Start("")
	p.Block()
	if got := kinds(w.updates()); got != "message" {
		t.Errorf("got %q", got)
	}
	w.call("getUpdates", m{"allowed_updates": []string{}})
	p.Unblock()
	if got := kinds(w.updates()); got != "my_chat_member" {
		t.Errorf("got %q", got)
	}
}

func TestInject(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.SetNextUpdateID(40)
	w.Inject(json.RawMessage(`{"message":{"forward_origin":{"type":"martian"}}}`))
	w.Inject(json.RawMessage(`{}`))
	want := `[{"update_id":40,"message":{"forward_origin":{"type":"martian"}}},` + "\n" +
		`{"update_id":41}]`
	if got := string(w.call("getUpdates", m{}).Result); got != want {
		t.Errorf("got %s", got)
	}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{})
		w := &world{Server: s, t: t}
		defer s.Close()
		began := time.Now()
		if got := ids(t, w.call("getUpdates", m{"timeout": 7}), 0); got != "" || time.Since(began) != 7*time.Second {
			t.Errorf("%q after %v", got, time.Since(began))
		}
		w.call("getUpdates", m{"timeout": 90})
		if took := time.Since(began); took != 57*time.Second {
			t.Errorf("a long timeout took %v in all, want 50 s more", took)
		}
		p := s.NewPerson(simulator.Person{})
		go func() {
			time.Sleep(3 * time.Second)
			p.Send("halo")
		}()
		began = time.Now()
		a := w.call("getUpdates", m{"timeout": 50})
		if time.Since(began) != 3*time.Second || !strings.Contains(string(a.Result), "halo") {
			t.Errorf("%s after %v", a.Result, time.Since(began))
		}
		p.Send("lagi")
		if got := ids(t, w.call("getUpdates", m{"timeout": 50}), 0); !strings.Contains(got, " ") {
			t.Errorf("returned %q, want two updates", got)
		}
		time.Sleep(499 * time.Millisecond)
		if got := ids(t, w.call("getUpdates", m{"timeout": 50}), 0); strings.Contains(got, " ") {
			t.Errorf("the same offset at once again returned %q, want one update", got)
		}
	})
}

func TestTwoPollers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{})
		w := &world{Server: s, t: t}
		defer s.Close()
		var wait sync.WaitGroup
		wait.Go(func() {
			a := w.call("getUpdates", m{"timeout": 50})
			if a.Code != 409 || a.Description != "Conflict: terminated by other getUpdates request; "+
				"make sure that only one bot instance is running" {
				t.Errorf("first poller: %+v", a)
			}
		})
		synctest.Wait()
		began := time.Now()
		if a := w.call("getUpdates", m{"timeout": 1}); !a.OK || time.Since(began) > 3*time.Second {
			t.Errorf("second poller: %+v after %v", a, time.Since(began))
		}
		wait.Wait()
	})
}

func TestWebhookSettings(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.refused("setWebhook", m{"url": "ftp://x"}, "Bad Request: invalid webhook URL specified")
	w.refused("setWebhook", m{"url": "http://127.0.0.1:1/", "secret_token": "a b"},
		"Bad Request: secret token contains unallowed characters")
	w.must("setWebhook", m{"url": "http://127.0.0.1:1/", "max_connections": 3})
	w.refused("getUpdates", m{}, "Conflict: can't use getUpdates method while webhook is active; "+
		"use deleteWebhook to delete the webhook first")
	info := w.must("getWebhookInfo", m{})
	if info["url"] != "http://127.0.0.1:1/" || info["max_connections"] != 3.0 {
		t.Errorf("info %v", info)
	}
	w.must("deleteWebhook", m{})
	if a := w.call("getUpdates", m{}); !a.OK {
		t.Errorf("after deleteWebhook: %+v", a)
	}
}

func TestWebhookDelivers(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	got := make(chan string, 100)
	var mu sync.Mutex
	failures := 2
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		var u struct {
			Message struct {
				Text string `json:"text"`
			} `json:"message"`
		}
		_ = json.NewDecoder(r.Body).Decode(&u)
		mu.Lock()
		defer mu.Unlock()
		if r.Header.Get("X-Telegram-Bot-Api-Secret-Token") != "rahasia" {
			t.Error("no secret")
		}
		if failures > 0 {
			failures--
			rw.WriteHeader(http.StatusInternalServerError)
			got <- "refused " + u.Message.Text
			return
		}
		got <- u.Message.Text
		if u.Message.Text == "tiga" {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = rw.Write([]byte(`{"method":"sendMessage","chat_id":` + jsonNumber(p.ID()) +
				`,"text":"balasan"}`))
		}
	}))
	defer server.Close()
	p.Send("satu")
	p.Send("dua")
	w.must("setWebhook", m{"url": server.URL, "secret_token": "rahasia"})
	next := func() string {
		select {
		case s := <-got:
			return s
		case <-time.After(10 * time.Second):
			t.Fatal("nothing was delivered")
			return ""
		}
	}
	if s := next(); s != "refused satu" {
		t.Errorf("first %q", s)
	}
	w.until("an error in getWebhookInfo", func() bool {
		return w.must("getWebhookInfo", m{})["last_error_message"] != nil
	})
	w.clock.Advance(time.Second)
	if s := next(); s != "refused satu" {
		t.Errorf("second %q", s)
	}
	w.until("the second error", func() bool {
		w.clock.Advance(time.Second)
		return len(got) >= 2
	})
	changed := p.Changed()
	p.Send("tiga")
	for _, want := range []string{"satu", "dua", "tiga"} {
		if s := next(); s != want {
			t.Errorf("delivered %q, want %q", s, want)
		}
	}
	<-changed
	w.until("the queue is empty and the answer has come", func() bool {
		return w.Pending() == 0 && p.Last().Text == "balasan"
	})
}
