package main

import (
	"net/http"
	"strings"
	"sync"

	"suara/simulator"
)

// traffic counts what the bot does, as Telegram sees it.
type traffic struct {
	mu          sync.Mutex
	calls       int
	answers     map[string]int // accepted, by press
	late        int            // answers to presses that were refused
	invitations map[int64]int  // that arrived or may have, by chat
	posts       map[string]int // likewise, by text
	hooks       []func(simulator.Call)
}

func newTraffic() *traffic {
	return &traffic{answers: map[string]int{}, invitations: map[int64]int{}, posts: map[string]int{}}
}

// invites tells a first prompt of a wave from all other messages.
func invites(text string) bool {
	return strings.Contains(text, "mengundang Anda mengisi")
}

// log takes note of one call; it is what Options.Log wants. Status 0 is a broken line, after which
// the bot can't know whether the message arrived.
func (t *traffic) log(c simulator.Call) {
	t.mu.Lock()
	t.calls++
	arrived := c.Status == http.StatusOK || c.Status == 0
	switch {
	case c.Method == "answerCallbackQuery" && c.Status == http.StatusOK:
		t.answers[c.Params["callback_query_id"]]++
	case c.Method == "answerCallbackQuery" && c.Status == http.StatusBadRequest:
		t.late++
	case c.Method == "sendMessage" && arrived && c.Chat < 0:
		t.posts[c.Params["text"]]++
	case c.Method == "sendMessage" && arrived && invites(c.Params["text"]):
		t.invitations[c.Chat]++
	}
	hooks := t.hooks
	t.mu.Unlock()
	for _, hook := range hooks {
		hook(c)
	}
}

// watch calls hook after every call from now on.
func (t *traffic) watch(hook func(simulator.Call)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hooks = append(t.hooks[:len(t.hooks):len(t.hooks)], hook)
}

// snapshot copies the counts.
func (t *traffic) snapshot() (answers map[string]int, invitations map[int64]int, posts map[string]int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	answers, invitations, posts = map[string]int{}, map[int64]int{}, map[string]int{}
	for k, n := range t.answers {
		answers[k] = n
	}
	for k, n := range t.invitations {
		invitations[k] = n
	}
	for k, n := range t.posts {
		posts[k] = n
	}
	return answers, invitations, posts
}
