package delivery_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"suara/delivery"
	"suara/survey"
)

// sent is a row that left, with the time of its answer.
type sent struct {
	row      delivery.Row
	at, done time.Time
}

// model drives a queue and checks every rule as it goes.
type model struct {
	*rapid.T
	q       *delivery.Queue
	limits  delivery.Limits
	now     time.Time
	id      uint64
	waiting map[uint64]delivery.Row // added, not finished, not being sent
	flying  map[survey.ChatID]delivery.Row
	ended   map[uint64]string
	log     []*sent
	silent  time.Time                   // nothing leaves before
	quiet   map[survey.ChatID]time.Time // nothing leaves in the chat before
	group   time.Time                   // end of the last silence of one group
	gone    map[uint64]bool             // cancelled while being sent
	fails   map[uint64]int              // tries without a useful answer, by row
	worn    map[uint64]bool             // lets others pass
}

func newModel(t *rapid.T, l delivery.Limits) *model {
	jitter := func() float64 { return rapid.Float64Range(0, 0.999).Draw(t, "jitter") }
	return &model{
		T: t, q: delivery.NewQueue(l, jitter), limits: l,
		now:     time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC),
		waiting: map[uint64]delivery.Row{}, flying: map[survey.ChatID]delivery.Row{},
		ended: map[uint64]string{}, quiet: map[survey.ChatID]time.Time{}, gone: map[uint64]bool{},
		fails: map[uint64]int{}, worn: map[uint64]bool{},
	}
}

func (m *model) add(chat int, class delivery.Class, repeat delivery.Repeat, screen bool) {
	m.id++
	r := delivery.Row{ID: m.id, Chat: survey.ChatID(chat), Group: chat < 0, Class: class,
		Repeat: repeat, Screen: screen, Queued: m.now}
	if screen {
		for id, old := range m.waiting {
			if old.Screen && old.Chat == r.Chat {
				m.end(id, "replaced")
			}
		}
	}
	m.waiting[r.ID] = r
	m.q.Add(r)
}

func (m *model) end(id uint64, how string) {
	if was, ok := m.ended[id]; ok {
		m.Fatalf("row %d ended as %s and again as %s", id, was, how)
	}
	m.ended[id] = how
	delete(m.waiting, id)
}

// next sends what may leave, or returns how long to wait.
func (m *model) next() time.Duration {
	row, ok, wait := m.q.Next(m.now)
	if !ok {
		return wait
	}
	if _, busy := m.flying[row.Chat]; busy {
		m.Fatalf("row %d left while chat %d was busy", row.ID, row.Chat)
	}
	if _, ok := m.waiting[row.ID]; !ok {
		m.Fatalf("row %d left though it was not waiting", row.ID)
	}
	for _, other := range m.waiting {
		if other.Chat == row.Chat && other.Class < row.Class && !m.worn[other.ID] {
			m.Fatalf("row %d of class %d left before %d of class %d", row.ID, row.Class,
				other.ID, other.Class)
		}
	}
	if m.now.Before(m.silent) || m.now.Before(m.quiet[row.Chat]) {
		m.Fatalf("row %d left %v and %v before a silence ended", row.ID,
			m.silent.Sub(m.now), m.quiet[row.Chat].Sub(m.now))
	}
	delete(m.waiting, row.ID)
	m.flying[row.Chat] = row
	m.log = append(m.log, &sent{row: row, at: m.now})
	m.checkLimits()
	return 0
}

// checkLimits looks at every window that ends with the latest send.
func (m *model) checkLimits() {
	last := m.log[len(m.log)-1]
	all, chat, minute := 0, 0, 0
	for i := len(m.log) - 1; i >= 0; i-- {
		s := m.log[i]
		span := last.at.Sub(s.at).Seconds()
		all++
		if g := m.limits.GlobalPerSecond; g > 0 && float64(all) > max(1, g*25/30)+g*span+1e-6 {
			m.Fatalf("%d sends over all chats within %v s", all, span)
		}
		if s.row.Chat != last.row.Chat {
			continue
		}
		chat++
		if c := m.limits.ChatPerSecond; c > 0 && float64(chat) > max(1, c*2)+c*span+1e-6 {
			m.Fatalf("%d sends in chat %d within %v s", chat, s.row.Chat, span)
		}
		if s != last && s.done.After(last.at.Add(-time.Minute)) {
			minute++
		}
	}
	if g := m.limits.GroupPerMinute; last.row.Group && g > 0 && minute >= g {
		m.Fatalf("%d messages may arrive in group %d within a minute", minute+1, last.row.Chat)
	}
}

