package simulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// burst calls until the server refuses and returns how often it did not, and the
// seconds it asks to wait.
func (w *world) burst(method string, most int, params func(i int) m) (passed, retryAfter int) {
	w.t.Helper()
	for i := range most {
		a := w.call(method, params(i))
		if a.Code == 429 {
			want := "Too Many Requests: retry after " + jsonNumber(int64(a.Parameters.RetryAfter))
			if a.Description != want {
				w.t.Errorf("description %q, want %q", a.Description, want)
			}
			return i, a.Parameters.RetryAfter
		}
		if !a.OK {
			w.t.Fatalf("%s: %s", method, a.Description)
		}
	}
	return most, 0
}

func TestLimits(t *testing.T) {
	w := newWorld(t, simulator.Options{Limits: true})
	p := w.person()
	text := func(chat int64) func(int) m {
		return func(int) m { return m{"chat_id": chat, "text": "x"} }
	}
	if n, after := w.burst("sendMessage", 9, text(p.ID())); n != 3 || after != 1 {
		t.Errorf("one chat: %d pass, retry after %d; want 3 and 1", n, after)
	}
	w.clock.Advance(time.Second)
	sent := id(w.must("sendMessage", m{"chat_id": p.ID(), "text": "x"}))
	w.refused("editMessageText", m{"chat_id": p.ID(), "message_id": sent, "text": "y"},
		"Too Many Requests: retry after 1")
	w.clock.Advance(time.Second)
	w.must("editMessageText", m{"chat_id": p.ID(), "message_id": sent, "text": "y"})
	w.must("deleteMessage", m{"chat_id": p.ID(), "message_id": sent})
	if got := w.Refusals(); got != 2 {
		t.Errorf("%d refusals, want 2", got)
	}

	w.clock.Advance(time.Minute)
	crowd := make([]int64, 40)
	for i := range crowd {
		crowd[i] = w.person().ID()
	}
	each := func(i int) m { return m{"chat_id": crowd[i], "text": "x"} }
	if n, after := w.burst("sendMessage", 40, each); n != 30 || after != 1 {
		t.Errorf("all chats: %d pass, retry after %d; want 30 and 1", n, after)
	}
	w.clock.Advance(time.Second)
	if n, _ := w.burst("sendMessage", 40, each); n != 30 {
		t.Errorf("a second later %d pass, want 30", n)
	}
}

func TestGroupLimitIsASlidingMinute(t *testing.T) {
	w := newWorld(t, simulator.Options{Limits: true})
	g := w.NewGroup("Panitia", simulator.GroupOptions{Admin: true})
	passed := 0
	for range 25 {
		if w.call("sendMessage", m{"chat_id": g.ID(), "text": "x"}).OK {
			passed++
		}
		w.clock.Advance(time.Second)
	}
	if passed != 20 {
		t.Errorf("%d pass in 25 s, want 20", passed)
	}
	w.refused("sendMessage", m{"chat_id": g.ID(), "text": "x"}, "Too Many Requests: retry after 35")
	w.clock.Advance(35 * time.Second)
	w.must("sendMessage", m{"chat_id": g.ID(), "text": "x"})
	w.refused("sendMessage", m{"chat_id": g.ID(), "text": "x"}, "Too Many Requests: retry after 1")
}

func TestAnswersAreNotLimited(t *testing.T) {
	w := newWorld(t, simulator.Options{Limits: true})
	p := w.person()
	sent := id(w.must("sendMessage", m{"chat_id": p.ID(), "text": "x", "reply_markup": buttons("a")}))
	for range 50 {
		w.must("answerCallbackQuery", m{"callback_query_id": p.PressData(sent, "a")})
	}
}

