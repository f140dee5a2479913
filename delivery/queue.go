package delivery

import (
	"time"

	"suara/survey"
)

// Queue holds the rows that wait and decides which may leave when. It is a pure state machine:
// times come in as values, and it is not safe for concurrent use. Every method costs O(log n).
//
// A 429 in a private chat can only be about all chats, since the limits of the chat are kept: it
// silences everything for exactly the time it names. A 429 in a group is most often about the group
// alone and silences the group; when another chat is refused while such a silence lasts, it was
// about everything, and everything waits.
type Queue struct {
	limits  Limits
	jitter  func() float64
	lanes   map[survey.ChatID]*lane
	ready   heap[*lane] // may send as far as their own limits go; first class, then first come
	waiting heap[*lane] // have rows, may not send yet; by time
	idle    heap[*lane] // have no rows; by the time they are forgotten
	all     bucket
	hold    time.Time // nothing at all leaves before
	groups  time.Time // when the last silence of a single group ends
	refused int       // tries in a row that the token was not accepted
	seq     uint64
	replies int // waiting, with posts
	prompts int // waiting
	flying  int // being sent
	claimed int // prompts being sent
	dropped []Receipt
	last    time.Time     // latest time seen
	shift   time.Duration // added to times, so that they never run backwards
	born    time.Time     // when Recall was called; zero: never

	silences []Silence // that nobody was told of yet
}

// NewQueue returns an empty queue. jitter returns numbers from 0 up to 1.
func NewQueue(l Limits, jitter func() float64) *Queue {
	place := func(l *lane) *int { return &l.slot }
	first := func(a, b *lane) bool { return a.head().before(b.head()) }
	sooner := func(a, b *lane) bool { return a.due.Before(b.due) }
	return &Queue{
		limits:  l,
		jitter:  jitter,
		lanes:   map[survey.ChatID]*lane{},
		ready:   heap[*lane]{less: first, place: place},
		waiting: heap[*lane]{less: sooner, place: place},
		idle:    heap[*lane]{less: sooner, place: place},
		all:     newBucket(l.GlobalPerSecond, globalBurstSeconds),
	}
}

// Add puts a row in. It waits behind the rows of its class that came before it, unless it is a
// screen that replaces an unsent one.
func (q *Queue) Add(r Row) {
	l := q.lanes[r.Chat]
	if l == nil {
		l = q.fresh(r)
		q.lanes[r.Chat] = l
	}
	q.leave(l)
	q.seq++
	q.insert(l, &entry{row: r, seq: q.seq})
	q.settle(l)
}

// Cancel takes out the rows of a chat that match and were not sent, and returns them. A matching
// row that is just being sent is not tried again; it gets its receipt.
func (q *Queue) Cancel(chat survey.ChatID, match func(Row) bool) []Row {
	l := q.lanes[chat]
	if l == nil {
		return nil
	}
	if l.flight != nil && match(l.flight.row) {
		l.cancelled = true
	}
	q.leave(l)
	gone := q.clear(l, match)
	q.settle(l)
	return gone
}

// Next returns the row to send now: its chat is busy until Done, its tokens are taken. If none may
// leave, wait is how long until one may; 0 means that nothing can before the next Add or Done.
func (q *Queue) Next(now time.Time) (row Row, ok bool, wait time.Duration) {
	now = q.tick(now)
	if len(q.ready.items) == 0 {
		if len(q.waiting.items) == 0 {
			return Row{}, false, 0
		}
		return Row{}, false, q.waiting.items[0].due.Sub(now)
	}
	if wait = max(q.hold.Sub(now), q.all.wait(now)); wait > 0 {
		return Row{}, false, wait
	}
	return q.take(q.ready.items[0], now), true, 0
}

// take hands out the first row of a chat.
func (q *Queue) take(l *lane, now time.Time) Row {
	q.leave(l)
	l.flight = l.remove(0)
	q.count(l.flight.row, -1)
	q.flying++
	if l.flight.row.Class.Prompt() {
		q.claimed++
	}
	q.all.take(now, 1)
	if !l.flight.row.Asks {
		l.bucket.take(now, 1)
	}
	return l.flight.row
}

