package delivery

import (
	"time"

	"suara/survey"
)

// entry is a row in a lane.
type entry struct {
	row      Row
	seq      uint64    // order of arrival; kept when the row comes back
	failures int       // tries in a row that got no useful answer
	hold     time.Time // not tried again before
	worn     bool      // failed so often that it lets all others pass
	slot     int
}

func (e *entry) before(other *entry) bool {
	if e.worn != other.worn {
		return other.worn
	}
	if e.row.Class != other.row.Class {
		return e.row.Class < other.row.Class
	}
	return e.seq < other.seq
}

// lane is what one chat has waiting, and its limits.
type lane struct {
	chat      survey.ChatID
	group     bool
	rows      heap[*entry]
	screen    *entry // the screen row that waits, if any
	flight    *entry // the row being sent, if any
	cancelled bool   // the row being sent is not wanted any more
	bucket    bucket
	arrivals  []time.Time // latest possible arrivals in a group, oldest first
	perMinute int         // 0: no limit
	hold      time.Time   // nothing leaves before
	due       time.Time   // when it may send next; of an idle lane, when it may be forgotten
	home      *heap[*lane]
	slot      int
}

func newLane(chat survey.ChatID, group bool, l Limits) *lane {
	n := &lane{chat: chat, group: group, bucket: newBucket(l.ChatPerSecond, chatBurstSeconds)}
	n.rows.less = (*entry).before
	n.rows.place = func(e *entry) *int { return &e.slot }
	if group {
		n.perMinute = max(l.GroupPerMinute, 0)
	}
	return n
}

// add puts a row in; a newer screen row takes the place of an older one.
func (l *lane) add(e *entry) (replaced *entry) {
	if e.row.Screen {
		if replaced = l.screen; replaced != nil {
			e.seq = replaced.seq
			l.rows.remove(replaced.slot)
		}
		l.screen = e
	}
	l.rows.push(e)
	return replaced
}

// remove takes out the waiting row at place i.
func (l *lane) remove(i int) *entry {
	e := l.rows.remove(i)
	if e == l.screen {
		l.screen = nil
	}
	return e
}

func (l *lane) head() *entry { return l.rows.items[0] }

// next returns when the chat's own limits and the first row's back-off let that row go.
func (l *lane) next(now time.Time) time.Time {
	if l.head().row.Asks {
		return later(later(now, l.hold), l.head().hold)
	}
	due := now.Add(l.bucket.wait(now))
	if l.perMinute > 0 && len(l.arrivals) >= l.perMinute {
		due = later(due, l.arrivals[len(l.arrivals)-l.perMinute].Add(time.Minute))
	}
	return later(later(due, l.hold), l.head().hold)
}

// rested returns when the chat's limits have forgotten everything.
func (l *lane) rested(now time.Time) time.Time {
	at := now.Add(l.bucket.refill(now))
	if n := len(l.arrivals); n > 0 {
		at = later(at, l.arrivals[n-1].Add(time.Minute))
	}
	return later(at, l.hold)
}

// arrived counts a message in a group. The time of the answer is the latest at which the message
// can have arrived, so that the limit holds on arrival whatever the line did.
func (l *lane) arrived(now time.Time) {
	if l.perMinute == 0 {
		return
	}
	if len(l.arrivals) >= l.perMinute {
		l.arrivals = append(l.arrivals[:0], l.arrivals[len(l.arrivals)-l.perMinute+1:]...)
	}
	l.arrivals = append(l.arrivals, now)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