func TestFaults(t *testing.T) {
	s := simulator.New(simulator.Options{KeepCalls: true})
	url, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p := s.NewPerson(simulator.Person{})
	p.Start("")
	post := func(text string) (int, string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		body := strings.NewReader(`{"chat_id":` + jsonNumber(p.ID()) + `,"text":"` + text + `"}`)
		r, _ := http.NewRequestWithContext(ctx, http.MethodPost, url+"/bot"+s.Token()+"/sendMessage", body)
		r.Header.Set("Content-Type", "application/json")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, "", err
		}
		defer a.Body.Close()
		all, err := io.ReadAll(a.Body)
		return a.StatusCode, string(all), err
	}
	for _, row := range []struct {
		kind    string
		status  int // 0: the connection is cut
		body    string
		arrived bool
	}{
		{"502", 502, "<html>", false},
		{"500", 500, `"description":"Internal Server Error"`, false},
		{"400:Bad Request: CHAT_RESTRICTED", 400, `"Bad Request: CHAT_RESTRICTED"`, false},
		{"403", 403, "bot was blocked by the user", false},
		{"429:10072", 429, `"parameters":{"retry_after":10072}`, false},
		{"drop-before", 0, "", false},
		{"drop-after", 0, "", true},
		{"delay:20ms", 200, `"ok":true`, true},
	} {
		t.Run(row.kind, func(t *testing.T) {
			s.Fail(simulator.Fault{Method: "sendMessage", Chat: p.ID(), Kind: row.kind})
			status, body, err := post(row.kind)
			if status != row.status || !strings.Contains(body, row.body) || (err != nil) != (status == 0) {
				t.Errorf("status %d, %v, body %s", status, err, body)
			}
			if arrived := p.Last().Text == row.kind; arrived != row.arrived {
				t.Errorf("arrived %v, want %v", arrived, row.arrived)
			}
			if status, body, err = post("sesudah"); status != 200 {
				t.Errorf("the call after it: %d %s %v", status, body, err)
			}
		})
	}
	s.Fail(simulator.Fault{Chat: p.ID() + 1, Kind: "500"})
	s.Fail(simulator.Fault{Method: "getMe", Times: 2, Kind: "500"})
	if status, body, _ := post("lain"); status != 200 {
		t.Errorf("faults of others hit: %d %s", status, body)
	}
	s.Heal()
	calls := s.Calls()
	last := calls[len(calls)-1]
	if last.Method != "sendMessage" || last.Chat != p.ID() || last.Params["text"] != "lain" || last.Status != 200 {
		t.Errorf("last call %+v", last)
	}
	if n := s.CallCounts()["sendMessage"]; n != len(calls) {
		t.Errorf("%d calls counted, %d kept", n, len(calls))
	}
}

func TestPress(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	first := id(w.must("sendMessage", m{"chat_id": p.ID(), "text": "1", "reply_markup": buttons("a", "b")}))
	w.must("sendMessage", m{"chat_id": p.ID(), "text": "2", "reply_markup": buttons("a")})
	if _, err := p.Press("Tombol z"); !errors.Is(err, simulator.ErrNoButton) {
		t.Errorf("a label that is not there: %v", err)
	}
	q, err := p.Press("bol b")
	if err != nil {
		t.Fatal(err)
	}
	u := w.updates()[0]
	if path(u, "callback_query", "id") != q || path(u, "callback_query", "data") != "b" ||
		path(u, "callback_query", "message", "message_id") != float64(first) ||
		path(u, "callback_query", "from", "first_name") != "Siti" ||
		path(u, "callback_query", "chat_instance") == nil {
		t.Errorf("update %v", u)
	}
	if _, answered := p.Answer(q); answered {
		t.Error("answered before it was")
	}
	late := p.PressData(first, "a")
	changed := p.Changed()
	w.must("answerCallbackQuery", m{"callback_query_id": q, "text": "Tersimpan", "show_alert": true})
	<-changed
	if a, ok := p.Answer(q); !ok || a.Text != "Tersimpan" || !a.Alert {
		t.Errorf("answer %+v", a)
	}
	old := "Bad Request: query is too old and response timeout expired or query ID is invalid"
	w.refused("answerCallbackQuery", m{"callback_query_id": q}, old)
	w.refused("answerCallbackQuery", m{"callback_query_id": "99"}, old)
	w.clock.Advance(16 * time.Second)
	w.refused("answerCallbackQuery", m{"callback_query_id": late}, old)
	w.updates()
	p.Delete(first)
	p.PressData(first, "b")
	message := path(w.updates()[0], "callback_query", "message")
	if path(message, "date") != 0.0 || path(message, "message_id") != float64(first) ||
		path(message, "text") != nil {
		t.Errorf("a deleted message is %v, want an inaccessible one", message)
	}
}
