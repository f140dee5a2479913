package fielding

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// Kinds of schedule keys. A key is "wave/<id>/<kind>" or "survey/<id>/open".
const (
	slotOpen     = "open"
	slotRemind   = "remind"
	slotSnooze   = "snooze" // the earliest moment that somebody asked to be reminded at
	slotSummary  = "summary"
	slotProgress = "progress"
	slotPurge    = "purge"
)

func waveSlot(w survey.WaveID, kind string) string     { return "wave/" + string(w) + "/" + kind }
func surveySlot(s survey.SurveyID, kind string) string { return "survey/" + string(s) + "/" + kind }

const (
	progressEvery = 5 * time.Minute // at most so often a progress post is edited
	openTolerance = 5 * time.Minute // an opening that is later was missed
	missedLimit   = 100000          // slots counted after a long downtime
	sweepBatch    = 200
	idleTick      = time.Hour
)

// Due tells whether a tick at now would do anything.
func (w *Writer) Due(now time.Time) bool { return !now.Before(w.due) }

func sooner(next *time.Time, t time.Time) {
	if !t.IsZero() && t.Before(*next) {
		*next = t
	}
}

// tickSurvey opens a wave of the survey if its scheduled instant has come.
func (d *Desk) tickSurvey(study Study, next *time.Time) error {
	if study.Open.IsZero() {
		return nil
	}
	slot, due, err := d.take(surveySlot(study.ID, slotOpen), study.Open, next)
	if err != nil || !due {
		return err
	}
	return d.openScheduled(study, slot)
}

// take finds the newest slot of the schedule since the last one taken and remembers it, in the same
// transaction as its effects: the instant is the idempotency key. A key never seen starts now.
func (d *Desk) take(key string, spec schedule.Spec, next *time.Time) (slot time.Time, due bool, err error) {
	last := d.tx.Slot(key)
	if last.IsZero() {
		last = d.now
		if err := d.tx.PutSlot(key, last); err != nil {
			return slot, false, err
		}
	}
	n, newest, _ := spec.Missed(last, d.now, missedLimit)
	if n > 0 {
		if err := d.tx.PutSlot(key, newest); err != nil {
			return slot, false, err
		}
	}
	sooner(next, spec.Next(d.now))
	return newest, n > 0, nil
}

// openScheduled opens a wave at its slot; a missed opening is offered by a button instead.
func (d *Desk) openScheduled(study Study, slot time.Time) error {
	args := map[string]string{
		"survey": string(study.ID), "slot": strconv.FormatInt(slot.Unix(), 10), "what": "open",
	}
	for _, w := range d.w.waves {
		if w.Survey == study.ID && w.State != survey.WaveClosed {
			args["reason"] = "already_open"
			return d.post(PostMissed, w.ID, args)
		}
	}
	if d.now.Sub(slot) <= openTolerance {
		_, err := d.OpenWave(study.ID, 0)
		var no *ApprovalError
		if errors.As(err, &no) {
			return d.holdOpening(study, no.Reason, args["slot"])
		}
		if errors.Is(err, ErrFlowUnfit) {
			args["reason"] = reasonFlowUnfit
			return d.post(PostMissed, "", args)
		}
		return err
	}
	if d.group() == 0 {
		args["reason"] = "late"
		return d.post(PostMissed, "", args)
	}
	return d.offerOpening(study, args)
}

// offerOpening asks the group whether a missed opening is to be made up; anyone with a role may press.
func (d *Desk) offerOpening(study Study, args map[string]string) error {
	id, err := d.token(10)
	if err != nil {
		return err
	}
	err = d.tx.PutPending(id, storage.Pending{
		Command: "open", Args: []string{string(study.ID)}, Expires: d.now.AddDate(0, 0, 7), Chat: d.group(), Topic: d.topic(),
	})
	if err != nil {
		return err
	}
	return d.queue(storage.Message{
		Chat: d.group(), Topic: d.topic(), Name: PostConfirmMissed, Args: args,
		Buttons: [][]storage.Button{{
			{Label: LabelYes, Press: "a:" + id + ":yes"}, {Label: LabelNo, Press: "a:" + id + ":no"},
		}},
	})
}

// tickWave closes an open wave, or reminds and reports.
func (d *Desk) tickWave(w survey.Wave, next *time.Time) error {
	end := w.Closes.Add(w.Grace)
	if !d.now.Before(end) {
		_, err := d.CloseWave(w.ID, 0)
		return err
	}
	sooner(next, end)
	study, _ := d.w.cfg.Study(w.Survey)
	if err := d.remindScheduled(w, study, next); err != nil {
		return err
	}
	if err := d.remindSnoozed(w, next); err != nil {
		return err
	}
	if err := d.reportScheduled(w, study, next); err != nil {
		return err
	}
	if err := d.reportRounds(w, next, storage.PromptInvitation, storage.PromptReminder); err != nil {
		return err
	}
	return d.progress(w, next)
}

func (d *Desk) remindScheduled(w survey.Wave, study Study, next *time.Time) error {
	if study.Reminders.IsZero() {
		return nil
	}
	slot, due, err := d.take(waveSlot(w.ID, slotRemind), study.Reminders, next)
	if err != nil || !due {
		return err
	}
	if d.now.Sub(slot) > study.CatchUp {
		return d.missed(w, "remind", slot)
	}
	people, err := d.queueReminders(w, true)
	if err != nil {
		return err
	}
	if people == 0 {
		return d.tellNobody(w)
	}
	return d.somebody(w.ID)
}

