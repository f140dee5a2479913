package delivery_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"suara/delivery"
	"suara/survey"
)

// bubble is the clock of a synctest bubble, or of the machine in a benchmark.
type bubble struct{}

func (bubble) Now() time.Time                         { return time.Now() }
func (bubble) After(d time.Duration) <-chan time.Time { return time.After(d) }

// line is a transport that takes a while and answers as it is told.
type line struct {
	takes  time.Duration
	answer func(r delivery.Row) delivery.Outcome

	mu   sync.Mutex
	sent []delivery.Row
	at   []time.Time
	most int // at once
	now  int
}

func (l *line) Send(ctx context.Context, r delivery.Row) delivery.Outcome {
	l.mu.Lock()
	l.sent, l.at = append(l.sent, r), append(l.at, time.Now())
	l.now++
	l.most = max(l.most, l.now)
	l.mu.Unlock()
	defer func() { l.mu.Lock(); l.now--; l.mu.Unlock() }()
	if l.takes > 0 {
		select {
		case <-time.After(l.takes):
		case <-ctx.Done():
			return delivery.Outcome{Kind: delivery.Unknown, Err: ctx.Err()}
		}
	}
	if l.answer == nil {
		return delivery.Outcome{}
	}
	return l.answer(r)
}

// office is a sender in a bubble with its receipts.
type office struct {
	*delivery.Sender
	mu       sync.Mutex
	receipts []delivery.Receipt
	wants    []int
	stop     func()
	over     chan error
}

func open(t *testing.T, l delivery.Limits, tr delivery.Transport, opt ...delivery.Option) *office {
	o := &office{over: make(chan error, 1)}
	take := func(rs []delivery.Receipt) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.receipts = append(o.receipts, rs...)
	}
	want := func(room int) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.wants = append(o.wants, room)
	}
	o.Sender = delivery.NewSender(delivery.NewQueue(l, calm), tr, bubble{}, take, want, opt...)
	ctx, stop := context.WithCancel(t.Context())
	o.stop = stop
	go func() { o.over <- o.Run(ctx) }()
	synctest.Wait()
	return o
}

// asked returns the rooms that were offered since it was last called.
func (o *office) asked() []int {
	o.mu.Lock()
	defer o.mu.Unlock()
	w := o.wants
	o.wants = nil
	return w
}

// settle lets time pass and everything come to rest, so that the test may look.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestSenderSendsInParallelAcrossChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := &line{takes: 100 * time.Millisecond}
		o := open(t, delivery.Limits{}, tr, delivery.WithWorkers(8))
		began := time.Now()
		for i := range uint64(40) {
			o.Add(reply(i+1, survey.ChatID(i%20)))
		}
		settle(time.Second)
		if tr.most != 8 || tr.at[39].Sub(began) != 400*time.Millisecond {
			t.Errorf("%d at once, last after %v", tr.most, tr.at[39].Sub(began))
		}
		if len(o.receipts) != 40 || o.Stats().Outcomes.Of(delivery.Delivered) != 40 {
			t.Errorf("%d receipts", len(o.receipts))
		}
		o.stop()
		if err := <-o.over; err != nil {
			t.Error(err)
		}
		if o.Run(t.Context()) == nil {
			t.Error("a sender runs once")
		}
	})
}

func TestSenderKeepsThePaceAndTheSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refuse := true
		tr := &line{answer: func(r delivery.Row) delivery.Outcome {
			if r.ID == 26 && refuse {
				refuse = false
				return wait429(34)
			}
			return delivery.Outcome{}
		}}
		o := open(t, delivery.DefaultLimits(), tr)
		began := time.Now()
		for i := range uint64(55) {
			o.Add(reply(i+1, survey.ChatID(i+1)))
		}
		settle(time.Minute)
		refused := tr.at[25]
		if d := refused.Sub(began); d < time.Second/30 || d > time.Second/30+time.Microsecond {
			t.Errorf("the 26th left after %v", d)
		}
		if tr.at[26].Sub(refused) != 34*time.Second || tr.sent[26].ID != 26 {
			t.Errorf("row %d left %v after the 429", tr.sent[26].ID, tr.at[26].Sub(refused))
		}
		if len(o.receipts) != 55 {
			t.Errorf("%d receipts", len(o.receipts))
		}
		o.stop()
		<-o.over
	})
}

