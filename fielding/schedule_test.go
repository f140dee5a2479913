package fielding_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// scheduled gives the world's survey cron expressions and opens its database anew.
func scheduled(t *testing.T, open, reminders, summary string) *world {
	t.Helper()
	w := newWorld(t, survey.Anonymous)
	study := &w.cfg.Surveys[0]
	for expr, spec := range map[string]*schedule.Spec{open: &study.Open, reminders: &study.Reminders, summary: &study.Summary} {
		if expr == "" {
			continue
		}
		var err error
		if *spec, err = schedule.Parse(expr, zone, w.now); err != nil {
			t.Fatal(err)
		}
	}
	w.restart()
	return w
}

func at(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }

func (w *world) remindersTo(prompts []fielding.PromptJob) (people []survey.RespondentID) {
	for _, p := range prompts {
		if p.Reminder {
			people = append(people, p.Respondent)
		}
	}
	slices.Sort(people)
	return people
}

func TestRemindersFollowTheRules(t *testing.T) {
	w := scheduled(t, "", "0 10 * * MON-FRI", "")
	wave := w.openWave() // Tuesday 3 November
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.tick(at(4, 10, 0))
	if got := w.remindersTo(w.claim(10)); len(got) != 0 {
		t.Errorf("reminders on the first working day after the invitation to %v, want none: the gap is 2", got)
	}
	w.tick(at(5, 10, 0))
	if got := w.remindersTo(w.claim(10)); !slices.Equal(got, []survey.RespondentID{2, 3}) {
		t.Errorf("reminders to %v, want 2 and 3: person 1 has finished", got)
	}
	w.tick(at(6, 10, 0))
	w.tick(at(9, 10, 0)) // Monday: the second working day after Thursday
	if got := w.remindersTo(w.claim(10)); !slices.Equal(got, []survey.RespondentID{2, 3}) {
		t.Errorf("second reminders to %v, want 2 and 3", got)
	}
	for day := 10; day <= 13; day++ {
		w.tick(at(day, 10, 0))
		if got := w.claim(10); len(got) != 0 {
			t.Errorf("prompts %v on day %d, want none: two reminders are the most", got, day)
		}
	}
}

func TestActivityCancelsAnUnsentReminder(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(wave, 0); return err })
	w.complete(102, wave, 1, "")
	if got := w.remindersTo(w.claim(10)); !slices.Equal(got, []survey.RespondentID{1, 3}) {
		t.Errorf("reminders to %v, want 1 and 3", got)
	}
}

func TestPromptsKeepWorkingHours(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.now = at(3, 17, 0)
	w.openWave()
	if got := w.claim(10); len(got) != 0 {
		t.Fatalf("%d prompts at 17.00, want none before the morning", len(got))
	}
	fx := w.tick(at(4, 7, 30))
	if !fx.Announce {
		t.Error("nobody wakes the sender when working hours begin")
	}
	if got := len(w.claim(10)); got != 3 {
		t.Errorf("%d invitations in the morning, want 3", got)
	}
}

func TestClaimTakesNoMoreThanRoom(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.openWave()
	fx := w.apply(fielding.Claim{Room: 2})
	prompts := 0
	for _, row := range fx.Rows {
		if _, ok := row.Job.(fielding.PromptJob); ok {
			prompts++
		}
	}
	if prompts != 2 {
		t.Errorf("%d prompts claimed, want 2", prompts)
	}
}

func TestClaimWithoutReceiptIsUnknownAndNotRepeated(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.apply(fielding.Claim{Room: 2})
	w.restart()
	if got := w.claim(10); len(got) != 1 {
		t.Errorf("%d invitations after the crash, want the 1 that was not claimed", len(got))
	}
	unknown := 0
	for id := survey.RespondentID(1); id <= 4; id++ {
		if w.invitation(wave, id).Reach == survey.ReachUnknown {
			unknown++
		}
	}
	if unknown != 2 {
		t.Errorf("%d invitations of unknown outcome, want 2", unknown)
	}
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(wave, 0); return err })
	if got := w.remindersTo(w.claim(10)); len(got) != 3 {
		t.Errorf("reminders to %v: the next reminder reaches all three", got)
	}
}

func TestBlockedPersonIsLeftAloneUntilTheyReturn(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	fx := w.apply(fielding.Claim{Room: 10})
	for _, row := range fx.Rows {
		kind := delivery.Delivered
		if job, ok := row.Job.(fielding.PromptJob); ok && job.Respondent == 2 {
			kind = delivery.Blocked
		}
		w.receipt(row, kind)
	}
	if inv := w.invitation(wave, 2); inv.Disposition() != survey.DispNonContact {
		t.Errorf("disposition %s of one who blocked before the invitation, want non-contact", inv.Disposition())
	}
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(wave, 0); return err })
	if got := w.remindersTo(w.claim(10)); slices.Contains(got, 2) {
		t.Errorf("reminders to %v: person 2 has blocked the bot", got)
	}
	w.say(102, "/start")
	w.wantScreen(102, fielding.ScreenConsent)
	if c := w.chat(102); !c.Unreachable.IsZero() {
		t.Error("who writes again is still marked as unreachable")
	}
}

