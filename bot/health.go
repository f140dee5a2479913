package bot

import (
	"strconv"
	"time"
)

// Health is how the running system stands, as /status tells it. That it is told at all says that
// Telegram can be reached.
type Health struct {
	Waiting int           // replies that wait to be sent
	Oldest  time.Duration // how long the oldest of them has waited
	Held    time.Duration // how much longer Telegram wants silence
	Backup  time.Time     // of the last scheduled one; zero: none
}

// TransportOption sets how a Transport works.
type TransportOption func(*Transport)

// WithHealth has /status tell how the system stands. fn is asked amid a reading of the database and must
// not read it itself.
func WithHealth(fn func() Health) TransportOption {
	return func(t *Transport) { t.render.health = fn }
}

// systemHealth tells how the system stands, where that is known.
func (p *post) systemHealth() {
	if p.health == nil {
		return
	}
	h := p.health()
	file, free := p.tx.Sizes()
	p.set("size", p.megabytes(file-free))
	if free >= freeShown {
		p.set("free", p.megabytes(free))
	}
	if n := p.tx.OpenInterviews(); n > 0 {
		p.set("open", p.t.Grouped(strconv.FormatInt(n, 10)))
	}
	if h.Waiting > 0 {
		p.set("queue", p.t.Grouped(strconv.Itoa(h.Waiting)))
		if h.Oldest >= time.Minute {
			p.set("oldest", p.t.Span(strconv.Itoa(int(h.Oldest.Minutes()))))
		}
	}
	if h.Held > 0 {
		p.set("held", p.t.Span(strconv.Itoa(int(h.Held.Minutes())+1)))
	}
	if !h.Backup.IsZero() {
		p.set("backup", p.time(h.Backup))
	}
	if n := p.tx.CountDeadLetters(); n > 0 {
		p.set("aside", p.t.Grouped(strconv.Itoa(n)))
	}
	p.say("post.status.health")
}

// freeShown is how many bytes must be free in the database to be worth a word.
const freeShown = 16 << 20

func (p *post) megabytes(bytes int64) string {
	return p.t.Grouped(strconv.FormatInt((bytes+1<<20-1)>>20, 10))
}
