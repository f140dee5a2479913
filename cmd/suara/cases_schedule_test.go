package main

import (
	"strings"
	"testing"
	"time"

	"suara/delivery"
	"suara/schedule"
	"suara/simulator"
)

const (
	dailyReminders = `, reminders: "0 10 * * MON-FRI", reminder_gap: 1`
	thursdays      = `, reminders: "0 10 * * THU", reminder_gap: 1`
)

// Cases of the group G: schedule and time.
func TestCasesOfTheSchedule(t *testing.T) {
	t.Run("115 a sleep over a due time runs it once, late", func(t *testing.T) {
		c := invited(t, thursdays)
		c.until(c.at(5, 9, 50))
		c.clock.Advance(30 * time.Minute)
		c.rest(time.Minute)
		c.until(c.at(5, 15, 0))
		c.wantEach("reminder", 1, c.people...)
	})
	t.Run("116 a short downtime is made up for, a long one reported", func(t *testing.T) {
		c := invited(t, `, reminders: "0 10 * * THU,FRI", reminder_gap: 1`)
		c.until(c.at(5, 9, 50))
		c.downUntil(c.at(5, 10, 30))
		c.until(c.at(5, 16, 0))
		c.wantEach("reminder", 1, c.people...)
		c.downUntil(c.at(6, 21, 0))
		c.until(c.at(6, 23, 0))
		c.wantEach("reminder", 1, c.people...)
		if c.posted("Terlewat") == 0 {
			t.Errorf("a missed reminder is not reported: %q", c.heads())
		}
	})
	t.Run("117 three restarts in the minutes after a due time", func(t *testing.T) {
		c := invited(t, thursdays)
		c.until(c.at(5, 10, 0))
		for range 3 {
			c.restart()
			c.until(c.clock.Now().Add(2 * time.Minute))
		}
		c.wantEach("reminder", 1, c.people...)
	})
	t.Run("118 a start two seconds before a due time", func(t *testing.T) {
		c := invited(t, thursdays)
		c.until(c.at(5, 9, 50))
		c.downUntil(c.at(5, 9, 59).Add(58500 * time.Millisecond))
		for range 40 {
			c.clock.Advance(100 * time.Millisecond)
			c.rest(0)
		}
		c.until(c.at(5, 11, 0))
		c.wantEach("reminder", 1, c.people...)
	})
	t.Run("119 a list that was built and not begun goes on after a restart", func(t *testing.T) {
		c := newCrew(t, 5, scene{})
		c.opens()
		c.restart()
		c.rest(time.Hour)
		c.wantEach("invitation", 1, c.people...)
	})
	t.Run("122 another time of the same schedule on the same day", func(t *testing.T) {
		c := invited(t, thursdays)
		c.until(c.at(5, 10, 30))
		spec, err := schedule.Parse("0 13 * * THU", c.set.Fielding.Zone, c.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		c.set.Fielding.Surveys[0].Reminders = spec
		c.restart()
		c.until(c.at(5, 16, 0))
		c.wantEach("reminder", 1, c.people...)
	})
	t.Run("124 an hour that an admin types is the organisation's, and shown with its zone", func(t *testing.T) {
		c := newCrew(t, 1, scene{})
		owner := c.ownerInGroup()
		c.opens()
		c.rest(time.Minute)
		c.group.Send(owner, "/perpanjang 2026-11-23 08:00", 0)
		c.rest(time.Minute)
		var ask simulator.Message
		for _, m := range c.group.Messages() {
			if len(m.Buttons) > 0 {
				ask = m
			}
		}
		if ask.ID == 0 {
			t.Fatalf("nothing is asked: %q", c.heads())
		}
		c.group.PressData(owner, ask.ID, ask.Buttons[0][0].Data)
		c.rest(time.Minute)
		const shown = "Senin, 23 November 2026 pukul 08.00 WIT"
		if got := c.wave().Closes; !got.Equal(c.at(23, 8, 0)) || c.posted(shown) < 2 {
			t.Errorf("it closes %v; asked %q, told %q", got, ask.Text, c.heads())
		}
	})
	t.Run("127 what a wait carries past the working hours goes out the next morning", func(t *testing.T) {
		c := newCrew(t, 40, scene{})
		c.until(c.at(4, 15, 55))
		c.opens()
		c.claimAll()
		c.send()
		c.queue.Recall(c.clock.Now(), delivery.Past{Silent: c.clock.Now().Add(time.Hour)})
		c.until(c.at(5, 7, 0))
		early := 0
		for _, p := range c.people {
			early += c.got(p, "invitation")
		}
		c.until(c.at(5, 9, 0))
		late := 0
		for _, p := range c.people {
			late += c.got(p, "invitation")
		}
		if early > 25 || late < 35 {
			t.Errorf("%d invitations by night, %d by the next morning", early, late)
		}
		s := &simulation{stage: c.stage}
		for _, call := range c.tg.Calls() {
			if call.Method == "sendMessage" && kindOf(call.Params["text"]) == "invitation" {
				s.inHours(call, "invitation")
			}
		}
	})
	t.Run("131 three times with at most two reminders", func(t *testing.T) {
		c := invited(t, dailyReminders)
		c.until(c.at(13, 12, 0))
		c.wantEach("reminder", 2, c.people...)
	})
	t.Run("131 the admins see how often people were reminded", func(t *testing.T) {
		c := invited(t, dailyReminders)
		c.until(c.at(13, 12, 0))
		if c.posted("Pengingat Survei uji selesai dikirim: 5 tersampaikan.") != 2 {
			t.Errorf("posts %q", c.heads())
		}
		if c.posted("5 pegawai sudah diingatkan sebanyak yang diizinkan.") != 1 {
			t.Errorf("the limit is not told once: %q", c.heads())
		}
	})
	t.Run("133 a scheduled reminder that finds nobody says why, once", func(t *testing.T) {
		c := invited(t, dailyReminders)
		for _, p := range c.people[:4] {
			c.tap(p, "Mulai", "Tidak bersedia")
		}
		c.people[4].Block()
		c.until(c.at(4, 12, 0))
		c.until(c.at(9, 12, 0))
		c.wantEach("reminder", 0, c.people...)
		want := "Pengingat Survei uji: 0 dikirim, tidak ada yang perlu diingatkan.\n" +
			"4 pegawai sudah menanggapi.\n1 pegawai belum dapat dihubungi."
		if c.posted(want) != 1 || c.posted("0 dikirim") != 1 {
			t.Errorf("the group saw %q", c.heads())
		}
		c.people[4].Unblock()
		c.people[4].Start("")
		c.until(c.at(10, 12, 0))
		c.wantEach("reminder", 1, c.people[4])
		c.people[4].Block()
		c.until(c.at(11, 12, 0))
		if c.posted("0 dikirim") != 2 {
			t.Errorf("after a reminder that somebody got the group saw %q", c.heads())
		}
	})
}

// heads are the first lines of the bot's posts in the group.
func (c *crew) heads() (list []string) {
	for _, m := range c.group.Messages() {
		if head, _, _ := strings.Cut(m.Text, "\n"); m.FromBot {
			list = append(list, head)
		}
	}
	return list
}

// invited is a crew of five that was invited on Tuesday at 9.
func invited(t *testing.T, more string) *crew {
	t.Helper()
	c := newCrew(t, 5, scene{more: more})
	c.opens()
	c.rest(time.Hour)
	c.wantEach("invitation", 1, c.people...)
	return c
}

// downUntil stops the program and starts it at a time.
func (c *crew) downUntil(at time.Time) {
	c.t.Helper()
	if err := c.sys.close(); err != nil {
		c.t.Fatal(err)
	}
	c.clock.Advance(at.Sub(c.clock.Now()))
	c.raise()
	c.rest(time.Minute)
}
