package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

const trialFlow = `flow: uji
title: {id: Survei uji, en: Test survey}
languages: [id, en]
closing: {id: Sampai jumpa., en: See you.}
scales:
  setuju:
    - {value: 1, label: {id: Tidak, en: "No"}}
    - {value: 2, label: {id: Setuju, en: Agree}}
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Pegawai di unit kerja saya ramah., en: My colleagues are friendly.}}
  - {id: saran, type: text, max_length: 40, text: {id: Apa saran Anda?, en: Any advice?}}
`

// everything is what the database holds of people and answers, as far as a trial could touch it.
func (c *cast) everything() (list []string) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		for _, w := range waves {
			err = errors.Join(err, tx.Invitations(w.ID, func(r survey.RespondentID, inv survey.Invitation) bool {
				list = append(list, fmt.Sprintf("%s %d %+v", w.ID, r, inv))
				return true
			}), tx.Interviewed(w.ID, func(r survey.RespondentID) bool {
				list = append(list, fmt.Sprintf("%s %d: an interview", w.ID, r))
				return true
			}))
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return append(list, strings.Repeat("response ", c.responses()))
}

// trialOf is the trial in a private chat; nil for none.
func (c *cast) trialOf(p *simulator.Phone) (t *storage.Trial) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		chat, err := tx.Chat(survey.AccountID(p.ID()))
		t = chat.Trial
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return t
}

// A trial walks through the real screens under a line that says so; it touches no wave, and nothing of
// it is left at its end.
func TestTrialStoresNothing(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"anonymous", "confidential", "identified"} {
		t.Run(mode, func(t *testing.T) {
			c := newCast(t, scene{flow: trialFlow, mode: mode})
			c.register(c.owner, c.code(siti)) // an owner can be a respondent too
			c.command("wave open", nil, "", "uji")
			c.rest(time.Minute)
			before := strings.Join(c.everything(), "\n")

			c.owner.Send("/uji_coba uji")
			c.rest(time.Minute)
			c.sees("the owner", c.owner.Messages(), "Uji coba – jawaban tidak disimpan", "1/2", "ramah")
			c.press(c.owner, "Setuju")
			c.owner.Send(strings.Repeat("terlalu panjang ", 4))
			c.rest(time.Minute)
			c.sees("the owner", c.owner.Messages(), "Uji coba", "40", "Apa saran Anda?")
			c.owner.Send("/bahasa")
			c.rest(time.Minute)
			c.press(c.owner, "English")
			c.sees("the owner", c.owner.Messages(), "Test – answers are not kept", "Any advice?")
			c.restart()
			typed := c.owner.Send("more light")
			c.rest(time.Minute)
			c.sees("the owner", c.owner.Messages(), "Check your answers", "more light")
			c.owner.Edit(typed, "more shade")
			c.rest(time.Minute)
			if mode != "anonymous" { // there the typed message is gone
				c.sees("the owner", c.owner.Messages(), "more shade")
			}
			c.press(c.owner, "📨 Send answers")
			c.sees("the owner", c.owner.Messages(), "The test is over", "See you.")
			if trial := c.trialOf(c.owner); trial != nil {
				t.Error("the trial is still kept")
			}
			if after := strings.Join(c.everything(), "\n"); after != before {
				t.Errorf("the trial changed\n%s\ninto\n%s", before, after)
			}
			c.press(c.owner, "🔁 Try again")
			c.sees("the owner", c.owner.Messages(), "Test – answers are not kept", "friendly")
			old := c.owner.Last()
			c.owner.Send("/batal")
			c.rest(time.Minute)
			c.sees("the owner", c.owner.Messages(), "No answer was kept")
			query := c.owner.PressData(old.ID, old.Buttons[0][0].Data)
			c.rest(time.Minute)
			if a, _ := c.tg.Answer(query); !strings.Contains(a.Text, "The test is over") {
				t.Errorf("a button of a trial that is over says %q", a.Text)
			}
			if after := strings.Join(c.everything(), "\n"); after != before {
				t.Errorf("afterwards there is\n%s", after)
			}
		})
	}
}

// From the group the trial begins in the asker's private chat, of the version that waits where one does;
// who has no role tries nothing.
func TestTrialFromTheGroup(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{flow: trialFlow, mode: "anonymous"})
	c.group.PromoteBot()
	admin, other := c.phone(700, ""), c.phone(701, "")
	admin.Start("")
	other.Start("")
	c.admin("/hak_akses 700 admin")
	c.says(admin, "/uji_coba")
	c.sees("the group", c.group.Messages(), "obrolan pribadi Anda")
	c.sees("the admin", admin.Messages(), "Uji coba", "ramah.")
	c.sendFlow(admin, "baru.yaml", strings.Replace(trialFlow, "ramah.", "sopan.", 1), "")
	if _, err := c.group.Press(admin, "🧪 Mulai uji coba"); err != nil {
		t.Fatal(err)
	}
	c.rest(time.Minute)
	c.sees("the admin", admin.Messages(), "Uji coba", "belum diterbitkan", "sopan.")
	query, err := c.group.Press(other, "🧪 Mulai uji coba")
	if err != nil {
		t.Fatal(err)
	}
	c.rest(time.Minute)
	if a, _ := c.tg.Answer(query); !strings.Contains(a.Text, "hanya untuk admin") {
		t.Errorf("somebody's press is answered %q", a.Text)
	}
	other.Send("/uji_coba")
	c.rest(time.Minute)
	for _, m := range other.Messages() {
		if strings.Contains(m.Text, "Uji coba") {
			t.Errorf("somebody tries out:\n%s", m.Text)
		}
	}
	c.says(admin, "/uji_coba")
	c.sees("the admin", admin.Messages(), "sopan.")
	c.group.SendAnonymous("/uji_coba")
	c.rest(time.Minute)
	c.sees("the group", c.group.Messages(), "nama") // who it is can't be told
}
