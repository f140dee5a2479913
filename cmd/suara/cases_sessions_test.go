package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// Cases of the group A: sessions, restarts, ordering, duplicate and lost updates.
func TestCasesOfSessions(t *testing.T) {
	t.Run("2 what expires is a stored time", func(t *testing.T) {
		c := newCrew(t, 1, scene{mode: "anonymous"})
		c.opens()
		c.rest(time.Minute)
		p := c.people[0]
		c.tap(p, "Mulai", "Saya bersedia", "Satu")
		p.Start("") // the question comes as a message of its own
		c.rest(time.Minute)
		begin := c.clock.Now()
		c.until(begin.Add(10 * time.Hour))
		c.restart()
		c.until(begin.Add(39 * time.Hour))
		if last := p.Last().Text; !strings.Contains(last, "Butir kedua") {
			t.Errorf("before it expires there is %q", last)
		}
		c.until(begin.Add(41 * time.Hour))
		if last := p.Last().Text; strings.Contains(last, "Butir kedua") {
			t.Errorf("40 hours after it was asked the question is still there: %q", last)
		}
		if got := c.holds(0); fmt.Sprint(got) != "[1  ]" {
			t.Errorf("the answers were %v", got)
		}
	})
	t.Run("4 new codes free a person from a session", func(t *testing.T) {
		c := newCrew(t, 1, scene{})
		c.opens()
		c.rest(time.Minute)
		p := c.people[0]
		c.tap(p, "Mulai", "Saya bersedia", "Satu", "Satu")
		for range 10 {
			p.SendKind("sticker")
			c.rest(time.Minute)
		}
		out := string(c.command("roster codes",
			map[string]string{"for": nipNumber(0), "format": "", "out": ""}, "").Stdout)
		c.codes[nipNumber(0)] = table(t, out)[1][3]
		other := c.tg.NewPerson(simulator.Person{ID: 700, FirstName: "ASN"})
		other.Start(c.code(nipNumber(0)))
		c.rest(time.Minute)
		c.tap(other, "Benar", "Saya bersedia")
		if got := c.holds(0); fmt.Sprint(got) != "[  ]" || !strings.Contains(other.Last().Text, "Butir pertama") {
			t.Errorf("the new session holds %v and begins with %q", got, other.Last().Text)
		}
	})
	t.Run("7 a backlog is handled in the order of sending", func(t *testing.T) {
		c := newCrew(t, 1, scene{})
		c.opens()
		c.rest(time.Minute)
		p := c.people[0]
		c.tap(p, "Mulai", "Saya bersedia", "Satu", "Dua")
		for i := range 8 {
			p.Send(fmt.Sprint("saran ", i))
		}
		c.restart()
		c.rest(time.Minute)
		if got := c.holds(0); fmt.Sprint(got) != "[1 2 saran 0]" {
			t.Errorf("stored %v: the first text answers the question, the others come at the review", got)
		}
	})
	t.Run("16 nothing older than a confirmed update is skipped", func(t *testing.T) {
		c := newCrew(t, 2, scene{hooked: true})
		c.opens()
		c.rest(time.Minute)
		for _, p := range c.people {
			c.tap(p, "Mulai", "Saya bersedia")
		}
		for _, p := range c.people {
			c.press(p, "Tiga")
		}
		c.hook.pick = func(n int) int { return n - 1 } // the later one first
		c.poll()
		if a, b := c.holds(0), c.holds(1); fmt.Sprint(a, b) != "[  ] [3  ]" {
			t.Fatalf("after the second update: %v %v", a, b)
		}
		c.restart()
		c.rest(time.Minute)
		if a := c.holds(0); fmt.Sprint(a) != "[3  ]" {
			t.Errorf("the older update left %v", a)
		}
	})
	t.Run("17 what was fetched and not committed comes again", func(t *testing.T) {
		for _, hooked := range []bool{false, true} {
			c := newCrew(t, 1, scene{hooked: hooked})
			c.opens()
			c.rest(time.Minute)
			c.tap(c.people[0], "Mulai", "Saya bersedia")
			c.press(c.people[0], "Dua")
			c.deadAt("before the commit", 1, func() { c.poll() })
			c.rest(time.Minute)
			if got := c.holds(0); fmt.Sprint(got) != "[2  ]" {
				t.Errorf("webhook %t: stored %v", hooked, got)
			}
		}
	})
	t.Run("15 what was committed and not confirmed counts once", func(t *testing.T) {
		for _, hooked := range []bool{false, true} {
			c := newCrew(t, 1, scene{hooked: hooked})
			c.opens()
			c.rest(time.Minute)
			p := c.people[0]
			c.tap(p, "Mulai", "Saya bersedia", "Dua", "Dua", "Lewati")
			c.press(p, "Kirim jawaban")
			c.deadAt("after the commit", 1, func() { c.poll() })
			c.rest(time.Minute)
			if n := c.responses(); n != 1 || !strings.Contains(p.Last().Text, thanks) {
				t.Errorf("webhook %t: %d responses, last message %q", hooked, n, p.Last().Text)
			}
		}
	})
	t.Run("20 a command from before a downtime asks", oldCommandsAsk)
	t.Run("20 a question goes with the role of its asker", questionGoesWithTheRole)
	t.Run("23 updates of unknown kinds are consumed", func(t *testing.T) {
		c := newCrew(t, 1, scene{})
		for _, raw := range []string{`{"poll":{"id":"1"}}`, `{"my_chat_member":null}`, `{"unheard_of":{"a":[1]}}`,
			`{"message":7}`, `{}`} {
			c.tg.Inject(json.RawMessage(raw))
		}
		c.rest(time.Minute)
		c.clock.Advance(time.Minute)
		c.unconfirmed = 0
		c.rest(time.Minute)
		c.people[0].Start("")
		c.rest(time.Minute)
		if n := len(c.people[0].Messages()); n < 3 {
			t.Errorf("nothing is answered any more: %d messages", n)
		}
	})
}

