package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"suara/bot"
	"suara/bot/api"
	"suara/fielding"
)

// hookStage is the webhook on the stage, and Telegram's side of it: what it has to bring.
type hookStage struct {
	handler *api.Webhook
	waiting []hooked        // outlives the process
	pick    func(n int) int // which of n that may be brought now; nil: the first
	full    func() bool     // the disk takes nothing this time; nil: never
	again   func() bool     // the answer 200 is lost on the way; nil: never
	answers map[int]int     // how often Telegram was answered what
	offset  int64           // of what Telegram was asked for
}

// hooked is an update that Telegram has to bring, with the chat whose updates come in order.
type hooked struct {
	raw  json.RawMessage
	lane string
}

// hang puts the webhook's handler of the process in its place.
func (s *stage) hang() {
	s.t.Helper()
	if s.hook.answers == nil {
		s.hook.answers = map[int]int{}
	}
	var err error
	s.hook.handler, err = api.NewWebhook(s.sys.client, s.clock, s.sys.log,
		api.WebhookOptions{URL: "https://suara.test/telegram", Secret: hookSecret}, s.takeHooked)
	if err != nil {
		s.t.Fatal(err)
	}
}

var errFull = errors.New("no space left on device")

func (s *stage) takeHooked(_ context.Context, raws []json.RawMessage, _ bool) error {
	if s.hook.full != nil && s.hook.full() {
		return errFull
	}
	for _, raw := range raws {
		s.apply(bot.Decode(raw))
	}
	s.last = raws
	return nil
}

// collect moves what people did to what Telegram has to bring. The simulator's own deliverer needs
// sockets and goroutines, which no seed governs.
func (s *stage) collect() {
	s.t.Helper()
	body, _ := json.Marshal(map[string]any{"offset": s.hook.offset, "limit": 100, "allowed_updates": bot.Allowed()})
	req := httptest.NewRequest(http.MethodPost, "/bot"+s.tg.Token()+"/getUpdates", strings.NewReader(string(body)))
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.straight().RoundTrip(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Result []json.RawMessage `json:"result"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil {
		s.t.Fatal(err)
	}
	for _, raw := range got.Result {
		s.hook.waiting, s.hook.offset = append(s.hook.waiting, hooked{raw, laneOf(raw)}), bot.Decode(raw).ID+1
	}
}

// bring lets Telegram bring one update: those of one chat in order, others in any. What is not
// answered with 200, also because the process dies, is brought again.
func (s *stage) bring() (got int) {
	s.t.Helper()
	if s.tg.Pending() > 0 {
		s.collect()
	}
	var first []int
	seen := map[string]bool{}
	for i, u := range s.hook.waiting {
		if !seen[u.lane] {
			seen[u.lane] = true
			first = append(first, i)
		}
	}
	if len(first) == 0 {
		return 0
	}
	n := 0
	if s.hook.pick != nil {
		n = s.hook.pick(len(first))
	}
	raw := s.hook.waiting[first[n]].raw
	req := httptest.NewRequest(http.MethodPost, "/telegram", strings.NewReader(string(raw)))
	req.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret)
	w := httptest.NewRecorder()
	s.hook.handler.ServeHTTP(w, req)
	s.hook.answers[w.Code]++
	if w.Code != http.StatusOK || s.hook.again != nil && s.hook.again() {
		return 1
	}
	for i := range s.hook.waiting {
		if string(s.hook.waiting[i].raw) == string(raw) {
			s.hook.waiting = append(s.hook.waiting[:i:i], s.hook.waiting[i+1:]...)
			break
		}
	}
	return 1
}

// laneOf is the chat whose updates come in order.
func laneOf(raw json.RawMessage) string {
	switch b := bot.Decode(raw).Body.(type) {
	case fielding.Message:
		return fmt.Sprint(b.Chat)
	case fielding.Press:
		return fmt.Sprint(b.Chat)
	case fielding.Departure:
		return fmt.Sprint(b.Chat)
	case fielding.Arrival:
		return fmt.Sprint(b.Chat)
	}
	return ""
}
