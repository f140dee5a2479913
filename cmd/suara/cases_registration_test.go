package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// leaves lets somebody leave the admin group, as Telegram tells it.
func (c *cast) leaves(p *simulator.Phone) {
	c.tg.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":9101,"date":%d,`+
		`"chat":{"id":%d,"type":"supergroup"},"from":{"id":%d},`+
		`"left_chat_member":{"id":%d,"is_bot":false,"first_name":"x"}}}`,
		c.clock.Now().Unix(), c.group.ID(), p.ID(), p.ID())))
	c.rest(time.Minute)
}

// TestCasesOfRoles holds what becomes of those who have a role and are not where it belongs.
func TestCasesOfRoles(t *testing.T) {
	t.Parallel()
	t.Run("88 who left the group can't press what they asked for, and has no role", func(t *testing.T) {
		c := newCast(t, scene{})
		admin := c.phone(701, "")
		c.admin("/hak_akses 701 admin")
		c.says(admin, "/buka")
		ask := c.group.Last()
		c.leaves(admin)
		query := c.group.PressData(admin, ask.ID, ask.Buttons[0][0].Data)
		c.rest(time.Minute)
		if a, ok := c.tg.Answer(query); !ok || !strings.Contains(a.Text, "hanya admin yang meminta") ||
			c.wave().ID != "" {
			t.Errorf("who left still opens waves: %+v", a)
		}
		c.sees("the owner", c.owner.Messages(), "Akun 701 (admin) keluar dari grup admin", "dicabut")
		if !c.audited("role ended") {
			t.Error("the end of the role is not in the audit")
		}
		admin.Start("")
		c.rest(time.Minute)
		admin.Send("/status")
		c.rest(time.Minute)
		for _, m := range admin.Messages() {
			if m.FromBot && strings.Contains(m.Text, "Daftar pegawai:") {
				t.Error("who left reads the system's state in private")
			}
		}
	})
	t.Run("95 an owner who left is told of and keeps the role; others go unnoticed", func(t *testing.T) {
		c := newCast(t, scene{})
		c.leaves(c.phone(702, "")) // no role at all
		c.leaves(c.owner)
		c.sees("the owner", c.owner.Messages(), "Akun 900 (pemilik) keluar", "tetap berlaku")
		for _, m := range c.owner.Messages() {
			if strings.Contains(m.Text, "702") {
				t.Errorf("a member without a role is told of: %s", m.Text)
			}
		}
		c.owner.Send("/status")
		c.rest(time.Minute)
		c.sees("the owner", c.owner.Messages(), "Daftar pegawai:")
	})
}

// TestCasesOfIdentity holds the rows on who somebody is.
func TestCasesOfIdentity(t *testing.T) {
	t.Parallel()
	t.Run("104 somebody else's NIP, in whatever form, registers nobody", func(t *testing.T) {
		c := newCast(t, scene{})
		owner, thief := c.phone(501, ""), c.phone(502, "")
		c.register(owner, c.code(siti))
		for _, text := range []string{siti, "/start " + siti, "19850101 201001 1 001", "Siti Rahma",
			"/start " + siti[:8]} {
			thief.Send(text)
			c.rest(time.Minute)
			if got := c.person(siti).Account; got != 501 {
				t.Fatalf("%q moved the registration to %d", text, got)
			}
		}
		for _, m := range thief.Messages() {
			if m.FromBot && strings.Contains(m.Text, "Siti") {
				t.Errorf("an NIP shows the name behind it: %s", m.Text)
			}
		}
	})
	t.Run("104 whose registration goes to another account is told", func(t *testing.T) {
		c := newCast(t, scene{})
		old, next := c.phone(501, ""), c.phone(502, "")
		c.register(old, c.code(siti))
		out := c.command("roster codes", map[string]string{"format": "", "out": "", "for": siti}, "")
		c.register(next, freshCode(t, string(out.Stdout)))
		c.sees("the old account", old.Messages(), "akun Telegram lain")
		if got := c.person(siti).Account; got != 502 {
			t.Errorf("registered is %d", got)
		}
	})
	t.Run("106 a name of Telegram is nothing: it changes and is taken over", func(t *testing.T) {
		c := newCast(t, scene{})
		p := c.tg.NewPerson(simulator.Person{ID: 501, FirstName: "Siti", Username: "siti_rahma"})
		c.register(p, c.code(siti))
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		other := c.tg.NewPerson(simulator.Person{ID: 502, FirstName: "Siti", Username: "siti_rahma"})
		other.Start("")
		c.rest(time.Minute)
		other.Send("/data_saya")
		c.rest(time.Minute)
		for _, m := range other.Messages() {
			if m.FromBot && (m.Document != nil || strings.Contains(m.Text, "mengundang Anda")) {
				t.Errorf("who took over the name is taken for its first bearer: %s", m.Text)
			}
		}
		c.press(p, "▶️ Mulai", "Saya bersedia") // the account is the same, whatever it is called
		if got := c.person(siti).Account; got != 501 {
			t.Errorf("registered is %d", got)
		}
	})
}
