package bot

import (
	"strconv"
	"time"
)

// Health is how the running system stands, as /status tells it. That it is told at all says that
// Telegram can be reached.
type Health struct {
	Waiting  int           // replies that wait to be sent
	Held     time.Duration // how much longer Telegram wants silence
	Database int64         // bytes
	Backup   time.Time     // of the last scheduled one; zero: none
}

// TransportOption sets how a Transport works.
type TransportOption func(*Transport)

// WithHealth has /status tell how the system stands.
func WithHealth(fn func() Health) TransportOption {
	return func(t *Transport) { t.render.health = fn }
}

// systemHealth tells how the system stands, where that is known.
func (p *post) systemHealth() {
	if p.health == nil {
		return
	}
	h := p.health()
	p.set("size", p.grouped(strconv.FormatInt((h.Database+1<<20-1)>>20, 10)))
	if h.Waiting > 0 {
		p.set("queue", p.grouped(strconv.Itoa(h.Waiting)))
	}
	if h.Held > 0 {
		p.set("held", p.span(strconv.Itoa(int(h.Held.Minutes())+1)))
	}
	if !h.Backup.IsZero() {
		p.set("backup", p.time(h.Backup))
	}
	if n := p.tx.CountDeadLetters(); n > 0 {
		p.set("aside", p.grouped(strconv.Itoa(n)))
	}
	p.say("post.status.health")
}
