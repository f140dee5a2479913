package fielding

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"suara/delivery"
	"suara/survey"
)

// Clock is the time and its timers.
type Clock interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}

// Outputs take the effects of a committed batch. They must not block for long.
type Outputs struct {
	Past     func(delivery.Past) // of the process before; called once, first
	Rows     func([]delivery.Row)
	Answers  func([]Answer)
	Announce func()           // there are prompts to claim
	Idle     func()           // there are none to claim now
	Files    func([]FileTask) // what was sent as answers is to be fetched or erased; nil: nobody can
	Fetch    func(Fetch)      // a roster file is to be read; nil: nobody can
}

// batchLimit is how many waiting submissions one transaction takes; a submission of the poller holds
// up to 100 updates.
const batchLimit = 64

const (
	// tickEvery is how often the loop looks whether a timer is due.
	tickEvery = time.Second
	// receiptsRest is how long receipts wait for a batch to join.
	receiptsRest = 20 * time.Millisecond
	// drainedFor is how long a poll that found nothing more lets timers act: longer than a long poll,
	// short enough that nothing closes while answers wait at a Telegram that can't be reached.
	drainedFor = 2 * time.Minute
)

// Loop is the one goroutine that feeds a [Writer]. It takes whatever is waiting into one transaction
// and never waits for more: alone a tap is committed at once, under load many share a commit.
type Loop struct {
	w       *Writer
	clock   Clock
	out     Outputs
	log     *slog.Logger
	in      chan submission
	done    chan struct{}
	drained time.Time        // when Telegram last had nothing more to give; zero: it has
	kept    []Event          // receipts that wait for the next batch
	ripe    <-chan time.Time // when they wait no longer; nil: none waits
	observe func(Batch)
}

// Batch is what one transaction of the loop was, for those who watch from outside.
type Batch struct {
	Updates int
	Events  int // updates among them
	Took    time.Duration
	Err     error
}

// LoopOption sets how a Loop works.
type LoopOption func(*Loop)

// WithObserver has fn told of every batch after its end. It must not block.
func WithObserver(fn func(Batch)) LoopOption { return func(l *Loop) { l.observe = fn } }

type submission struct {
	events  []Event
	drained *bool
	patient bool       // receipts: they may wait for the next batch
	reply   chan error // nil: nobody waits
}

// NewLoop makes a loop over a writer.
func NewLoop(w *Writer, clock Clock, out Outputs, log *slog.Logger, opts ...LoopOption) *Loop {
	l := &Loop{
		w: w, clock: clock, out: out, log: log, in: make(chan submission, 4096), done: make(chan struct{}),
		observe: func(Batch) {},
	}
	for _, o := range opts {
		o(l)
	}
	return l
}

// Run recovers from the last run and then handles events until ctx ends; what was submitted before
// is still committed. It returns an error where the database takes nothing any more at start.
func (l *Loop) Run(ctx context.Context) error {
	defer close(l.done)
	fx, err := l.w.Start(l.clock.Now())
	if err != nil {
		return err
	}
	l.emit(fx)
	timer := l.clock.After(tickEvery)
	for {
		select {
		case <-ctx.Done():
			l.flush()
			return nil
		case s := <-l.in:
			l.take(s)
		case <-l.ripe:
			l.ripe = nil
			l.batch(nil)
		case <-timer:
			timer = l.clock.After(tickEvery)
			if now := l.clock.Now(); now.Sub(l.drained) <= drainedFor && l.w.Due(now) {
				l.batch([]submission{{events: []Event{Tick{Drained: true}}}})
			}
		}
	}
}

// take handles a submission with whatever else is waiting. Receipts alone are kept for the batch that
// comes next: nobody waits for them, and a commit of their own would hold up the tap that follows.
func (l *Loop) take(first submission) {
	list := l.gather(first)
	urgent := false
	for _, s := range list {
		urgent = urgent || !s.patient
	}
	if urgent {
		l.batch(list)
		return
	}
	for _, s := range list {
		l.kept = append(l.kept, s.events...)
	}
	if l.ripe == nil {
		l.ripe = l.clock.After(receiptsRest)
	}
}

// gather takes whatever else is waiting.
func (l *Loop) gather(first submission) []submission {
	list := []submission{first}
	for len(list) < batchLimit {
		select {
		case s := <-l.in:
			list = append(list, s)
		default:
			return list
		}
	}
	return list
}

func (l *Loop) flush() {
	for {
		select {
		case s := <-l.in:
			l.batch(l.gather(s))
		default:
			l.batch(nil)
			return
		}
	}
}

