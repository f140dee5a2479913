package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"

	"suara/bot/api"
)

// only what surely never left may be sent again without asking.
func TestWrittenOrNot(t *testing.T) {
	refused, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused.Close()
	never := "http://" + refused.Addr().String()
	for _, c := range []struct {
		name    string
		url     string
		timeout time.Duration
		written bool
	}{
		{"connection refused", never, time.Second, false},
		{"read and not answered", faultyLine(t, func(net.Conn) { select {} }), 100 * time.Millisecond, true},
		{"read and closed", faultyLine(t, func(c net.Conn) { c.Close() }), time.Second, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, c.url, api.WithTimeout(c.timeout))
			err := client.Call(t.Context(), "sendMessage", nil, nil)
			var line *api.LineError
			if !errors.As(err, &line) || line.Written != c.written {
				t.Errorf("%#v", err)
			}
			if strings.Contains(err.Error(), token) {
				t.Error(err)
			}
		})
	}
	t.Run("cancelled before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var line *api.LineError
		err := newClient(t, never).Call(ctx, "sendMessage", nil, nil)
		if !errors.As(err, &line) || line.Written {
			t.Errorf("%#v", err)
		}
	})
}

// faultyLine serves one request a connection: read it, then do what is said.
func faultyLine(t *testing.T, then func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				if r, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					io.Copy(io.Discard, r.Body)
					then(c)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// dyingLine is a transport whose first tries fail before they take anything of the body.
type dyingLine struct {
	next  http.RoundTripper
	fails atomic.Int32
}

func (d *dyingLine) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.fails.Add(-1) >= 0 {
		r.Body.Close()
		return nil, errors.New("dial: http://h/bot" + token + ": no route")
	}
	return d.next.RoundTrip(r)
}

func TestUnwrittenIsTriedOnceMoreAtOnce(t *testing.T) {
	for fails, want := range []bool{true, true, false} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `{"ok":true,"result":true}`)
		}))
		d := &dyingLine{next: http.DefaultTransport}
		d.fails.Store(int32(fails))
		err := newClient(t, s.URL, api.WithRoundTripper(d)).Call(t.Context(), "getMe", nil, nil)
		if (err == nil) != want {
			t.Errorf("%d failures: %v", fails, err)
		}
		if err != nil && strings.Contains(err.Error(), "AAsecret") {
			t.Error(err)
		}
		s.Close()
	}
}

// A server that closes idle connections may take a call with it, but never gets one twice, and
// never one that is said to be unwritten.
func TestStaleConnectionsRepeatNothing(t *testing.T) {
	var mu sync.Mutex
	handled := map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		mu.Lock()
		handled[string(text)]++
		mu.Unlock()
		io.WriteString(w, `{"ok":true,"result":true}`)
	}))
	defer s.Close()
	client := newClient(t, s.URL)
	for i := range 200 {
		err := client.Call(t.Context(), "sendMessage", map[string]int{"n": i}, nil)
		mu.Lock()
		n := handled[fmt.Sprintf("{\"n\":%d}\n", i)]
		mu.Unlock()
		var line *api.LineError
		unwritten := errors.As(err, &line) && !line.Written
		if n > 1 || err == nil && n != 1 || unwritten {
			t.Errorf("call %d: handled %d times, %v", i, n, err)
		}
		s.CloseClientConnections()
	}
}

func TestCallsInParallelKeepTheirBodiesApart(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var p struct {
			Text string `json:"text"`
		}
		json.NewDecoder(r.Body).Decode(&p)
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%s}}`, p.Text)
	}))
	defer s.Close()
	client := newClient(t, s.URL)
	var all sync.WaitGroup
	for g := range 16 {
		all.Go(func() {
			for i := range 50 {
				var sent api.Sent
				want := g*1000 + i
				p := &tg.SendMessageParams{ChatID: g, Text: fmt.Sprint(want)}
				if err := client.Call(t.Context(), "sendMessage", p, &sent); err != nil || sent.MessageID != want {
					t.Errorf("%d, want %d: %v", sent.MessageID, want, err)
				}
			}
		})
	}
	all.Wait()
}
