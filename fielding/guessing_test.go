package fielding_test

import (
	"testing"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// guess lets n accounts try one wrong code each.
func (w *world) guess(n int) {
	w.t.Helper()
	for range n {
		w.say(survey.AccountID(50_000+w.update), "/start ZZZZZZZZ") // every update from another account
	}
}

func (w *world) told(name string) (n int) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			if m.Name == name {
				n++
			}
			return true
		})
	})
	return n
}

// A hundred failed codes within an hour, each from an account of its own, pause codes for all who are
// not registered; the owners hear of it once.
func TestGuessingOverManyAccounts(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	var codes map[survey.RespondentID]string
	w.do(func(d *fielding.Desk) (err error) { codes, err = d.MakeCodes(false, 0); return err })
	w.say(202, "/start "+codes[4])
	w.wantScreen(202, fielding.ScreenIdentity)

	w.guess(99)
	w.say(203, "/start "+codes[4])
	w.wantScreen(203, fielding.ScreenIdentity) // not yet
	w.restart()                                // a restart forgets nothing
	w.guess(1)
	for _, text := range []string{"/start " + codes[4], codes[4], "/start ZZZZZZZZ"} {
		w.say(201, text)
		if s := w.chat(201).Screen; s.Name != fielding.ScreenWelcome || s.Notice != fielding.NoticeCodesPaused {
			t.Errorf("after %.6s: %+v", text, s)
		}
	}
	if c := w.chat(201); len(c.Failures) != 0 {
		t.Errorf("a code that was not looked at counts as failed: %+v", c)
	}
	w.say(101, codes[4]) // registered: not affected
	if s := w.chat(101).Screen; s.Notice == fielding.NoticeCodesPaused {
		t.Errorf("a registered account sees %+v", s)
	}
	w.press(202, "r:yes") // the code was looked at before the pause
	if got := w.chat(202).Respondent; got != 4 {
		t.Errorf("account 202 is bound to %d, want 4", got)
	}
	for round := range 3 {
		w.now = w.now.Add(15 * time.Minute)
		w.guess(100)
		if got := w.told(fielding.PostGuessing); got != 1 {
			t.Errorf("round %d: the owners were told %d times", round, got)
		}
	}
	w.now = w.now.Add(2 * time.Hour)
	w.say(201, "/start ZZZZZZZZ")
	if s := w.chat(201).Screen; s.Notice != fielding.NoticeCodeWrong {
		t.Errorf("after the pause: %+v", s)
	}
	w.guess(100)
	if got := w.told(fielding.PostGuessing); got != 2 {
		t.Errorf("after hours of quiet the owners were told %d times, want 2", got)
	}
}

// Failed codes spread over more than an hour pause nothing.
func TestFewWrongCodesPauseNothing(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	for range 4 {
		w.guess(49)
		w.now = w.now.Add(40 * time.Minute)
	}
	w.guess(1)
	if got := w.told(fielding.PostGuessing); got != 0 {
		t.Errorf("the owners were told %d times", got)
	}
}

// The audit is told once a day how many codes failed, whatever became of the accounts: never a code, and no entry
// for each, in which what admins did would drown.
func TestFailedCodesAreAuditedOnceADay(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.tick(w.now)
	w.guess(3)
	for range 6 { // five lock the account: the sixth is not looked at
		w.say(201, "/start ZZZZZZZZ")
	}
	w.say(101, "selamat pagi") // no code
	if got := w.acts("codes failed"); len(got) != 0 {
		t.Errorf("within the day: %v", got)
	}
	if got := w.acts("account locked"); len(got) != 1 || got[0].By != 201 {
		t.Errorf("the lock: %v", got)
	}
	w.restart()
	for range 3 {
		w.now = w.now.Add(24 * time.Hour)
		w.tick(w.now)
	}
	got := w.acts("codes failed")
	if len(got) != 1 || got[0].Args["tries"] != "8" || got[0].By != 0 || got[0].About != "" {
		t.Errorf("after three days: %v", got)
	}
}
