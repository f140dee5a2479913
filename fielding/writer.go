package fielding

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"suara/storage"
	"suara/survey"
)

// Reporter computes the one release of a wave at its closing.
type Reporter interface {
	// Release walks the responses, possibly more than once, and returns what may be kept of them.
	Release(Closing) (Release, error)
}

// Release is what closing a wave leaves behind.
type Release struct {
	JSON     []byte
	Rows     []survey.Response // of an anonymous wave: coarsened and shuffled
	Comments []survey.Comment  // of an anonymous wave: shuffled
}

// Writer applies events to the database. Only one goroutine may use it; see [Loop].
type Writer struct {
	store  *storage.Store
	cfg    Config
	report Reporter
	random io.Reader
	log    *slog.Logger
	flows  *Flows
	seen   seenRing
	flood  flood
	waves  map[survey.WaveID]survey.Wave // what is in the database, decoded once; nil: to be read
	due    time.Time                     // no timer is due before
	passed map[queueKey]passed           // how far the lists of people to be prompted were gone through
	lent   map[queueKey]int              // prompts that the sender has, without an outcome yet
	prompt stuck                         // the prompt that a claim is at
	zones  map[string]*time.Location     // loaded, by name
	moved  map[survey.WaveID]bool        // waves whose participation changed since their progress post
	filed  []Study                       // the surveys as configured; cfg holds them with the flows in use
	failed map[string]time.Time          // timers that failed the last time, until when they rest
	told   map[string]bool               // presses answered while the database takes nothing
	asked  map[memberSeat]time.Time      // whom Telegram was asked for, until when it is not asked again
}

// New makes a writer over an open database.
func New(store *storage.Store, cfg Config, rep Reporter, random io.Reader, log *slog.Logger) (*Writer, error) {
	w := &Writer{
		store: store, cfg: cfg, filed: cfg.Surveys, report: rep, random: random, log: log,
		flows: NewFlows(), moved: map[survey.WaveID]bool{}, passed: map[queueKey]passed{}, lent: map[queueKey]int{},
		zones: map[string]*time.Location{}, failed: map[string]time.Time{}, asked: map[memberSeat]time.Time{},
	}
	w.flood.forget()
	err := store.View(func(tx *storage.Tx) error {
		if err := w.seen.load(tx); err != nil {
			return err
		}
		return w.loadWaves(tx)
	})
	if err != nil {
		return nil, fmt.Errorf("read the database: %w", err)
	}
	return w, nil
}

// Flows is the writer's cache of loaded flows.
func (w *Writer) Flows() *Flows { return w.flows }

func (w *Writer) loadWaves(tx *storage.Tx) error {
	list, err := tx.Waves()
	if err != nil {
		return err
	}
	w.loadStudies(tx)
	w.waves = make(map[survey.WaveID]survey.Wave, len(list))
	for _, wave := range list {
		w.waves[wave.ID] = wave
	}
	return nil
}

// Apply handles the events in order, in one transaction as far as they allow. bbolt has no
// savepoints: where an event fails or panics the batch is undone and run again one event at a time,
// and the one that fails is set aside. The effects of what was committed are returned even with an
// error; an error means that the database takes nothing any more.
func (w *Writer) Apply(now time.Time, events []Event) (Effects, error) {
	var fx Effects
	w.flood.mark(now, events)
	for len(events) > 0 {
		n := together(events)
		part, err := w.commit(now, events[:n])
		if err != nil {
			part, err = w.oneByOne(now, events[:n], err)
		}
		fx.add(part)
		if err != nil {
			w.flood.forget()
			fx.Answers = append(fx.Answers, w.notStored(events)...)
			return fx, err
		}
		events = events[n:]
	}
	w.told = nil
	return fx, nil
}

// notStored answers the presses that the database did not take, each once: they come again, and are
// then stored or not; until then nobody should believe that they are.
func (w *Writer) notStored(events []Event) (list []Answer) {
	for _, ev := range events {
		u, _ := ev.(Update)
		p, ok := u.Body.(Press)
		if !ok || w.told[p.Query] {
			continue
		}
		if w.told == nil {
			w.told = map[string]bool{}
		}
		w.told[p.Query] = true
		list = append(list, Answer{Query: p.Query, Language: w.cfg.Language, Notice: NoticeNotStored})
	}
	return list
}

// together counts the leading events that share a transaction: an act of the operator has its own,
// so that its failure undoes nothing else.
func together(events []Event) int {
	for i, ev := range events {
		if _, ok := ev.(Do); ok {
			return max(i, 1)
		}
	}
	return len(events)
}

