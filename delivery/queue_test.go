package delivery_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"suara/delivery"
	"suara/survey"
)

var start = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// calm is a jitter in the middle.
func calm() float64 { return 0.5 }

func reply(id uint64, chat survey.ChatID) delivery.Row {
	return delivery.Row{ID: id, Chat: chat, Group: chat < 0, Queued: start}
}

func prompt(id uint64, chat survey.ChatID) delivery.Row {
	return delivery.Row{ID: id, Chat: chat, Class: delivery.ClassInvitation,
		Repeat: delivery.RepeatNever, Queued: start}
}

func queue(rows ...delivery.Row) *delivery.Queue {
	q := delivery.NewQueue(delivery.DefaultLimits(), calm)
	for _, r := range rows {
		q.Add(r)
	}
	return q
}

// must hands out the next row, which must have the id.
func must(t *testing.T, q *delivery.Queue, at time.Duration, id uint64) delivery.Row {
	t.Helper()
	row, ok, wait := q.Next(start.Add(at))
	if !ok || row.ID != id {
		t.Fatalf("at %v: row %d (%v, wait %v), want row %d", at, row.ID, ok, wait, id)
	}
	return row
}

// quiet says that nothing may leave, and how long to wait.
func quiet(t *testing.T, q *delivery.Queue, at, want time.Duration) {
	t.Helper()
	if row, ok, wait := q.Next(start.Add(at)); ok || wait != want {
		t.Fatalf("at %v: row %d, %v, wait %v; want a wait of %v", at, row.ID, ok, wait, want)
	}
}

func wait429(seconds int) delivery.Outcome {
	return delivery.Outcome{Kind: delivery.Wait, RetryAfter: time.Duration(seconds) * time.Second}
}

// the wait may be hours, and is kept to the second.
func TestWaitIsKeptToTheSecond(t *testing.T) {
	for _, seconds := range []int{3, 34, 10072} {
		t.Run(fmt.Sprint(seconds), func(t *testing.T) {
			q := queue(reply(1, 1), reply(2, 2))
			row := must(t, q, 0, 1)
			if q.Done(row, wait429(seconds), start) {
				t.Fatal("a row that must wait is not final")
			}
			silence := time.Duration(seconds) * time.Second
			quiet(t, q, 0, silence)
			quiet(t, q, silence-1, 1)
			must(t, q, silence, 1)
			if _, ok, _ := q.Next(start.Add(silence)); ok {
				t.Error("sending begins again with a burst")
			}
		})
	}
}

func TestWaitOfAGroupIsItsOwn(t *testing.T) {
	q := queue(reply(1, -1), reply(2, 2))
	q.Done(must(t, q, 0, 1), wait429(600), start)
	must(t, q, 0, 2)
	quiet(t, q, 0, 10*time.Minute)
	must(t, q, 10*time.Minute, 1)
}

func TestWaitOfASecondChatIsForAll(t *testing.T) {
	q := queue(reply(1, -1), reply(2, -2), reply(3, 3))
	q.Done(must(t, q, 0, 1), wait429(600), start)
	q.Done(must(t, q, 0, 2), wait429(300), start)
	quiet(t, q, 0, 5*time.Minute)
	must(t, q, 5*time.Minute, 2)
}

// a 403 ends the rows of that chat and no other's.
func TestBlockedDropsOnlyItsChat(t *testing.T) {
	q := queue(reply(1, 1), reply(2, 1), prompt(3, 1), reply(4, 2))
	row := must(t, q, 0, 1)
	if !q.Done(row, delivery.Outcome{Kind: delivery.Blocked}, start) {
		t.Error("blocked is final")
	}
	var ids []uint64
	for _, r := range q.Dropped() {
		ids = append(ids, r.Row.ID)
	}
	if !slices.Equal(ids, []uint64{2, 3}) {
		t.Errorf("dropped %v", ids)
	}
	if len(q.Dropped()) != 0 {
		t.Error("dropped rows are given once")
	}
	must(t, q, 0, 4)
	q.Add(reply(5, 1))
	must(t, q, 0, 5)
}

func TestUnknownRepeatsByTheRow(t *testing.T) {
	for _, c := range []struct {
		name   string
		repeat delivery.Repeat
		writes int // until final; 0: for ever
	}{
		{"edits until answered", delivery.RepeatAlways, 0},
		{"screens once more", delivery.RepeatOnce, 2},
		{"prompts never", delivery.RepeatNever, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reply(1, 1)
			r.Repeat = c.repeat
			q := queue(r)
			now := time.Duration(0)
			for n := 1; n <= 10; n++ {
				row := must(t, q, now, 1)
				if row.Attempts != n-1 {
					t.Errorf("write %d has %d attempts", n, row.Attempts)
				}
				final := q.Done(row, delivery.Outcome{Kind: delivery.Unknown}, start.Add(now))
				if final != (n == c.writes) {
					t.Fatalf("write %d: final %v", n, final)
				}
				if final {
					return
				}
				now += time.Minute
			}
		})
	}
}

