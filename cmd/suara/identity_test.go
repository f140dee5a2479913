package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

const identityFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  setuju:
    - {value: 1, label: {id: Tidak setuju}}
    - {value: 2, label: {id: Setuju}, favourable: true}
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Rekan kerja saya ramah.}}
  - {id: p2, type: scale, scale: setuju, text: {id: Atasan saya adil.}}
`

const siti = "198501012010011001"

// cast is the people on the stage of these tests.
type cast struct {
	*stage
	owner *simulator.Phone
}

func newCast(t *testing.T, sc scene) *cast {
	t.Helper()
	if sc.flow == "" {
		sc.flow = identityFlow
	}
	if sc.mode == "" {
		sc.mode = "anonymous"
	}
	c := &cast{stage: newScene(t, sc)}
	c.owner = c.phone(900, "")
	c.owner.Start("")
	c.group.Join(c.owner)
	c.rest(time.Minute)
	return c
}

func (c *cast) phone(id int64, number string) *simulator.Phone {
	return c.tg.NewPerson(simulator.Person{ID: id, FirstName: fmt.Sprint(id), Phone: number})
}

func (c *cast) press(p *simulator.Phone, labels ...string) {
	c.t.Helper()
	c.tap(p, labels...)
}

func (c *cast) groupPress(label string) {
	c.t.Helper()
	if _, err := c.group.Press(c.owner, label); err != nil {
		c.t.Fatalf("press %q in the group: %v under\n%s", label, err, c.group.Last().Text)
	}
	c.rest(time.Minute)
}

func (c *cast) admin(text string) {
	c.group.Send(c.owner, text, 0)
	c.rest(time.Minute)
}

func (c *cast) register(p *simulator.Phone, code string) {
	c.t.Helper()
	p.Start(code)
	c.rest(time.Minute)
	c.press(p, "Benar")
}

func (c *cast) person(nip string) (r survey.Respondent) {
	c.t.Helper()
	if err := c.sys.store.View(func(tx *storage.Tx) (err error) {
		r, err = tx.RespondentByKey(nip)
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *cast) audited(act string) bool {
	c.t.Helper()
	return strings.Contains(string(c.command("audit", nil, "").Stdout), "  "+act)
}

// sees fails unless the newest message that says so contains all the words.
func (c *cast) sees(who string, list []simulator.Message, words ...string) simulator.Message {
	c.t.Helper()
	for i := len(list) - 1; i >= 0; i-- {
		all := list[i].FromBot
		for _, w := range words {
			all = all && strings.Contains(list[i].Text+list[i].Caption, w)
		}
		if all {
			return list[i]
		}
	}
	var b strings.Builder
	for _, m := range list {
		fmt.Fprintf(&b, "- %s%s\n", m.Text, m.Caption)
	}
	c.t.Fatalf("%s does not see %q in\n%s", who, words, b.String())
	return simulator.Message{}
}

func freshCode(t *testing.T, text string) string {
	t.Helper()
	_, code, ok := strings.Cut(text, "?start=")
	if !ok {
		t.Fatalf("no link in %q", text)
	}
	return strings.Fields(code)[0]
}

// cases 103, 104, 106: a new account gets in by a fresh code only, the old one is told, and sees nothing
// of what was begun.
func TestChangingTheAccount(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	old, next, thief := c.phone(501, ""), c.phone(7_000_000_001, ""), c.phone(503, "")
	c.register(old, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(old, "▶️ Mulai", "Saya bersedia", "Setuju")
	thief.Start(siti) // an NIP alone is no proof
	c.rest(time.Minute)
	if c.person(siti).Account != 501 {
		t.Fatal("an NIP changed the account")
	}

	c.admin("/ganti_akun 19850101 201001 1 001")
	c.sees("the group", c.group.Messages(), "Siti Rahma", "Kode lama tidak berlaku")
	c.groupPress("Ya, buat kode baru")
	first := freshCode(t, c.sees("the owner", c.owner.Messages(), "Kode pribadi baru", "Siti Rahma").Text)
	for _, m := range c.group.Messages() {
		if strings.Contains(m.Text, first) {
			t.Error("the code stands in the group")
		}
	}
	if c.person(siti).Account != 501 {
		t.Fatal("the old account lost its registration before the new one confirmed")
	}
	c.admin("/ganti_akun " + siti)
	c.groupPress("Ya, buat kode baru")
	second := freshCode(t, c.sees("the owner", c.owner.Messages(), "Kode pribadi baru").Text)
	next.Start(first)
	c.rest(time.Minute)
	c.sees("the new account", next.Messages(), "tidak dikenal")
	c.register(next, second)
	if got := c.person(siti).Account; got != 7_000_000_001 {
		t.Fatalf("registered is %d", got)
	}
	c.sees("the old account", old.Messages(), "dipindahkan ke akun Telegram lain")
	c.press(next, "Saya bersedia")
	c.sees("the new account", next.Messages(), "Rekan kerja saya ramah.") // begins anew
	for _, act := range []string{"fresh code made", "account changed"} {
		if !c.audited(act) {
			t.Errorf("%q is not in the audit", act)
		}
	}
}

// A new binding can erase linked answers of an earlier account, but not read them.
func TestEarlierAnswersAreNotShown(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{mode: "confidential"})
	old, next := c.phone(501, ""), c.phone(502, "")
	c.register(old, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(old, "▶️ Mulai", "Saya bersedia", "Setuju", "Tidak setuju", "📨 Kirim jawaban")
	old.Send("/data_saya")
	c.rest(time.Minute)
	mine := c.file(old)
	if !strings.Contains(mine, "Setuju") || !strings.Contains(mine, "Persetujuan Anda: Selasa, 3 November 2026") {
		t.Fatalf("the own file lacks answers or consent:\n%s", mine)
	}
	out := c.command("roster codes", map[string]string{"format": "", "out": "", "for": siti}, "")
	c.register(next, freshCode(t, string(out.Stdout)))
	next.Send("/data_saya")
	c.rest(time.Minute)
	if theirs := c.file(next); strings.Contains(theirs, "Setuju") ||
		!strings.Contains(theirs, "akun Telegram Anda yang terdahulu") {
		t.Errorf("the new account reads earlier answers:\n%s", theirs)
	}
	next.Send("/tarik_jawaban")
	c.rest(time.Minute)
	c.press(next, "Ya, tarik jawaban saya")
	if err := c.sys.store.View(func(tx *storage.Tx) error {
		if _, kept, err := tx.LinkedResponse(c.wave().ID, c.person(siti).ID); err != nil || kept {
			t.Errorf("the answers were not erased: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func (c *cast) file(p *simulator.Phone) string {
	c.t.Helper()
	list := p.Messages()
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].FromBot && list[i].Document != nil {
			return string(list[i].Document.Bytes)
		}
	}
	c.t.Fatal("no file came")
	return ""
}

// An admin resets a person's open interview; what was submitted stays.
func TestResetOfAnInterview(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(p, "▶️ Mulai", "Saya bersedia", "Setuju")
	c.admin("/atur_ulang " + siti)
	c.groupPress("Ya, atur ulang")
	c.sees("the person", p.Messages(), "diatur ulang oleh admin")
	c.press(p, "Saya bersedia")
	c.sees("the person", p.Messages(), "Rekan kerja saya ramah.")
	if !c.audited("interview reset") {
		t.Error("the reset is not in the audit")
	}
	c.admin("/atur_ulang 123")
	c.sees("the group", c.group.Messages(), "tidak ditemukan")
}

const phoneRoster = `nip,name,unit,phone
198501012010011001,Siti Rahma,Dinas Kesehatan,0812-3456-7890
199002022015022002,Budi Santoso,Dinas Kesehatan,0813 1111 2222
198703032012031003,Ahmad Yani,Dinas Pendidikan,0813 1111 2222
`

// cases 37, 99 and 100: only the sender's own card, and a number that stands in the roster once.
func TestRegisteringByContact(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, number, kind, says string }{
		{"own card, number without plus", "6281234567890", "share_contact", "Siti Rahma"},
		{"own card, number with plus and spaces", "+62 812 3456 7890", "share_contact", "Siti Rahma"},
		{"a colleague's card", "62899", "contact:6281234567890:777", "bukan kartu kontak Anda sendiri"},
		{"a card without an account", "62899", "contact:6281234567890:0", "bukan kartu kontak Anda sendiri"},
		{"a number that is not in the roster", "628999999", "share_contact", "tidak ditemukan di daftar pegawai"},
		{"a number that stands twice", "6281311112222", "share_contact", "tidak ditemukan di daftar pegawai"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCast(t, scene{roster: phoneRoster})
			p := c.phone(501, row.number)
			p.Start("")
			c.rest(time.Minute)
			if k := p.Keyboard(); k == nil || !k.Rows[0][0].RequestContact {
				t.Fatal("the welcome screen has no key for the contact")
			}
			p.SendKind(row.kind)
			c.rest(time.Minute)
			c.sees("the person", p.Messages(), row.says)
			if row.says != "Siti Rahma" {
				if r := c.person(siti); r.Account != 0 {
					t.Error("somebody was registered")
				}
				return
			}
			if p.Keyboard() != nil {
				t.Error("the key is left on the phone")
			}
			c.press(p, "Benar")
			if r := c.person(siti); r.Account != 501 {
				t.Errorf("registered is %d", r.Account)
			}
			c.another(t)
		})
	}
}

// another holds that the same number gives no second account.
func (c *cast) another(t *testing.T) {
	t.Helper()
	q := c.phone(502, "6281234567890")
	q.SendKind("share_contact")
	c.rest(time.Minute)
	c.sees("the second account", q.Messages(), "sudah terdaftar dengan akun lain")
}

// A printed code dies when its person registers by contact.
func TestCodeDiesWithTheContact(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{roster: phoneRoster})
	code := c.code(siti)
	c.clock.Advance(time.Hour)
	p, q := c.phone(501, "6281234567890"), c.phone(502, "")
	p.SendKind("share_contact")
	c.rest(time.Minute)
	c.press(p, "Benar")
	q.Start(code)
	c.rest(time.Minute)
	c.sees("the holder of the letter", q.Messages(), "tidak dikenal")
}

// A roster without telephone numbers has no key.
func TestNoContactKeyWithoutNumbers(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	p := c.phone(501, "62811")
	p.Start("")
	c.rest(time.Minute)
	if p.Keyboard() != nil {
		t.Error("a key that can't work is shown")
	}
}

// Codes expire, are answered kindly, and are replaced at the next printing.
func TestCodesExpire(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	code := c.code(siti)
	c.clock.Advance(91 * 24 * time.Hour)
	c.unconfirmed = 0 // Telegram forgets them after a day
	p := c.phone(501, "")
	p.Start(code)
	c.rest(time.Minute)
	c.sees("the person", p.Messages(), "kedaluwarsa")
	clear(c.codes)
	again := c.code(siti)
	if again == code {
		t.Fatal("an expired code was printed again")
	}
	c.register(p, again)
}

// After an erasure the bytes leave the file in the night, and it is searched for them.
func TestErasedAnswersLeaveTheFile(t *testing.T) {
	t.Parallel()
	flow := strings.Replace(identityFlow, "{id: p2, type: scale, scale: setuju,", "{id: p2, type: text,", 1)
	c := newCast(t, scene{flow: flow, mode: "confidential"})
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(p, "▶️ Mulai", "Saya bersedia", "Setuju")
	const words = "RAHASIA-YANG-DITULIS-4471"
	p.Send(words)
	c.rest(time.Minute)
	c.press(p, "📨 Kirim jawaban")
	inFile := func() bool {
		data, err := os.ReadFile(c.sys.store.Path())
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(data), words)
	}
	if !inFile() {
		t.Fatal("the answer is not in the file: this test shows nothing")
	}
	p.Send("/tarik_jawaban")
	c.rest(time.Minute)
	c.press(p, "Ya, tarik jawaban saya")
	c.admin("/status")
	c.sees("the group", c.group.Messages(), "masih ada sebagai sisa di berkas basis data", "Selasa, 3 November 2026")
	if out := string(c.command("erased", nil, "").Stdout); !strings.Contains(out, "2026-11-03") {
		t.Errorf("suara check is told %q", out)
	}
	if wait := c.sys.nextNight(c.clock.Now()).Sub(c.clock.Now()); wait > 24*time.Hour {
		t.Errorf("the bytes stay for %v", wait)
	}
	if err := c.sys.scrubNow(); err != nil {
		t.Fatal(err)
	}
	before := len(c.group.Messages())
	c.admin("/status")
	for _, m := range c.group.Messages()[before:] {
		if strings.Contains(m.Text, "masih ada sebagai sisa") {
			t.Error("after the rewriting /status still speaks of remnants")
		}
	}
	if inFile() {
		t.Error("withdrawn answers are still in the file")
	}
	p.Send("/status")
	c.rest(time.Minute)
	c.sees("the person", p.Messages(), "Status Anda")
}

// The night's work falls within a day, whatever the hour.
func TestNextNight(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	for hour := range 24 {
		now := time.Date(2026, 11, 3, hour, 0, 0, 0, time.UTC)
		if wait := c.sys.nextNight(now).Sub(now); wait <= 0 || wait > 24*time.Hour {
			t.Errorf("at %v it waits %v", now, wait)
		}
	}
}

// Who consented to another notice is asked again, and goes on where they were.
func TestChangedNoticeIsAskedAgain(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(p, "▶️ Mulai", "Saya bersedia", "Setuju")
	c.restart()
	p.Send("/start")
	c.rest(time.Minute)
	c.sees("the person", p.Messages()[len(p.Messages())-1:], "Atasan saya adil.") // the same notice: nobody is asked
	c.set.Fielding.Retention += 24 * time.Hour
	c.set.Fielding.Contact = "0921 999999"
	c.restart()
	p.Send("/start")
	c.rest(time.Minute)
	c.sees("the person", p.Messages()[len(p.Messages())-1:], "0921 999999", "bersedia")
	c.press(p, "Saya bersedia")
	c.sees("the person", p.Messages(), "Atasan saya adil.")
	if err := c.sys.store.View(func(tx *storage.Tx) error {
		inv, _, err := tx.Invitation(c.wave().ID, c.person(siti).ID)
		if !inv.Consented.IsZero() {
			t.Error("an anonymous wave keeps the time of the consent")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
