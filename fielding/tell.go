package fielding

import (
	"strconv"
	"time"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// settingTold holds, with the wave's id, since when its results are sent to the people, in Unix seconds.
const settingTold = "told/"

// ToldAt is since when the results of a wave are sent to the people; zero: they are not.
func ToldAt(tx *storage.Tx, w survey.WaveID) time.Time {
	seconds, err := strconv.ParseInt(tx.Setting(settingTold+string(w)), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

// Hearers counts who would be sent results now. They are all who are registered, also those who did not
// respond: after an anonymous wave nobody knows who did.
func Hearers(tx *storage.Tx) (n int, err error) {
	err = tx.Respondents(func(r survey.Respondent) bool {
		if r.Active() && r.Account != 0 {
			n++
		}
		return true
	})
	return n, err
}

// tellResults puts everybody who is registered on the list of those who get the results of a wave. It
// happens once a wave.
func (d *Desk) tellResults(by survey.AccountID, w survey.Wave) error {
	if w.State != survey.WaveClosed || !ToldAt(d.tx, w.ID).IsZero() {
		return nil
	}
	var people []survey.RespondentID
	err := d.tx.Respondents(func(r survey.Respondent) bool {
		if r.Active() && r.Account != 0 {
			people = append(people, r.ID)
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range people {
		if err := d.queuePrompt(w.ID, storage.PromptResults, id); err != nil {
			return err
		}
	}
	if err := d.tx.PutSetting(settingTold+string(w.ID), strconv.FormatInt(d.now.Unix(), 10)); err != nil {
		return err
	}
	d.rescheduled, d.fx.Announce = true, true
	if err := d.enlist(w.ID, storage.PromptResults, len(people)); err != nil {
		return err
	}
	return d.audit(by, "results sent to people", string(w.ID))
}

// telling lists the closed waves whose results are being sent.
func (d *Desk) telling() (waves []survey.Wave) {
	for _, w := range d.w.waves {
		if w.State == survey.WaveClosed && d.tx.AnyPromptOf(w.ID, storage.PromptResults) {
			waves = append(waves, w)
		}
	}
	sortWaves(waves)
	return waves
}

// prompting lists the waves that have prompts of a kind.
func (d *Desk) prompting(kind storage.Prompt) []survey.Wave {
	if kind == storage.PromptResults {
		return d.telling()
	}
	return d.openWaves()
}

// tell claims the results for one person. Who is in the middle of an interview is left in peace; /hasil
// shows the same.
func (d *Desk) tell(w survey.Wave, id survey.RespondentID) (bool, error) {
	r, err := d.tx.Respondent(id)
	if err != nil || r.Account == 0 || !r.Active() {
		return false, err
	}
	t, err := d.talk(r.Account)
	if err != nil || !t.chat.Unreachable.IsZero() || t.inside(w.ID) {
		return false, err
	}
	return true, t.promptRow(storage.Screen{Name: ScreenResults, Wave: w.ID}, w.ID, storage.PromptResults)
}

// tellReceipt takes the outcome of results that were sent to one person.
func (d *Desk) tellReceipt(job PromptJob, o delivery.Outcome) error {
	if _, late := o.Extra.(NotNow); late || !arrived(o.Kind) {
		d.rescheduled, d.fx.Announce = true, true
		if err := d.countPrompt(job.Wave, storage.PromptResults, func(r *round) { r.Claimed-- }); err != nil {
			return err
		}
		return d.queuePrompt(job.Wave, storage.PromptResults, job.Respondent)
	}
	t, err := d.talk(job.Account)
	if err != nil {
		return err
	}
	switch o.Kind {
	case delivery.Delivered:
		shown, _ := o.Extra.(Shown)
		err = t.shown(o.MessageID, shown)
	case delivery.Blocked:
		err = t.lose()
	}
	if err != nil {
		return err
	}
	if err := d.countOutcome(job, o.Kind); err != nil {
		return err
	}
	d.rescheduled = true
	return t.end()
}

// reportTelling tells the group how sending the results ended.
func (d *Desk) reportTelling(next *time.Time) error {
	for _, w := range d.w.waves {
		if w.State != survey.WaveClosed {
			continue
		}
		if err := d.reportRounds(w, next, storage.PromptResults); err != nil {
			return err
		}
	}
	return nil
}
