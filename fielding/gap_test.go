package fielding_test

import (
	"testing"
	"time"

	"suara/fielding"
	"suara/survey"
)

// Row 19: Telegram keeps undelivered updates for a day only. A longer downtime while a wave is open is
// told to the admins once; a shorter one, or one while nothing is open, is not.
func TestGapOfOverADayIsReported(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	w.tick(w.now)
	w.now = w.now.Add(26 * time.Hour)
	w.restart()
	if got := w.told(fielding.PostGap); got != 0 {
		t.Errorf("told %d times while nothing was open", got)
	}
	w.openWave()
	for _, down := range []struct {
		hours time.Duration
		want  int
	}{{20, 0}, {26, 1}, {1, 1}} {
		w.now = w.now.Add(time.Hour)
		w.tick(w.now)
		w.now = w.now.Add(down.hours * time.Hour)
		w.restart()
		if got := w.told(fielding.PostGap); got != down.want {
			t.Errorf("after a downtime of %d h the admins were told %d times, want %d", down.hours, got, down.want)
		}
	}
}
