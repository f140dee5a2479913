package fielding

import (
	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// claim hands waiting posts and at most room prompts to the sender. What is claimed is on disk before
// it is sent: no restart sends it twice, and a claim without a receipt is of unknown outcome.
func (d *Desk) claim(room int) error {
	d.w.prompt = stuck{}
	why := d.paused()
	if err := d.claimPosts(why == PausedRestored); err != nil {
		return err
	}
	prompts, err := 0, error(nil)
	if open, _ := d.opens(); why == "" && open {
		if prompts, err = d.claimPrompts(room); err != nil {
			return err
		}
	}
	d.fx.Idle = room > 0 && prompts == 0
	d.rescheduled = true
	return nil
}

// claimPosts takes the posts that wait; quiet leaves those that nobody asked for.
func (d *Desk) claimPosts(quiet bool) error {
	var waiting []storage.Message
	err := d.tx.Messages(func(m storage.Message) bool {
		if m.Kind.Claims() && !m.Claimed && !(quiet && unasked(m)) {
			waiting = append(waiting, m)
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, m := range waiting {
		m.Claimed = true
		if err := d.tx.PutMessage(m); err != nil {
			return err
		}
		d.fx.Rows = append(d.fx.Rows, d.row(m))
	}
	return nil
}

// claimPrompts goes through the open waves, reminders before invitations, and then through the closed
// ones whose results are sent. People who need no prompt
// any more are passed over and cost no room.
func (d *Desk) claimPrompts(room int) (claimed int, err error) {
	for _, kind := range []storage.Prompt{storage.PromptReminder, storage.PromptInvitation, storage.PromptResults} {
		for _, w := range d.prompting(kind) {
			for claimed < room {
				people, more, err := d.awake(w, kind, room-claimed)
				if err != nil {
					return claimed, err
				}
				if d.fx.Announce = d.fx.Announce || more; len(people) == 0 {
					break
				}
				n, err := d.promptAll(w, kind, people)
				if err != nil {
					return claimed, err
				}
				claimed += n
			}
		}
	}
	return claimed, nil
}

// lend counts prompts that go to the sender, and with a negative n those that it gave back or has an
// outcome of.
func (d *Desk) lend(key queueKey, n int) {
	d.after = append(d.after, func() { d.w.lent[key] += n })
}

func (d *Desk) promptAll(w survey.Wave, kind storage.Prompt, people []survey.RespondentID) (n int, err error) {
	for _, id := range people {
		d.w.prompt = stuck{queueKey{w.ID, kind}, id}
		sent, err := d.prompt(w, kind, id)
		if err != nil {
			return n, err
		}
		if sent {
			n++
		}
	}
	d.w.prompt = stuck{}
	if kind == storage.PromptReminder && n > 0 {
		if err := d.countOnDay(w.ID, "", func(day *DayCount) { day.Reminded = true }); err != nil {
			return n, err
		}
	}
	d.lend(queueKey{w.ID, kind}, n)
	return n, d.countPrompt(w.ID, kind, func(r *round) { r.Claimed += n })
}

// prompt claims one invitation or reminder, or the results, if the person still is to have it.
func (d *Desk) prompt(w survey.Wave, kind storage.Prompt, id survey.RespondentID) (bool, error) {
	if kind == storage.PromptResults {
		return d.tell(w, id)
	}
	inv, on, err := d.tx.Invitation(w.ID, id)
	if err != nil || !on || inv.Responded() || inv.Left {
		return false, err
	}
	r, err := d.tx.Respondent(id)
	if err != nil || r.Account == 0 || !r.Active() {
		return false, err
	}
	reminder := kind == storage.PromptReminder
	if reminder && !d.mayRemind(w, inv, false) || !reminder && inv.Reach != survey.ReachNone {
		return false, nil
	}
	t, err := d.talk(r.Account)
	if err != nil || !t.chat.Unreachable.IsZero() || t.inside(w.ID) {
		return false, err
	}
	screen := storage.Screen{Name: ScreenInvitation, Wave: w.ID}
	if reminder {
		screen.Name = ScreenReminder
		inv.Reminders++
	} else {
		inv.Reach = survey.ReachClaimed
	}
	inv.LastPrompt = d.now
	if err := d.tx.PutInvitation(w.ID, id, inv); err != nil {
		return false, err
	}
	return true, t.promptRow(screen, w.ID, kind)
}

// inside tells whether the person is in the middle of another wave's interview: one at a time. They
// are told of this one when they finish that, or prompted at its next reminder.
func (t *talk) inside(other survey.WaveID) bool {
	s := t.chat.Screen
	w, ok := t.wave(s.Wave)
	return s.Name == ScreenInterview && ok && w.Taking() && w.ID != other
}

func (t *talk) promptRow(s storage.Screen, w survey.WaveID, kind storage.Prompt) error {
	t.chat.Screen, t.chat.Fresh = s, true
	t.chat.Seq++
	if err := t.tx.UnqueueScreen(t.account); err != nil {
		return err
	}
	row := delivery.Row{
		Chat: survey.ChatID(t.account), Class: delivery.ClassInvitation, Repeat: delivery.RepeatNever, Queued: t.now,
		Job: PromptJob{Account: t.account, Wave: w, Respondent: t.chat.Respondent, Seq: t.chat.Seq,
			Reminder: kind == storage.PromptReminder, Results: kind == storage.PromptResults},
	}
	if kind == storage.PromptReminder {
		row.Class = delivery.ClassReminder
	}
	t.fx.Rows = append(t.fx.Rows, row)
	return t.end()
}

// waitingPrompts tells whether anybody is still to be prompted.
func (d *Desk) waitingPrompts() bool {
	for _, w := range d.openWaves() {
		if d.tx.AnyPrompt(w.ID) {
			return true
		}
	}
	return len(d.telling()) > 0
}
