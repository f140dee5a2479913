package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"suara/bot/api"
)

// bubbleClock is the clock of a synctest bubble.
type bubbleClock struct{}

func (bubbleClock) Now() time.Time                         { return time.Now() }
func (bubbleClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// pollAsk is a request for updates, and when it came.
type pollAsk struct {
	Offset, Limit, Timeout int
	Allowed                []string `json:"allowed_updates"`
	at                     time.Duration
}

// pollServer is Telegram in memory: it gives one answer after the other, then long polls without news.
type pollServer struct {
	t       *testing.T
	began   time.Time
	answers []string // a status, a space, a body; "cut" breaks the line
	asks    []pollAsk
}

func (p *pollServer) RoundTrip(r *http.Request) (*http.Response, error) {
	a := pollAsk{at: time.Since(p.began)}
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		p.t.Error(err)
	}
	r.Body.Close()
	p.asks = append(p.asks, a)
	if len(p.answers) == 0 {
		select {
		case <-time.After(time.Duration(a.Timeout) * time.Second):
			return httpAnswer(200, `{"ok":true,"result":[]}`), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	next := p.answers[0]
	p.answers = p.answers[1:]
	if next == "cut" {
		return nil, errors.New("read: connection reset by peer")
	}
	var status int
	fmt.Sscan(next, &status)
	return httpAnswer(status, next[4:]), nil
}

func httpAnswer(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(body))}
}

func updatesAnswer(ids ...int) string {
	var all []string
	for _, id := range ids {
		all = append(all, fmt.Sprintf(`{"update_id":%d,"message":{"text":"rahasia"}}`, id))
	}
	return `200 {"ok":true,"result":[` + strings.Join(all, ",") + `]}`
}

func idsFrom(first, n int) (ids []int) {
	for i := range n {
		ids = append(ids, first+i)
	}
	return ids
}

// pollRun is what came of a run.
type pollRun struct {
	*pollServer
	batches []string // "first-last n drained"
	log     string
	last    time.Time
}

// runPoll runs a poller for a while over the answers. keep says what take returns for its nth call.
func runPoll(t *testing.T, during time.Duration, keep func(n int) error, answers ...string) (p pollRun) {
	synctest.Test(t, func(t *testing.T) {
		p.pollServer = &pollServer{t: t, began: time.Now(), answers: answers}
		var log bytes.Buffer
		client := newClient(t, "http://h", api.WithRoundTripper(p.pollServer))
		poller := api.NewPoller(client, bubbleClock{}, slog.New(slog.NewTextHandler(&log, nil)),
			[]string{"message", "callback_query"})
		ctx, stop := context.WithTimeout(t.Context(), during)
		defer stop()
		n := 0
		err := poller.Run(ctx, func(_ context.Context, raws []json.RawMessage, drained bool) error {
			var ids []string
			for _, raw := range raws {
				var u struct {
					ID int `json:"update_id"`
				}
				json.Unmarshal(raw, &u)
				ids = append(ids, fmt.Sprint(u.ID))
			}
			p.batches = append(p.batches, fmt.Sprintf("%s %v", idSpan(ids), drained))
			n++
			return keep(n)
		})
		if err != nil {
			t.Error(err)
		}
		p.last = poller.LastPoll()
		p.log = log.String()
	})
	if strings.Contains(p.log, "rahasia") || strings.Contains(p.log, "AAsecret") {
		t.Errorf("log says too much: %s", p.log)
	}
	return p
}

func idSpan(ids []string) string {
	switch len(ids) {
	case 0:
		return "none"
	case 1:
		return ids[0]
	}
	return fmt.Sprintf("%s-%s(%d)", ids[0], ids[len(ids)-1], len(ids))
}

func keepAll(int) error { return nil }

func (p pollRun) offsets() string {
	var all []string
	for _, a := range p.asks {
		all = append(all, fmt.Sprintf("%d/%d", a.Offset, a.Timeout))
	}
	return strings.Join(all, " ")
}