func TestFailuresBackOff(t *testing.T) {
	q := queue(reply(1, 1), reply(2, 2))
	now, want := time.Duration(0), []time.Duration{375 * time.Millisecond, 750 * time.Millisecond,
		1500 * time.Millisecond, 3 * time.Second, 6 * time.Second, 12 * time.Second,
		22500 * time.Millisecond, 22500 * time.Millisecond}
	for i, pause := range want {
		kind := []delivery.OutcomeKind{delivery.Failed, delivery.Unwritten}[i%2]
		if q.Done(must(t, q, now, 1), delivery.Outcome{Kind: kind}, start.Add(now)) {
			t.Fatal("a failure is not final")
		}
		if i == 0 {
			must(t, q, now, 2) // another chat is not held up
		}
		quiet(t, q, now+pause-time.Nanosecond, time.Nanosecond)
		now += pause
	}
}

// A row that Telegram can't digest does not cut its chat off.
func TestRowThatAlwaysFailsLetsOthersPass(t *testing.T) {
	q := queue(reply(1, 1), reply(2, 1), prompt(3, 1))
	now := time.Duration(0)
	for range 5 {
		row := must(t, q, now, 1)
		q.Done(row, delivery.Outcome{Kind: delivery.Failed}, start.Add(now))
		now += time.Minute
	}
	for _, id := range []uint64{2, 3, 1} {
		q.Done(must(t, q, now, id), delivery.Outcome{}, start.Add(now))
		now += time.Minute
	}
}

// A row that is due again leaves behind a row of a higher class.
func TestBackOffIsTheRowsOwn(t *testing.T) {
	q := queue(prompt(1, 1))
	q.Done(must(t, q, 0, 1), delivery.Outcome{Kind: delivery.Unwritten}, start)
	q.Add(reply(2, 1))
	must(t, q, 0, 2)
}

func TestTokenRefusedHoldsEverything(t *testing.T) {
	q := queue(reply(1, 1), reply(2, 2))
	q.Done(must(t, q, 0, 1), delivery.Outcome{Kind: delivery.Unauthorised}, start)
	if q.Held(start) != 375*time.Millisecond || q.Room(start) != 0 {
		t.Errorf("held %v, room %d", q.Held(start), q.Room(start))
	}
	must(t, q, 375*time.Millisecond, 1)
}

func TestScreenKeepsThePlace(t *testing.T) {
	screen := func(id uint64) delivery.Row { r := reply(id, 1); r.Screen = true; return r }
	q := queue(screen(1), reply(2, 1), screen(3))
	row := must(t, q, 0, 3)
	q.Add(screen(4))
	if !q.Done(row, wait429(0), start) {
		t.Error("a screen replaced while being sent is not tried again")
	}
	if n, _ := q.Len(); n != 2 {
		t.Errorf("%d rows wait", n)
	}
	must(t, q, 0, 2)
}

func TestCancelledWhileBeingSentIsNotTriedAgain(t *testing.T) {
	q := queue(prompt(1, 1), reply(2, 1))
	must(t, q, 0, 2)
	q.Done(reply(2, 1), delivery.Outcome{}, start)
	row := must(t, q, 0, 1)
	if gone := q.Cancel(1, func(r delivery.Row) bool { return r.Class.Prompt() }); len(gone) != 0 {
		t.Errorf("cancelled %v", gone)
	}
	if !q.Done(row, delivery.Outcome{Kind: delivery.Failed}, start) {
		t.Error("not final")
	}
}

func TestMinuteOfAGroupSlides(t *testing.T) {
	q := delivery.NewQueue(delivery.Limits{GroupPerMinute: 20}, calm)
	for id := range uint64(21) {
		q.Add(reply(id+1, -1))
	}
	slow := 10 * time.Second // the first answer takes that long, so it may have arrived then
	q.Done(must(t, q, 0, 1), delivery.Outcome{}, start.Add(slow))
	for id := uint64(2); id <= 20; id++ {
		q.Done(must(t, q, slow, id), delivery.Outcome{}, start.Add(slow))
	}
	quiet(t, q, slow, time.Minute)
	must(t, q, slow+time.Minute, 21)
}

func TestMinuteOfAGroupCountsOnlyWhatLeft(t *testing.T) {
	q := delivery.NewQueue(delivery.Limits{GroupPerMinute: 1}, calm)
	q.Add(reply(1, -1))
	q.Done(must(t, q, 0, 1), delivery.Outcome{Kind: delivery.Unwritten}, start)
	must(t, q, time.Second, 1)
}

