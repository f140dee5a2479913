package delivery

import "time"

// Delays before a new try after a failure: doubled each time, half of each at random.
const (
	firstDelay  = 500 * time.Millisecond
	longestWait = 30 * time.Second
)

// patientFailures is how often a row may be answered with 5xx before it lets the others of its chat
// pass: one that Telegram can't digest must not cut a person off.
const patientFailures = 5

// Done takes the outcome of a row that Next handed out. It is final when the row is finished with:
// then its receipt is to be given to the writer, and those of Dropped. Otherwise the row is back in
// the queue at its old place, to be tried again when the rules allow it.
func (q *Queue) Done(row Row, o Outcome, now time.Time) (final bool) {
	at := now
	now = q.tick(now)
	l := q.lanes[row.Chat]
	if l == nil || l.flight == nil || l.flight.row.ID != row.ID {
		return false
	}
	e, cancelled := l.flight, l.cancelled
	l.flight, l.cancelled = nil, false
	q.flying--
	if row.Class.Prompt() {
		q.claimed--
	}
	if o.Kind == Unknown {
		row.Attempts++
	}
	if o.Kind != Unwritten && !row.Asks {
		l.arrived(now)
	}
	e.row = row
	final = q.judge(l, e, o, now) || cancelled || row.Screen && l.screen != nil
	if !final {
		q.insert(l, e)
	}
	if o.Kind == Blocked || o.Kind == Migrated {
		for _, r := range q.clear(l, func(Row) bool { return true }) {
			q.dropped = append(q.dropped, Receipt{Row: r, Outcome: o, At: at})
		}
	}
	q.settle(l)
	return final
}

// judge applies the rules to an outcome and tells whether the row is finished with.
func (q *Queue) judge(l *lane, e *entry, o Outcome, now time.Time) bool {
	if o.Kind != Unauthorised && o.Kind != Unwritten && o.Kind != Unknown {
		q.refused = 0
	}
	switch o.Kind {
	case Wait:
		q.silence(l, now.Add(max(o.RetryAfter, 0)), now)
		return false
	case Unwritten, Failed:
		q.backOff(e, now)
		e.worn = e.worn || o.Kind == Failed && e.failures >= patientFailures
		return false
	case Unknown:
		q.backOff(e, now)
		return !e.row.again()
	case Unauthorised:
		q.hold = later(q.hold, now.Add(q.delay(q.refused)))
		q.refused++
		return false
	default:
		return true
	}
}

// silence obeys a 429: for the group alone, or for everything.
func (q *Queue) silence(l *lane, until, now time.Time) {
	l.hold = later(l.hold, until)
	alone := l.group && !q.groups.After(now)
	if alone {
		q.groups = until
		q.keep(l.chat, until, now)
		return
	}
	if until.After(q.hold) {
		q.hold = until
		q.all.drain(until)
		q.keep(0, until, now)
	}
}

// backOff keeps a row quiet after a failure.
func (q *Queue) backOff(e *entry, now time.Time) {
	e.hold = now.Add(q.delay(e.failures))
	e.failures++
}

// delay returns how long to wait after the given number of failures before this one.
func (q *Queue) delay(failures int) time.Duration {
	d := longestWait
	if failures < 6 {
		d = min(longestWait, firstDelay<<failures)
	}
	return d/2 + time.Duration(float64(d/2)*q.jitter())
}
