package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/delivery"
	"suara/fielding"
	"suara/simulator"
)

// Cases of the group D: sending to many people.
func TestCasesOfSending(t *testing.T) {
	t.Run("68 an invitation whose answer is lost is not repeated, and reported", func(t *testing.T) {
		f := &faults{}
		c := newCrew(t, 3, scene{line: f.over, more: dailyReminders})
		f.hit = f.swallow("invitation", c.people[1].ID())
		c.opens()
		c.rest(time.Minute)
		c.restart()
		c.until(c.at(3, 15, 0))
		if f.swallowed != 1 {
			t.Fatalf("%d answers were lost", f.swallowed)
		}
		c.wantEach("invitation", 1, c.people...)
		if c.posted("2 tersampaikan · 1 tanpa kepastian") != 1 {
			t.Errorf("the group saw %q", c.heads())
		}
		c.until(c.at(4, 12, 0))
		c.wantEach("reminder", 1, c.people...)
		c.wantEach("invitation", 1, c.people...)
	})
	t.Run("68 a post whose answer is lost is not repeated", func(t *testing.T) {
		f := &faults{}
		c := newCrew(t, 1, scene{line: f.over})
		f.hit = f.swallow("", c.group.ID())
		c.opens()
		c.rest(time.Minute)
		c.restart()
		c.until(c.at(3, 15, 0))
		if n := c.posted("dibuka"); n != 1 || f.swallowed != 1 {
			t.Errorf("%d answers were lost, posted %d times", f.swallowed, n)
		}
	})
	t.Run("68 a message that never left is sent again", func(t *testing.T) {
		f := &faults{}
		c := newCrew(t, 2, scene{line: f.over})
		unsent := 0
		f.hit = func(_ *http.Request, method string) (*http.Response, error, bool) {
			if method != "sendMessage" || unsent == 3 {
				return nil, nil, false
			}
			unsent++
			return nil, &net.OpError{Op: "dial", Err: errors.New("no route")}, true
		}
		c.opens()
		c.until(c.at(3, 15, 0))
		c.wantEach("invitation", 1, c.people...)
		if c.posted("dibuka") != 1 || unsent != 3 {
			t.Errorf("%d messages never left; the group saw %q", unsent, c.heads())
		}
	})
	t.Run("70 nobody gets two when the process dies in mid-blast", func(t *testing.T) {
		for _, where := range []string{"before the commit", "after the commit", "between a send and its receipt"} {
			for n := 1; n <= 9; n += 4 {
				c := newCrew(t, 12, scene{more: `, reminders: "0 10 * * MON-FRI", reminder_gap: 1`})
				c.opens()
				c.deadAt(where, n, func() { c.rest(time.Hour) })
				c.rest(time.Hour)
				c.until(c.at(4, 11, 0)) // who was passed over is invited with the reminders
				for _, p := range c.people {
					if got := c.got(p, "invitation"); got > 1 {
						t.Errorf("dead %s (%d): %d got %d", where, n, p.ID(), got)
					}
				}
			}
		}
	})
	for _, seconds := range []int{3, 34, 10072} {
		t.Run(fmt.Sprintf("71 a wait of %d s is kept", seconds), func(t *testing.T) { waitIsKept(t, seconds, false) })
		t.Run(fmt.Sprintf("71 a wait of %d s is kept over a restart", seconds),
			func(t *testing.T) { waitIsKept(t, seconds, true) })
	}
	t.Run("71 a wait of the group alone is kept over a restart", func(t *testing.T) {
		f := &faults{}
		c := newCrew(t, 3, scene{line: f.over})
		asked := int64(0)
		f.hit = func(r *http.Request, _ string) (*http.Response, error, bool) {
			f.hit, asked = nil, chatCalled(r)
			return tooMany(600), nil, true
		}
		c.opens()
		c.send()
		if asked != c.group.ID() {
			t.Fatalf("Telegram asked %d to wait, not the group", asked)
		}
		over, before := c.clock.Now().Add(10*time.Minute), len(c.tg.Calls())
		c.restart()
		c.until(over.Add(time.Minute))
		c.wantEach("invitation", 1, c.people...)
		for _, call := range c.tg.Calls()[before:] {
			if call.Chat < 0 && call.At.Before(over) {
				t.Errorf("%s to the group %s before its wait was over", call.Method, over.Sub(call.At))
			}
		}
		if c.posted("selesai dikirim") != 1 {
			t.Errorf("the group saw %+v", c.group.Messages())
		}
	})
	t.Run("73 a tap goes before a blast", func(t *testing.T) {
		c := newCrew(t, 60, scene{})
		c.opens()
		for c.got(c.people[0], "invitation") == 0 {
			c.claimAll()
			if wait, sent := c.send(); !sent {
				c.clock.Advance(max(wait, time.Millisecond))
			}
		}
		begin := c.clock.Now()
		c.press(c.people[0], "Mulai")
		c.poll()
		for !strings.Contains(c.people[0].Last().Text, "bersedia ikut serta") {
			c.claimAll()
			if wait, sent := c.send(); !sent {
				c.clock.Advance(max(wait, time.Millisecond))
			}
		}
		if took := c.clock.Now().Sub(begin); took > 2*time.Second {
			t.Errorf("answered after %s", took)
		}
		if left := c.got(c.people[59], "invitation"); left != 0 {
			t.Error("the blast was over already")
		}
	})
	t.Run("74 a refusal is known when it is wrapped", func(t *testing.T) {
		wait := fmt.Errorf("send: %w",
			fmt.Errorf("again: %w", &api.Error{Method: "sendMessage", Code: 429, RetryAfter: 34 * time.Second}))
		if got := bot.Outcome(wait); got != delivery.Wait {
			t.Errorf("a wrapped 429 is %v", got)
		}
		blocked := errors.Join(errors.New("other"),
			fmt.Errorf("x: %w", &api.Error{Code: 403, Description: "Forbidden: bot was blocked by the user"}))
		if got := bot.Outcome(blocked); got != delivery.Blocked {
			t.Errorf("a wrapped 403 is %v", got)
		}
	})
	t.Run("76 77 one who blocked holds nobody up, and comes back", func(t *testing.T) {
		for _, which := range []int{0, 2} {
			c := newCrew(t, 10, scene{more: `, reminders: "0 10 * * MON-FRI", reminder_gap: 1`})
			gone := c.people[which]
			gone.Block()
			c.opens()
			c.rest(time.Hour)
			for i, p := range c.people {
				if i != which {
					c.wantEach("invitation", 1, p)
				}
			}
			c.until(c.at(6, 12, 0))
			calls := 0
			for _, call := range c.tg.Calls() {
				if call.Chat == gone.ID() && call.Status == 403 {
					calls++
				}
			}
			if calls > 1 {
				t.Errorf("%d calls to one who had blocked", calls)
			}
			gone.Unblock()
			gone.Start("")
			c.rest(time.Minute)
			if !strings.Contains(gone.Last().Text, "bersedia ikut serta") {
				t.Errorf("who returned sees %q", gone.Last().Text)
			}
		}
	})
	t.Run("79 a list that changes in mid-blast", func(t *testing.T) {
		c := newCrew(t, 12, scene{})
		c.opens()
		for range 3 {
			c.claimAll()
			c.send()
		}
		late := c.tg.NewPerson(simulator.Person{ID: 800, FirstName: "ASN"})
		roster := strings.Replace(simulatedRoster(14), "Pegawai B", "Pegawai Baru", 1) // two joiners; one renamed
		c.command("roster import", nil, roster)
		clear(c.codes)
		late.Start(c.code(nipNumber(12)))
		c.rest(time.Minute)
		c.tap(late, "Benar")
		c.rest(time.Hour)
		c.wantEach("invitation", 1, c.people...)
		c.wantEach("invitation", 0, late) // a joiner is eligible from the next wave, or led on at once
		retired := strings.Join(strings.Split(simulatedRoster(12), "\n")[:11], "\n") + "\n"
		c.command("roster import", map[string]string{"complete": "true"}, retired)
		c.rest(time.Hour)
		c.wantEach("invitation", 1, c.people...)
	})
}

