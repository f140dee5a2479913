package delivery

import (
	"context"
	"errors"
	"sync"
	"time"

	"suara/survey"
)

// Transport sends one row and says how it ended. It returns soon after ctx ends.
type Transport interface {
	Send(ctx context.Context, r Row) Outcome
}

// Clock is the time a Sender lives in.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// Sender runs a Queue: serial within a chat, parallel across chats.
type Sender struct {
	transport Transport
	clock     Clock
	receipts  func([]Receipt)
	want      func(room int)
	workers   int
	grace     time.Duration
	wake      chan struct{} // holds one signal that Run should look again

	mu        sync.Mutex
	queue     *Queue
	out       []Receipt
	tries     Outcomes
	announced bool // there are prompts to claim
	asked     bool // want was called and not answered
	running   bool
	stopping  bool // hand out nothing more
	silence   func([]Silence)
}

// Option sets how a Sender works.
type Option func(*Sender)

// WithWorkers sets how many rows may be on the line at once; 256 by default.
func WithWorkers(n int) Option { return func(s *Sender) { s.workers = max(1, n) } }

// WithGrace sets how long Run goes on sending what may leave after its context has ended; 3 s by
// default.
func WithGrace(d time.Duration) Option { return func(s *Sender) { s.grace = d } }

// NewSender returns a sender over a queue, which belongs to it from now on.
//
// receipts is given finished rows in batches, outside any lock and never twice at once. want is
// called with the number of prompts that may be claimed, after Announce; it is answered by Add with
// at least one prompt or by Idle. Both are called by Run and must not block long.
func NewSender(q *Queue, t Transport, c Clock, receipts func([]Receipt), want func(room int),
	opt ...Option) *Sender {
	s := &Sender{
		transport: t, clock: c, receipts: receipts, want: want, queue: q,
		workers: 256, grace: 3 * time.Second, wake: make(chan struct{}, 1), silence: func([]Silence) {},
	}
	for _, o := range opt {
		o(s)
	}
	return s
}

// Add hands rows to the sender. It does not wait for anything but a short lock.
func (s *Sender) Add(rows ...Row) {
	s.mu.Lock()
	for _, r := range rows {
		s.queue.Add(r)
		if r.Class.Prompt() {
			s.asked = false
		}
	}
	s.mu.Unlock()
	s.signal()
}

// Cancel takes out the unsent rows of a chat that match and returns them; see Queue.Cancel.
func (s *Sender) Cancel(chat survey.ChatID, match func(Row) bool) []Row {
	s.mu.Lock()
	gone := s.queue.Cancel(chat, match)
	s.mu.Unlock()
	s.signal()
	return gone
}

// Announce says that there are prompts to claim: want is called whenever there is room, until Idle.
func (s *Sender) Announce() {
	s.mu.Lock()
	s.announced = true
	s.mu.Unlock()
	s.signal()
}

// Idle answers want: there is nothing left to claim.
func (s *Sender) Idle() {
	s.mu.Lock()
	s.announced, s.asked = false, false
	s.mu.Unlock()
}

// errRunning says that Run was called twice.
var errRunning = errors.New("run sender: already run")

// Run sends rows until ctx ends, and then for the grace what may still leave. Prompts and posts left
// over after that are given back as Unwritten, since they were claimed; other rows are just dropped,
// as the writer has them on disk. Run returns once no send is under way.
func (s *Sender) Run(ctx context.Context) error {
	s.mu.Lock()
	if s.running {
		s.mu.Unlock()
		return errRunning
	}
	s.running = true
	s.mu.Unlock()

	line, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	for ctx.Err() == nil {
		again := s.turn(line)
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-again:
		}
	}
	s.drain(line, cut)
	return nil
}

// turn starts what may leave, hands over what is finished, and returns when to look again.
func (s *Sender) turn(line context.Context) (again <-chan time.Time) {
	s.mu.Lock()
	now := s.clock.Now()
	wait := s.start(line, now)
	out := s.out
	s.out = nil
	room, later := s.room(now)
	silent := s.queue.Silences()
	s.mu.Unlock()

	if len(out) > 0 {
		s.receipts(out)
	}
	if len(silent) > 0 {
		s.silence(silent)
	}
	if room > 0 {
		s.want(room)
	}
	if later > 0 && (wait == 0 || later < wait) {
		wait = later
	}
	if wait == 0 {
		return nil
	}
	return s.clock.After(wait)
}

// start begins to send what may leave, and returns how long until more may.
func (s *Sender) start(line context.Context, now time.Time) time.Duration {
	for s.queue.Flying() < s.workers && !s.stopping {
		row, ok, wait := s.queue.Next(now)
		if !ok {
			return wait
		}
		go s.work(line, row)
	}
	return 0
}

// room returns how many prompts to ask for now, or how long until it is worth looking again. It asks
// for half a second's worth at least, so that claims come in lots.
func (s *Sender) room(now time.Time) (room int, later time.Duration) {
	if !s.announced || s.asked || s.stopping {
		return 0, 0
	}
	room = s.queue.Room(now)
	if 2*room < s.queue.limits.second() || room == 0 {
		return 0, s.queue.Held(now)
	}
	s.asked = true
	return room, 0
}

// work sends a row, and then whatever may leave next, until nothing may.
func (s *Sender) work(line context.Context, row Row) {
	for ok := true; ok; {
		o := s.send(line, row)
		s.mu.Lock()
		now := s.clock.Now()
		s.finish(row, o, now)
		ok = false
		if !s.stopping {
			row, ok, _ = s.queue.Next(now)
		}
		s.mu.Unlock()
		s.signal()
	}
}

// finish takes note of an outcome.
func (s *Sender) finish(row Row, o Outcome, now time.Time) {
	s.tries[min(int(o.Kind), kinds-1)]++
	if s.queue.Done(row, o, now) {
		s.out = append(s.out, Receipt{Row: row, Outcome: o, At: now})
	}
	s.out = append(s.out, s.queue.Dropped()...)
}

// errPanic stands for a panic, whose text may hold anything.
var errPanic = errors.New("send row: the transport panicked")

// send calls the transport. A row on which it panics is refused: it would do so again.
func (s *Sender) send(line context.Context, row Row) (o Outcome) {
	defer func() {
		if recover() != nil {
			o = Outcome{Kind: Refused, Err: errPanic}
		}
	}()
	return s.transport.Send(line, row)
}

func (s *Sender) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
