package fielding_test

import (
	"slices"
	"testing"

	"suara/delivery"
	"suara/fielding"
	"suara/survey"
)

// asked lists the chats that were asked to keep a copy of the wave's key, and claims what is queued.
func (w *world) asked(outcome delivery.OutcomeKind) (chats []survey.ChatID) {
	w.t.Helper()
	fx := w.apply(fielding.Claim{})
	for _, row := range fx.Rows {
		kind := delivery.Delivered
		for _, m := range w.kept() {
			if job, ok := row.Job.(fielding.MessageJob); ok && m.ID == job.ID && m.Name == fielding.PostKeyCopy {
				chats = append(chats, m.Chat)
				if m.Chat > 0 {
					kind = outcome
				}
			}
		}
		w.receipt(row, kind)
	}
	return chats
}

// The owners are asked in private for a copy of the key. The group is where one refuses, once, and straight away at the
// next opening, when nothing is sent to who refused.
func TestOwnersAreAskedToKeepTheKey(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.order(900, "/hak_akses 901 owner")
	w.claim(10)
	first := w.openWave()
	if got := w.asked(delivery.Blocked); !slices.Equal(got, []survey.ChatID{900, 901}) {
		t.Errorf("at the opening %v were asked", got)
	}
	if got := w.asked(delivery.Delivered); !slices.Equal(got, []survey.ChatID{group}) {
		t.Errorf("after two refusals %v were asked", got)
	}
	w.close(first)
	w.claim(10)
	w.openWave()
	if got := w.asked(delivery.Delivered); !slices.Equal(got, []survey.ChatID{group}) {
		t.Errorf("at the next opening %v were asked", got)
	}
	if got := w.asked(delivery.Delivered); len(got) != 0 {
		t.Errorf("then %v", got)
	}
}

func TestOwnersWhoReadAskNobodyElse(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	if got := slices.Concat(w.asked(delivery.Delivered), w.asked(delivery.Delivered)); !slices.Equal(got, []survey.ChatID{900}) {
		t.Errorf("%v were asked", got)
	}
	w.close(wave)
	var told []survey.ChatID
	for _, m := range w.kept() {
		if m.Name == fielding.PostKeyDestroy {
			told = append(told, m.Chat)
		}
	}
	if !slices.Equal(told, []survey.ChatID{group, 900}) {
		t.Errorf("what to destroy was said to %v", told)
	}
}
