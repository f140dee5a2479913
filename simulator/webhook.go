package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	hookConnections = 40
	hookTimeout     = 60 * time.Second
	hookWindow      = 1000 // updates looked through for one that may fly
	firstRetry      = time.Second
	lastRetry       = 60 * time.Second
)

// webhook is the address that gets the updates, if one is set.
type webhook struct {
	url, secret string
	connections int
	flying      int
	lastError   string
	lastErrorAt time.Time
	kick        chan struct{}
	stop        chan struct{}
}

// wake tells the deliverer that there may be something to do.
func (h *webhook) wake() {
	if h.url == "" {
		return
	}
	select {
	case h.kick <- struct{}{}:
	default:
	}
}

func (h *webhook) clear() {
	if h.stop != nil {
		close(h.stop)
	}
	*h = webhook{}
}

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook also takes plain http, since everything here is on one machine.
func (s *Server) setWebhook(c *call, b []byte) ([]byte, *failure) {
	address := c.p.get("url")
	if address == "" {
		return s.deleteWebhook(c, b)
	}
	u, err := url.Parse(address)
	switch secret := c.p.get("secret_token"); {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, badRequest("invalid webhook URL specified")
	case len(secret) > 256:
		return nil, badRequest("secret token is too long")
	case !secretForm.MatchString(secret):
		return nil, badRequest("secret token contains unallowed characters")
	}
	s.abortPoll("terminated by setWebhook request")
	s.ask(c.p)
	s.hook.clear()
	s.dropPending(c)
	s.hook = webhook{
		url: address, secret: c.p.get("secret_token"),
		connections: int(c.p.limited("max_connections", hookConnections, 1, 100)),
		kick:        make(chan struct{}, 1), stop: make(chan struct{}),
	}
	s.hook.wake()
	go s.deliver(s.hook.kick, s.hook.stop)
	return append(b, "true"...), nil
}

func (s *Server) dropPending(c *call) {
	if c.p.yes("drop_pending_updates") {
		s.queue.updates = nil
	}
	for _, u := range s.queue.updates {
		u.flying, u.tries, u.retry = false, 0, time.Time{}
	}
}

func (s *Server) deleteWebhook(c *call, b []byte) ([]byte, *failure) {
	s.hook.clear()
	s.dropPending(c)
	return append(b, "true"...), nil
}

func (s *Server) getWebhookInfo(_ *call, b []byte) ([]byte, *failure) {
	b = appendQuoted(append(b, `{"url":`...), s.hook.url)
	b = append(b, `,"has_custom_certificate":false`...)
	b = appendNumber(b, "pending_update_count", int64(len(s.queue.updates)))
	if s.hook.url != "" {
		b = appendNumber(b, "max_connections", int64(s.hook.connections))
	}
	if s.hook.lastError != "" {
		b = appendNumber(b, "last_error_date", s.hook.lastErrorAt.Unix())
		b = appendField(b, "last_error_message", s.hook.lastError)
	}
	return append(b, '}'), nil
}

// deliver sends updates until the webhook is gone: those of one chat in order,
// others side by side.
func (s *Server) deliver(kick, stop chan struct{}) {
	client := &http.Client{Timeout: hookTimeout,
		Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	defer client.CloseIdleConnections()
	for {
		s.mu.Lock()
		u, pause := s.nextFlight(stop)
		target := s.hook
		s.mu.Unlock()
		if u != nil {
			go s.fly(client, target, u)
			continue
		}
		var over <-chan time.Time
		cancel := func() {}
		if pause > 0 {
			over, cancel = s.timer(pause)
		}
		select {
		case <-kick:
		case <-over:
		case <-stop:
			cancel()
			return
		case <-s.closed:
			cancel()
			return
		}
		cancel()
	}
}

// nextFlight picks an update to send now, or says how long to wait for one that
// must be tried again; 0 is until something happens.
func (s *Server) nextFlight(stop chan struct{}) (u *update, pause time.Duration) {
	if s.hook.stop != stop || s.hook.flying >= s.hook.connections {
		return nil, 0
	}
	now := s.clock.Now()
	s.queue.expire(now)
	busy := map[int64]bool{}
	for _, u := range s.queue.updates[:min(len(s.queue.updates), hookWindow)] {
		wait := u.retry.Sub(now)
		if !u.flying && !busy[u.lane] && wait <= 0 {
			u.flying = true
			s.hook.flying++
			return u, 0
		}
		if !u.flying && !busy[u.lane] && (pause == 0 || wait < pause) {
			pause = wait
		}
		busy[u.lane] = true
	}
	return nil, pause
}

// fly sends one update and takes the answer into account.
func (s *Server) fly(client *http.Client, target webhook, u *update) {
	problem, after, body := post(client, target, u.raw)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook.stop != target.stop {
		return
	}
	s.hook.flying--
	u.flying = false
	if problem == "" {
		s.forget(u)
		s.replyMethod(body)
	} else {
		wait := min(firstRetry<<min(u.tries, 10), lastRetry)
		if after > 0 {
			wait = min(after, time.Hour)
		}
		u.tries++
		u.retry = s.clock.Now().Add(wait)
		s.hook.lastError, s.hook.lastErrorAt = problem, s.clock.Now()
	}
	s.hook.wake()
}

func (s *Server) forget(gone *update) {
	for i, u := range s.queue.updates {
		if u == gone {
			if i == 0 {
				s.queue.drop(1)
				return
			}
			s.queue.updates = slices.Delete(s.queue.updates, i, i+1)
			return
		}
	}
}

// post sends an update and returns what was wrong with the answer.
func post(client *http.Client, target webhook, raw []byte) (string, time.Duration, []byte) {
	r, err := http.NewRequest(http.MethodPost, target.url, bytes.NewReader(raw))
	if err != nil {
		return err.Error(), 0, nil
	}
	r.Header.Set("Content-Type", "application/json")
	if target.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", target.secret)
	}
	answer, err := client.Do(r)
	if err != nil {
		return "Connection refused or cut", 0, nil
	}
	defer func() { _ = answer.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if answer.StatusCode/100 != 2 {
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return "Wrong response from the webhook: " + answer.Status,
			time.Duration(seconds) * time.Second, nil
	}
	return "", 0, body
}

// replyMethod carries out the method that an answer to a webhook call names.
func (s *Server) replyMethod(body []byte) {
	if len(body) == 0 || body[0] != '{' || !json.Valid(body) {
		return
	}
	p := &params{}
	if p.addJSON(body) != nil {
		return
	}
	c := &call{method: strings.ToLower(p.get("method")), p: p}
	m, known := s.methods[c.method]
	if !known || m.run == nil {
		return
	}
	c.chat = s.chatOf(c)
	s.counts[m.name]++
	if m.counted && s.limit(c.chat) != nil {
		return
	}
	_, _ = m.run(s, c, nil)
}
