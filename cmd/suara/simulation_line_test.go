package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// badLine is the way to Telegram under a seed.
type badLine struct {
	next http.RoundTripper
	s    *simulation
	bad  int // calls that will go wrong
	calm bool
}

func (l *badLine) over(straight http.RoundTripper) http.RoundTripper {
	l.next = straight
	return l
}

func (l *badLine) trouble() { l.bad = 1 + l.s.rand.IntN(4) }

var errLine = errors.New("the line broke")

func (l *badLine) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if l.bad == 0 || l.calm {
		return l.next.RoundTrip(r)
	}
	l.bad--
	kind := l.s.rand.IntN(12)
	l.s.note("%s goes wrong, kind %d", method, kind)
	l.s.tally.count("faults", 1)
	switch {
	case kind < 3: // never left
		return nil, errLine
	case kind < 5: // left, never arrived
		_, _ = io.Copy(io.Discard, r.Body)
		return nil, errLine
	case kind < 8: // arrived, the answer was lost
		resp, err := l.next.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		l.s.unheard[l.s.calls-1] = true
		return nil, errLine
	case kind == 8 && method == "getUpdates":
		return canned(409, "application/json", `{"ok":false,"error_code":409,"description":"Conflict: terminated by `+
			`other getUpdates request; make sure that only one bot instance is running"}`), nil
	case kind < 10:
		return canned(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>"), nil
	}
	seconds := []int{3, 3, 3, 34, 10072}[l.s.rand.IntN(5)]
	l.s.waits = append(l.s.waits, wait{
		chat: chatCalled(r), calls: l.s.calls, until: l.s.clock.Now().Add(time.Duration(seconds) * time.Second),
	})
	return canned(429, "application/json", fmt.Sprintf(`{"ok":false,"error_code":429,`+
		`"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%d}}`, seconds, seconds)), nil
}

// wait is how long Telegram asked to leave a chat alone.
type wait struct {
	chat  int64
	calls int // made before
	until time.Time
	kept  bool // it is on disk
}

// chatCalled is the chat that a call goes to; 0: none that is known.
func chatCalled(r *http.Request) int64 {
	var p struct {
		Chat int64 `json:"chat_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&p); err != nil {
		return 0
	}
	return p.Chat
}

func canned(status int, kind, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}