func TestScheduledOpeningHappensOnceAndAMissedOneIsOffered(t *testing.T) {
	w := scheduled(t, "0 9 5 * *", "", "")
	w.tick(at(4, 9, 0))
	w.tick(at(5, 9, 0))
	w.restart()
	w.tick(at(5, 9, 1))
	var waves []survey.Wave
	w.view(func(tx *storage.Tx) (err error) { waves, err = tx.Waves(); return err })
	if len(waves) != 1 || waves[0].ID != "uji-2026-11" {
		t.Fatalf("waves %+v, want uji-2026-11 alone", waves)
	}
	w.close(waves[0].ID)
	w.tick(time.Date(2026, 12, 5, 21, 0, 0, 0, zone))
	w.view(func(tx *storage.Tx) (err error) { waves, err = tx.Waves(); return err })
	if len(waves) != 1 {
		t.Errorf("an opening missed by twelve hours opened %d waves by itself", len(waves)-1)
	}
	if !slices.Contains(w.posts(), fielding.PostConfirmMissed) {
		t.Errorf("posts %v: the missed opening is not offered", w.posts())
	}
}

func TestClosingWaitsForGraceAndForUpdates(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	closes := w.wave(wave).Closes
	w.tick(closes)
	if state := w.wave(wave).State; state != survey.WaveOpen {
		t.Errorf("wave is %s at its closing time, want open during the grace", state)
	}
	w.now = closes.Add(10 * time.Minute)
	w.apply(fielding.Tick{Drained: false})
	if state := w.wave(wave).State; state != survey.WaveOpen {
		t.Errorf("wave is %s while updates wait unread, want open", state)
	}
	fx := w.tick(closes.Add(10 * time.Minute))
	if len(fx.Close) != 1 || w.wave(wave).State != survey.WaveClosing {
		t.Errorf("closings %v and state %s after the grace", fx.Close, w.wave(wave).State)
	}
	if fx := w.restart(); len(fx.Close) != 1 {
		t.Errorf("a cut closing is not resumed at start: %+v", fx)
	}
	w.finish(wave)
	if !slices.Contains(w.posts(), fielding.PostResults) {
		t.Errorf("posts %v: the results are missing", w.posts())
	}
}

func TestExtendedWaveClosesLater(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	closes := w.wave(wave).Closes
	later := closes.AddDate(0, 0, 7)
	w.do(func(d *fielding.Desk) error { _, err := d.ExtendWave(wave, later, 0); return err })
	w.tick(closes.Add(time.Hour))
	if got := w.wave(wave); got.State != survey.WaveOpen || !got.Closes.Equal(later) {
		t.Errorf("wave is %s and closes %s, want open until %s", got.State, got.Closes, later)
	}
	err := w.try(func(d *fielding.Desk) error { _, err := d.ExtendWave(wave, closes, 0); return err })
	if !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("extending into the past: %v", err)
	}
}

func TestMissedReminderIsReportedNotSent(t *testing.T) {
	w := scheduled(t, "", "0 8 * * *", "")
	w.openWave()
	w.claim(10)
	w.tick(at(3, 9, 0))
	w.tick(at(6, 15, 0)) // seven hours late
	if !slices.Contains(w.posts(), fielding.PostMissed) {
		t.Error("the missed reminder is not reported")
	}
	if got := w.claim(10); len(got) != 0 {
		t.Errorf("%d prompts for a slot missed by seven hours, want none", len(got))
	}
	w.tick(at(9, 13, 0)) // five hours late, within catch_up
	if got := w.claim(10); len(got) != 3 {
		t.Errorf("%d reminders caught up, want 3", len(got))
	}
}

func TestFailedActChangesNothing(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wanted := errors.New("no")
	err := w.try(func(d *fielding.Desk) error {
		if _, err := d.OpenWave("uji", 0); err != nil {
			return err
		}
		return wanted
	})
	if !errors.Is(err, wanted) {
		t.Errorf("the act's error is %v, want %v", err, wanted)
	}
	wave := w.openWave()
	if wave != "uji-2026-11" {
		t.Errorf("wave %s: the undone one left a trace", wave)
	}
}

func TestPanicSetsOneEventAside(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	bad := fielding.Receipt{Receipt: delivery.Receipt{Row: delivery.Row{Job: "no such job"}}}
	good := fielding.Update{ID: 5000, Body: fielding.Press{
		Query: "q", Chat: 101, Private: true, From: 101, Message: w.chat(101).Live, Data: "w:go:" + string(wave),
	}}
	fx := w.apply(good, bad)
	if len(fx.Answers) != 1 {
		t.Errorf("%d answers, want 1: the good event of the batch must stand", len(fx.Answers))
	}
	w.wantScreen(101, fielding.ScreenConsent)
	w.view(func(tx *storage.Tx) error {
		dead, err := tx.DeadLetters()
		if err == nil && (len(dead) != 1 || strings.Contains(dead[0].Error, "Dinas")) {
			t.Errorf("dead letters %+v, want the one receipt", dead)
		}
		return err
	})
}

