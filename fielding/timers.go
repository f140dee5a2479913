package fielding

import (
	"fmt"
	"iter"
	"time"

	"suara/survey"
)

// retryTimer is how long a timer that failed rests: a fault of the program does not mend itself, and
// one of the database is told by every other event.
const retryTimer = time.Hour

// timer is one thing that falls due by itself. As a rule all of them share a tick's transaction; where
// one fails or panics each gets its own, so that a fault in one survey holds up no other.
type timer struct {
	name string // for the log and the admins
	run  func(d *Desk, next *time.Time) error
	next *time.Time // brought forward to when something is due again
}

func (t timer) kind() string { return t.name }

// timers lists what may fall due. Surveys come first: the waves are read once those have opened theirs.
func (w *Writer) timers() iter.Seq[timer] {
	others := []timer{
		{name: "prompts", run: (*Desk).tickPrompts}, {name: "sweeps", run: (*Desk).tickSweeps},
		{name: "purge", run: (*Desk).tickPurge}, {name: "daily lists", run: (*Desk).tickDaily},
		{name: "weekly lists", run: (*Desk).tickWeekly}, {name: "sign of life", run: (*Desk).tickAlive},
		{name: "members", run: (*Desk).tickMembers},
	}
	return func(yield func(timer) bool) {
		for _, study := range w.cfg.Surveys {
			run := func(d *Desk, next *time.Time) error { return d.tickSurvey(study, next) }
			if !yield(timer{name: "survey " + string(study.ID), run: run}) {
				return
			}
		}
		for _, wave := range (&Desk{w: w}).openWaves() {
			if !yield(waveTimer(wave.ID)) {
				return
			}
		}
		for _, t := range others {
			if !yield(t) {
				return
			}
		}
	}
}

func waveTimer(id survey.WaveID) timer {
	return timer{name: "wave " + string(id), run: func(d *Desk, next *time.Time) error {
		w, ok := d.wave(id)
		if !ok {
			return nil
		}
		return d.tickWave(w, next)
	}}
}

// tick lets everything happen that is due. As long as updates wait unread nothing does: timers never
// overtake answers.
func (d *Desk) tick(drained bool) error {
	if !drained || !d.w.Due(d.now) {
		return nil
	}
	next := d.now.Add(idleTick)
	for t := range d.w.timers() {
		if d.w.rests(t, d.now, &next) {
			continue
		}
		if err := t.run(d, &next); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		d.after = append(d.after, func() { delete(d.w.failed, t.name) })
	}
	d.after = append(d.after, func() { d.w.due = next })
	return nil
}

// rests tells whether the timer failed a short while ago.
func (w *Writer) rests(t timer, now time.Time, next *time.Time) bool {
	until := w.failed[t.name]
	if now.Before(until) {
		sooner(next, until)
		return true
	}
	return false
}

// apart runs a tick that failed once more, each timer in a transaction of its own. What fails is set
// aside, told, and rests for a while.
func (w *Writer) apart(now time.Time) (Effects, error) {
	var fx Effects
	next := now.Add(idleTick)
	for t := range w.timers() {
		if w.rests(t, now, &next) {
			continue
		}
		t.next = &next
		part, err := w.commit(now, []Event{t})
		if err == nil {
			delete(w.failed, t.name)
		} else if part, err = w.setAside(now, t, err); err != nil {
			return fx, err
		} else {
			w.failed[t.name] = now.Add(retryTimer)
			sooner(&next, now.Add(retryTimer))
		}
		fx.add(part)
		if w.waves == nil {
			if err := w.store.View(w.loadWaves); err != nil {
				return fx, fmt.Errorf("read the waves again: %w", err)
			}
		}
	}
	w.due = next
	return fx, nil
}

// tellFailed tells the admins of a timer that failed, once until it has gone well again.
func (d *Desk) tellFailed(t timer) error {
	if _, told := d.w.failed[t.name]; told {
		return nil
	}
	return d.post(PostTimerFailed, "", map[string]string{"timer": t.name})
}
