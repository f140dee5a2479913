package fielding

import (
	"fmt"
	"strings"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// receipt takes the outcome of one row. Where the database moved on since, only what still holds is
// noted.
func (d *Desk) receipt(r delivery.Receipt) error {
	switch job := r.Row.Job.(type) {
	case ScreenJob:
		return d.screenReceipt(job, r.Outcome)
	case PromptJob:
		return d.promptReceipt(job, r.Outcome)
	case MessageJob:
		return d.messageReceipt(job, r.Outcome)
	}
	return fmt.Errorf("receipt of an unknown job %T", r.Row.Job)
}

func (d *Desk) screenReceipt(job ScreenJob, o delivery.Outcome) error {
	shown, _ := o.Extra.(Shown)
	t, err := d.talk(job.Account)
	if err != nil {
		return err
	}
	queued := d.tx.QueuedScreen(job.Account)
	if o.Kind == delivery.Delivered && !shown.Fresh && t.chat.Live != o.MessageID && t.chat.Live != 0 {
		return t.astray(o.MessageID, queued == shown.Seq)
	}
	if o.Kind == delivery.Delivered && !shown.Fresh && queued == shown.Seq {
		return t.settled(shown)
	}
	switch o.Kind {
	case delivery.Delivered:
		if err := t.shown(o.MessageID, shown); err != nil {
			return err
		}
	case delivery.Blocked:
		if err := t.lose(); err != nil {
			return err
		}
	case delivery.Unknown:
		t.chat.Fresh = true
	}
	if o.Kind != delivery.Delivered && o.Kind != delivery.Done || queued == shown.Seq {
		if err := t.tx.UnqueueScreen(t.account); err != nil {
			return err
		}
	}
	return t.end()
}

// settled is the short way of nearly every receipt: an edit in place arrived and nothing newer waits.
func (t *talk) settled(shown Shown) error {
	if err := t.tx.UnqueueScreen(t.account); err != nil {
		return err
	}
	if t.chat.Plain == shown.Plain {
		return nil
	}
	t.chat.Plain = shown.Plain
	return t.end()
}

// astray mends a screen that was drawn on a message that is not the live one any more: a new message
// was under way when the person pressed on the one before it. The live message gets the screen too,
// unless a newer one waits anyway, and the other loses its buttons.
func (t *talk) astray(message int, redraw bool) error {
	if redraw {
		t.fx.Rows = append(t.fx.Rows, t.screenRow())
	}
	if err := t.leave(message); err != nil {
		return err
	}
	return t.end()
}

// shown notes a screen that arrived as a new message: it is the live one now, the former loses its
// buttons.
func (t *talk) shown(message int, s Shown) error {
	if !s.Fresh || message == 0 {
		t.chat.Plain = s.Plain
		return nil
	}
	old, oldPlain := t.chat.Live, t.chat.Plain
	t.chat.Live, t.chat.Plain = message, s.Plain
	if s.Seq == t.chat.Seq {
		t.chat.Fresh = false
	}
	if w, ok := t.wave(t.chat.Screen.Wave); ok && w.Mode == survey.Anonymous && t.chat.Screen.Name == ScreenInterview {
		if err := t.tx.AddSweep(t.now.Add(sweepAfter), t.account, message); err != nil {
			return err
		}
	}
	if old == 0 || old == message || oldPlain {
		return nil
	}
	return t.leave(old)
}

func (d *Desk) promptReceipt(job PromptJob, o delivery.Outcome) error {
	if _, late := o.Extra.(NotNow); late || !arrived(o.Kind) {
		return d.release(job)
	}
	inv, on, err := d.tx.Invitation(job.Wave, job.Respondent)
	if err != nil {
		return err
	}
	t, err := d.talk(job.Account)
	if err != nil {
		return err
	}
	switch o.Kind {
	case delivery.Delivered, delivery.Done:
		inv.Reach = survey.ReachDelivered
		shown, _ := o.Extra.(Shown)
		if o.Kind == delivery.Delivered {
			err = t.shown(o.MessageID, shown)
		}
	case delivery.Blocked:
		if on {
			err = d.tx.PutInvitation(job.Wave, job.Respondent, inv)
		}
		if err == nil {
			err = t.lose()
		}
		if err == nil {
			inv, on, err = d.tx.Invitation(job.Wave, job.Respondent)
		}
	case delivery.Unknown:
		inv.Reach = max(inv.Reach, survey.ReachClaimed)
		if inv.Reach == survey.ReachClaimed {
			inv.Reach = survey.ReachUnknown
		}
	default:
		if inv.Reach == survey.ReachClaimed {
			inv.Reach = survey.ReachFailed
		}
	}
	if err != nil {
		return err
	}
	d.w.moved[job.Wave] = true
	if err := d.countOutcome(job, o.Kind); err != nil {
		return err
	}
	if on {
		if err := d.tx.PutInvitation(job.Wave, job.Respondent, inv); err != nil {
			return err
		}
	}
	return t.end()
}

// arrived tells whether a row with this outcome may have arrived or was refused for good; the others
// are handed back unsent when the sender stops.
func arrived(k delivery.OutcomeKind) bool {
	switch k {
	case delivery.Wait, delivery.Unwritten, delivery.Failed, delivery.Unauthorised:
		return false
	}
	return true
}

// release takes back the claim of a prompt that was not sent: it is queued again.
func (d *Desk) release(job PromptJob) error {
	inv, on, err := d.tx.Invitation(job.Wave, job.Respondent)
	if err != nil || !on {
		return err
	}
	kind := storage.PromptInvitation
	if job.Reminder {
		kind = storage.PromptReminder
		inv.Reminders = max(0, inv.Reminders-1)
	} else if inv.Reach == survey.ReachClaimed {
		inv.Reach = survey.ReachNone
	}
	if err := d.tx.PutInvitation(job.Wave, job.Respondent, inv); err != nil {
		return err
	}
	if err := d.countPrompt(job.Wave, kind, func(r *round) { r.Claimed-- }); err != nil {
		return err
	}
	w, ok := d.wave(job.Wave)
	if !ok || !w.Taking() || inv.Responded() {
		return nil
	}
	d.rescheduled, d.fx.Announce = true, true
	return d.tx.QueuePrompt(job.Wave, kind, job.Respondent)
}

func (d *Desk) messageReceipt(job MessageJob, o delivery.Outcome) error {
	m, ok, err := d.tx.Message(job.ID)
	if err != nil || !ok {
		return err
	}
	if err := d.countSent(m.Chat, o.Kind); err != nil {
		return err
	}
	switch {
	case o.Kind == delivery.Migrated:
		return d.resend(m, o.NewChat)
	case !arrived(o.Kind):
		m.Claimed = false // the next start sends it
		return d.tx.PutMessage(m)
	}
	if err := d.tx.DeleteMessage(m.ID); err != nil {
		return err
	}
	if wave, found := strings.CutPrefix(m.Then, "progress:"); found {
		if err := d.progressPosted(survey.WaveID(wave), m, o); err != nil {
			return err
		}
	}
	if m.Name == PostMyData && o.Kind == delivery.Delivered {
		return d.lend(survey.AccountID(m.Chat), o.MessageID)
	}
	if m.Chat > 0 || !m.Kind.Claims() {
		return nil
	}
	switch o.Kind {
	case delivery.Blocked, delivery.Refused:
		return d.tellOwners(PostFailed, "", map[string]string{"reason": "group_refused", "post": m.Name})
	}
	return nil
}

// lend remembers a file that shows what is being filled in anonymously: it goes when the interview
// ends, or before Telegram's 48 hours are over.
func (d *Desk) lend(a survey.AccountID, message int) error {
	t, err := d.talk(a)
	if err != nil {
		return err
	}
	secret, err := t.inAnonymous()
	if err != nil || !secret {
		return err
	}
	t.chat.Left = append(t.chat.Left, message)
	if err := t.tx.AddSweep(t.now.Add(sweepAfter), a, message); err != nil {
		return err
	}
	return t.end()
}

// resend follows a group to its new id.
func (d *Desk) resend(m storage.Message, chat survey.ChatID) error {
	if m.Chat == d.group() {
		if err := d.moveGroup(chat); err != nil {
			return err
		}
	}
	if err := d.tx.DeleteMessage(m.ID); err != nil {
		return err
	}
	m.Chat, m.Claimed = chat, false
	return d.queue(m)
}

// progressPosted remembers the message that shows a wave's progress, so that it is edited from now on.
func (d *Desk) progressPosted(id survey.WaveID, m storage.Message, o delivery.Outcome) error {
	w, ok := d.wave(id)
	if !ok {
		return nil
	}
	switch {
	case o.Kind == delivery.Delivered && m.Kind == storage.KindNew:
		w.Progress = o.MessageID
	case o.Kind == delivery.Done && m.Kind == storage.KindEdit:
		w.Progress = 0
	default:
		return nil
	}
	return d.putWave(w)
}
