package main

import (
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// The menu sends the results to the people: the organisation's, their unit's mark, and the follow-up.
func TestResultsAreSentToThePeople(t *testing.T) {
	c := anonymousCrew(t, 6)
	owner := c.ownerInGroup()
	owner.Start("")
	c.inTurn(5)
	c.closes()
	id := string(c.wave().ID)
	for _, text := range []string{"/tindak_lanjut " + id + " Loket ditambah.", "/ringkasan " + id} {
		c.group.Send(owner, text, 0)
		c.rest(time.Minute)
	}
	menu := c.group.Last()
	for _, label := range []string{"Kirim hasil ke pegawai", "Kirim sekarang", "Seluruhnya", "Kirim hasil ke pegawai"} {
		c.pressOn(owner, menu.ID, label)
	}
	for i, p := range c.people {
		if got := p.Last().Text; !strings.Contains(got, "Hasil · Survei uji") ||
			!strings.Contains(got, "Loket ditambah.") {
			t.Errorf("person %d reads %q", i, got)
		}
		n := 0
		for _, call := range c.tg.Calls() {
			if call.Method == "sendMessage" && call.Chat == p.ID() && strings.Contains(call.Params["text"], "Hasil ·") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("person %d got them %d times", i, n)
		}
	}
	for _, m := range c.group.Messages() {
		if m.ID == menu.ID && (len(m.Buttons) != 1 || !strings.Contains(m.Text, "satu kali")) {
			t.Errorf("then the menu offers it again: %+v", m)
		}
	}
	c.rest(10 * time.Minute)
	if c.posted("6 tersampaikan") != 1 {
		t.Errorf("no report of how it ended: %q", c.group.Last().Text)
	}
}

// pressOn presses the button with a label under a message of the group, as it stands now.
func (c *crew) pressOn(p *simulator.Phone, message int, label string) {
	c.t.Helper()
	for _, m := range c.group.Messages() {
		if m.ID == message {
			c.pressIn(p, m, label)
			return
		}
	}
	c.t.Fatalf("no message %d", message)
}