// oldCommandsAsk writes commands while the program is down. Those that ask anyway ask once; those that
// are carried out at once ask too, and only their writer's press carries them out. What holds back, or
// only shows, is done as ever.
func oldCommandsAsk(t *testing.T) {
	c := newCrew(t, 1, scene{})
	owner := c.ownerInGroup()
	other := c.tg.NewPerson(simulator.Person{ID: 901, FirstName: "Admin"})
	c.group.Join(other)
	c.opens()
	c.rest(time.Minute)
	order := func(text string, late time.Duration) {
		c.group.Send(owner, text, 0)
		c.clock.Advance(late)
		c.restart()
		c.rest(time.Minute)
	}
	want := func(text string, n int) {
		t.Helper()
		if got := c.posted(text); got != n {
			t.Errorf("%q stands %d times in the group, want %d; last is %q", text, got, n, c.group.Last().Text)
		}
	}
	const old = "sudah lama dan baru terbaca"
	order("/tutup uji", 9*time.Hour)
	want("sekarang?", 1)
	order("/jeda", 9*time.Hour)
	want("⏸ Undangan dan pengingat ditahan.", 1)
	order("/status", 9*time.Hour)
	want("Daftar pegawai:", 1)
	want(old, 0)
	for i, text := range []string{"/ekspor uji-2026-11", "/tindak_lanjut uji-2026-11 <b>Loket", "/lanjut",
		"/hak_akses 901 admin"} {
		order(text, 6*time.Minute)
		want(old, i+1)
		want("Perintah "+text+" ini", 1)
	}
	ask := c.group.Last()
	for _, p := range []*simulator.Phone{other, owner} {
		if c.group.PressData(p, ask.ID, ask.Buttons[0][0].Data); p == other {
			c.rest(time.Minute)
			want("admin survei", 0)
		}
	}
	c.rest(time.Minute)
	err := c.sys.store.View(func(tx *storage.Tx) error {
		if role := tx.Role(901); role != storage.RoleAdmin {
			t.Errorf("the confirmed command left the role %q", role)
		}
		if tx.Setting(fielding.SettingPaused) == "" || c.wave().State != survey.WaveOpen {
			t.Error("a command was carried out that nobody confirmed")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	order("/lanjut", 4*time.Minute)
	want(old, 4)
}

// questionGoesWithTheRole takes an admin's role away between the question about an old command and the press
// under it: the press does nothing.
func questionGoesWithTheRole(t *testing.T) {
	for _, gone := range []bool{false, true} {
		c := newCrew(t, 1, scene{})
		admin := c.tg.NewPerson(simulator.Person{ID: 901, FirstName: "Admin"})
		c.group.Join(admin)
		role := func(r storage.Role) {
			if err := c.sys.store.Update(func(tx *storage.Tx) error { return tx.PutRole(901, r) }); err != nil {
				t.Fatal(err)
			}
		}
		role(storage.RoleAdmin)
		c.opens()
		c.group.Send(admin, "/jeda", 0)
		c.rest(time.Minute)
		c.group.Send(admin, "/lanjut", 0)
		c.clock.Advance(6 * time.Minute)
		c.restart()
		c.rest(time.Minute)
		ask := c.group.Last()
		if len(ask.Buttons) == 0 || !strings.Contains(ask.Text, "/lanjut") {
			t.Fatalf("asked %q", ask.Text)
		}
		if gone {
			role("")
		}
		c.group.PressData(admin, ask.ID, ask.Buttons[0][0].Data)
		c.rest(time.Minute)
		err := c.sys.store.View(func(tx *storage.Tx) error {
			if held := tx.Setting(fielding.SettingPaused) != ""; held != gone {
				t.Errorf("role withdrawn: %t; still held back after the press: %t", gone, held)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Row 8: one person's send that gets no answer holds up nobody else: they have theirs before the call of the
// first is given up, which takes 20 seconds.
func TestCase8AStalledSendHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	b := openBureau(t, bureauOptions{speed: 1, survey: "mode: confidential"})
	b.command("roster import", nil, crowdRoster(2), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), 0)
	b.play(b.people, true, 0, time.Minute)
	slow, quick := b.people[0].phone, b.people[1].phone
	b.tg.Fail(simulator.Fault{Chat: slow.ID(), Kind: "delay:1h"})
	slow.Send("/bantuan")
	b.shows(slow, "Bantuan", 15*time.Second) // it arrived; Telegram keeps back the answer to the call
	quick.Send("/bantuan")
	b.shows(quick, "Bantuan", 15*time.Second)
}
