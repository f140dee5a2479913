package delivery

import (
	"time"

	"suara/survey"
)

// Past is what a new process must know of the sends of the one before, so that the limits hold over
// a restart too.
type Past struct {
	Silent time.Time     // nothing may be sent before: Telegram asked to wait
	Group  survey.ChatID // the admin group, 0 for none
	Sent   []time.Time   // when messages arrived in it during the last minute, oldest first
}

// worthKeeping is the shortest wait that is told to those who keep it over a restart.
const worthKeeping = 10 * time.Second

// Recall starts the queue as if it had just been sending: the first second brings no burst, a wait
// that Telegram asked for goes on, and the group's minute is counted from before. Call it before the
// first Add.
func (q *Queue) Recall(now time.Time, p Past) {
	now = q.tick(now)
	q.born = now
	q.hold = later(q.hold, p.Silent.Add(q.shift))
	q.all.empty(now)
	if p.Group == 0 || len(p.Sent) == 0 {
		return
	}
	l := newLane(p.Group, true, q.limits)
	q.lanes[p.Group] = l
	for _, at := range p.Sent {
		l.arrived(at.Add(q.shift))
	}
	l.bucket.empty(now)
	q.settle(l)
}

// fresh makes the lane of a chat that is seen for the first time. Right after a start nobody knows what
// the process before sent to it.
func (q *Queue) fresh(r Row) *lane {
	l := newLane(r.Chat, r.Group, q.limits)
	if !q.born.IsZero() && q.last.Sub(q.born) < chatBurstSeconds*time.Second {
		l.bucket.empty(q.born)
	}
	return l
}

// empty takes all tokens out.
func (b bucket) empty(now time.Time) {
	if b.lim != nil {
		b.take(now, int(b.lim.TokensAt(now)))
	}
}

// WithSilence has fn told when Telegram asks for a long wait: until when nothing may be sent. It is
// called by Run, outside locks.
func WithSilence(fn func(until time.Time)) Option { return func(s *Sender) { s.silence = fn } }

// Recall tells the queue of the process before; see [Queue.Recall].
func (s *Sender) Recall(p Past) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.Recall(s.clock.Now(), p)
}

// Silence returns until when a long wait lasts that began since the last call; zero for none.
func (q *Queue) Silence(now time.Time) time.Time {
	if q.hold.Sub(q.tick(now)) < worthKeeping || !q.hold.After(q.told) {
		return time.Time{}
	}
	q.told = q.hold
	return q.hold.Add(-q.shift)
}
