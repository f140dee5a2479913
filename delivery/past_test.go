package delivery_test

import (
	"slices"
	"testing"
	"time"

	"suara/delivery"
)

// What Telegram asked for goes on in the process after: a group is left alone while others get theirs,
// and a wait for everything holds everything.
func TestWaitsGoOnInTheNextProcess(t *testing.T) {
	q := queue(reply(1, -1), reply(2, -2))
	q.Done(must(t, q, 0, 1), wait429(600), start)
	alone := q.Silences()
	if want := []delivery.Silence{{Chat: -1, Until: start.Add(10 * time.Minute)}}; !slices.Equal(alone, want) {
		t.Fatalf("told %v, want %v", alone, want)
	}
	if again := q.Silences(); len(again) > 0 {
		t.Errorf("told again: %v", again)
	}
	const later = 5 * time.Minute
	q = delivery.NewQueue(delivery.DefaultLimits(), calm)
	q.Recall(start.Add(later), delivery.Past{Group: -1, Sent: []time.Time{start.Add(later)}, Alone: alone})
	q.Add(reply(3, -1))
	quiet(t, q, later, 5*time.Minute)
	q.Add(reply(4, 4))
	quiet(t, q, later, time.Second) // the first seconds of a process bring no burst
	must(t, q, later+time.Second, 4)
	must(t, q, 10*time.Minute, 3)

	q = delivery.NewQueue(delivery.DefaultLimits(), calm)
	q.Recall(start.Add(later), delivery.Past{Alone: alone})
	q.Add(reply(5, 5))
	q.Done(must(t, q, later+time.Second, 5), wait429(30), start.Add(later+time.Second))
	want := []delivery.Silence{{Until: start.Add(later + 31*time.Second)}}
	if all := q.Silences(); !slices.Equal(all, want) {
		t.Fatalf("told %v, want %v", all, want)
	}

	q = delivery.NewQueue(delivery.DefaultLimits(), calm)
	q.Recall(start, delivery.Past{Silent: start.Add(time.Minute)})
	q.Add(reply(6, 6))
	quiet(t, q, time.Second, 59*time.Second)
}

// A second group that is refused while the first one's wait goes on makes it a wait for everything, also
// where the first was refused in the process before.
func TestWaitOfASecondGroupAfterARestart(t *testing.T) {
	q := delivery.NewQueue(delivery.DefaultLimits(), calm)
	q.Recall(start, delivery.Past{Alone: []delivery.Silence{{Chat: -1, Until: start.Add(time.Hour)}}})
	q.Add(reply(1, -2))
	q.Done(must(t, q, time.Second, 1), wait429(60), start.Add(time.Second))
	if got := q.Silences(); len(got) != 1 || got[0].Chat != 0 {
		t.Errorf("told %v", got)
	}
}

// A wait that is over before a restart can be is not told.
func TestShortWaitIsNotKept(t *testing.T) {
	q := queue(reply(1, 1))
	q.Done(must(t, q, 0, 1), wait429(1), start)
	if got := q.Silences(); len(got) > 0 {
		t.Errorf("told %v", got)
	}
}

// Where chats have no pace of their own, a new process still begins without a burst over all chats: the one
// before may have had it just now.
func TestNewProcessBeginsWithoutABurst(t *testing.T) {
	q := delivery.NewQueue(delivery.Limits{GlobalPerSecond: 10}, calm)
	q.Recall(start, delivery.Past{})
	q.Add(reply(1, 1))
	q.Add(reply(2, 2))
	quiet(t, q, 0, 100*time.Millisecond)
	must(t, q, 100*time.Millisecond, 1)
	quiet(t, q, 100*time.Millisecond, 100*time.Millisecond)
}
