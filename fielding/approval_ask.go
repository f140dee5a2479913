package fielding

import (
	"errors"
	"strconv"
	"strings"

	"suara/storage"
)

// Parts of a preview, in the order in which people get to see them.
const (
	PreviewInvitation = "invitation"
	PreviewReminder   = "reminder"
	PreviewNotice     = "notice"
	PreviewQuestion   = "question"
	PreviewClosing    = "closing"
)

// PreviewParts are all of them.
func PreviewParts() []string {
	return []string{PreviewInvitation, PreviewReminder, PreviewNotice, PreviewQuestion, PreviewClosing}
}

// wordNow after /pratinjau means an opening by command where the survey has a schedule, too.
const wordNow = "sekarang"

// preview shows everything that the next opening of a survey will send: "[SURVEY] [sekarang]".
func (a *admin) preview(args string) error {
	words := strings.Fields(args)
	byCommand := len(words) > 0 && strings.EqualFold(words[len(words)-1], wordNow)
	if byCommand {
		words = words[:len(words)-1]
	}
	name := strings.Join(words, " ")
	study, ok := a.studyFor(name)
	if !ok {
		return a.noSurvey(name)
	}
	return a.showPreview(study, byCommand)
}

func (a *admin) showPreview(study Study, byCommand bool) error {
	plan, err := a.Preview(study.ID, byCommand, a.by)
	if err != nil {
		return err
	}
	opens := a.now // of an opening by command, as if it were now
	if !plan.ByCommand() {
		opens = plan.Opens
	}
	at := strconv.FormatInt(opens.Unix(), 10)
	for i, part := range PreviewParts() {
		err := a.reply(PostPreviewPart, "", map[string]string{
			"survey": string(study.ID), "part": part, "number": strconv.Itoa(i + 1), "at": at,
		})
		if err != nil {
			return err
		}
	}
	people, registered, err := a.roster()
	if err != nil {
		return err
	}
	figures := map[string]string{
		"survey": string(study.ID), "id": string(study.ID), "at": at, "until": formatID(plan.Until.Unix()),
		"people": strconv.Itoa(people), "registered": strconv.Itoa(registered), "slot": "",
	}
	if !plan.ByCommand() {
		figures["slot"] = at
	}
	return a.reply(PostPreview, "", figures)
}

// approve notes a leader's word: "[SURVEY] LETTER; NAME".
func (a *admin) approve(args string) error {
	study, rest, ok := a.studyBefore(args)
	if !ok {
		return a.noSurvey("")
	}
	letter, leader, _ := strings.Cut(rest, ";")
	approval, err := a.Approve(study.ID, leader, letter, a.by)
	var no *ApprovalError
	if errors.As(err, &no) {
		return a.unapproved(study, no.Reason, PostNotApproved)
	}
	if err != nil {
		return err
	}
	return a.sayApproved(study, approval)
}

func (a *admin) sayApproved(study Study, approval Approval) error {
	m := storage.Message{Chat: a.chat, Topic: a.topic, ReplyTo: a.replyTo, Name: PostApproved, Args: approvalArgs(study, approval)}
	if approval.ByCommand() {
		button, err := a.studyButton(study, LabelYes+".open", "open")
		if err != nil {
			return err
		}
		m.Buttons = [][]storage.Button{{button}}
	}
	return a.queue(m)
}

func approvalArgs(study Study, approval Approval) map[string]string {
	args := map[string]string{
		"survey": string(study.ID), "id": string(study.ID), "leader": approval.Leader, "letter_number": approval.Letter,
		"until": formatID(approval.Until.Unix()), "slot": "",
	}
	if !approval.ByCommand() {
		args["slot"] = formatID(approval.Opens.Unix())
	}
	return args
}

// studyButton carries out a command on a survey for whoever may give it, within a week.
func (d *Desk) studyButton(study Study, label, command string) (storage.Button, error) {
	id, err := d.token(10)
	if err != nil {
		return storage.Button{}, err
	}
	return storage.Button{Label: label, Press: "a:" + id + ":yes"}, d.tx.PutPending(id, storage.Pending{
		Command: command, Args: []string{string(study.ID)}, Expires: d.now.AddDate(0, 0, 7), Chat: d.group(), Topic: d.topic(),
	})
}

// unapproved says why a survey does not open or can't be approved, as the name of the post has it, with a
// button to its preview.
func (a *admin) unapproved(study Study, reason, name string) error {
	if reason == ReasonNotAsked {
		return a.reply(PostFailed, "", map[string]string{"reason": reason})
	}
	m, err := a.unapprovedPost(study, reason, "")
	if err != nil {
		return err
	}
	m.Name, m.Chat, m.Topic, m.ReplyTo = name, a.chat, a.topic, a.replyTo
	return a.queue(m)
}

func (d *Desk) unapprovedPost(study Study, reason, slot string) (storage.Message, error) {
	button, err := d.studyButton(study, LabelPreview, "preview")
	return storage.Message{Name: PostUnapproved, Buttons: [][]storage.Button{{button}}, Args: map[string]string{
		"survey": string(study.ID), "id": string(study.ID), "reason": reason, "slot": slot, "leader": study.Approval.Leader,
	}}, err
}

// holdOpening tells the group that a scheduled opening waits for its approval.
func (d *Desk) holdOpening(study Study, reason, slot string) error {
	m, err := d.unapprovedPost(study, reason, slot)
	if err != nil {
		return err
	}
	err = d.auditWords(0, "opening withheld", map[string]string{"survey": string(study.ID), "reason": reason})
	if err != nil {
		return err
	}
	return d.announce(m)
}