// done answers the row of a chat.
func (m *model) done(chat survey.ChatID, o delivery.Outcome) {
	row, ok := m.flying[chat]
	if !ok {
		return
	}
	delete(m.flying, chat)
	for _, s := range m.log {
		if s.row.ID == row.ID && s.done.IsZero() {
			s.done = m.now
			if o.Kind == delivery.Unwritten {
				s.done = time.Time{}.Add(1)
			}
		}
	}
	if o.Kind == delivery.Wait {
		until := m.now.Add(o.RetryAfter)
		if row.Group && !m.group.After(m.now) {
			m.group, m.quiet[chat] = until, until
		} else {
			m.silent = later(m.silent, until)
		}
	}
	switch o.Kind {
	case delivery.Failed, delivery.Unwritten, delivery.Unknown:
		m.fails[row.ID]++
		m.worn[row.ID] = m.worn[row.ID] || o.Kind == delivery.Failed && m.fails[row.ID] >= 5
	}
	written := row
	if o.Kind == delivery.Unknown {
		row.Attempts++
	}
	replaced := false
	for _, other := range m.waiting {
		replaced = replaced || row.Screen && other.Screen && other.Chat == chat
	}
	want := m.gone[row.ID] || replaced || finishes(row, o.Kind)
	if got := m.q.Done(written, o, m.now); got != want {
		m.Fatalf("outcome %v of %+v: final %v, want %v", o.Kind, row, got, want)
	}
	if want {
		m.end(row.ID, "receipt")
	} else {
		m.waiting[row.ID] = row
	}
	drops := m.q.Dropped()
	for _, r := range drops {
		if r.Row.Chat != chat || r.Outcome.Kind != o.Kind {
			m.Fatalf("row %d of chat %d dropped as %v", r.Row.ID, r.Row.Chat, r.Outcome.Kind)
		}
		m.end(r.Row.ID, "dropped")
	}
	if o.Kind == delivery.Blocked || o.Kind == delivery.Migrated {
		for id, r := range m.waiting {
			if r.Chat == chat {
				m.Fatalf("row %d stayed in chat %d after %v", id, chat, o.Kind)
			}
		}
	}
}

// finishes states the rules of repeating once more, by themselves.
func finishes(r delivery.Row, k delivery.OutcomeKind) bool {
	switch k {
	case delivery.Wait, delivery.Unwritten, delivery.Failed, delivery.Unauthorised:
		return false
	case delivery.Unknown:
		return r.Repeat == delivery.RepeatNever || r.Repeat == delivery.RepeatOnce && r.Attempts >= 2
	default:
		return true
	}
}

func (m *model) cancel(chat survey.ChatID, class delivery.Class) {
	match := func(r delivery.Row) bool { return r.Class == class }
	want := 0
	for _, r := range m.waiting {
		if r.Chat == chat && match(r) {
			want++
		}
	}
	gone := m.q.Cancel(chat, match)
	if len(gone) != want {
		m.Fatalf("cancelled %d rows, want %d", len(gone), want)
	}
	for _, r := range gone {
		m.end(r.ID, "cancelled")
	}
	if r, ok := m.flying[chat]; ok && match(r) {
		m.gone[r.ID] = true
	}
}

func (m *model) checkLen() {
	replies, prompts := 0, 0
	for _, r := range m.waiting {
		if r.Class.Prompt() {
			prompts++
		} else {
			replies++
		}
	}
	if r, p := m.q.Len(); r != replies || p != prompts {
		m.Fatalf("Len is %d, %d; want %d, %d", r, p, replies, prompts)
	}
	if m.q.Flying() != len(m.flying) {
		m.Fatalf("Flying is %d, want %d", m.q.Flying(), len(m.flying))
	}
}

