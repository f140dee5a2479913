package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"suara/bot/api"
)

const hookSecret = "rahasia-telegram-01"

// endless is a body without an end.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func TestWebhookAnswers(t *testing.T) {
	update := `{"update_id":7,"message":{"message_id":1}}`
	tests := []struct {
		name   string
		method string
		secret string
		body   io.Reader
		fails  error // of keeping
		want   int
		taken  int
	}{
		{"an update", "POST", hookSecret, strings.NewReader(update), nil, 200, 1},
		{"no secret", "POST", "", strings.NewReader(update), nil, 401, 0},
		{"a wrong secret", "POST", hookSecret + "x", strings.NewReader(update), nil, 401, 0},
		{"the beginning of the secret", "POST", hookSecret[:18], strings.NewReader(update), nil, 401, 0},
		{"a visit", "GET", hookSecret, nil, nil, 405, 0},
		{"too long, and says so", "POST", hookSecret, bytes.NewReader(make([]byte, 1<<20+1)), nil, 413, 0},
		{"too long without an end", "POST", hookSecret, endless{}, nil, 413, 0},
		{"no JSON", "POST", hookSecret, strings.NewReader("{"), nil, 400, 0},
		{"nothing", "POST", hookSecret, strings.NewReader(""), nil, 400, 0},
		{"no id", "POST", hookSecret, strings.NewReader(`{"message":{}}`), nil, 200, 0},
		{"the disk is full", "POST", hookSecret, strings.NewReader(update), errors.New("no space"), 500, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			taken := 0
			take := func(_ context.Context, raws []json.RawMessage, _ bool) error {
				taken += len(raws)
				return tt.fails
			}
			h := newHook(t, &hookServer{}, take)
			r := httptest.NewRequest(tt.method, "/", tt.body)
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", tt.secret)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.want || taken != tt.taken {
				t.Errorf("answered %d, want %d; %d taken, want %d", w.Code, tt.want, taken, tt.taken)
			}
		})
	}
}

func TestWebhookNeedsASecret(t *testing.T) {
	for _, secret := range []string{"", "kurang", "rahasia telegram 01", strings.Repeat("a", 257)} {
		if _, err := api.NewWebhook(nil, bubbleClock{}, nil, api.WebhookOptions{Secret: secret}, nil); err == nil {
			t.Errorf("secret %q was taken", secret)
		}
	}
}

// hookServer is Telegram in memory: it keeps calls and answers what it is told.
type hookServer struct {
	calls   []string
	bodies  []string
	pending string // answers of getWebhookInfo in turn, the last for ever
	broken  int    // calls that fail first
}

func (s *hookServer) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	s.calls, s.bodies = append(s.calls, method), append(s.bodies, strings.TrimSpace(string(body)))
	if s.broken > 0 {
		s.broken--
		return httpAnswer(502, "bad gateway"), nil
	}
	if method != "getWebhookInfo" {
		return httpAnswer(200, `{"ok":true,"result":true}`), nil
	}
	n, rest, more := strings.Cut(s.pending, " ")
	if more {
		s.pending = rest
	}
	return httpAnswer(200, `{"ok":true,"result":{"url":"https://survei.test/h","pending_update_count":`+n+`}}`), nil
}

func newHook(t *testing.T, s *hookServer,
	take func(context.Context, []json.RawMessage, bool) error) *api.Webhook {
	t.Helper()
	c, err := api.NewClient("https://telegram.test", "1:a", api.WithRoundTripper(s))
	if err != nil {
		t.Fatal(err)
	}
	h, err := api.NewWebhook(c, bubbleClock{}, slog.New(slog.DiscardHandler), api.WebhookOptions{
		URL: "https://survei.test/h", Secret: hookSecret, Allowed: []string{"message"},
	}, take)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Timers wait until Telegram has brought everything that waited there.
func TestWebhookIsSetAndWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &hookServer{pending: "3 0 0", broken: 1}
		var drained []bool
		h := newHook(t, s, func(_ context.Context, raws []json.RawMessage, d bool) error {
			drained = append(drained, d)
			return nil
		})
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- h.Run(ctx) }()
		time.Sleep(80 * time.Second)
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		want := "setWebhook setWebhook getWebhookInfo getWebhookInfo getWebhookInfo"
		if got := strings.Join(s.calls, " "); got != want {
			t.Errorf("calls %s, want %s", got, want)
		}
		body := `{"url":"https://survei.test/h","secret_token":"` + hookSecret +
			`","allowed_updates":["message"],"max_connections":40}`
		if s.bodies[0] != body {
			t.Errorf("set with %s", s.bodies[0])
		}
		if len(drained) != 3 || drained[0] || !drained[1] || !drained[2] {
			t.Errorf("drained: %v", drained)
		}
		if age := time.Since(h.LastPoll()); age > 20*time.Second {
			t.Errorf("Telegram answered %v ago", age)
		}
	})
}

func TestPollingDropsTheWebhookOnly(t *testing.T) {
	s := &hookServer{pending: "5"}
	c, err := api.NewClient("https://telegram.test", "1:a", api.WithRoundTripper(s))
	if err != nil {
		t.Fatal(err)
	}
	dropped, err := api.DropWebhook(t.Context(), c)
	if err != nil || !dropped {
		t.Fatalf("dropped %v, %v", dropped, err)
	}
	if got := s.bodies[1]; s.calls[1] != "deleteWebhook" || got != `{"drop_pending_updates":false}` {
		t.Errorf("%s with %s", s.calls[1], got)
	}
}

func TestWebhookGivesItsCertificate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &hookServer{pending: "0"}
		c, err := api.NewClient("https://telegram.test", "1:a", api.WithRoundTripper(s))
		if err != nil {
			t.Fatal(err)
		}
		h, err := api.NewWebhook(c, bubbleClock{}, slog.New(slog.DiscardHandler), api.WebhookOptions{
			URL: "https://survei.test/h", Secret: hookSecret, Certificate: []byte("PEM"),
			Allowed: []string{"message", "callback_query"},
		}, func(context.Context, []json.RawMessage, bool) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if err := h.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{hookSecret, `filename="certificate.pem"`, "PEM", `["message",`, "https://survei.test/h"} {
			if !strings.Contains(s.bodies[0], want) {
				t.Errorf("not told: %s", want)
			}
		}
	})
}