func TestRetentionErasesRows(t *testing.T) {
	w := newWorld(t, survey.Identified)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.close(wave)
	w.tick(w.now.AddDate(0, 0, 364))
	w.tick(w.now.AddDate(0, 0, 3))
	n := 0
	if err := w.store.Submissions(w.wave(wave), func([]byte, storage.Submission) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d responses after the retention has passed, want none", n)
	}
}

func TestSecondSurveyWaitsForTheOpenInterview(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.addStudy("kedua")
	first := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(first))
	w.press(101, "c:yes:"+string(first))
	var second survey.Wave
	w.do(func(d *fielding.Desk) (err error) { second, err = d.OpenWave("kedua", 0); return err })
	for _, p := range w.claim(10) {
		if p.Respondent == 1 {
			t.Error("a person in the middle of an interview was invited to another survey")
		}
	}
	w.choose(101, first, 1)
	w.choose(101, first, 1)
	w.press(101, "q:"+w.flowScreen(101, first).Skip)
	w.press(101, "q:"+w.flowScreen(101, first).Submit)
	if s := w.chat(101).Screen; s.Name != fielding.ScreenSubmitted || s.Notice != fielding.NoticeOtherWaiting {
		t.Errorf("after the first survey the chat shows %+v, want the thanks and word of the other", s)
	}
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(second.ID, 0); return err })
	invited := false
	for _, p := range w.claim(10) {
		invited = invited || p.Respondent == 1 && p.Wave == second.ID && !p.Reminder
	}
	if !invited {
		t.Error("who was passed over is not invited at the next reminder")
	}
}

func TestTimersWaitWhileTelegramIsOutOfReach(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.now = w.wave(wave).Closes.Add(time.Hour)
	w.apply(fielding.Tick{})
	if state := w.wave(wave).State; state != survey.WaveOpen {
		t.Errorf("wave is %s though answers may be waiting at Telegram", state)
	}
}

func TestPromptThatWasNotSentIsTakenBack(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	unsent := func(o delivery.Outcome) {
		for _, row := range w.apply(fielding.Claim{Room: 10}).Rows {
			w.apply(fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: o, At: w.now}})
		}
	}
	unsent(delivery.Outcome{Kind: delivery.Done, Extra: fielding.NotNow{}})
	if inv := w.invitation(wave, 1); inv.Reach != survey.ReachNone {
		t.Errorf("reach %v of an invitation that the end of working hours held back, want none", inv.Reach)
	}
	unsent(delivery.Outcome{Kind: delivery.Unwritten})
	if got := len(w.claim(10)); got != 3 {
		t.Errorf("%d invitations in the morning, want 3", got)
	}
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(wave, 0); return err })
	unsent(delivery.Outcome{Kind: delivery.Done, Extra: fielding.NotNow{}})
	if inv := w.invitation(wave, 1); inv.Reminders != 0 {
		t.Errorf("%d reminders counted, want 0: none was sent", inv.Reminders)
	}
	if got := w.remindersTo(w.claim(10)); len(got) != 3 {
		t.Errorf("reminders to %v, want all three", got)
	}
}

func TestRoundOfInvitationsIsReportedOnce(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.openWave()
	w.complete(103, "uji-2026-11", 1, "") // before the invitation came
	fx := w.apply(fielding.Claim{Room: 10})
	for _, row := range fx.Rows {
		kind := delivery.Delivered
		if job, ok := row.Job.(fielding.PromptJob); ok && job.Respondent == 2 {
			kind = delivery.Blocked
		}
		w.receipt(row, kind)
	}
	w.tick(w.now.Add(time.Second))
	var report storage.Message
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			if m.Name == fielding.PostInvited {
				report = m
			}
			return true
		})
	})
	want := map[string]string{"delivered": "1", "blocked": "1", "skipped": "1", "unregistered": "1"}
	if !maps.Equal(report.Args, want) {
		t.Errorf("the round is reported as %v, want %v", report.Args, want)
	}
	w.claim(10)
	w.tick(w.now.Add(time.Hour))
	if slices.Contains(w.posts(), fielding.PostInvited) {
		t.Error("the round is reported a second time")
	}
}

func TestRoundCutByACrashIsReportedAsUnknown(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.openWave()
	w.apply(fielding.Claim{Room: 10})
	w.restart()
	w.tick(w.now.Add(3 * time.Minute))
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			if m.Name == fielding.PostInvited && m.Args["unknown"] != "3" {
				t.Errorf("the round is reported as %v, want 3 of unknown outcome", m.Args)
			}
			return true
		})
	})
	if !slices.Contains(w.posts(), fielding.PostInvited) {
		t.Error("the round is not reported")
	}
}