func TestPollerConfirmsWhatWasKept(t *testing.T) {
	for _, c := range []struct {
		name    string
		keep    func(int) error
		answers []string
		batches string
		offsets string // offset/timeout of each request
	}{
		{"begins without an offset", keepAll, nil, "none true", "0/0 0/50"},
		{"offset follows a kept batch", keepAll, []string{updatesAnswer(7, 8, 9)}, "7-9(3) true", "0/0 10/50"},
		{"a full batch is followed at once", keepAll, []string{updatesAnswer(idsFrom(1, 100)...), updatesAnswer(101)},
			"1-100(100) false, 101 true", "0/0 101/0 102/50"},
		{"a batch that was not kept comes again", func(n int) error {
			if n == 1 {
				return errors.New("disk full")
			}
			return nil
		}, []string{updatesAnswer(7, 8), updatesAnswer(7, 8)}, "7-8(2) true, 7-8(2) true", "0/0 0/0 9/50"},
		{"ids that begin anew are followed down", keepAll, []string{updatesAnswer(900), updatesAnswer(5)},
			"900 true, 5 true", "0/0 901/50 6/50"},
		{"the last id counts, not the largest", keepAll, []string{updatesAnswer(9, 3)}, "9-3(2) true", "0/0 4/50"},
		{"an update without an id is skipped", keepAll,
			[]string{`200 {"ok":true,"result":[{"update_id":5},{"x":"rahasia"},{"update_id":"a"},7]}`},
			"5 true", "0/0 6/50"},
		{"an id in another place", keepAll, []string{`200 {"ok":true,"result":[{"m":{"update_id":1},"update_id": 8 }]}`},
			"8 true", "0/0 9/50"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := runPoll(t, 40*time.Second, c.keep, c.answers...)
			if got := strings.Join(p.batches, ", "); got != c.batches {
				t.Errorf("batches %s, want %s", got, c.batches)
			}
			if got := p.offsets(); got != c.offsets {
				t.Errorf("requests %s, want %s", got, c.offsets)
			}
			if a := p.asks[0]; a.Limit != 100 || len(a.Allowed) != 2 {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestPollerGoesOnThroughEveryTrouble(t *testing.T) {
	conflict := `409 {"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`
	for _, c := range []struct {
		name    string
		answers []string
		says    string
		times   int // that it says so
		least   time.Duration
		most    time.Duration // until it is back
	}{
		{"429 is obeyed", []string{`429 {"ok":false,"error_code":429,"description":"x","parameters":` +
			`{"retry_after":34}}`}, "less often", 1, 34 * time.Second, 34 * time.Second},
		{"the line is down", []string{"cut", "cut", "cut", "cut", "cut", "cut", "cut"}, "can't be reached", 1,
			10 * time.Second, 30 * time.Second},
		{"another copy", []string{conflict, conflict}, "another copy runs with this token", 1, time.Second,
			10 * time.Second},
		{"a webhook", []string{`409 {"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates ` +
			`method while webhook is active; use deleteWebhook to delete the webhook first"}`},
			"a webhook is set", 1, 600 * time.Millisecond, 2 * time.Second},
		{"token refused", []string{`401 {"ok":false,"error_code":401,"description":"Unauthorized"}`},
			"refuses the bot token", 1, 600 * time.Millisecond, 2 * time.Second},
		{"a gateway's page", []string{`502 <html>rahasia</html>`}, "answers with an error", 1,
			600 * time.Millisecond, 2 * time.Second},
		{"no JSON at all", []string{`200 <html>rahasia</html>`}, "can't be reached", 1,
			600 * time.Millisecond, 2 * time.Second},
		{"no id to confirm", []string{`200 {"ok":true,"result":[{"x":"rahasia"}]}`}, "readable id", 2,
			600 * time.Millisecond, 2 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := runPoll(t, time.Minute+time.Second, keepAll, append(c.answers, updatesAnswer(3))...)
			if got := strings.Count(p.log, c.says); got != c.times {
				t.Errorf("said %d times: %s", got, p.log)
			}
			if got := strings.Count(p.log, "coming again"); got != 1 {
				t.Errorf("said %d times that it is over: %s", got, p.log)
			}
			back := p.asks[len(c.answers)].at
			if back < c.least || back > c.most {
				t.Errorf("back after %v", back)
			}
			if len(p.batches) == 0 || p.batches[0] != "3 true" {
				t.Errorf("batches %v", p.batches)
			}
		})
	}
}

func TestPollerStopsAtOnce(t *testing.T) {
	p := runPoll(t, 10*time.Second, keepAll)
	if len(p.asks) != 2 || p.log != "" {
		t.Errorf("%v, %s", p.asks, p.log)
	}
	if d := p.last.Sub(p.began); d != 0 {
		t.Errorf("last answer after %v", d)
	}
}
