package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/survey"
)

func (c *cast) says(p *simulator.Phone, text string) {
	c.group.Send(p, text, 0)
	c.rest(time.Minute)
}

// TestCasesOfGroups holds the rows on groups, admins and topics, each named by its number.
func TestCasesOfGroups(t *testing.T) {
	t.Parallel()
	t.Run("80, 81 a migrated group is followed, also from the refusal of a send", func(t *testing.T) {
		c := newCast(t, scene{group: simulator.GroupOptions{Basic: true}})
		moved := c.group.Migrate()
		if moved > -1_000_000_000_000 {
			t.Fatalf("the new id %d has no more than 32 bits", moved)
		}
		c.command("wave open", nil, "", "uji") // sent before the service message was read
		c.rest(time.Minute)
		if n := c.posted("dibuka"); n != 1 {
			t.Errorf("%d posts reached the supergroup, want 1", n)
		}
		c.admin("/status")
		if c.posted("Daftar pegawai:") != 1 {
			t.Error("commands of the supergroup are not taken")
		}
	})
	t.Run("82, 83 a reply in General is in no topic, and 1 is never sent", func(t *testing.T) {
		c := newCast(t, scene{group: simulator.GroupOptions{Forum: true, Topics: []string{"Survei"}}})
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.group.Reply(c.owner, c.group.Last().ID, "/ringkasan")
		c.rest(time.Minute)
		if c.posted("Partisipasi") != 1 {
			t.Error("a reply in General is not answered")
		}
		for _, call := range c.tg.Calls() {
			if call.Params["message_thread_id"] == "1" {
				t.Errorf("%s names the thread of General", call.Method)
			}
		}
	})
	t.Run("85 a closed topic is told to the owners", func(t *testing.T) {
		c := newCast(t, scene{group: simulator.GroupOptions{Forum: true, Topics: []string{"Survei"}}, topic: "Survei"})
		c.group.CloseTopic(c.group.Topic("Survei"))
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.sees("the owner", c.owner.Messages(), "grup admin menolak pesan")
	})
	t.Run("86 removal is noticed, and the return works", func(t *testing.T) {
		c := newCast(t, scene{})
		c.group.RemoveBot()
		c.rest(time.Minute)
		c.sees("the owner", c.owner.Messages(), "dikeluarkan dari grup admin")
		c.group.AddBot()
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.admin("/ringkasan")
		if c.posted("Partisipasi") != 1 {
			t.Error("after its return the bot is silent")
		}
	})
	t.Run("87 an anonymous admin may look and may not act", func(t *testing.T) {
		c := newCast(t, scene{})
		c.group.SendAnonymous("/status")
		c.rest(time.Minute)
		c.group.SendAnonymous("/buka")
		c.rest(time.Minute)
		if c.posted("Daftar pegawai:") != 1 || c.posted("admin yang bernama") != 1 || c.wave().ID != "" {
			t.Errorf("posts %+v", c.group.Messages())
		}
	})
	t.Run("88, 94, 95 only the asker presses, by the same rule as for asking", func(t *testing.T) {
		c := newCast(t, scene{})
		other, admin := c.phone(700, ""), c.phone(701, "")
		c.admin("/hak_akses 701 admin")
		c.says(admin, "/buka")
		ask := c.group.Last()
		for _, p := range []*simulator.Phone{other, c.owner} {
			query := c.group.PressData(p, ask.ID, ask.Buttons[0][0].Data)
			c.rest(time.Minute)
			if a, ok := c.tg.Answer(query); !ok || !strings.Contains(a.Text, "hanya admin yang meminta") ||
				c.wave().ID != "" {
				t.Errorf("%d presses another's button: %+v", p.ID(), a)
			}
		}
		c.group.PressData(admin, ask.ID, ask.Buttons[0][0].Data)
		c.rest(time.Minute)
		if c.wave().State != survey.WaveOpen {
			t.Error("the asker could not press")
		}
	})
	t.Run("89 a channel is nobody", func(t *testing.T) {
		c := newCast(t, scene{})
		before := len(c.group.Messages())
		for _, text := range []string{"/start", "/tutup", "/hubungkan"} {
			c.tg.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":9001,"date":%d,`+
				`"chat":{"id":%d,"type":"supergroup"},"from":{"id":136817688,"is_bot":true},`+
				`"sender_chat":{"id":-1009,"type":"channel"},"text":%q}}`, c.clock.Now().Unix(), c.group.ID(), text)))
			c.rest(time.Minute)
		}
		for _, m := range c.group.Messages()[before:] {
			if m.FromBot && !strings.Contains(m.Text, "hanya untuk admin survei") {
				t.Errorf("a channel is answered: %s", m.Text)
			}
		}
	})
	t.Run("90, 91, 92 only own commands are heard", func(t *testing.T) {
		c := newCast(t, scene{})
		c.group.PromoteBot()
		before := len(c.group.Messages())
		for _, text := range []string{"/start@bot_lain", "/status@bot_lain", "/apaini", "selamat pagi", "4"} {
			c.says(c.owner, text)
		}
		for _, m := range c.group.Messages()[before:] {
			if m.FromBot {
				t.Errorf("answered: %s", m.Text)
			}
		}
		c.says(c.owner, "/STATUS@Suara_Uji_Bot")
		if c.posted("Daftar pegawai:") != 1 {
			t.Error("the own suffix is not understood")
		}
	})
	t.Run("97 who has not responded comes from the roster only", func(t *testing.T) {
		c := newCast(t, scene{})
		for i := range 5 {
			c.group.Join(c.phone(int64(800+i), "")) // members who are not on the roster
		}
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.admin("/belum")
		c.sees("the group", c.group.Messages(), "Dinas Kesehatan", "2 dari 2", "Dinas Pendidikan")
	})
	t.Run("98 no native polls", func(t *testing.T) {
		c := newCast(t, scene{})
		p := c.phone(501, "")
		c.register(p, c.code(siti))
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.press(p, "▶️ Mulai", "Saya bersedia", "Setuju", "Setuju", "📨 Kirim jawaban")
		for _, call := range c.tg.Calls() {
			if strings.Contains(call.Method, "Poll") {
				t.Errorf("%s was called", call.Method)
			}
		}
	})
}

