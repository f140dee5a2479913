package delivery

import (
	"time"

	"suara/survey"
)

// Past is what a new process must know of the sends of the one before, so that the limits hold over
// a restart too.
type Past struct {
	Silent time.Time     // nothing may be sent before: Telegram asked to wait
	Alone  []Silence     // single groups that Telegram asked to leave alone
	Group  survey.ChatID // the admin group, 0 for none
	Sent   []time.Time   // when messages arrived in it during the last minute, oldest first
}

// Silence is a wait that Telegram asked for.
type Silence struct {
	Chat  survey.ChatID // the group that it is for; 0: everything
	Until time.Time
}

// worthKeeping is the shortest wait that is told to those who keep it over a restart. A restart takes
// about as long as a shorter one.
const worthKeeping = 2 * time.Second

// Recall starts the queue as if it had just been sending: the first second brings no burst, a wait
// that Telegram asked for goes on, and the group's minute is counted from before. Call it before the
// first Add.
func (q *Queue) Recall(now time.Time, p Past) {
	now = q.tick(now)
	q.born = now
	q.hold = later(q.hold, p.Silent.Add(q.shift))
	q.all.empty(now)
	if p.Group != 0 && len(p.Sent) > 0 {
		l := q.recalled(p.Group, now)
		for _, at := range p.Sent {
			l.arrived(at.Add(q.shift))
		}
		q.settle(l)
	}
	for _, s := range p.Alone {
		l := q.recalled(s.Chat, now)
		l.hold = later(l.hold, s.Until.Add(q.shift))
		q.groups = later(q.groups, l.hold)
		q.settle(l)
	}
}

// recalled takes the lane of a group out of its place, to be settled again.
func (q *Queue) recalled(chat survey.ChatID, now time.Time) *lane {
	l := q.lanes[chat]
	if l == nil {
		l = newLane(chat, true, q.limits)
		q.lanes[chat] = l
		l.bucket.empty(now)
	}
	q.leave(l)
	return l
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

// WithSilence has fn told when Telegram asks for waits that are worth keeping. It is called by Run,
// outside locks.
func WithSilence(fn func([]Silence)) Option { return func(s *Sender) { s.silence = fn } }

// Recall tells the queue of the process before; see [Queue.Recall].
func (s *Sender) Recall(p Past) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.Recall(s.clock.Now(), p)
}

// Silences returns the waits worth keeping that Telegram asked for since the last call, and forgets them.
func (q *Queue) Silences() []Silence {
	list := q.silences
	q.silences = nil
	return list
}

// keep notes a wait that Telegram asked for. Chat 0 stands for everything.
func (q *Queue) keep(chat survey.ChatID, until, now time.Time) {
	if until.Sub(now) >= worthKeeping {
		q.silences = append(q.silences, Silence{Chat: chat, Until: until.Add(-q.shift)})
	}
}
