package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// flowOf is a flow of these items, with a scale of five.
func flowOf(items ...string) string {
	return `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  lima: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}, {value: 3, label: {id: Tiga}}, {value: 4, label: {id: Empat}}, {value: 5, label: {id: Lima}}]
items:
  - ` + strings.Join(items, "\n  - ") + "\n"
}

func scaleItem(id string) string {
	return fmt.Sprintf("{id: %s, type: scale, scale: lima, text: {id: Butir %s}}", id, id)
}

func textItem(id string) string {
	return fmt.Sprintf("{id: %s, type: text, max_length: 100, text: {id: Butir %s}}", id, id)
}

// held are the values of a person's open interview in the wave of a survey.
func (c *cast) held(id survey.SurveyID, nip string) (values string) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		r, err := tx.RespondentByKey(nip)
		if err != nil {
			return err
		}
		waves, err := tx.Waves()
		if err != nil {
			return err
		}
		at := slices.IndexFunc(waves, func(w survey.Wave) bool { return w.Survey == id && w.Taking() })
		if at < 0 {
			return nil
		}
		i, ok, err := fielding.LoadInterview(tx, waves[at], r.ID)
		if err != nil || !ok {
			return err
		}
		f, err := c.sys.office.flows.Get(tx, waves[at].Flow)
		if err == nil {
			values = strings.Join(f.Values(i.Session), "|")
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return values
}

// wantHeld checks what the open interview in the survey "uji" holds, item by item.
func (c *cast) wantHeld(want string) {
	c.t.Helper()
	if got := c.held("uji", siti); got != want {
		c.t.Errorf("it holds %q, want %q", got, want)
	}
}

// write types a text and lets the answer come.
func (c *cast) write(p *simulator.Phone, text string) (message int) {
	message = p.Send(text)
	c.rest(time.Minute)
	return message
}

// inside opens the wave and brings one person to the first question.
func inside(t *testing.T, sc scene) (*cast, *simulator.Phone) {
	t.Helper()
	sc.mode = cmp.Or(sc.mode, "confidential")
	c := newCast(t, sc)
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(p, "▶️ Mulai", "Saya bersedia")
	return c, p
}

// jump moves the clock at once, as over a downtime.
func (c *cast) jump(to time.Time) {
	c.clock.Advance(to.Sub(c.clock.Now()))
	c.unconfirmed = 0 // Telegram forgets them after a day
	c.rest(0)
}

// last is what stands lowest in the chat.
func (c *cast) last(p *simulator.Phone, words ...string) {
	c.t.Helper()
	text := p.Last().Text
	for _, w := range words {
		if !strings.Contains(text, w) {
			c.t.Errorf("the last message lacks %q:\n%s", w, text)
		}
	}
}

