package delivery

import "time"

// Stats is what a Sender is doing.
type Stats struct {
	Replies     int // waiting, with posts
	Prompts     int // waiting
	Flying      int // being sent
	Chats       int // with rows or limits in memory
	OldestReply time.Duration
	Held        time.Duration // how much longer everything is silent
	Outcomes    Outcomes      // tries so far
}

// Outcomes counts tries by their kind of outcome.
type Outcomes [kinds]uint64

// Of returns the count of a kind.
func (o Outcomes) Of(k OutcomeKind) uint64 { return o[k] }

// Stats returns the state of the sender now.
func (s *Sender) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	st := Stats{Outcomes: s.tries}
	st.Replies, st.Prompts = s.queue.Len()
	st.Flying = s.queue.Flying()
	st.Chats = len(s.queue.lanes)
	st.OldestReply, st.Held = s.queue.OldestReply(now), s.queue.Held(now)
	return st
}