func (w *Writer) oneByOne(now time.Time, events []Event, first error) (Effects, error) {
	var fx Effects
	for _, ev := range events {
		part, err := Effects{}, first
		if len(events) > 1 {
			part, err = w.commit(now, []Event{ev})
		}
		if err != nil {
			switch ev := ev.(type) {
			case Tick:
				part, err = w.apart(now)
			case Claim:
				part, err = w.claimAgain(now, ev, err)
			default:
				part, err = w.setAside(now, ev, err)
			}
		}
		fx.add(part)
		if err != nil {
			return fx, err
		}
	}
	return fx, nil
}

// commit runs the events in one transaction. Nothing of them stays where it fails.
func (w *Writer) commit(now time.Time, events []Event) (Effects, error) {
	d := &Desk{w: w, now: now}
	err := w.store.Update(func(tx *storage.Tx) error {
		d.tx = tx
		if w.waves == nil {
			if err := w.loadWaves(tx); err != nil {
				return err
			}
		}
		for _, ev := range events {
			if err := d.safely(ev); err != nil {
				return err
			}
		}
		return w.seen.store(tx)
	})
	if err != nil {
		w.seen.forget()
		w.waves, w.passed = nil, map[queueKey]passed{}
		return Effects{}, err
	}
	w.seen.keep()
	if d.rescheduled {
		w.due = time.Time{}
	}
	for _, after := range d.after {
		after()
	}
	return d.fx, nil
}

// safely turns a panic in handling an event into an error; its place is logged, never its content.
func (d *Desk) safely(ev Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in handling a %s", ev.kind())
			d.w.log.Error("panic", "event", ev.kind(), "place", place())
		}
	}()
	return d.handle(ev)
}

// setAside ends a failed event: an act gets its error, an update goes to the dead letters and the
// person is told that the last entry was not stored. It fails only where the database does.
func (w *Writer) setAside(now time.Time, ev Event, cause error) (Effects, error) {
	if do, ok := ev.(Do); ok {
		do.Reply(cause)
		return Effects{}, nil
	}
	w.log.Error("event set aside", "event", ev.kind(), "error", cause.Error())
	d := &Desk{w: w, now: now}
	err := w.store.Update(func(tx *storage.Tx) error {
		d.tx = tx
		return d.bury(ev, cause)
	})
	if err != nil {
		w.seen.forget()
		return Effects{}, fmt.Errorf("set an event aside: %w", errors.Join(err, cause))
	}
	w.seen.keep()
	return d.fx, nil
}

func (d *Desk) bury(ev Event, cause error) error {
	u, _ := ev.(Update)
	err := d.tx.AddDeadLetter(storage.DeadLetter{At: d.now, Update: u.ID, Kind: ev.kind(), Error: cause.Error()})
	if err != nil {
		return err
	}
	if t, ok := ev.(timer); ok {
		if err := d.tellFailed(t); err != nil {
			return err
		}
	}
	if s, ok := ev.(stuck); ok {
		if err := d.dropStuck(s); err != nil {
			return err
		}
	}
	if u.ID != 0 {
		d.w.seen.stage(u.ID)
	}
	if err := d.apologize(u.Body); err != nil {
		return err
	}
	return d.w.seen.store(d.tx)
}

// apologize shows the person the screen again and says that the last entry was not stored.
func (d *Desk) apologize(body any) error {
	switch b := body.(type) {
	case Press:
		d.fx.Answers = append(d.fx.Answers, Answer{Query: b.Query, Language: d.w.cfg.Language, Notice: NoticeNotStored})
		if b.Private {
			return d.redraw(b.From, NoticeNotStored)
		}
	case Message:
		if b.Private {
			return d.redraw(b.From, NoticeNotStored)
		}
	}
	return nil
}

// redraw shows the chat's screen again as a new message, with a notice above it.
func (d *Desk) redraw(a survey.AccountID, notice string) error {
	t, err := d.talk(a)
	if err != nil {
		return err
	}
	s := t.chat.Screen
	if s.Name == "" {
		return nil
	}
	s.Notice, t.chat.Fresh = notice, true
	return t.showAndEnd(s)
}

func (fx *Effects) add(more Effects) {
	fx.Rows = append(fx.Rows, more.Rows...)
	fx.Answers = append(fx.Answers, more.Answers...)
	fx.Close = append(fx.Close, more.Close...)
	fx.Fetch = append(fx.Fetch, more.Fetch...)
	fx.Destroy = append(fx.Destroy, more.Destroy...)
	fx.Files = append(fx.Files, more.Files...)
	fx.Announce = fx.Announce || more.Announce
	fx.Posts = fx.Posts || more.Posts
	fx.Idle = fx.Idle || more.Idle
}
