package fielding_test

import (
	"slices"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// tell presses the button that sends the results to the people.
func (w *world) tell(from survey.AccountID, wave survey.WaveID) (notice string) {
	w.t.Helper()
	w.update++
	fx := w.apply(fielding.Update{ID: w.update, Body: fielding.Press{
		Query: "q", Chat: group, From: from, Message: 77, Data: "s:G:0:" + string(wave),
	}})
	w.deliver(fx)
	if len(fx.Answers) != 1 {
		w.t.Fatalf("%d answers", len(fx.Answers))
	}
	return fx.Answers[0].Notice
}

func hearers(prompts []fielding.PromptJob) (list []survey.AccountID) {
	for _, p := range prompts {
		if p.Results {
			list = append(list, p.Account)
		}
	}
	slices.Sort(list)
	return list
}

// told is a closed wave in which three people registered and one answered.
func told(t *testing.T, mode survey.Mode) (*world, survey.WaveID) {
	w := newWorld(t, mode)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.close(wave)
	w.claim(10)
	return w, wave
}

func TestResultsGoOnceToEverybody(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential} {
		t.Run(string(mode), func(t *testing.T) {
			w, wave := told(t, mode)
			var everybody []survey.AccountID
			w.view(func(tx *storage.Tx) error {
				return tx.Respondents(func(r survey.Respondent) bool {
					if r.Account != 0 {
						everybody = append(everybody, r.Account)
					}
					return true
				})
			})
			slices.Sort(everybody)
			w.tell(owner, wave)
			if got := hearers(w.claim(10)); !slices.Equal(got, everybody) || len(got) < 2 {
				t.Errorf("sent to %v, want %v: who answered is not to be seen from it", got, everybody)
			}
			w.wantScreen(101, fielding.ScreenResults)
			w.wantScreen(102, fielding.ScreenResults)
			w.tell(owner, wave)
			w.restart()
			if got := hearers(w.claim(10)); len(got) != 0 {
				t.Errorf("sent again to %v", got)
			}
			w.tick(w.now.Add(5 * time.Minute))
			if !slices.Contains(w.posts(), fielding.PostTold) {
				t.Errorf("no report of how it ended: %v", w.posts())
			}
		})
	}
}

func TestResultsKeepWorkingHours(t *testing.T) {
	w, wave := told(t, survey.Anonymous)
	w.now = at(3, 22, 0)
	w.tell(owner, wave)
	if got := hearers(w.claim(10)); len(got) != 0 {
		t.Errorf("sent at night to %v", got)
	}
	if fx := w.tick(at(4, 9, 0)); !fx.Announce {
		t.Error("in the morning nobody is told that there is something to send")
	}
	if got := hearers(w.claim(10)); len(got) == 0 {
		t.Error("sent to nobody in the morning")
	}
}

func TestResultsPassOver(t *testing.T) {
	w, wave := told(t, survey.Anonymous)
	w.say(102, "/hapus_data")
	w.press(102, "d:erase")
	w.send(fielding.Membership{Chat: 103, Private: true, From: 103})
	w.tell(owner, wave)
	got := hearers(w.claim(10))
	if slices.Contains(got, 102) || slices.Contains(got, 103) || !slices.Contains(got, 101) {
		t.Errorf("sent to %v: 102 erased their registration, 103 blocked the bot", got)
	}
}

// A row that the sender gives back is not lost, and goes once.
func TestResultsGivenBack(t *testing.T) {
	w, wave := told(t, survey.Anonymous)
	w.tell(owner, wave)
	fx := w.apply(fielding.Claim{Room: 1})
	var row delivery.Row
	for _, r := range fx.Rows {
		if job, ok := r.Job.(fielding.PromptJob); ok && job.Results {
			row = r
		}
	}
	first := row.Job.(fielding.PromptJob).Account
	w.receipt(row, delivery.Unwritten)
	if got := hearers(w.claim(10)); !slices.Contains(got, first) {
		t.Errorf("then sent to %v without %d", got, first)
	}
}

func TestOnlyAdminsSendResults(t *testing.T) {
	w, wave := told(t, survey.Anonymous)
	w.order(owner, "/hak_akses 901 analis")
	for _, from := range []survey.AccountID{901, 101} {
		if notice := w.tell(from, wave); notice != fielding.NoticeAdminsOnly {
			t.Errorf("%d: %q", from, notice)
		}
	}
	open := w.openWave()
	w.tell(owner, open)
	if got := hearers(w.claim(10)); len(got) != 0 {
		t.Errorf("results of an open wave, or by others, sent to %v", got)
	}
}
