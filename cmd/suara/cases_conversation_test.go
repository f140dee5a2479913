package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/survey"
)

// TestChangingOnesMind: back, the review in pages, edits, and answers that are put aside and taken back.
func TestChangingOnesMind(t *testing.T) {
	t.Run("the review comes in pages and every item on them can be changed", func(t *testing.T) {
		var items []string
		for n := range 24 {
			items = append(items, scaleItem(fmt.Sprintf("q%02d", n+1)))
		}
		c, p := inside(t, scene{flow: flowOf(items...)})
		for range items {
			c.press(p, "Dua")
		}
		c.last(p, "Periksa jawaban Anda", "Butir q01")
		if strings.Contains(p.Last().Text, "Butir q24") {
			t.Fatal("24 items stand on one page")
		}
		for !strings.Contains(p.Last().Text, "Butir q24") {
			c.press(p, "➡️ Selanjutnya")
		}
		c.press(p, "Ubah 24", "Lima")
		c.wantHeld(strings.Repeat("2|", 23) + "5")
		c.last(p, "Periksa jawaban Anda", "Lima")
	})
	t.Run("an edited text changes the answer while the interview is open, whatever is on screen", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), scaleItem("q2"), textItem("q3"))})
		first := c.write(p, "satu")
		c.press(p, "Dua")
		c.write(p, "tiga") // the review is on screen
		p.Edit(first, "uno")
		c.rest(time.Minute)
		c.wantHeld("uno|2|tiga")
		c.last(p, "Periksa jawaban Anda", "uno")
		c.press(p, "⏸ Lanjut nanti")
		p.Edit(first, "ein")
		c.rest(time.Minute)
		c.wantHeld("ein|2|tiga")
	})
	t.Run("answers that become irrelevant are put aside, taken back, and only what counts is sent", func(t *testing.T) {
		c, p := inside(t, scene{mode: "identified", flow: flowOf(scaleItem("q1"),
			`{id: masalah, type: text, max_length: 100, when: "${q1} <= 2", text: {id: Apa masalahnya?}}`,
			textItem("q3"))})
		c.press(p, "Satu")
		c.write(p, "antrean")
		c.press(p, "◀️ Kembali", "◀️ Kembali", "Lima")
		c.last(p, "1 jawaban lain tidak diperlukan lagi dan kami sisihkan", "Butir q3")
		c.press(p, "◀️ Kembali", "Dua")
		c.last(p, "yang tadi disisihkan kami tampilkan kembali")
		c.wantHeld("2|antrean|")
		c.write(p, "usul")
		c.press(p, "Ubah 1", "Empat")
		c.last(p, "sisihkan", "Periksa jawaban Anda")
		if strings.Contains(p.Last().Text, "antrean") {
			t.Error("an answer put aside stands in the review")
		}
		c.press(p, "📨 Kirim jawaban")
		rows := c.export(c.wave().ID)
		if strings.Contains(rows, "antrean") || !strings.Contains(rows, ",4,,usul") {
			t.Errorf("sent was\n%s", rows)
		}
	})
}

// TestSeveralDays: people come back after days, have two surveys, change the language, and choose when to
// be reminded.
func TestSeveralDays(t *testing.T) {
	t.Run("one resumes where one was, also by typing", func(t *testing.T) {
		for _, mode := range []string{"anonymous", "confidential"} {
			c, p := inside(t, scene{mode: mode, flow: flowOf(scaleItem("q1"), textItem("q2"), textItem("q3"))})
			c.press(p, "Dua", "⏸ Lanjut nanti")
			typed := c.write(p, "antrean lama")
			c.wantHeld("2||")
			c.last(p, "“antrean lama” belum dicatat", "Butir q2")
			c.restart()
			c.press(p, "✅ Catat sebagai jawaban")
			c.wantHeld("2|antrean lama|")
			c.last(p, "Butir q3")
			if mode == "confidential" {
				p.Edit(typed, "antrean panjang")
				c.rest(time.Minute)
				c.wantHeld("2|antrean panjang|")
			} else {
				for _, m := range p.Messages() {
					if !m.FromBot && strings.Contains(m.Text, "antrean") {
						t.Error("the typed answer still stands in the chat of an anonymous interview")
					}
				}
			}
			c.press(p, "⏸ Lanjut nanti")
			c.jump(c.clock.Now().Add(36 * time.Hour))
			c.press(p, "▶️ Lanjutkan")
			c.last(p, "Butir q3")
		}
	})
	t.Run("what was typed while away is taken only by its button, and only once", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		c.press(p, "⏸ Lanjut nanti")
		c.write(p, "terima kasih")
		take := p.Last().Buttons[0][0].Data
		c.write(p, "jawaban")
		c.wantHeld("jawaban|")
		p.PressData(p.Last().ID, take)
		c.rest(time.Minute)
		c.wantHeld("jawaban|")
		c.last(p, "Butir q2")
		if strings.Contains(p.Last().Text, "ℹ️") {
			t.Errorf("the old button did something:\n%s", p.Last().Text)
		}
		c.write(p, "selesai") // the review can't be typed at
		c.press(p, "⏸ Lanjut nanti")
		c.write(p, "oke")
		c.last(p, "belum dicatat", "Periksa jawaban Anda")
		c.wantHeld("jawaban|selesai")
	})
	t.Run("the language changes in the middle", func(t *testing.T) {
		c, p := inside(t, scene{flow: trialFlow})
		c.press(p, "Setuju")
		c.last(p, "Apa saran Anda?")
		p.Send("/bahasa")
		c.rest(time.Minute)
		c.press(p, "English")
		c.last(p, "Any advice?", "2/2")
		c.wantHeld("2|")
		c.write(p, "more light")
		c.last(p, "Check your answers", "My colleagues are friendly.", "Agree")
		p.Send("/bahasa")
		c.rest(time.Minute)
		c.press(p, "Bahasa Indonesia")
		c.last(p, "Periksa jawaban Anda", "Setuju", "more light")
	})
	t.Run("a scheduled closing gives those inside the configured grace", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2"), scaleItem("q3")), more: ", grace: 10m"})
		closes := c.wave().Closes
		c.press(p, "Satu")
		c.jump(closes.Add(-time.Minute))
		c.until(closes.Add(9 * time.Minute))
		c.press(p, "Dua")
		c.wantHeld("1|2|")
		c.until(closes.Add(11 * time.Minute))
		if c.wave().State != survey.WaveClosed {
			t.Fatal("after the grace the wave is not closed")
		}
		c.press(p, "Tiga")
		c.last(p, "ditutup")
	})
	t.Run("a reminder comes when it was asked for, within working hours and the wave", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2")), duration: "3d", reminders: 5})
		c.press(p, "Satu", "⏸ Lanjut nanti", "⏰ Ingatkan nanti")
		for _, row := range p.Last().Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Data, "w:s7:") {
					t.Errorf("a moment after the closing is offered: %s", b.Text)
				}
			}
		}
		c.press(p, p.Last().Buttons[0][0].Text)
		reminders := func() (n int) {
			for _, m := range p.Messages() {
				if m.FromBot && strings.Contains(m.Text, "belum dikirim. Jawaban yang sudah ada") {
					n++
				}
			}
			return n
		}
		c.jump(c.at(4, 7, 28))
		if reminders() != 0 {
			t.Error("the reminder came before working hours")
		}
		c.until(c.at(4, 7, 32))
		if reminders() != 1 {
			t.Errorf("%d reminders at the hour that was chosen", reminders())
		}
		c.press(p, "▶️ Lanjutkan")
		c.last(p, "Butir q2")
	})
}
