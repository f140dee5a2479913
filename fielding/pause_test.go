package fielding_test

import (
	"slices"
	"testing"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// /jeda holds invitations; replies go on; /lanjut lets them go.
func TestPauseHoldsPromptsOnly(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.order(owner, "/jeda")
	if got := w.claim(30); len(got) != 0 {
		t.Errorf("%d invitations left while paused", len(got))
	}
	w.apply(fielding.Tick{Drained: true})
	if w.last.Announce {
		t.Error("a tick announced prompts while paused")
	}
	if fx := w.say(101, "/bantuan"); len(fx.Rows) == 0 {
		t.Error("no reply while paused")
	}
	w.restart()
	if got := w.claim(30); len(got) != 0 {
		t.Errorf("%d invitations left after a restart", len(got))
	}
	fx := w.order(owner, "/lanjut")
	if !fx.Announce {
		t.Error("nothing announced after /lanjut")
	}
	if m := w.lastPost(); m.Name != fielding.PostResumed || m.Args["people"] == "0" {
		t.Errorf("answered %s with %v", m.Name, m.Args)
	}
	if got := w.claim(30); len(got) != 3 {
		t.Errorf("%d invitations of wave %s after /lanjut", len(got), wave)
	}
}

func TestPauseNeedsANamedAdmin(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.order(stranger, "/jeda")
	w.view(func(tx *storage.Tx) error {
		if tx.Setting(fielding.SettingPaused) != "" {
			t.Error("a stranger paused it")
		}
		return nil
	})
}

// After a restore nothing that nobody asked for leaves until /lanjut, and no key is destroyed that
// the restored database knows nothing of.
func TestRestoredStaysQuiet(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	if err := w.store.CreateKey("later-1"); err != nil {
		t.Fatal(err)
	}
	w.do(func(d *fielding.Desk) error {
		for _, name := range []string{fielding.PostParticipation, fielding.PostHelp} {
			if _, err := d.Tx().AddMessage(storage.Message{Chat: group, Name: name, Wave: wave}); err != nil {
				return err
			}
		}
		if err := d.Tx().QueueScreen(101, 1); err != nil {
			return err
		}
		return fielding.Quieten(d.Tx())
	})
	if fx := w.restart(); len(fx.Rows) != 0 || len(fx.Destroy) != 0 {
		t.Errorf("the start sends %d rows and destroys %v", len(fx.Rows), fx.Destroy)
	}
	w.do(func(d *fielding.Desk) error { // the schedule goes on
		for _, name := range []string{fielding.PostParticipation, fielding.PostInvited, fielding.PostReminded, fielding.PostOpened,
			fielding.PostDays, fielding.PostHeadline, fielding.PostReport} {
			if _, err := d.Tx().AddMessage(storage.Message{Chat: group, Name: name, Wave: wave}); err != nil {
				return err
			}
		}
		return nil
	})
	w.order(owner, "/status")
	var claimed []string
	for _, row := range w.apply(fielding.Claim{Room: 30}).Rows {
		w.view(func(tx *storage.Tx) error {
			m, _, err := tx.Message(row.ID)
			claimed = append(claimed, m.Name)
			return err
		})
	}
	if len(claimed) != 1 || claimed[0] != fielding.PostStatus {
		t.Errorf("left while quiet: %v", claimed)
	}
	fx := w.order(owner, "/lanjut")
	if !slices.Contains(fx.Destroy, "later-1") {
		t.Errorf("/lanjut destroys %v", fx.Destroy)
	}
	if got := w.claim(30); len(got) != 3 {
		t.Errorf("%d invitations after /lanjut", len(got))
	}
}

// One account's hundreds of updates a second cost the others nothing; what is passed over is said.
func TestFloodOfOneAccount(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	var batch []fielding.Event
	for range 500 {
		w.update++
		batch = append(batch, fielding.Update{ID: w.update, Body: fielding.Message{
			Chat: 101, Private: true, From: 101, ID: 1, Text: "/status", Kind: fielding.KindText, Date: w.now,
		}})
	}
	w.update++
	batch = append(batch, fielding.Update{ID: w.update, Body: fielding.Message{
		Chat: 102, Private: true, From: 102, ID: 1, Text: "/bantuan", Kind: fielding.KindText, Date: w.now,
	}})
	w.apply(batch...)
	if s := w.chat(101).Screen; s.Notice != fielding.NoticeTooFast {
		t.Errorf("the sender is shown %q", s.Notice)
	}
	w.wantScreen(102, fielding.ScreenHelp)
	w.apply(batch...)
	w.view(func(tx *storage.Tx) error {
		seen := map[int64]bool{}
		err := tx.Seen(func(_ int, id int64) { seen[id] = true })
		for _, ev := range batch {
			if u := ev.(fielding.Update); !seen[u.ID] {
				t.Fatalf("update %d is not remembered", u.ID)
			}
		}
		return err
	})
	fx := w.apply(fielding.Update{ID: w.update + 1, Body: fielding.Press{Query: "q", From: 101, Chat: 101, Private: true, Data: "x"}})
	if len(fx.Answers) != 1 || fx.Answers[0].Notice != fielding.NoticeTooFast {
		t.Errorf("a press beyond the share is answered %+v", fx.Answers)
	}
	w.now = w.now.Add(20 * time.Second)
	w.update++
	w.say(101, "/bantuan")
	w.wantScreen(101, fielding.ScreenHelp)
}
