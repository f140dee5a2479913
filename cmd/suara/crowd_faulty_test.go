package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/simulator"
)

// milestone closes its channel once the bot has made so many calls from now on.
func (b *bureau) milestone(calls int) <-chan struct{} {
	reached := make(chan struct{})
	var mu sync.Mutex
	b.traffic.watch(func(simulator.Call) {
		mu.Lock()
		defer mu.Unlock()
		if calls--; calls == 0 {
			close(reached)
		}
	})
	return reached
}

// spoil makes a share of all calls fail until the returned function is called.
func (b *bureau) spoil(share float64, kinds ...string) (heal func()) {
	var mu sync.Mutex
	r, on := rand.New(rand.NewPCG(3, 4)), true
	b.traffic.watch(func(simulator.Call) {
		mu.Lock()
		defer mu.Unlock()
		if on && r.Float64() < share {
			b.tg.Fail(simulator.Fault{Kind: kinds[r.IntN(len(kinds))]})
		}
	})
	return func() {
		mu.Lock()
		on = false
		mu.Unlock()
		b.tg.Heal()
	}
}

// silence is what was sent around one refusal with retry_after.
type silence struct {
	mu      sync.Mutex
	refused time.Time
	sent    []time.Time // calls that count in limits, after the refusal
}

func (s *silence) note(c simulator.Call) {
	switch c.Method {
	case "getUpdates", "answerCallbackQuery":
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Status == http.StatusTooManyRequests && s.refused.IsZero() {
		s.refused = c.At
	} else if !s.refused.IsZero() {
		s.sent = append(s.sent, c.At)
	}
}

// check allows what was on the line already when the refusal came.
func (s *silence) check(t *testing.T, length, onTheLine time.Duration) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused.IsZero() {
		t.Fatal("no call was refused with retry_after")
	}
	for _, at := range s.sent {
		switch after := at.Sub(s.refused); {
		case after <= onTheLine:
		case after < length:
			t.Errorf("a call %s after a refusal that asked for %s", after, length)
		case after > length+2*time.Second:
			t.Errorf("nothing was sent until %s after a refusal that asked for %s", after, length)
			return
		default:
			return
		}
	}
}

// TestFaultyLine lets 50 people answer over a bad line: some invitations and 3 % of all calls fail,
// Telegram asks for silence once, one person blocks the bot, the group becomes a supergroup.
func TestFaultyLine(t *testing.T) {
	t.Parallel()
	b := openBureau(t, bureauOptions{speed: 10, basic: true, survey: "mode: confidential"})
	b.command("roster import", nil, crowdRoster(50), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), 20*time.Second)
	b.play(b.people, true, 0, time.Minute)
	b.people[7].blockAfter = 5

	var quiet silence
	b.traffic.watch(quiet.note)
	for i, kind := range []string{"drop-after", "drop-before", "502", "drop-after", "500"} {
		b.tg.Fail(simulator.Fault{Method: "sendMessage", Chat: b.people[10+i].phone.ID(), Kind: kind})
	}
	heal := b.spoil(0.03, "502", "drop-before", "drop-after")
	b.command("wave open", nil, "", "berakhlak")
	before := b.group.ID()
	early, late := b.milestone(400), b.milestone(800)
	story := make(chan struct{})
	go func() {
		defer close(story)
		<-early
		b.group.Migrate()
		<-late
		b.clock.SetSpeed(1)
		b.tg.Fail(simulator.Fault{Method: "editMessageText", Kind: "429:3"})
		<-b.clock.After(4 * time.Second)
		b.clock.SetSpeed(10)
	}()
	b.play(b.people, false, time.Second, time.Minute)
	<-story
	heal()
	quiet.check(t, 3*time.Second, 700*time.Millisecond)

	wave := "berakhlak-2026-11"
	b.command("wave close", nil, "", wave)
	b.shows(b.group, "Hasil · Survei Budaya Kerja BerAKHLAK", 10*time.Second)
	if b.group.ID() == before {
		t.Error("the group did not move")
	}
	b.compare(string(b.command("export", map[string]string{"format": "csv"}, "", wave).Stdout), b.linked)
	b.nothingTwice()
	if n := len(b.people) - 1; countDone(b.people) != n {
		t.Errorf("%d people finished, want %d", countDone(b.people), n)
	}
}

func countDone(people []*citizen) (n int) {
	for _, c := range people {
		if c.done {
			n++
		}
	}
	return n
}

// TestSecondPoller lets a stranger fetch updates with the same token while people answer: it is said
// plainly and once, and no answer is lost.
func TestSecondPoller(t *testing.T) {
	t.Parallel()
	b := openBureau(t, bureauOptions{speed: 20, survey: "mode: confidential"})
	b.command("roster import", nil, crowdRoster(20), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), time.Minute)
	b.play(b.people, true, 0, time.Minute)
	wave := strings.TrimSpace(string(b.command("wave open", nil, "", "berakhlak").Stdout))

	for range 2 { // while the bot waits for updates, so that at least one sends it away
		if err := b.poll(); err != nil {
			t.Fatal(err)
		}
	}
	fetched := make(chan error, 1)
	late := b.milestone(300)
	go func() {
		<-late
		fetched <- b.poll()
	}()
	b.play(b.people, false, time.Second, time.Minute)
	if err := <-fetched; err != nil {
		t.Fatal(err)
	}
	b.command("wave close", nil, "", wave)
	b.compare(string(b.command("export", map[string]string{"format": "csv"}, "", wave).Stdout), b.linked)
	b.nothingTwice()
	const plain = "another copy runs with this token; only one may poll"
	log := b.log.String()
	if n := strings.Count(log, plain); n < 1 || n > 3 {
		t.Errorf("said %d times: %s\n%s", n, plain, log)
	}
	if !strings.Contains(log, "updates are coming again") {
		t.Errorf("not said that updates are coming again:\n%s", log)
	}
	if strings.Contains(log, testToken) {
		t.Error("the token is in the log")
	}
}

// poll fetches updates beside the bot and confirms none.
func (b *bureau) poll() error {
	body, err := json.Marshal(map[string]any{"timeout": 50, "limit": 1})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost,
		b.url+"/bot"+testToken+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