func TestRoom(t *testing.T) {
	rows := func(n int, make func(uint64, survey.ChatID) delivery.Row) []delivery.Row {
		var out []delivery.Row
		for i := range n {
			out = append(out, make(uint64(i+1), survey.ChatID(i+1)))
		}
		return out
	}
	for _, c := range []struct {
		name string
		q    *delivery.Queue
		at   time.Duration
		want int
	}{
		{"one second's worth", queue(), 0, 30},
		{"less what waits", queue(rows(12, prompt)...), 0, 18},
		{"never below none", queue(rows(40, prompt)...), 0, 0},
		{"a reply that waits a second", queue(rows(1, reply)...), time.Second, 30},
		{"a reply that waits longer", queue(rows(1, reply)...), time.Second + 1, 0},
		{"no limit", delivery.NewQueue(delivery.Limits{}, calm), 0, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.q.Room(start.Add(c.at)); got != c.want {
				t.Errorf("room %d, want %d", got, c.want)
			}
		})
	}
	q := queue(rows(3, prompt)...)
	must(t, q, 0, 1)
	if got := q.Room(start); got != 27 {
		t.Errorf("room %d with one being sent and two waiting", got)
	}
}

// A reply that waits for its own chat's limit, or for a new try, does not hold up prompts.
func TestRoomIgnoresRepliesHeldByTheirChat(t *testing.T) {
	q := queue(reply(1, 1))
	q.Done(must(t, q, 0, 1), delivery.Outcome{Kind: delivery.Failed}, start.Add(10*time.Second))
	if got := q.Room(start.Add(10*time.Second + 1)); got != 30 {
		t.Errorf("room %d", got)
	}
	q = queue(reply(1, 1), reply(2, 1), reply(3, 1))
	q.Done(must(t, q, 0, 1), delivery.Outcome{}, start)
	q.Done(must(t, q, 0, 2), delivery.Outcome{}, start)
	if got := q.Room(start.Add(1500 * time.Millisecond)); got != 30 {
		t.Errorf("room %d while a reply could leave for half a second", got)
	}
}

func TestClockThatRunsBackwards(t *testing.T) {
	q := queue(reply(1, 1), reply(2, 1), reply(3, 1))
	q.Done(must(t, q, 0, 1), delivery.Outcome{}, start)
	q.Done(must(t, q, 0, 2), delivery.Outcome{}, start)
	quiet(t, q, -time.Hour, time.Second)
	must(t, q, -time.Hour+time.Second, 3)
}

// while 100,000 prompts wait, a reply leaves next, and idle chats are forgotten.
func TestReplyOvertakesABlast(t *testing.T) {
	q := queue()
	for i := range uint64(100_000) {
		q.Add(prompt(i+1, survey.ChatID(i+1)))
	}
	for i := range uint64(25) {
		q.Done(must(t, q, 0, i+1), delivery.Outcome{}, start)
	}
	quiet(t, q, 0, time.Second/30+1)
	q.Add(reply(200_000, 200_000))
	must(t, q, time.Second/30+1, 200_000)
}

// A question about a group takes nothing of its minute, and waits with the group where Telegram asks to.
func TestQuestionsAreNoMessages(t *testing.T) {
	ask := func(id uint64) delivery.Row {
		return delivery.Row{ID: id, Chat: -1, Group: true, Class: delivery.ClassPost, Repeat: delivery.RepeatNever, Asks: true, Queued: start}
	}
	q := queue()
	for id := range uint64(22) {
		q.Add(ask(id + 1))
		if !q.Done(must(t, q, 0, id+1), delivery.Outcome{Kind: delivery.Done}, start) {
			t.Fatal("an answered question is not finished with")
		}
	}
	for id := uint64(50); id < 52; id++ { // what a group takes at once
		q.Add(reply(id, -1))
		q.Done(must(t, q, 0, id), delivery.Outcome{Kind: delivery.Delivered}, start)
	}
	q.Add(ask(60))
	must(t, q, 0, 60)
	q = queue(ask(1), ask(2))
	row := must(t, q, 0, 1)
	if q.Done(row, delivery.Outcome{Kind: delivery.Wait, RetryAfter: time.Hour}, start) {
		t.Fatal("a question that has to wait is finished with")
	}
	q.Add(reply(3, -1))
	quiet(t, q, 0, time.Hour)
	if list := q.Silences(); len(list) != 1 || list[0].Chat != -1 {
		t.Errorf("kept are %v", list)
	}
	must(t, q, time.Hour, 3)
}
