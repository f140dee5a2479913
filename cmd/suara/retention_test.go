package main

import (
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// answers lets a person answer and submit the wave that is open.
func (c *cast) answers(p *simulator.Phone) {
	c.t.Helper()
	c.press(p, "▶️ Mulai", "Saya bersedia", "Setuju", "Setuju", "📨 Kirim jawaban")
}

// Retention is of each survey: a day after it has passed the responses and the part of each person are gone,
// those of a survey with a longer one stay, and so does the release, word for word.
func TestRetentionOfEachSurvey(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{mode: "confidential", second: true, more: ", retention_days: 3"})
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	var waves []survey.Wave
	for _, id := range []string{"uji", "dua"} {
		c.command("wave open", nil, "", id)
		c.rest(time.Minute)
		c.answers(p)
		waves = append(waves, c.wave())
		c.command("wave close", nil, "", string(c.wave().ID))
	}
	held := func(w survey.Wave) (answers, part bool) {
		if err := c.sys.store.View(func(tx *storage.Tx) error {
			var err error
			if _, answers, err = tx.LinkedResponse(w.ID, c.person(siti).ID); err != nil {
				return err
			}
			_, part, err = tx.Invitation(w.ID, c.person(siti).ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return answers, part
	}
	for range 2 {
		if a, b := held(waves[0]); !a || !b {
			t.Fatal("the answers are gone before their time")
		}
		c.clock.Advance(30 * time.Hour)
		c.unconfirmed = 0
		c.rest(time.Minute)
	}
	before := string(c.command("summary", map[string]string{"format": "json"}, "", string(waves[0].ID)).Stdout)
	c.clock.Advance(40 * time.Hour) // 100 hours after closing
	c.rest(time.Minute)
	if a, b := held(waves[0]); a || b {
		t.Errorf("after three days and one: answers held %v, part held %v", a, b)
	}
	if a, b := held(waves[1]); !a || !b {
		t.Errorf("of the survey with a year: answers held %v, part held %v", a, b)
	}
	if after := string(c.command("summary", map[string]string{"format": "json"}, "",
		string(waves[0].ID)).Stdout); after != before {
		t.Errorf("the release changed with the purge:\n%s\n%s", before, after)
	}
	if !c.audited("responses purged") {
		t.Error("the purge is not in the audit")
	}
	if out := string(c.command("erased", nil, "").Stdout); strings.Contains(out, "0001-01-01") {
		t.Error("the purged bytes are not to be taken out of the file")
	}
}

// The new deadline of an extended wave stands in every text that names one, and nowhere the old one.
func TestExtendedDeadlineStandsEverywhere(t *testing.T) {
	t.Parallel()
	const was, is = "17 November 2026", "Jumat, 20 November 2026 pukul 15.00 WIT"
	c := newCast(t, scene{})
	early, late, liaison := c.phone(501, ""), c.phone(502, ""), c.phone(601, "")
	liaison.Start("")
	c.admin("/hak_akses 601 narahubung dinas-kesehatan")
	c.register(early, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.sees("the invited", early.Messages(), was)
	c.admin("/perpanjang 20 November 2026 pukul 15.00")
	c.sees("the group", c.group.Messages(), was, is) // the question names both
	c.groupPress("Ya, perpanjang")
	from := map[*simulator.Phone]int{}
	for _, p := range []*simulator.Phone{early, late, liaison, c.owner} {
		from[p] = len(p.Messages())
	}
	posts := len(c.group.Messages())
	c.until(c.clock.Now().Add(24 * time.Hour)) // a midnight
	c.register(late, c.code("199002022015022002"))
	c.sees("who registers now", late.Messages(), is)
	early.Send("/status")
	c.rest(time.Minute)
	c.sees("the invited", early.Messages(), is)
	c.admin("/ingatkan")
	c.groupPress("Ya, ingatkan")
	c.until(c.clock.Now().Add(5 * time.Minute))
	c.sees("the reminded", early.Messages(), "mengingatkan", is)
	c.press(early, "▶️ Mulai")
	c.sees("the notice", early.Messages(), "Apakah Anda bersedia", is)
	for _, text := range []string{"/status", "/survei", "/ringkasan", "/tutup"} {
		c.admin(text)
		c.sees("the group", c.group.Messages()[posts:], is)
	}
	liaison.Send("/belum")
	c.rest(time.Minute)
	c.sees("the liaison", liaison.Messages(), "Untuk diteruskan", is)
	out := string(c.command("wave status", nil, "", string(c.wave().ID)).Stdout)
	if !strings.Contains(out, "20 November 2026") {
		t.Errorf("wave status says\n%s", out)
	}
	for p, n := range from {
		for _, m := range p.Messages()[n:] {
			if m.FromBot && strings.Contains(m.Text+m.Caption, was) {
				t.Errorf("%d reads the old deadline: %s%s", p.ID(), m.Text, m.Caption)
			}
		}
	}
	for _, m := range c.group.Messages()[posts:] {
		if m.FromBot && strings.Contains(m.Text, was) && !strings.Contains(m.Text, is) {
			t.Errorf("the group reads the old deadline: %s", m.Text)
		}
	}
}