// finish answers everything with ok until nothing waits.
func (m *model) finish() {
	for step := 0; len(m.waiting)+len(m.flying) > 0; step++ {
		if step > 20*int(m.id)+100 {
			m.Fatalf("%d rows still wait", len(m.waiting))
		}
		for chat := range m.flying {
			m.done(chat, delivery.Outcome{Kind: delivery.Delivered})
		}
		m.now = m.now.Add(m.next())
	}
	if len(m.ended) != int(m.id) {
		m.Fatalf("%d of %d rows ended", len(m.ended), m.id)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

var chats = rapid.SampledFrom([]int{1, 2, 3, 4, 5, 6, 7, -1, -2})

func TestQueueKeepsEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := rapid.SampledFrom([]delivery.Limits{
			delivery.DefaultLimits(), {GlobalPerSecond: 3, ChatPerSecond: 1, GroupPerMinute: 4},
			{GlobalPerSecond: 0.5, ChatPerSecond: 5, GroupPerMinute: 2}, {GlobalPerSecond: 7},
			{ChatPerSecond: 0.3}, {GroupPerMinute: 3}, {},
		}).Draw(t, "limits")
		m := newModel(t, limits)
		kinds := rapid.SampledFrom([]delivery.OutcomeKind{delivery.Delivered, delivery.Delivered,
			delivery.Delivered, delivery.Done, delivery.Wait, delivery.Blocked, delivery.Refused,
			delivery.Unknown, delivery.Unwritten, delivery.Failed, delivery.Migrated,
			delivery.Unauthorised})
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				class := delivery.Class(rapid.IntRange(0, 3).Draw(t, "class"))
				m.add(chats.Draw(t, "chat"), class, delivery.Repeat(rapid.IntRange(0, 2).Draw(t, "repeat")),
					class == delivery.ClassReply && rapid.Bool().Draw(t, "screen"))
			},
			"next": func(*rapid.T) {
				for range 30 {
					if wait := m.next(); wait != 0 {
						return
					}
				}
			},
			"done": func(t *rapid.T) {
				o := delivery.Outcome{Kind: kinds.Draw(t, "kind")}
				if o.Kind == delivery.Wait {
					seconds := rapid.SampledFrom([]int{0, 3, 34, 10072}).Draw(t, "retry after")
					o.RetryAfter = time.Duration(seconds) * time.Second
				}
				m.done(survey.ChatID(chats.Draw(t, "chat")), o)
			},
			"pass": func(t *rapid.T) {
				m.now = m.now.Add(time.Duration(rapid.Int64Range(0, 5e9).Draw(t, "ns")))
			},
			"cancel": func(t *rapid.T) {
				m.cancel(survey.ChatID(chats.Draw(t, "chat")), delivery.Class(rapid.IntRange(0, 3).Draw(t, "class")))
			},
			"": func(*rapid.T) { m.checkLen() },
		})
		m.finish()
	})
}

func TestQueueSendsInOrderOfClassThenArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t, delivery.Limits{})
		for range rapid.IntRange(1, 60).Draw(t, "rows") {
			m.add(chats.Draw(t, "chat"), delivery.Class(rapid.IntRange(0, 3).Draw(t, "class")),
				delivery.RepeatAlways, false)
		}
		for len(m.waiting) > 0 {
			best := delivery.Row{Class: 255}
			for _, r := range m.waiting {
				_, busy := m.flying[r.Chat]
				if !busy && (r.Class < best.Class || r.Class == best.Class && r.ID < best.ID) {
					best = r
				}
			}
			sends := len(m.log)
			if best.ID != 0 {
				m.next()
				if len(m.log) != sends+1 || m.log[sends].row.ID != best.ID {
					t.Fatalf("want row %d next", best.ID)
				}
			}
			if best.ID == 0 || rapid.Bool().Draw(t, "answer") {
				for chat := range m.flying {
					m.done(chat, delivery.Outcome{Kind: delivery.Delivered})
				}
			}
		}
	})
}

func TestQueueWaitsNoLongerThanNeeded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t, delivery.DefaultLimits())
		for range rapid.IntRange(1, 200).Draw(t, "rows") {
			m.add(chats.Draw(t, "chat"), delivery.ClassReply, delivery.RepeatAlways, false)
		}
		for len(m.waiting) > 0 {
			sends := len(m.log)
			wait := m.next()
			if len(m.log) == sends {
				if wait <= 0 {
					t.Fatal("rows wait, no chat is busy, and no time is named")
				}
				m.now = m.now.Add(wait)
				if m.next(); len(m.log) == sends {
					t.Fatalf("nothing left after the wait of %v", wait)
				}
			}
			m.done(m.log[sends].row.Chat, delivery.Outcome{Kind: delivery.Delivered})
		}
	})
}