// Len returns how many rows wait: replies (with posts), and prompts.
func (q *Queue) Len() (replies, prompts int) { return q.replies, q.prompts }

// Flying returns how many rows are being sent.
func (q *Queue) Flying() int { return q.flying }

// OldestReply returns how long the oldest reply has waited for the limit over all chats. Replies
// that wait for their own chat, or for a new try, are not counted: prompts do not hold them up.
func (q *Queue) OldestReply(now time.Time) time.Duration {
	since := q.tick(now)
	if len(q.ready.items) == 0 {
		return 0
	}
	l := q.ready.items[0]
	row := l.head().row
	if row.Class != ClassReply {
		return 0
	}
	return max(0, since.Sub(later(row.Queued.Add(q.shift), l.due)))
}

// Held returns how much longer everything is silent after a 429 or a refused token.
func (q *Queue) Held(now time.Time) time.Duration { return max(0, q.hold.Sub(q.tick(now))) }

// patience is how long the oldest reply may wait before prompts pause.
const patience = time.Second

// Room returns how many prompts may be claimed now: one second's worth less those that wait or are
// being sent, and none while replies wait or everything is silent.
func (q *Queue) Room(now time.Time) int {
	if q.Held(now) > 0 || q.OldestReply(now) > patience {
		return 0
	}
	return max(0, q.limits.second()-q.prompts-q.claimed)
}

// Dropped returns the receipts of rows that Done took out along with a blocked or migrated chat,
// and forgets them.
func (q *Queue) Dropped() []Receipt {
	gone := q.dropped
	q.dropped = nil
	return gone
}

// tick takes note of the time: a time before the latest seen counts as that one.
func (q *Queue) tick(now time.Time) time.Time {
	now = now.Add(q.shift)
	if now.Before(q.last) {
		q.shift += q.last.Sub(now)
		now = q.last
	}
	q.last = now
	for len(q.waiting.items) > 0 && !q.waiting.items[0].due.After(now) {
		l := q.waiting.items[0]
		q.leave(l)
		q.enter(l, &q.ready)
	}
	for len(q.idle.items) > 0 && !q.idle.items[0].due.After(now) {
		l := q.idle.items[0]
		q.leave(l)
		delete(q.lanes, l.chat)
	}
	return now
}

// settle puts a lane where it belongs.
func (q *Queue) settle(l *lane) {
	switch {
	case l.flight != nil: // back at Done
	case len(l.rows.items) > 0:
		if l.due = l.next(q.last); l.due.After(q.last) {
			q.enter(l, &q.waiting)
		} else {
			q.enter(l, &q.ready)
		}
	default:
		if l.due = l.rested(q.last); l.due.After(q.last) {
			q.enter(l, &q.idle)
		} else {
			delete(q.lanes, l.chat)
		}
	}
}

func (q *Queue) enter(l *lane, home *heap[*lane]) {
	l.home = home
	home.push(l)
}

func (q *Queue) leave(l *lane) {
	if l.home != nil {
		l.home.remove(l.slot)
		l.home = nil
	}
}

// insert puts an entry into its lane, whose place is settled later.
func (q *Queue) insert(l *lane, e *entry) {
	q.count(e.row, 1)
	if old := l.add(e); old != nil {
		q.count(old.row, -1)
	}
}

// clear takes the rows that match out of a lane.
func (q *Queue) clear(l *lane, match func(Row) bool) []Row {
	var gone []Row
	var stay []*entry
	for len(l.rows.items) > 0 {
		e := l.remove(0)
		if match(e.row) {
			gone = append(gone, e.row)
			q.count(e.row, -1)
		} else {
			stay = append(stay, e)
		}
	}
	for _, e := range stay {
		l.add(e)
	}
	return gone
}

func (q *Queue) count(r Row, n int) {
	if r.Class.Prompt() {
		q.prompts += n
	} else {
		q.replies += n
	}
}
