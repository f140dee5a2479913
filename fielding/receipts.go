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
	case MemberJob:
		return d.memberReceipt(job, r.Outcome)
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
	if shown.Gone {
		return t.renew(queued)
	}
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

// renew sends the screen as a new message where the live one can't be edited any more. It is a row of
// its own, so that every call counts in the limits.
func (t *talk) renew(queued uint64) error {
	t.chat.Live, t.chat.Picture, t.chat.Fresh = 0, "", true
	if queued != 0 {
		t.fx.Rows = append(t.fx.Rows, t.screenRow())
	}
	return t.end()
}

// settled is the short way of nearly every receipt: an edit in place arrived and nothing newer waits.
func (t *talk) settled(shown Shown) error {
	if err := t.tx.UnqueueScreen(t.account); err != nil {
		return err
	}
	asked := t.chat.Screen.Name == ScreenInterview
	if t.chat.Plain == shown.Plain && t.chat.Asked == asked {
		return nil
	}
	t.chat.Plain, t.chat.Asked = shown.Plain, asked
	return t.end()
}

// astray mends a screen that was drawn on a message that is not the live one any more: a new message
// was under way when the person pressed on the one before it. The live message gets the screen too,
// unless a newer one waits anyway, and the other loses its buttons.
func (t *talk) astray(message int, redraw bool) error {
	if redraw {
		t.fx.Rows = append(t.fx.Rows, t.screenRow())
	}
	if err := t.leave(message, true); err != nil {
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
	t.chat.Keyboard = t.chat.Keyboard || s.Asks
	old, oldPlain, asked := t.chat.Live, t.chat.Plain, t.chat.Asked
	t.chat.Live, t.chat.Plain, t.chat.Asked, t.chat.Picture = message, s.Plain, true, s.Picture
	if s.Seq == t.chat.Seq {
		t.chat.Fresh, t.chat.Asked = false, t.chat.Screen.Name == ScreenInterview
	}
	if w, ok := t.wave(t.chat.Screen.Wave); ok && w.Mode == survey.Anonymous && t.chat.Screen.Name == ScreenInterview {
		if err := t.tx.AddSweep(t.now.Add(sweepAfter), t.account, message); err != nil {
			return err
		}
	}
	switch {
	case old == 0 || old == message:
		return nil
	case s.Swap:
		return t.remove(old)
	case oldPlain:
		return nil
	}
	return t.leave(old, asked)
}

func (d *Desk) promptReceipt(job PromptJob, o delivery.Outcome) error {
	d.lend(queueKey{job.Wave, promptKind(job)}, -1)
	if job.Results {
		return d.tellReceipt(job, o)
	}
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
	return d.queuePrompt(job.Wave, kind, job.Respondent)
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
	if o.Kind == delivery.Blocked && m.Chat > 0 {
		if err := d.loseChat(survey.AccountID(m.Chat)); err != nil {
			return err
		}
	}
	if _, kept := o.Extra.(Undeletable); kept {
		return d.queue(storage.Message{Kind: storage.KindEdit, Chat: m.Chat, Message: m.Message, Name: PostRemoved})
	}
	if wave, found := strings.CutPrefix(m.Then, "progress:"); found {
		if err := d.progressPosted(survey.WaveID(wave), m, o); err != nil {
			return err
		}
	}
	if err := d.keeperReceipt(m, o); err != nil {
		return err
	}
	if m.Name == PostMyData && o.Kind == delivery.Delivered {
		return d.lendFile(survey.AccountID(m.Chat), o.MessageID)
	}
	if refused := o.Kind == delivery.Blocked || o.Kind == delivery.Refused; refused && toAsker(m.Name) && m.Args[argUnasked] == "" && d.group() != 0 {
		return d.post(PostFailed, "", map[string]string{"reason": "private_refused"})
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

// loseChat notes that a person blocked the bot, whatever it was that they refused.
func (d *Desk) loseChat(a survey.AccountID) error {
	t, err := d.talk(a)
	if err != nil {
		return err
	}
	if err := t.lose(); err != nil {
		return err
	}
	return t.end()
}

// toAsker tells whether a post is what an admin asked for, sent in private: who never opened the bot
// can't be written to.
func toAsker(name string) bool {
	switch name {
	case PostCode, PostExport, PostUnitNotYet, PostRosterReject, PostRosterPreview:
		return true
	}
	return false
}

// lendFile remembers a file that shows what is being filled in anonymously: it goes when the interview
// ends, or before Telegram's 48 hours are over.
func (d *Desk) lendFile(a survey.AccountID, message int) error {
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

// progressPosted remembers the message that shows a wave's progress, so that it is edited from now on,
// and pins it where the bot may.
func (d *Desk) progressPosted(id survey.WaveID, m storage.Message, o delivery.Outcome) error {
	w, ok := d.wave(id)
	if !ok {
		return nil
	}
	switch {
	case o.Kind == delivery.Delivered && m.Kind == storage.KindNew:
		w.Progress = o.MessageID
		if !w.Taking() {
			break
		}
		err := d.queue(storage.Message{Kind: storage.KindPin, Chat: m.Chat, Message: o.MessageID})
		if err != nil {
			return err
		}
	case o.Kind == delivery.Done && m.Kind == storage.KindEdit: // it is gone, or can't be edited any more
		w.Progress, d.w.moved[id] = 0, true
	default:
		return nil
	}
	return d.putWave(w)
}
