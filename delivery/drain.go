package delivery

import (
	"context"
	"errors"
	"time"
)

// errStopped is in the receipts of rows that were not sent before the end.
var errStopped = errors.New("send row: the sender stopped")

// drain goes on sending for the grace, then cuts the line and waits for the sends under way.
func (s *Sender) drain(line context.Context, cut context.CancelFunc) {
	s.mu.Lock()
	s.announced = false
	s.mu.Unlock()
	if s.grace > 0 {
		s.linger(line, s.clock.After(s.grace))
	}
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()
	cut()
	for s.flying() > 0 {
		<-s.wake
	}
	s.turn(line)
	if left := s.claimed(s.clock.Now()); len(left) > 0 {
		s.receipts(left)
	}
}

// linger sends until nothing is left or the time is over.
func (s *Sender) linger(line context.Context, over <-chan time.Time) {
	for {
		again := s.turn(line)
		if s.empty() {
			return
		}
		select {
		case <-over:
			return
		case <-s.wake:
		case <-again:
		}
	}
}

func (s *Sender) flying() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.Flying()
}

func (s *Sender) empty() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	replies, prompts := s.queue.Len()
	return replies+prompts+s.queue.Flying() == 0
}

// claimed takes the rows that are never sent twice out of the queue, as receipts.
func (s *Sender) claimed(now time.Time) []Receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []Receipt
	for chat := range s.queue.lanes {
		for _, r := range s.queue.Cancel(chat, func(r Row) bool { return r.Repeat == RepeatNever }) {
			o := Outcome{Kind: Unwritten, Err: errStopped}
			left = append(left, Receipt{Row: r, Outcome: o, At: now})
		}
	}
	return left
}