// TestCasesOfRegistration holds the rows on registration that need no story of their own.
func TestCasesOfRegistration(t *testing.T) {
	t.Parallel()
	t.Run("101 a payload that Telegram would drop is never made", func(t *testing.T) {
		c := newCast(t, scene{})
		code := c.code(siti)
		if len(code) > 43 || strings.Trim(code, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789") != "" {
			t.Errorf("the code %q does not fit a deep link", code)
		}
		p := c.phone(501, "")
		for _, payload := range []string{strings.Repeat("A", 65), "A.B", "A=B", "%41"} {
			p.Send("/start " + payload)
			c.rest(time.Minute)
			if c.person(siti).Account != 0 {
				t.Errorf("%q registered somebody", payload)
			}
		}
	})
	t.Run("103 two accounts with one code, one account with two", func(t *testing.T) {
		c := newCast(t, scene{})
		a, b := c.phone(501, ""), c.phone(502, "")
		a.Start(c.code(siti))
		b.Start(c.code(siti))
		c.rest(time.Minute)
		if _, err := a.Press("Benar"); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Press("Benar"); err != nil {
			t.Fatal(err)
		}
		c.rest(time.Minute)
		if c.person(siti).Account != 501 {
			t.Errorf("registered is %d, the first was 501", c.person(siti).Account)
		}
		c.sees("the second", b.Messages(), "tidak dikenal")
		a.Start(c.code("199002022015022002"))
		c.rest(time.Minute)
		if c.person("199002022015022002").Account != 0 {
			t.Error("one account has two people")
		}
	})
	t.Run("107 ids beyond 32 bits everywhere", func(t *testing.T) {
		c := newCast(t, scene{})
		p := c.phone(7_000_000_001, "")
		c.register(p, c.code(siti))
		if got := c.person(siti).Account; got != 7_000_000_001 {
			t.Errorf("the account became %d", got)
		}
		c.admin("/hak_akses 7000000002 analis")
		if out := string(c.command("audit", nil, "").Stdout); !strings.Contains(out, "account 7000000002") {
			t.Errorf("the audit has another id:\n%s", out)
		}
	})
}