// TestCasesOfAnswers holds the rows of group B, what people send as an answer, each with its own input.
func TestCasesOfAnswers(t *testing.T) {
	t.Run("26 a long paste in several messages is one refused answer", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q3"), textItem("q4"))})
		c.last(p, "paling panjang 100 karakter")
		paste := strings.Repeat("panjang ", 625) // 5,000 characters
		p.Send(paste[:4096])
		p.Send(paste[4096:])
		c.rest(time.Minute)
		c.wantHeld("|")
		c.last(p, "Butir q3", "4998 karakter") // without the space at its end
		c.clock.Advance(3 * time.Second)
		c.write(p, "singkat")
		c.wantHeld("singkat|")
	})
	t.Run("28 29 an edit replaces the answer while the interview is open", func(t *testing.T) {
		c, p := inside(t, scene{mode: "identified", flow: flowOf("{id: q1, type: number, text: {id: Butir q1}}",
			textItem("q2"), textItem("q3"), textItem("q4"))})
		first := c.write(p, "3")
		c.wantHeld("3|||")
		c.write(p, "dua")
		c.write(p, "tiga")
		p.Edit(first, "5")
		c.rest(time.Minute)
		c.wantHeld("5|dua|tiga|")
		c.last(p, "diganti menjadi 5", "Butir q4")
		c.write(p, "empat")
		c.press(p, "📨 Kirim jawaban")
		c.command("wave close", nil, "", string(c.wave().ID))
		c.rest(time.Minute)
		p.Edit(first, "7")
		c.rest(time.Minute)
		c.last(p, "tidak lagi mengubah jawaban")
		rows := c.export(c.wave().ID)
		if !strings.Contains(rows, "5,dua,tiga,empat") {
			t.Errorf("after the closing an edit changed the rows:\n%s", rows)
		}
	})
	t.Run("31 what begins with a slash is no answer", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.write(p, "/bantuan")
		c.last(p, "/tarik_jawaban")
		c.wantHeld("|")
		c.write(p, "/xyz")
		c.last(p, "tidak dikenal", "Butir q1")
		c.wantHeld("|")
		c.write(p, "jawaban")
		c.wantHeld("jawaban|")
	})
	t.Run("32 a command inside a sentence is an answer", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.write(p, "sudah saya coba /batal tadi")
		c.wantHeld("sudah saya coba /batal tadi|")
	})
	t.Run("33 commands in capitals; an emoji before one makes it text", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.write(p, "/BATAL")
		c.last(p, "berhenti")
		c.press(p, "▶️ Lanjutkan")
		c.write(p, "😀 /batal")
		c.wantHeld("😀 /batal|")
	})
	t.Run("34 back twice changes one answer alone", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2"), scaleItem("q3"))})
		c.press(p, "Dua", "Tiga", "◀️ Kembali", "◀️ Kembali", "Empat")
		c.wantHeld("4|3|")
		c.press(p, "Satu", "Ubah 2", "Lima")
		c.wantHeld("4|5|1")
		c.last(p, "Periksa jawaban Anda")
	})
	t.Run("35 a message of a check has the way to mend it under it", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf("{id: masuk, type: number, whole: true, text: {id: Tahun bergabung?}}",
			`{id: masa, type: number, whole: true, text: {id: Masa kerja?}, check: {that: "${masuk} + . <= 2026", say: {id: Masa kerja itu tidak cocok dengan tahun bergabung.}}}`)})
		c.write(p, "2024")
		c.write(p, "20")
		c.wantHeld("2024|")
		c.last(p, "tidak cocok dengan tahun bergabung", "Masa kerja?")
		c.press(p, "◀️ Kembali")
		c.last(p, "Tahun bergabung?")
		c.write(p, "2004")
		c.write(p, "20")
		c.wantHeld("2004|20")
	})
	t.Run("37 the contact keyboard goes once it was used, and its label later is no stray text", contactKeyboard)
	t.Run("38 ticks toggle in place, with a least and a done", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(`{id: q, type: choices, min_select: 1, text: {id: Yang mana?}, options: [{value: a, label: {id: Alfa}}, {value: b, label: {id: Beta}}]}`, textItem("q2"))})
		query, _ := p.Press("✅ Selesai memilih")
		c.rest(time.Minute)
		if a, _ := c.tg.Answer(query); !strings.Contains(a.Text, "paling sedikit 1") {
			t.Errorf("done with nothing ticked says %q", a.Text)
		}
		message := p.Last().ID
		c.press(p, "Alfa", "Beta", "✓ Alfa", "✅ Selesai memilih")
		c.wantHeld("b|")
		if p.Last().ID != message {
			t.Error("the ticks were not drawn in place")
		}
	})
	t.Run("40 one open interview at a time, the other waits and is announced", func(t *testing.T) {
		two := strings.NewReplacer("flow: uji", "flow: dua", "Survei uji", "Survei dua", "Butir", "Soal").
			Replace(flowOf(scaleItem("d1")))
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), "{id: q2, type: number, text: {id: Butir q2}}"),
			second: true, secondFlow: two})
		c.press(p, "Satu")
		c.command("wave open", nil, "", "dua")
		c.rest(time.Minute)
		c.last(p, "Butir q2")
		c.write(p, "4")
		c.wantHeld("1|4")
		if other := c.held("dua", siti); other != "" {
			t.Errorf("the other survey holds %q", other)
		}
		c.press(p, "📨 Kirim jawaban")
		c.last(p, "Masih ada survei lain")
		c.press(p, "▶️ Mulai")
		c.last(p, "Survei dua")
	})
	t.Run("41 a reply to a notice is not taken as the answer", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q3"), textItem("q4"))})
		c.command("wave remind", nil, "", string(c.wave().ID))
		c.rest(time.Minute)
		c.last(p, "belum dikirim")
		c.write(p, "ok")
		c.wantHeld("|")
		c.last(p, "“ok” belum dicatat", "Butir q3")
		c.write(p, "antre")
		c.wantHeld("antre|")
	})
	t.Run("43 slow people go on, finished ones stay finished", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.write(p, "satu")
		c.jump(c.clock.Now().Add(36 * time.Hour)) // no reminder has come yet
		c.write(p, "dua")
		c.wantHeld("satu|dua")
		begin := slices.IndexFunc(p.Messages(), func(m simulator.Message) bool { return m.FromBot })
		c.press(p, "📨 Kirim jawaban")
		p.PressData(p.Messages()[begin].ID, "w:go:"+string(c.wave().ID))
		c.rest(time.Minute)
		c.sees("the person", p.Messages(), "sudah menanggapi")
		if n := c.responses(); n != 1 || c.held("uji", siti) != "" {
			t.Errorf("%d responses, the interview holds %q", n, c.held("uji", siti))
		}
	})
	t.Run("44 what nobody sees is no answer", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.write(p, "\u200b\u200b\u200b")
		c.wantHeld("|")
		c.last(p, "Butir q1")
	})
	t.Run("46 people without a user name are told apart and nothing prints as undefined", namelessPeople)
	t.Run("47 48 49 50 numbers as Indonesians write them", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf("{id: n, type: number, text: {id: Berapa?}}", textItem("q2"))})
		for _, in := range []struct{ text, holds, says string }{
			{"12.5", "|", "12,5"}, {"NaN", "|", ""}, {"Inf", "|", ""}, {"1e3", "|", ""}, {"1_000", "|", ""},
			{"+7", "|", ""}, {"-0", "|", ""}, {"7,5", "7.5|", "7,5"}, {"1.500", "1500|", "1500"},
			{"1.500.000", "1500000|", "1.500.000"}, {"3,25", "3.25|", "3,25"}, {"١٩٨٥", "1985|", "1985"},
			{"１９８５", "1985|", "1985"},
		} {
			c.write(p, in.text)
			if got := c.held("uji", siti); got != in.holds {
				t.Errorf("%s is held as %q, want %q", in.text, got, in.holds)
			}
			c.last(p, in.says)
			if in.holds != "|" {
				c.press(p, "◀️ Kembali")
				if !strings.Contains(p.Last().Text, in.says) {
					t.Errorf("%s is shown as\n%s", in.text, p.Last().Text)
				}
				c.press(p, "➡️ Berikutnya", "◀️ Kembali")
			}
		}
	})
	t.Run("51 52 dates as Indonesians write them", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf("{id: d, type: date, text: {id: Kapan?}}", textItem("q2"))})
		c.write(p, "31 Februari 2025")
		c.wantHeld("|")
		c.last(p, "Kapan?")
		for _, in := range [][3]string{
			{"2 November 2024", "2024-11-02|", "Sabtu, 2 November 2024"},
			{"2 Agustus 2024", "2024-08-02|", "Jumat, 2 Agustus 2024"},
			{"6 Nop 2019", "2019-11-06|", "Rabu, 6 November 2019"}, {"1/2/24", "2024-02-01|", "Kamis, 1 Februari 2024"},
			{"16-12-2025", "2025-12-16|", "Selasa, 16 Desember 2025"},
		} {
			c.write(p, in[0])
			c.wantHeld(in[1])
			c.last(p, in[2])
			c.press(p, "◀️ Kembali")
		}
	})
}

