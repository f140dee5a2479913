package fielding

import (
	"time"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// sweepAfter is how long a message of an anonymous interview may stay in the chat: Telegram lets
// bots delete messages for 48 hours.
const sweepAfter = 40 * time.Hour

// talk is one private chat during one event.
type talk struct {
	*Desk
	account survey.AccountID
	chat    storage.Chat
}

func (d *Desk) talk(a survey.AccountID) (*talk, error) {
	c, err := d.tx.Chat(a)
	if err != nil {
		return nil, err
	}
	return &talk{Desk: d, account: a, chat: c}, nil
}

// end stores what became of the chat.
func (t *talk) end() error { return t.tx.PutChat(t.account, t.chat) }

// language of the chat: Indonesian unless the person chose another.
func (t *talk) language() string {
	if t.chat.Language != "" {
		return t.chat.Language
	}
	return "id"
}

// show makes s the chat's screen and queues it for sending. At most one screen of a chat waits.
func (t *talk) show(s storage.Screen) error {
	if err := t.dropClosed(); err != nil {
		return err
	}
	if err := t.keyboardOff(s); err != nil {
		return err
	}
	if !keepsTrial(s) {
		t.chat.Trial = nil
	}
	t.chat.Screen = s
	t.chat.Seq++
	if err := t.planSweep(); err != nil {
		return err
	}
	if err := t.tx.QueueScreen(t.account, t.chat.Seq); err != nil {
		return err
	}
	t.fx.Rows = append(t.fx.Rows, t.screenRow())
	return nil
}

// keyboardOff takes the contact keyboard off the phone once another screen than the welcome comes: a
// message that shows buttons can't do it.
func (t *talk) keyboardOff(s storage.Screen) error {
	if !t.chat.Keyboard || s.Name == ScreenWelcome {
		return nil
	}
	t.chat.Keyboard = false
	m, err := t.tx.AddMessage(storage.Message{
		Chat: survey.ChatID(t.account), Name: PostKeyboardOff, Queued: t.now, Claimed: true,
	})
	if err == nil {
		t.fx.Rows = append(t.fx.Rows, t.row(m))
	}
	return err
}

// planSweep notes that the live message is to show a question. In an anonymous wave it must not stand
// longer than Telegram lets it be taken away; a new message is noted when it has arrived.
func (t *talk) planSweep() error {
	if t.chat.Asked || t.chat.Screen.Name != ScreenInterview {
		return nil
	}
	t.chat.Asked = true
	w, ok := t.wave(t.chat.Screen.Wave)
	if !ok || w.Mode != survey.Anonymous || t.chat.Live == 0 || t.chat.Fresh {
		return nil
	}
	return t.tx.AddSweep(t.now.Add(sweepAfter), t.account, t.chat.Live)
}

// dropClosed deletes the question that an anonymous wave left on screen at its closing, where the next
// screen comes as a new message: it may show answers.
func (t *talk) dropClosed() error {
	if !t.chat.Fresh || !t.closedBehind() {
		return nil
	}
	old := t.chat.Live
	t.chat.Live, t.chat.Plain = 0, false
	return t.remove(old)
}

// closedBehind tells whether the message on screen is still from before the closing of its anonymous
// wave. What it shows is not known any more; where it has buttons, it may be a question.
func (t *talk) closedBehind() bool {
	s := t.chat.Screen
	w, ok := t.wave(s.Wave)
	return ok && w.Mode == survey.Anonymous && !w.Taking() && t.chat.Live != 0 && !t.chat.Plain &&
		(s.Name == ScreenInterview || s.Name == ScreenClosed)
}

// showAndEnd is show for events of other chats: it stores the chat too.
func (t *talk) showAndEnd(s storage.Screen) error {
	if err := t.show(s); err != nil {
		return err
	}
	return t.end()
}

func (d *Desk) screenRowOf(a survey.AccountID) delivery.Row {
	return delivery.Row{
		Chat: survey.ChatID(a), Class: delivery.ClassReply, Repeat: delivery.RepeatOnce,
		Screen: true, Queued: d.now, Job: ScreenJob{Account: a},
	}
}

func (t *talk) screenRow() delivery.Row { return t.screenRowOf(t.account) }

// revive ends a time of being unreachable: the person wrote, pressed or unblocked. A block that is over
// refuses nothing: reminders reach them again, and never a second invitation, since the first may have
// been under way when they blocked.
func (t *talk) revive() error {
	if t.chat.Unreachable.IsZero() {
		return nil
	}
	t.chat.Unreachable = time.Time{}
	t.chat.Fresh = true
	if t.chat.Respondent == 0 {
		return nil
	}
	for _, w := range t.openWaves() {
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil {
			return err
		}
		if !on || !inv.Blocked && inv.Reach != survey.ReachBlocked {
			continue
		}
		inv.Blocked = false
		if inv.Reach == survey.ReachBlocked {
			inv.Reach = survey.ReachUnknown
		}
		if err := t.tx.PutInvitation(w.ID, t.chat.Respondent, inv); err != nil {
			return err
		}
	}
	return nil
}

// lose notes that the person blocked the bot: nothing is sent until they return.
func (t *talk) lose() error {
	if t.chat.Unreachable.IsZero() {
		t.chat.Unreachable = t.now
	}
	t.chat.Live = 0
	if err := t.tx.UnqueueScreen(t.account); err != nil {
		return err
	}
	if t.chat.Respondent == 0 {
		return nil
	}
	for _, w := range t.openWaves() {
		if err := t.loseIn(w.ID); err != nil {
			return err
		}
	}
	return nil
}

// loseIn counts a block in one wave: after a delivered invitation it is a refusal, before one a
// non-contact.
func (t *talk) loseIn(w survey.WaveID) error {
	inv, ok, err := t.tx.Invitation(w, t.chat.Respondent)
	if err != nil || !ok || inv.Responded() {
		return err
	}
	if inv.Reach == survey.ReachDelivered {
		inv.Blocked = true
	} else {
		inv.Reach = survey.ReachBlocked
	}
	return t.tx.PutInvitation(w, t.chat.Respondent, inv)
}

// adopt makes the pressed message the one that shows the screen. Another live one loses its buttons.
func (t *talk) adopt(message int) error {
	old := t.chat.Live
	t.chat.Fresh = false
	if message == old {
		return nil
	}
	t.chat.Live = message
	gone := old == 0 || t.chat.Plain
	asked := t.chat.Asked
	t.chat.Plain, t.chat.Asked, t.chat.Picture = false, true, "" // nobody knows what the other message shows
	if gone {
		return nil
	}
	return t.leave(old, asked)
}

// leave strips the buttons of a message that no longer shows the screen. One that showed a question of
// an anonymous interview goes altogether: it may show answers.
func (t *talk) leave(message int, asked bool) error {
	secret, err := t.inAnonymous()
	if err != nil {
		return err
	}
	if secret && asked {
		return t.remove(message)
	}
	return t.queue(storage.Message{Kind: storage.KindStrip, Chat: survey.ChatID(t.account), Message: message})
}

// inAnonymous tells whether the person is in the middle of an anonymous interview.
func (t *talk) inAnonymous() (bool, error) {
	if t.chat.Respondent == 0 {
		return false, nil
	}
	for _, w := range t.openWaves() {
		if w.Mode != survey.Anonymous {
			continue
		}
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil || on && inv.Progress == survey.Started {
			return err == nil, err
		}
	}
	return false, nil
}

// tidy deletes the files that showed an anonymous interview.
func (t *talk) tidy() error {
	for _, m := range t.chat.Left {
		if err := t.remove(m); err != nil {
			return err
		}
	}
	t.chat.Left = nil
	return nil
}

func (t *talk) remove(message int) error {
	return t.queue(storage.Message{Kind: storage.KindDelete, Chat: survey.ChatID(t.account), Message: message})
}

// respondent is the person bound to the chat; ok is false where nobody is.
func (t *talk) respondent() (r survey.Respondent, ok bool, err error) {
	if t.chat.Respondent == 0 {
		return r, false, nil
	}
	r, err = t.tx.Respondent(t.chat.Respondent)
	if notFound(err) {
		return r, false, nil
	}
	return r, err == nil, err
}
