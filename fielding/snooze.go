package fielding

import (
	"strconv"
	"time"

	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// verbSnooze is the press of "Ingatkan nanti".
const verbSnooze = "snooze"

// SnoozeChoice is a moment at which a person can choose to be reminded.
type SnoozeChoice struct {
	Verb  string // of the press "w:VERB:WAVE"
	Days  int    // after today: 1, 2 or 7
	At    time.Time
	Moved bool // that day is no working day: At is on a later one
}

// SnoozeChoices lists when a person can be reminded again: tomorrow, in two days, next week, each when
// working hours begin, and before the wave closes. None where the person is not to be reminded any more.
func SnoozeChoices(w survey.Wave, inv survey.Invitation, hours schedule.Hours, zone *time.Location,
	now time.Time) (out []SnoozeChoice) {
	if inv.Responded() || inv.Left || inv.Reminders >= w.MaxReminders {
		return nil
	}
	var last time.Time
	for _, days := range []int{1, 2, 7} {
		y, m, d := now.In(zone).Date()
		day := time.Date(y, m, d+days, 0, 0, 0, 0, zone)
		at := hours.NextOpen(day, zone)
		if at.IsZero() || !at.Before(w.Closes) || at.Equal(last) {
			continue
		}
		last = at
		out = append(out, SnoozeChoice{"s" + strconv.Itoa(days), days, at, at.In(zone).YearDay() != day.YearDay()})
	}
	return out
}

func (t *talk) snoozeChoices(w survey.Wave, inv survey.Invitation) []SnoozeChoice {
	r, _, err := t.respondent()
	if err != nil {
		r = survey.Respondent{} // the organisation's zone then
	}
	return SnoozeChoices(w, inv, t.w.cfg.Hours, t.w.cfg.ZoneOf(w, r), t.now)
}

// askSnooze shows the moments, or goes back where there are none left.
func (t *talk) askSnooze(w survey.Wave, inv survey.Invitation) error {
	if len(t.snoozeChoices(w, inv)) == 0 {
		return t.show(storage.Screen{Name: ScreenPaused, Wave: w.ID})
	}
	return t.show(storage.Screen{Name: ScreenSnooze, Wave: w.ID})
}

// snooze keeps the moment chosen: no reminder comes before it, and one at it.
func (t *talk) snooze(w survey.Wave, inv survey.Invitation, verb string) error {
	for _, c := range t.snoozeChoices(w, inv) {
		if c.Verb != verb {
			continue
		}
		inv.Snooze = c.At
		if err := t.tx.PutInvitation(w.ID, t.chat.Respondent, inv); err != nil {
			return err
		}
		if err := t.tx.UnqueuePrompts(w.ID, t.chat.Respondent); err != nil {
			return err
		}
		if err := t.sooner(w.ID, c.At); err != nil {
			return err
		}
		return t.show(storage.Screen{Name: ScreenSnoozed, Wave: w.ID,
			Args: map[string]string{"slot": strconv.FormatInt(c.At.Unix(), 10)}})
	}
	return t.askSnooze(w, inv)
}

// sooner makes the wave look at the people who asked to be reminded, at that moment at the latest.
func (d *Desk) sooner(w survey.WaveID, at time.Time) error {
	d.rescheduled = true
	if first := d.tx.Slot(waveSlot(w, slotSnooze)); !first.IsZero() && !at.Before(first) {
		return nil
	}
	return d.tx.PutSlot(waveSlot(w, slotSnooze), at)
}

// remindSnoozed queues the reminder of everybody who asked for it by now. The people of a wave are gone
// through only at a moment that somebody asked for; such moments are few, as working hours begin once a
// day.
func (d *Desk) remindSnoozed(w survey.Wave, next *time.Time) error {
	key := waveSlot(w.ID, slotSnooze)
	first := d.tx.Slot(key)
	if first.IsZero() || d.now.Before(first) {
		sooner(next, first)
		return nil
	}
	due, after, err := d.snoozed(w)
	if err != nil {
		return err
	}
	for _, id := range due {
		if err := d.queuePrompt(w.ID, storage.PromptReminder, id); err != nil {
			return err
		}
	}
	d.fx.Announce = d.fx.Announce || len(due) > 0
	if after.IsZero() {
		return d.tx.DeleteSlot(key)
	}
	sooner(next, after)
	return d.tx.PutSlot(key, after)
}

// snoozed lists the people whose moment has come since their last prompt, and the next moment.
func (d *Desk) snoozed(w survey.Wave) (due []survey.RespondentID, after time.Time, err error) {
	err = d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		switch {
		case d.now.Before(inv.Snooze):
			if after.IsZero() || inv.Snooze.Before(after) {
				after = inv.Snooze
			}
		case inv.Snooze.After(inv.LastPrompt) && d.mayRemind(w, inv, false):
			due = append(due, id)
		}
		return true
	})
	return due, after, err
}
