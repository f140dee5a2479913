package simulator

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

const (
	day         = 24 * time.Hour
	maxPoll     = 50 // seconds
	maxUpdates  = 100
	farOffset   = 10        // an offset further ahead of the queue is not believed
	oldOffset   = 2_000_000 // nor is one further behind it
	pollTooSoon = 3 * time.Second
	repeated    = 500 * time.Millisecond
)

// defaultUpdates are the kinds of update a bot gets without asking for others.
var defaultUpdates = map[string]bool{
	"message": true, "edited_message": true, "channel_post": true, "edited_channel_post": true,
	"callback_query": true, "my_chat_member": true, "poll": true, "poll_answer": true,
	"inline_query": true, "chosen_inline_result": true, "chat_join_request": true,
	"business_connection": true, "business_message": true, "edited_business_message": true,
	"deleted_business_messages": true, "shipping_query": true, "pre_checkout_query": true,
	"purchased_paid_media": true, "chat_boost": true, "removed_chat_boost": true,
}

// update is one update that waits for the bot, ready to be sent.
type update struct {
	id      int64
	expires time.Time
	lane    int64 // updates of one lane reach a webhook in order
	raw     []byte
	flying  bool      // a webhook call with it is under way
	retry   time.Time // when a webhook may try it again
	tries   int
}

// queue holds the updates that are not confirmed.
type queue struct {
	next       int64
	updates    []*update
	allowed    map[string]bool
	waiting    *poller
	soonest    time.Time // no update expires before
	lastOffset int64
	lastStart  time.Time
	lastClash  time.Time
}

// poller is a getUpdates call that waits.
type poller struct {
	ready chan struct{}
	fail  *failure
}

// push queues an update of one kind; body is its value. The kinds that the bot did
// not ask for are dropped, as Telegram drops them.
func (s *Server) push(kind string, lane int64, life time.Duration, body []byte) {
	if !s.queue.allowed[kind] {
		return
	}
	raw := make([]byte, 0, len(body)+len(kind)+40)
	raw = strconv.AppendInt(append(raw, `{"update_id":`...), s.queue.next, 10)
	raw = append(append(append(raw, ',', '"'), kind...), '"', ':')
	raw = append(append(raw, body...), '}')
	s.enqueue(lane, life, raw)
}

// enqueue queues a finished update under the next id.
func (s *Server) enqueue(lane int64, life time.Duration, raw []byte) {
	q := &s.queue
	u := &update{id: q.next, lane: lane, raw: raw, expires: s.clock.Now().Add(life)}
	if len(q.updates) == 0 || u.expires.Before(q.soonest) {
		q.soonest = u.expires
	}
	q.updates = append(q.updates, u)
	q.next++
	if w := q.waiting; w != nil {
		q.waiting = nil
		close(w.ready)
	}
	s.hook.wake()
}

// Inject queues an update as it stands, but for its update_id, which is added. It
// need not make sense: that is what it is for.
func (s *Server) Inject(raw json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := strings.TrimPrefix(strings.TrimSpace(string(raw)), "{")
	b := strconv.AppendInt([]byte(`{"update_id":`), s.queue.next, 10)
	if strings.TrimSpace(rest) != "}" {
		b = append(b, ',')
	}
	s.enqueue(0, day, append(b, rest...))
}

// SetNextUpdateID makes the next update carry that id; those that wait keep theirs.
func (s *Server) SetNextUpdateID(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.next = id
}

// expire drops the updates that were not fetched in time.
func (q *queue) expire(now time.Time) {
	if len(q.updates) == 0 || q.soonest.After(now) {
		return
	}
	kept := q.updates[:0]
	for _, u := range q.updates {
		if !u.expires.After(now) {
			continue
		}
		if len(kept) == 0 || u.expires.Before(q.soonest) {
			q.soonest = u.expires
		}
		kept = append(kept, u)
	}
	clear(q.updates[len(kept):])
	q.updates = kept
}

