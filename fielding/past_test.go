package fielding_test

import (
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// The deletion of what somebody typed is refused, since they blocked the bot meanwhile: that is noted, and
// nothing more is sent to them.
func TestRefusedDeletionIsABlock(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.begin()
	fx := w.apply(fielding.Update{ID: 7000, Body: fielding.Message{
		Chat: 101, Private: true, From: 101, ID: 9000, Text: "saran saya", Kind: fielding.KindText, Date: w.now,
	}})
	refused := 0
	for _, row := range fx.Rows {
		if _, ok := row.Job.(fielding.MessageJob); ok {
			refused++
			w.receipt(row, delivery.Blocked)
		}
	}
	if refused == 0 || w.deleted[len(w.deleted)-1] != 9000 {
		t.Fatalf("%d deletions left, of %v", refused, w.deleted)
	}
	c := w.chat(101)
	w.view(func(tx *storage.Tx) error {
		if n := tx.QueuedScreen(101); c.Unreachable.IsZero() || n != 0 {
			t.Errorf("after the refusal: unreachable since %s, screen %d still waits", c.Unreachable, n)
		}
		return nil
	})
}

// The group's limit of a minute holds over a restart.
func TestGroupsMinuteIsKnownAfterARestart(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	w.restart()
	w.openWave()
	n := 0
	for _, row := range w.apply(fielding.Claim{}).Rows {
		if row.Chat == w.cfg.Group {
			n++
			w.receipt(row, delivery.Delivered)
		}
	}
	if n == 0 {
		t.Fatal("nothing was posted")
	}
	sent := w.now
	w.now = sent.Add(59 * time.Second)
	past := w.restart().Past
	if len(past.Sent) != n || past.Sent[0].Before(sent) || past.Sent[0].Sub(sent) > time.Millisecond {
		t.Errorf("after a restart the group's minute holds %v, want %d messages of %s", past.Sent, n, sent)
	}
	w.now = sent.Add(61 * time.Second)
	if past := w.restart().Past; len(past.Sent) != 0 {
		t.Errorf("a minute later it still holds %v", past.Sent)
	}
}