// swallow lets the first message of a kind to a chat arrive, and loses Telegram's answer.
func (f *faults) swallow(kind string, chat int64) func(*http.Request, string) (*http.Response, error, bool) {
	return func(r *http.Request, method string) (*http.Response, error, bool) {
		if method != "sendMessage" || f.swallowed > 0 {
			return nil, nil, false
		}
		body, err := bodyOf(r)
		if err != nil {
			return nil, err, true
		}
		var m struct {
			Chat int64  `json:"chat_id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(body, &m); err != nil || m.Chat != chat || kind != "" && kindOf(m.Text) != kind {
			return nil, err, err != nil
		}
		f.swallowed++
		if resp, err := f.next.RoundTrip(r); err == nil {
			resp.Body.Close()
		}
		return nil, errLine, true
	}
}

// claimAll hands prompts to the sender as far as there is room.
func (c *crew) claimAll() {
	if room := c.queue.Room(c.clock.Now()); c.claims && room > 0 {
		c.apply(fielding.Claim{Room: room})
	}
}

func waitIsKept(t *testing.T, seconds int, again bool) {
	f := &faults{}
	c := newCrew(t, 5, scene{line: f.over})
	refused := false
	f.hit = func(_ *http.Request, method string) (*http.Response, error, bool) {
		if method != "sendMessage" || refused {
			return nil, nil, false
		}
		refused = true
		return tooMany(seconds), nil, true
	}
	hit := f.hit
	f.hit = nil
	c.opens()
	for { // the group's post has gone
		if _, sent := c.send(); !sent {
			break
		}
	}
	f.hit = hit
	c.claimAll()
	for !refused {
		if wait, sent := c.send(); !sent {
			c.clock.Advance(max(wait, time.Millisecond))
		}
	}
	begin, before := c.clock.Now(), len(c.tg.Calls())
	over := begin.Add(time.Duration(seconds) * time.Second)
	if again {
		c.restart()
	}
	c.rest(over.Sub(c.clock.Now()) - time.Second)
	for _, call := range c.tg.Calls()[before:] {
		if call.Method != "getUpdates" && call.At.Before(over) {
			t.Errorf("%s %s after a refusal that asked for %d s", call.Method, call.At.Sub(begin), seconds)
		}
	}
	c.until(over.Add(30 * time.Minute))
	if !again {
		c.wantEach("invitation", 1, c.people...)
		return
	}
	for _, p := range c.people { // what was claimed by the dead process is of unknown outcome
		if n := c.got(p, "invitation"); n > 1 {
			t.Errorf("%d got %d invitations", p.ID(), n)
		}
	}
}