// contactKeyboard is row 37.
func contactKeyboard(t *testing.T) {
	c := newCast(t, scene{mode: "confidential",
		roster: "nip,name,unit,phone\n" + siti + ",Siti Rahma,Dinas Kesehatan,08123456789\n"})
	p := c.phone(501, "628123456789")
	p.Start("")
	c.rest(time.Minute)
	keyboard := p.Keyboard()
	if keyboard == nil {
		t.Fatalf("there is no contact keyboard under\n%s", p.Last().Text)
	}
	p.SendKind("share_contact")
	c.rest(time.Minute)
	c.press(p, "Benar")
	if p.Keyboard() != nil {
		t.Error("the contact keyboard is still on the phone after registration")
	}
	c.jump(c.clock.Now().Add(7 * 24 * time.Hour))
	before := c.person(siti)
	p.Send("📱 Kirim nomor saya") // a phone that missed the removal sends the label as a text
	c.rest(time.Minute)
	p.SendKind("share_contact")
	c.rest(time.Minute)
	if after := c.person(siti); after.Account != before.Account {
		t.Error("the leftover button changed the registration")
	}
	c.last(p, "tidak ada survei yang perlu Anda isi")
}

// namelessPeople is row 46.
func namelessPeople(t *testing.T) {
	c := newCast(t, scene{flow: flowOf(textItem("q1"), textItem("q2")), mode: "identified"})
	nips := []string{siti, "199002022015022002"}
	var people []*simulator.Phone
	for i, nip := range nips {
		p := c.tg.NewPerson(simulator.Person{ID: int64(501 + i), FirstName: "ASN"}) // the same name, no user name
		c.register(p, c.code(nip))
		people = append(people, p)
	}
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	for i, p := range people {
		c.press(p, "▶️ Mulai", "Saya bersedia")
		c.write(p, fmt.Sprint("saran ", i))
	}
	for i, nip := range nips {
		if got, want := c.held("uji", nip), fmt.Sprintf("saran %d|", i); got != want {
			t.Errorf("person %d holds %q, want %q", i, got, want)
		}
	}
	c.admin("/status")
	c.admin("/belum daftar")
	c.admin("/audit")
	for _, call := range c.tg.Calls() {
		text := strings.ToLower(call.Params["text"] + call.Params["caption"])
		for _, bad := range []string{"undefined", "<nil>", "%!", "null", "@ "} {
			if strings.Contains(text, bad) {
				t.Errorf("%s says %q", call.Method, text)
			}
		}
	}
}
