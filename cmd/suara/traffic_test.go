package main

import (
	"net/http"
	"strings"
	"testing"

	"suara/storage"
	"suara/survey"
)

// tally counts what goes to Telegram on behalf of one chat.
type tally struct {
	next  http.RoundTripper
	calls map[string]int
	bytes map[string]int // of the bodies
}

func (c *tally) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if r.Body != nil && method != "getUpdates" {
		body, err := bodyOf(r)
		if err != nil {
			return nil, err
		}
		c.calls[method]++
		c.bytes[method] += len(body)
	}
	return c.next.RoundTrip(r)
}

func (c *tally) reset() { c.calls, c.bytes = map[string]int{}, map[string]int{} }

// TestTrafficOfAnInterview counts the calls and bytes of a completed interview of 24 five-point items in an
// anonymous wave, the messages that it leaves in the chat, and the bytes of its state. The figures stand in
// docs/performance.md; the bounds here are those that forecasts and the limits of sending rest on.
func TestTrafficOfAnInterview(t *testing.T) {
	line := &tally{}
	line.reset()
	c, p := inside(t, scene{flow: benchFlow(), mode: "anonymous",
		line: func(next http.RoundTripper) http.RoundTripper { line.next = next; return line }})
	line.reset() // what went before: registration, invitation, notice
	for range benchItems {
		c.press(p, "Setuju 4")
	}
	if !strings.Contains(p.Last().Text, "Periksa jawaban Anda") {
		t.Fatalf("no review:\n%s", p.Last().Text)
	}
	plain, kept := c.stateBytes()
	c.press(p, "📨 Kirim jawaban")
	if !strings.Contains(p.Last().Text, "Jawaban Anda sudah kami terima") {
		t.Fatalf("not sent:\n%s", p.Last().Text)
	}
	calls, size := 0, 0
	for method, n := range line.calls {
		t.Logf("%-22s %3d calls %6d bytes", method, n, line.bytes[method])
		if method != "answerCallbackQuery" {
			calls += n
		}
		size += line.bytes[method]
	}
	t.Logf("%d counted calls, %d bytes in all bodies, %d messages left in the chat", calls, size, len(p.Messages()))
	t.Logf("state at the review: %d bytes, as kept (sealed) %d bytes", plain, kept)
	const forecast = 28 // sends of an interview, see docs/decisions.md
	if calls > forecast || line.calls["answerCallbackQuery"] != benchItems+1 {
		t.Errorf("%d counted calls, forecasts count %d; %d answers to %d presses", calls, forecast,
			line.calls["answerCallbackQuery"], benchItems+1)
	}
	if n := len(p.Messages()); n > 6 {
		t.Errorf("%d messages are left in the chat", n)
	}
}

// stateBytes gives the size of the only interview: what the engine and the writer need of it, and the record
// in the file.
func (c *cast) stateBytes() (plain, kept int) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		w := c.wave()
		return tx.Interviewed(w.ID, func(r survey.RespondentID) bool {
			state, err := tx.Interview(w, r)
			if err != nil {
				c.t.Fatal(err)
			}
			plain = len(state)
			return true
		})
	})
	if err != nil {
		c.t.Fatal(err)
	}
	records := dump(c.t, readFile(c.t, c.set.Storage.Path), "interviews")
	if len(records) != 1 {
		c.t.Fatalf("%d interviews lie in the file", len(records))
	}
	for _, record := range records {
		kept = len(record)
	}
	return plain, kept
}
