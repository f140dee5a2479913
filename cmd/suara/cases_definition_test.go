package main

import (
	"strings"
	"testing"
	"time"

	"suara/flows"
	"suara/survey"
)

// refile changes the configured flow of the survey "uji" and starts the program anew, as an operator does.
func (c *cast) refile(flow string) {
	c.t.Helper()
	f, err := flows.Load("uji.yaml", []byte(flow))
	if err != nil {
		c.t.Fatal(err)
	}
	c.set.Fielding.Surveys[0].Flow, c.set.Fielding.Surveys[0].Source = f, []byte(flow)
	c.restart()
}

// TestCasesOfDefinition holds the rows of group H, on the definition of a survey and its closing, each with
// its own input. Rows 142 and 143 are about quotas, which Suara does not have.
func TestCasesOfDefinition(t *testing.T) {
	t.Parallel()
	t.Run("134 swapped options leave earlier totals as they were", func(t *testing.T) {
		flow := flowOf(scaleItem("q1"))
		c := newCast(t, scene{mode: "identified", roster: simulatedRoster(10), flow: flow})
		c.command("wave open", nil, "", "uji")
		for i := range 10 {
			p := c.phone(int64(600+i), "")
			c.register(p, c.code(nipNumber(i)))
			c.press(p, "Saya bersedia", []string{"Satu", "Lima", "Lima"}[i%3], "📨 Kirim jawaban")
		}
		figures := func() string {
			return string(c.command("summary", map[string]string{"format": "json"}, "", string(c.wave().ID)).Stdout)
		}
		before := figures()
		if !strings.Contains(before, `"1": 4`) || !strings.Contains(before, `"5": 6`) {
			t.Fatalf("the figures are\n%s", before)
		}
		c.refile(strings.NewReplacer("Satu", "Lima", "Lima", "Satu").Replace(flow))
		if after := figures(); after != before {
			t.Errorf("the open wave says\n%s\nwas\n%s", after, before)
		}
		c.command("wave close", nil, "", string(c.wave().ID))
		c.rest(time.Minute)
		if after := figures(); !strings.Contains(after, `"1": 4`) || !strings.Contains(after, `"5": 6`) {
			t.Errorf("the closed wave says\n%s", after)
		}
		text := string(c.command("summary", map[string]string{"format": "html", "out": ""}, "",
			string(c.wave().ID)).Stdout)
		if one, five := strings.Index(text, "Satu"), strings.Index(text, "Lima"); one < 0 || five < one {
			t.Error("the report labels the options as the new file does")
		}
	})
	t.Run("136 who is inside goes on with the version it began with", func(t *testing.T) {
		flow := flowOf(scaleItem("q1"), scaleItem("q2"), textItem("q3"))
		c, p := inside(t, scene{flow: flow})
		c.press(p, "Dua")
		c.last(p, "Butir q2")
		c.refile(flowOf(textItem("q3"), "{id: q2, type: scale, scale: lima, text: {id: Butir lain}}"))
		p.Start("")
		c.rest(time.Minute)
		c.last(p, "Butir q2")
		c.press(p, "Tiga")
		c.last(p, "Butir q3")
		c.wantHeld("2|3|")
		c.write(p, "selesai")
		c.press(p, "📨 Kirim jawaban")
		c.last(p, "Jawaban Anda sudah kami terima")
	})
	t.Run("137 a closed wave takes no tap and begins nothing anew", func(t *testing.T) {
		c, p := inside(t, scene{mode: "identified",
			flow: flowOf(scaleItem("q1"), scaleItem("q2"), scaleItem("q3"), scaleItem("q4"))})
		begin := "w:go:" + string(c.wave().ID)
		c.press(p, "Satu", "Dua", "Tiga")
		c.last(p, "Butir q4")
		c.command("wave close", nil, "", string(c.wave().ID))
		c.rest(time.Minute)
		c.press(p, "Empat")
		c.last(p, "ditutup")
		p.PressData(p.Last().ID, begin)
		c.rest(time.Minute)
		c.last(p, "ditutup")
		rows := string(c.command("export", map[string]string{"format": "csv", "delimiter": ",", "partial": "true"}, "",
			string(c.wave().ID)).Stdout)
		if !strings.Contains(rows, ",1,2,3,,") {
			t.Errorf("the answers of the unfinished interview are\n%s", rows)
		}
	})
	t.Run("139 the same closing stands everywhere", func(t *testing.T) {
		c := newCast(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2")), mode: "confidential",
			more: ", grace: 1m"})
		p, late := c.phone(501, ""), c.phone(502, "")
		c.register(p, c.code(siti))
		c.register(late, c.code("199002022015022002"))
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		c.admin("/perpanjang Jumat 16.00")
		const closing = "Jumat, 6 November 2026 pukul 16.00 WIT"
		c.sees("the group", c.group.Messages(), closing)
		c.groupPress("Ya, majukan")
		if got := c.wave().Closes; !got.Equal(c.at(6, 16, 0)) {
			t.Fatalf("it closes %v", got)
		}
		c.press(p, "▶️ Mulai")
		c.last(p, closing)
		c.command("wave remind", nil, "", string(c.wave().ID))
		c.rest(time.Minute)
		c.sees("the late", late.Messages(), "mengingatkan", closing)
		p.Send("/status")
		c.rest(time.Minute)
		c.last(p, closing)
		c.jump(c.at(6, 15, 59))
		c.press(p, "▶️ Mulai", "Saya bersedia", "Satu")
		c.until(c.at(6, 16, 2))
		c.press(p, "Dua")
		c.last(p, "ditutup", closing)
	})
	t.Run("140 an answer sent before the closing counts, though it is read after it", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2")), more: ", grace: 1m"})
		c.press(p, "Satu", "Dua")
		closes := c.wave().Closes
		c.jump(closes.Add(-2 * time.Second))
		if _, err := p.Press("📨 Kirim jawaban"); err != nil { // 2 s before the closing
			t.Fatal(err)
		}
		c.clock.Advance(time.Minute + 7*time.Second) // the closing is due too
		c.rest(time.Minute)
		c.last(p, "Jawaban Anda sudah kami terima")
		if w := c.wave(); w.State != survey.WaveClosed || w.Base.Complete != 1 {
			t.Errorf("the wave is %s with %d complete", w.State, w.Base.Complete)
		}
	})
}
