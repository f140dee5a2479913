package fielding_test

import (
	"slices"
	"testing"
	"time"

	"suara/fielding"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// brokenSurvey is a world with a survey before its own whose flow isn't there: opening it panics.
func brokenSurvey(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, survey.Confidential)
	hourly, err := schedule.Parse("0 10,11 * * *", zone, w.now)
	if err != nil {
		t.Fatal(err)
	}
	good := w.cfg.Surveys[0]
	good.Open = hourly
	bad := good
	bad.ID, bad.Flow, bad.Source = "rusak", nil, nil
	w.cfg.Surveys = []fielding.Study{bad, good}
	w.restart()
	w.tick(w.now) // notes the slots
	return w
}

func (w *world) deadLetters() (list []storage.DeadLetter) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) (err error) { list, err = tx.DeadLetters(); return err })
	return list
}

// Row 121: what is scheduled may panic; the process lives, everything else that is due happens, and the
// admins are told once.
func TestCase121APanicInWhatIsScheduledHoldsUpNothingElse(t *testing.T) {
	w := brokenSurvey(t)
	w.tick(at(3, 10, 0))
	if got := w.wave("uji-2026-11"); got.State != survey.WaveOpen {
		t.Errorf("the sound survey is %q", got.State)
	}
	if dead := w.deadLetters(); len(dead) != 1 || dead[0].Kind != "survey rusak" {
		t.Errorf("set aside were %+v", dead)
	}
	for now := at(3, 10, 1); now.Before(at(3, 11, 0)); now = now.Add(time.Minute) {
		w.tick(now)
	}
	if dead := w.deadLetters(); len(dead) != 1 || w.writer.Due(w.now) {
		t.Errorf("tried again %d times within the hour; due again at once: %t", len(dead)-1, w.writer.Due(w.now))
	}
	wantTold := func(dead, told int) {
		t.Helper()
		posts := slices.DeleteFunc(w.posts(), func(name string) bool { return name != fielding.PostTimerFailed })
		if n := len(w.deadLetters()); n != dead || len(posts) != told {
			t.Errorf("it failed %d times, want %d; the admins were told %d times, want %d", n, dead, len(posts), told)
		}
	}
	w.tick(at(3, 11, 0)) // the next slot, and an hour's rest is over
	wantTold(2, 1)
	w.tick(at(3, 12, 0)) // by now the opening is only offered: that goes well
	wantTold(2, 1)
	w.tick(at(4, 10, 0))
	wantTold(3, 2)
	w.tick(at(17, 10, 11))
	w.finish("uji-2026-11")
	if got := w.wave("uji-2026-11"); got.State != survey.WaveClosed {
		t.Errorf("after its time the sound survey is %q", got.State)
	}
}
