package fielding

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"suara/storage"
	"suara/survey"
)

// confirmWithin is how long a confirming button can be pressed.
const confirmWithin = 10 * time.Minute

// pendingOld is the pending command that carries out an old one: its name and its arguments.
const pendingOld = "old"

// confirm asks before a risky command is carried out. Only the asker can press.
func (a *admin) confirm(name string, wave survey.WaveID, command string, args []string, figures map[string]string) error {
	id, err := a.token(10)
	if err != nil {
		return err
	}
	err = a.tx.PutPending(id, storage.Pending{
		Asker: a.by, Command: command, Args: args, Expires: a.now.Add(confirmWithin), Chat: a.chat, Topic: a.topic,
	})
	if err != nil {
		return err
	}
	return a.queue(storage.Message{
		Chat: a.chat, Topic: a.topic, Name: name, Wave: wave, Args: figures, ReplyTo: a.replyTo,
		Buttons: [][]storage.Button{{
			{Label: LabelYes + "." + command, Press: "a:" + id + ":yes"}, {Label: LabelNo, Press: "a:" + id + ":no"},
		}},
	})
}

// pressConfirm carries out or drops a waiting command.
func (d *Desk) pressConfirm(p Press) error {
	language := d.w.cfg.Language
	id, verb, _ := strings.Cut(strings.TrimPrefix(p.Data, "a:"), ":")
	pending, ok, err := d.tx.Pending(id)
	switch {
	case err != nil:
		return err
	case !ok, d.now.After(pending.Expires):
		d.answer(p, language, NoticeExpiredButton)
		if ok {
			if err := d.tx.DeletePending(id); err != nil {
				return err
			}
		}
		return d.queue(storage.Message{Kind: storage.KindStrip, Chat: p.Chat, Message: p.Message})
	case p.From != pending.Asker && pending.Asker != 0, !d.mayConfirm(p.From, pending):
		d.answer(p, language, NoticeForeignButton)
		return nil
	}
	d.answer(p, language, "")
	if err := d.tx.DeletePending(id); err != nil {
		return err
	}
	if verb != "yes" {
		if err := d.cancelFlow(pending); err != nil {
			return err
		}
		return d.queue(storage.Message{Kind: storage.KindEdit, Chat: p.Chat, Message: p.Message, Name: PostCancelled})
	}
	err = d.queue(storage.Message{Kind: storage.KindStrip, Chat: p.Chat, Message: p.Message})
	if err != nil {
		return err
	}
	a := &admin{Desk: d, chat: p.Chat, topic: pending.Topic, by: p.From}
	return a.carryOut(pending)
}

// carryOut runs a confirmed command. What can't be done is said; nothing of it stays.
func (a *admin) carryOut(p storage.Pending) error {
	var wave survey.Wave
	var err error
	name, args := "", map[string]string(nil)
	switch p.Command {
	case "open":
		wave, err = a.OpenWave(survey.SurveyID(p.Args[0]), a.by)
		name = PostOpened
	case "close":
		wave, err = a.CloseWave(survey.WaveID(p.Args[0]), a.by)
		name = PostClosing
		if err == nil {
			return a.reply(name, wave.ID, nil)
		}
	case "extend":
		seconds, _ := strconv.ParseInt(p.Args[1], 10, 64)
		id := survey.WaveID(p.Args[0])
		was, _ := a.wave(id)
		wave, err = a.ExtendWave(id, time.Unix(seconds, 0), a.by)
		name, args = moved(was.Closes, wave)
	case "remind":
		people := 0
		people, err = a.RemindWave(survey.WaveID(p.Args[0]), a.by)
		if err == nil {
			args = map[string]string{"people": strconv.Itoa(people)}
			return a.reply(PostReminding, survey.WaveID(p.Args[0]), args)
		}
	case pendingOld:
		return adminCommands[p.Args[0]].run(a, p.Args[1])
	case "bind":
		return a.bindGroup(p)
	case "rebind":
		return a.rebind(p.Args[0])
	case "reset":
		return a.reset(p.Args[0])
	case "unit":
		return a.remindUnit(survey.WaveID(p.Args[0]))
	case "roster":
		return a.takeRoster(p)
	case pendingFlow, pendingFlowFile:
		return a.publishFlow(p)
	case "pilot":
		return a.invitePilot(p)
	case "preview":
		return a.preview(p.Args[0] + " " + wordNow)
	}
	if err != nil {
		return a.refuse(err)
	}
	if a.chat == a.group() {
		return nil // the group has been told by the act itself
	}
	return a.reply(name, wave.ID, args)
}

// refuse tells the admin why a command can't be carried out; other errors set the event aside.
func (a *admin) refuse(err error) error {
	reason := ""
	var no *ApprovalError
	if errors.As(err, &no) {
		study, _ := a.w.cfg.Study(no.Survey)
		return a.unapproved(study, no.Reason, PostUnapproved)
	}
	switch {
	case errors.Is(err, ErrFlowUnfit):
		reason = reasonFlowUnfit
	case errors.Is(err, survey.ErrClosed):
		reason = "already_closed"
	case errors.Is(err, survey.ErrExists):
		reason = "already_open"
	case errors.Is(err, survey.ErrInvalid):
		reason = "date_passed"
	case errors.Is(err, survey.ErrNotFound):
		reason = "not_found"
	default:
		return err
	}
	return a.reply(PostFailed, "", map[string]string{"reason": reason})
}

// askBind asks an owner whether this group becomes the admin group.
func (a *admin) askBind() error {
	if a.anonymous {
		return a.reply(PostNamedOnly, "", nil)
	}
	if a.role(a.by) != storage.RoleOwner {
		return a.reply(PostDenied, "", nil)
	}
	if a.w.cfg.Group != 0 {
		return a.reply(PostFailed, "", map[string]string{"reason": "group_configured"})
	}
	return a.confirm(PostConfirmBind, "", "bind", nil, map[string]string{"title": a.title})
}

func (a *admin) bindGroup(p storage.Pending) error {
	if err := a.tx.PutSetting(settingGroup, formatID(int64(p.Chat))); err != nil {
		return err
	}
	topic := ""
	if p.Topic != 0 {
		topic = strconv.Itoa(p.Topic)
	}
	if err := a.tx.PutSetting(settingTopic, topic); err != nil {
		return err
	}
	a.rescheduled = true // who of those with a role is in it is asked soon
	if err := a.audit(a.by, "group bound", formatID(int64(p.Chat))); err != nil {
		return err
	}
	return a.reply(PostBound, "", nil)
}