func TestSenderAsksForPromptsInLots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, delivery.DefaultLimits(), &line{takes: 50 * time.Millisecond})
		o.Announce()
		synctest.Wait()
		left, id := 300, uint64(0)
		for seconds := 0; left > 0 && seconds < 100; {
			asked := o.asked()
			if len(asked) == 0 {
				settle(100 * time.Millisecond)
				seconds++
				continue
			}
			if len(asked) > 1 || asked[0] < 15 || asked[0] > 30 {
				t.Fatalf("asked for %v", asked)
			}
			for range min(asked[0], left) {
				id++
				left--
				o.Add(prompt(id, survey.ChatID(id)))
			}
			synctest.Wait()
		}
		settle(2 * time.Second)
		if len(o.receipts) != 300 {
			t.Errorf("%d receipts", len(o.receipts))
		}
		o.Idle()
		o.asked()
		settle(time.Minute)
		if len(o.asked()) != 0 {
			t.Error("asked after Idle")
		}
		o.stop()
		<-o.over
	})
}

func TestSenderAsksAgainWhenTheSilenceIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := &line{answer: func(delivery.Row) delivery.Outcome { return wait429(34) }}
		o := open(t, delivery.DefaultLimits(), tr)
		o.Add(reply(1, 1))
		synctest.Wait()
		o.Cancel(1, func(delivery.Row) bool { return true })
		o.Announce()
		settle(34*time.Second - 1)
		if len(o.asked()) != 0 {
			t.Fatal("asked during the silence")
		}
		settle(2 * time.Nanosecond)
		if len(o.asked()) != 1 {
			t.Error("not asked after the silence")
		}
		o.stop()
		<-o.over
	})
}

// what was claimed and not sent is given back, so that it is neither lost nor repeated.
func TestSenderGivesBackWhatItClaimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, delivery.DefaultLimits(), &line{takes: time.Hour},
			delivery.WithWorkers(2), delivery.WithGrace(3*time.Second))
		o.Add(prompt(1, 1), prompt(2, 2), prompt(3, 3), reply(4, 4))
		synctest.Wait()
		began := time.Now()
		o.stop()
		<-o.over
		if time.Since(began) != 3*time.Second {
			t.Errorf("stopped after %v", time.Since(began))
		}
		got := map[uint64]delivery.OutcomeKind{}
		for _, r := range o.receipts {
			got[r.Row.ID] = r.Outcome.Kind
		}
		// Two were on the line: row 1, and another.
		if len(got) != 3 || got[1] != delivery.Unknown || got[3] != delivery.Unwritten {
			t.Errorf("receipts %v", got)
		}
	})
}

func TestSenderDrainsWhatMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := &line{takes: time.Second}
		o := open(t, delivery.DefaultLimits(), tr)
		o.Add(reply(1, 1), reply(2, 1))
		synctest.Wait()
		began := time.Now()
		o.stop()
		<-o.over
		if len(tr.sent) != 2 || len(o.receipts) != 2 || time.Since(began) != 2*time.Second {
			t.Errorf("%d sent, %d receipts, %v", len(tr.sent), len(o.receipts), time.Since(began))
		}
	})
}

func TestSenderSurvivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, delivery.Limits{}, &line{answer: func(r delivery.Row) delivery.Outcome {
			if r.ID == 1 {
				panic(errors.New("a name"))
			}
			return delivery.Outcome{}
		}})
		o.Add(reply(1, 1), reply(2, 1))
		settle(time.Second)
		if len(o.receipts) != 2 || o.receipts[0].Outcome.Kind != delivery.Refused {
			t.Errorf("receipts %v", o.receipts)
		}
		o.stop()
		<-o.over
	})
}
