package fielding_test

import (
	"slices"
	"testing"
	"time"

	"suara/fielding"
	"suara/schedule"
	"suara/survey"
)

func TestSnoozeChoices(t *testing.T) {
	hours, err := schedule.ParseHours("07:30-16:00")
	if err != nil {
		t.Fatal(err)
	}
	wave := survey.Wave{MaxReminders: 2, Closes: at(20, 16, 0)}
	rows := []struct {
		name string
		now  time.Time
		inv  survey.Invitation
		want []time.Time
	}{
		{"tomorrow, in two days, next week", at(3, 9, 0), survey.Invitation{},
			[]time.Time{at(4, 7, 30), at(5, 7, 30), at(10, 7, 30)}},
		{"two days over a weekend are one", at(6, 9, 0), survey.Invitation{}, []time.Time{at(9, 7, 30), at(13, 7, 30)}},
		{"in the evening", at(3, 23, 59), survey.Invitation{}, []time.Time{at(4, 7, 30), at(5, 7, 30), at(10, 7, 30)}},
		{"before the closing", at(18, 9, 0), survey.Invitation{}, []time.Time{at(19, 7, 30), at(20, 7, 30)}},
		{"on the last day", at(20, 9, 0), survey.Invitation{}, nil},
		{"no reminder left", at(3, 9, 0), survey.Invitation{Reminders: 2}, nil},
		{"after the submission", at(3, 9, 0), survey.Invitation{Progress: survey.Complete}, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var got []time.Time
			for _, c := range fielding.SnoozeChoices(wave, row.inv, hours, zone, row.now) {
				if c.Moved != (c.At.Weekday() == time.Monday && row.now.Day() == 6) {
					t.Errorf("%v is moved: %v", c.At, c.Moved)
				}
				got = append(got, c.At)
			}
			if !slices.EqualFunc(got, row.want, time.Time.Equal) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

func TestPersonChoosesWhenToBeReminded(t *testing.T) {
	w := scheduled(t, "", "0 10 * * MON-FRI", "")
	wave := w.openWave() // Tuesday 3 November
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.press(101, "q:"+w.flowScreen(101, wave).Later)
	w.wantScreen(101, fielding.ScreenPaused)
	w.press(101, "w:snooze:"+string(wave))
	w.wantScreen(101, fielding.ScreenSnooze)
	w.press(101, "w:s7:"+string(wave))
	w.wantScreen(101, fielding.ScreenSnoozed)
	if got := w.invitation(wave, 1).Snooze; !got.Equal(at(10, 7, 30)) {
		t.Fatalf("to be reminded at %v", got)
	}
	w.restart()
	w.tick(at(5, 10, 0))
	if got := w.remindersTo(w.claim(10)); !slices.Equal(got, []survey.RespondentID{2, 3}) {
		t.Errorf("reminders to %v, want 2 and 3: person 1 asked for next week", got)
	}
	w.tick(at(10, 7, 29))
	if got := w.claim(10); len(got) != 0 {
		t.Errorf("prompts %v before the moment", got)
	}
	if fx := w.tick(at(10, 7, 30)); !fx.Announce {
		t.Error("nobody wakes the sender at the moment asked for")
	}
	if got := w.remindersTo(w.claim(10)); !slices.Equal(got, []survey.RespondentID{1}) {
		t.Errorf("reminders to %v, want 1", got)
	}
	w.tick(at(10, 9, 0))
	if got := w.claim(10); len(got) != 0 {
		t.Errorf("reminded twice: %v", got)
	}
}

func TestSnoozeIsForgottenAtSubmission(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:s1:"+string(wave))
	w.complete(101, wave, 1, "")
	if got := w.invitation(wave, 1).Snooze; !got.IsZero() {
		t.Errorf("kept: %v", got)
	}
	w.tick(at(4, 7, 30))
	if got := w.remindersTo(w.claim(10)); len(got) != 0 {
		t.Errorf("reminders to %v", got)
	}
}