func (l *Loop) batch(list []submission) {
	events := l.kept
	l.kept = nil
	for _, s := range list {
		events = append(events, s.events...)
		if s.drained != nil {
			l.drained = time.Time{}
			if *s.drained {
				l.drained = l.clock.Now()
			}
		}
	}
	if len(events) == 0 && len(list) == 0 {
		return
	}
	begin := l.clock.Now()
	fx, err := l.w.Apply(begin, events)
	l.observe(Batch{Updates: countUpdates(events), Events: len(events), Took: l.clock.Now().Sub(begin), Err: err})
	if err != nil {
		l.log.Error("the database takes nothing", "error", err.Error())
	}
	l.emit(fx)
	for _, s := range list {
		if s.reply != nil {
			s.reply <- err
		}
	}
}

func countUpdates(events []Event) (n int) {
	for _, ev := range events {
		if _, ok := ev.(Update); ok {
			n++
		}
	}
	return n
}

func (l *Loop) emit(fx Effects) {
	if fx.Past != nil {
		l.out.Past(*fx.Past)
	}
	if len(fx.Answers) > 0 {
		l.out.Answers(fx.Answers)
	}
	if len(fx.Rows) > 0 {
		l.out.Rows(fx.Rows)
	}
	if fx.Idle {
		l.out.Idle()
	}
	if fx.Announce {
		l.out.Announce()
	}
	if fx.Posts {
		l.batch([]submission{{events: []Event{Claim{}}}})
	}
	for _, f := range fx.Fetch {
		if l.out.Fetch != nil {
			l.out.Fetch(f)
		}
	}
	if len(fx.Files) > 0 && l.out.Files != nil {
		l.out.Files(fx.Files)
	}
	for _, id := range fx.Destroy {
		if err := l.w.store.DestroyKey(string(id)); err != nil {
			l.log.Error("a key could not be destroyed; the next start tries again", "wave_id", id, "error", err.Error())
		}
	}
	for _, id := range fx.Close {
		go l.finish(id)
	}
}

// finish computes a closing beside the loop and hands its end to it.
func (l *Loop) finish(id survey.WaveID) {
	act, err := l.w.Finish(id)
	if err == nil {
		err = l.Do(context.Background(), "closing", act)
	}
	if err != nil {
		l.log.Error("a closing was cut; the next start resumes it", "wave_id", id, "error", err.Error())
	}
}

// Updates hands updates to the loop and returns after their commit. drained says that no further one
// is waiting at Telegram.
func (l *Loop) Updates(ctx context.Context, updates []Update, drained bool) error {
	events := make([]Event, len(updates))
	for i, u := range updates {
		events[i] = u
	}
	return l.submit(ctx, submission{events: events, drained: &drained, reply: make(chan error, 1)})
}

// Do runs an act in the writer's transaction and returns after its commit, or with the act's error.
func (l *Loop) Do(ctx context.Context, name string, act func(*Desk) error) error {
	var failed error
	ev := Do{Name: name, Act: act, Reply: func(err error) { failed = err }}
	err := l.submit(ctx, submission{events: []Event{ev}, reply: make(chan error, 1)})
	if err == nil {
		err = failed
	}
	return err
}

func (l *Loop) submit(ctx context.Context, s submission) error {
	select {
	case l.in <- s:
	case <-l.done:
		return fmt.Errorf("the writer has stopped: %w", context.Canceled)
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-s.reply:
		return err
	case <-l.done:
		select {
		case err := <-s.reply:
			return err
		default:
			return fmt.Errorf("the writer has stopped: %w", context.Canceled)
		}
	}
}

// Receipts hands the outcomes of sends to the loop. It does not wait for their commit.
func (l *Loop) Receipts(list []delivery.Receipt) {
	events := make([]Event, len(list))
	for i, r := range list {
		events[i] = Receipt{r}
	}
	l.send(submission{events: events, patient: true})
}

// Silences keeps the waits that Telegram asked for.
func (l *Loop) Silences(list []delivery.Silence) {
	events := make([]Event, len(list))
	for i, s := range list {
		events[i] = Silence{s}
	}
	l.send(submission{events: events})
}

// Claim asks for prompts and posts to be handed to the sender.
func (l *Loop) Claim(room int) { l.send(submission{events: []Event{Claim{Room: room}}}) }

func (l *Loop) send(s submission) {
	select {
	case l.in <- s:
	case <-l.done:
	}
}
