package fielding

import (
	"time"

	"suara/survey"
)

// One account's share of the writer: more than people can tap, far less than holds anybody up. What
// waited at Telegram while the program was down comes all at once, hence the burst.
const (
	floodBurst  = 100
	floodPerSec = 10
	floodForget = 5000 // accounts remembered before the quiet ones are dropped
)

// flood measures how fast each account sends. What exceeds its share is passed over unread: it costs
// the others only the memory of its id.
type flood struct {
	accounts map[survey.AccountID]*share
}

type share struct {
	tokens float64
	at     time.Time
	over   bool // told already
}

// verdict on one update of an account.
type verdict uint8

const (
	withinShare verdict = iota
	overFirst           // the first over the share: the person is told
	overAgain
)

// mark judges the updates of a batch in order.
func (f *flood) mark(now time.Time, events []Event) {
	for i, ev := range events {
		u, ok := ev.(Update)
		if !ok {
			continue
		}
		if a := sender(u.Body); a != 0 {
			u.share = f.judge(now, a)
			events[i] = u
		}
	}
	if len(f.accounts) > floodForget {
		f.forgetQuiet(now)
	}
}

func sender(body any) survey.AccountID {
	switch b := body.(type) {
	case Message:
		return b.From
	case Press:
		return b.From
	}
	return 0
}

func (f *flood) judge(now time.Time, a survey.AccountID) verdict {
	s := f.accounts[a]
	if s == nil {
		s = &share{tokens: floodBurst, at: now}
		f.accounts[a] = s
	}
	if past := now.Sub(s.at).Seconds(); past > 0 {
		s.tokens, s.at = min(floodBurst, s.tokens+past*floodPerSec), now
	}
	if s.tokens >= 1 {
		s.tokens--
		s.over = s.over && s.tokens < floodPerSec
		return withinShare
	}
	if s.over {
		return overAgain
	}
	s.over = true
	return overFirst
}

func (f *flood) forgetQuiet(now time.Time) {
	for a, s := range f.accounts {
		if now.Sub(s.at) > floodBurst/floodPerSec*time.Second {
			delete(f.accounts, a)
		}
	}
}

// forget gives everybody their whole share back: a failed batch comes again.
func (f *flood) forget() { f.accounts = map[survey.AccountID]*share{} }

// passOver ends an update beyond its account's share. A press still gets its one answer, a message
// the first time a word above the screen.
func (d *Desk) passOver(u Update) error {
	switch b := u.Body.(type) {
	case Press:
		d.answer(b, d.w.cfg.Language, NoticeTooFast)
	case Message:
		if b.Private && u.share == overFirst {
			return d.redraw(b.From, NoticeTooFast)
		}
	}
	return nil
}
