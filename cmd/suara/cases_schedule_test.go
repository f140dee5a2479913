package main

import (
	"testing"
	"time"

	"suara/delivery"
	"suara/schedule"
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
			t.Errorf("a missed reminder is not reported: %+v", c.group.Messages())
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
	t.Run("133 a round in which nobody needs a reminder says so", func(t *testing.T) {
		c := invited(t, thursdays)
		for _, p := range c.people {
			c.tap(p, "Mulai", "Tidak bersedia")
		}
		c.until(c.at(5, 12, 0))
		c.wantEach("reminder", 0, c.people...)
		out := string(c.command("wave remind", nil, "", string(c.wave().ID)).Stdout)
		if out != "0\n" && out != "0 people\n" && len(out) == 0 {
			t.Errorf("a reminder to nobody says %q", out)
		}
	})
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