// confirm forgets what an offset confirms. A negative offset keeps that many.
func (q *queue) confirm(offset int64) {
	n := len(q.updates)
	switch {
	case n == 0 || offset == 0:
		return
	case offset < 0:
		q.drop(max(n+int(max(offset, -1<<30)), 0))
		return
	}
	tail := q.updates[n-1].id + 1
	if offset > tail+farOffset || offset < tail-oldOffset {
		return
	}
	gone := 0
	for gone < n && q.updates[gone].id < offset {
		gone++
	}
	q.drop(gone)
}

// drop forgets the first n updates.
func (q *queue) drop(n int) {
	clear(q.updates[:n])
	q.updates = q.updates[n:]
	if len(q.updates) == 0 {
		q.updates = nil
	}
}

// take writes up to limit updates as an array.
func (q *queue) take(b []byte, limit int) []byte {
	b = append(b, `{"ok":true,"result":[`...)
	for i, u := range q.updates[:min(limit, len(q.updates))] {
		if i > 0 {
			b = append(b, ',', '\n')
		}
		b = append(b, u.raw...)
	}
	return append(b, ']', '}')
}

// getUpdates answers at once or waits, and sends away an earlier call that waits.
func (s *Server) getUpdates(c *call) ([]byte, *failure) {
	s.mu.Lock()
	if s.hook.url != "" {
		s.mu.Unlock()
		return nil, s.clash(c, conflict("can't use getUpdates method while webhook is active; "+
			"use deleteWebhook to delete the webhook first"))
	}
	q := &s.queue
	s.ask(c.p)
	offset, now := c.p.number("offset"), s.clock.Now()
	limit := int(c.p.limited("limit", maxUpdates, 1, maxUpdates))
	timeout := c.p.limited("timeout", 0, 0, maxPoll)
	if passed := now.Sub(q.lastStart); offset == q.lastOffset && passed > 0 {
		if timeout < 3 && passed < pollTooSoon {
			timeout = 3
		}
		if passed < repeated {
			limit = 1
		}
	}
	q.lastOffset, q.lastStart = offset, now
	s.abortPoll("terminated by other getUpdates request; " +
		"make sure that only one bot instance is running")
	q.expire(now)
	q.confirm(offset)
	if len(q.updates) > 0 || timeout == 0 {
		defer s.mu.Unlock()
		return q.take(nil, limit), nil
	}
	waiting := &poller{ready: make(chan struct{})}
	q.waiting = waiting
	s.mu.Unlock()
	return s.wait(c, waiting, time.Duration(timeout)*time.Second, limit)
}

// ask takes over the kinds of update that a call names.
func (s *Server) ask(p *params) {
	raw, ok := p.lookup("allowed_updates")
	if !ok || !json.Valid([]byte(raw)) || !strings.HasPrefix(strings.TrimSpace(raw), "[") {
		return
	}
	kinds := map[string]bool{}
	items([]byte(raw), func(value []byte) { kinds[strings.ToLower(text(value))] = true })
	if len(kinds) == 0 {
		kinds = defaultUpdates
	}
	s.queue.allowed = kinds
}

// wait holds a long poll until there is an update, or its time is over.
func (s *Server) wait(c *call, w *poller, d time.Duration, limit int) ([]byte, *failure) {
	over, stop := s.timer(d)
	defer stop()
	select {
	case <-w.ready:
	case <-over:
	case <-c.done:
	case <-s.closed:
	}
	s.mu.Lock()
	if s.queue.waiting == w {
		s.queue.waiting = nil
	}
	if w.fail != nil {
		s.mu.Unlock()
		return nil, s.clash(c, w.fail)
	}
	defer s.mu.Unlock()
	return s.queue.take(nil, limit), nil
}

// abortPoll sends the waiting call away.
func (s *Server) abortPoll(reason string) {
	if w := s.queue.waiting; w != nil {
		w.fail = conflict(reason)
		s.queue.waiting = nil
		close(w.ready)
	}
}

// clash holds a 409 back when the last one was given less than 3 seconds ago, so
// that two pollers do not chase each other.
func (s *Server) clash(c *call, f *failure) *failure {
	s.mu.Lock()
	now := s.clock.Now()
	passed := now.Sub(s.queue.lastClash)
	soon := passed > 0 && passed < pollTooSoon
	s.queue.lastClash = now
	s.mu.Unlock()
	if soon {
		s.hold(pollTooSoon.String(), c.done)
	}
	return f
}