func (d *Desk) reportScheduled(w survey.Wave, study Study, next *time.Time) error {
	if study.Summary.IsZero() {
		return nil
	}
	slot, due, err := d.take(waveSlot(w.ID, slotSummary), study.Summary, next)
	if err != nil || !due {
		return err
	}
	if d.now.Sub(slot) > study.CatchUp {
		return d.missed(w, "summary", slot)
	}
	return d.digest(w)
}

func (d *Desk) missed(w survey.Wave, what string, slot time.Time) error {
	return d.post(PostMissed, w.ID, map[string]string{
		"what": what, "slot": strconv.FormatInt(slot.Unix(), 10), "reason": "late",
	})
}

// progress keeps the wave's one progress message current by editing it, where something moved.
func (d *Desk) progress(w survey.Wave, next *time.Time) error {
	if d.group() == 0 {
		return nil
	}
	key := waveSlot(w.ID, slotProgress)
	last := d.tx.Slot(key)
	if w.Progress != 0 && d.now.Before(last.Add(progressEvery)) {
		sooner(next, last.Add(progressEvery))
		return nil
	}
	sooner(next, d.now.Add(progressEvery))
	if !last.IsZero() && (w.Progress == 0 && d.now.Before(last.Add(progressEvery)) || !d.w.moved[w.ID]) {
		return nil
	}
	if err := d.tx.PutSlot(key, d.now); err != nil {
		return err
	}
	m := storage.Message{
		Chat: d.group(), Topic: d.topic(), Name: PostProgress, Wave: w.ID, Then: "progress:" + string(w.ID),
	}
	if w.Progress != 0 {
		m.Kind, m.Message = storage.KindEdit, w.Progress
	}
	id := w.ID
	d.after = append(d.after, func() { delete(d.w.moved, id) })
	return d.queue(m)
}

// tickPrompts wakes the sender when there is somebody to prompt and the hour allows it.
func (d *Desk) tickPrompts(next *time.Time) error {
	if err := d.reportTelling(next); err != nil {
		return err
	}
	if d.paused() != "" || !d.waitingPrompts() {
		return nil
	}
	open, opens := d.opens()
	if open {
		d.fx.Announce = true
		sooner(next, d.now.Add(time.Minute))
		return nil
	}
	sooner(next, opens)
	return nil
}

// tickSweeps takes what is left of anonymous interviews out of the chats before Telegram forbids it.
// The live message becomes the pause screen, on which nothing of an answer stands.
func (d *Desk) tickSweeps(next *time.Time) error {
	n, err := d.tx.TakeSweeps(d.now, sweepBatch, d.sweep)
	if err != nil {
		return err
	}
	if n == sweepBatch {
		*next = d.now
	}
	sooner(next, d.tx.NextSweep())
	return d.tx.ExpirePending(d.now)
}

func (d *Desk) sweep(a survey.AccountID, message int) error {
	t, err := d.talk(a)
	if err != nil {
		return err
	}
	if i := slices.Index(t.chat.Left, message); i >= 0 {
		t.chat.Left = slices.Delete(t.chat.Left, i, i+1)
		if err := t.remove(message); err != nil {
			return err
		}
		return t.end()
	}
	if t.chat.Live != message || t.chat.Screen.Name != ScreenInterview {
		return nil
	}
	t.chat.Fresh = false
	rest := storage.Screen{Name: ScreenPaused, Wave: t.chat.Screen.Wave}
	if w, ok := t.wave(rest.Wave); ok && !w.Taking() {
		rest.Name = ScreenClosed
	}
	return t.showAndEnd(rest)
}

// tickPurge erases, once a day, the rows of waves whose retention has passed. The release stays.
func (d *Desk) tickPurge(next *time.Time) error {
	last := d.tx.Slot(slotPurge)
	if d.now.Before(last.Add(24 * time.Hour)) {
		sooner(next, last.Add(24*time.Hour))
		return nil
	}
	if err := d.tx.PutSlot(slotPurge, d.now); err != nil {
		return err
	}
	for _, w := range d.w.waves {
		if w.State != survey.WaveClosed || w.Purged || d.now.Before(w.Closed.Add(d.retention(w))) {
			continue
		}
		if err := d.purge(w); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) retention(w survey.Wave) time.Duration { return retention(d.w.cfg, w) }

func retention(cfg Config, w survey.Wave) time.Duration {
	if study, ok := cfg.Study(w.Survey); ok && study.Retention > 0 {
		return study.Retention
	}
	return cfg.Retention
}

func (d *Desk) purge(w survey.Wave) error {
	if err := errors.Join(d.tx.DropResponses(w.ID), d.dropFiles(w.ID)); err != nil {
		return err
	}
	if err := d.tx.DropInvitations(w.ID); err != nil {
		return err
	}
	if err := d.tx.MarkErased(d.now); err != nil {
		return err
	}
	w.Purged = true
	if err := d.putWave(w); err != nil {
		return err
	}
	return d.audit(0, "responses purged", string(w.ID))
}
