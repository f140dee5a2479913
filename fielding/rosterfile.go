package fielding

import (
	"path"
	"strconv"
	"strings"

	"suara/storage"
	"suara/survey"
)

// FileLimit is how large a file may be that bots can fetch from Telegram.
const FileLimit = 20 << 20

// Fetch asks for a file to be fetched and read beside the loop. A roster is fetched for a preview, and
// once more when an owner has confirmed it: the file itself is never kept, since it holds more than is
// needed. A flow is fetched once.
type Fetch struct {
	File      string
	Name      string
	Complete  bool // the file is the whole roster: absent people are retired
	Confirmed bool
	Flow      bool            // the file is a flow
	Survey    survey.SurveyID // that the flow is for; empty: not said

	Chat    survey.ChatID
	Topic   int
	By      survey.AccountID
	ReplyTo int
}

// wordComplete in the caption of a roster file says that it is the whole roster.
const wordComplete = "lengkap"

// sentFile takes a roster or a flow that an owner sent in private.
func (t *talk) sentFile(m Message) (taken bool, err error) {
	switch {
	case m.File == nil || m.Kind != KindFile || t.role(t.account) != storage.RoleOwner:
		return false, nil
	case isFlow(m.File.Name):
		return true, t.readFlow(m)
	case isRoster(m.File.Name):
		return true, t.readRoster(m)
	}
	return false, nil
}

// groupFile takes a roster file that an owner sent into the admin group, or a flow that an owner or an
// admin did; other files are none of the bot's business.
func (d *Desk) groupFile(m Message) error {
	topic := d.topic()
	switch {
	case m.Chat != d.group() || topic != 0 && m.Topic != topic, m.Edited, m.AsChat != 0:
		return nil
	}
	role := d.role(m.From)
	switch {
	case isFlow(m.File.Name) && (role == storage.RoleOwner || role == storage.RoleAdmin):
		return d.readFlow(m)
	case isRoster(m.File.Name) && role == storage.RoleOwner:
		return d.readRoster(m)
	}
	return nil
}

func isRoster(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".xlsx":
		return true
	}
	return false
}

func (d *Desk) readRoster(m Message) error {
	a := &admin{Desk: d, chat: m.Chat, topic: m.Topic, by: m.From, replyTo: m.ID}
	if m.File.Size > FileLimit {
		return a.reply(PostRosterBad, "", map[string]string{"file": m.File.Name, "reason": "file_large"})
	}
	d.fx.Fetch = append(d.fx.Fetch, Fetch{
		File: m.File.ID, Name: m.File.Name, Complete: strings.EqualFold(strings.TrimSpace(m.File.Caption), wordComplete),
		Chat: m.Chat, Topic: m.Topic, By: m.From, ReplyTo: m.ID,
	})
	return a.reply(PostRosterReading, "", map[string]string{"file": m.File.Name})
}

// RosterCounts are what a roster file would change, or has changed.
type RosterCounts struct {
	New, Changed, Unchanged, Missing, Retired, Rejected int
	Units                                               int // new ones, and known ones that are changed
	Warnings                                            int // about the file
}

// Args are the counts as arguments of a post; nothing to say is empty.
func (c RosterCounts) Args(file string) map[string]string {
	some := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	return map[string]string{
		"file": file, "new": strconv.Itoa(c.New), "changed": strconv.Itoa(c.Changed),
		"unchanged": strconv.Itoa(c.Unchanged), "missing": some(c.Missing - c.Retired), "retired": some(c.Retired),
		"rejected": some(c.Rejected), "units": some(c.Units),
		"warnings": some(c.Warnings),
	}
}

func (d *Desk) fileAdmin(f Fetch) *admin {
	return &admin{Desk: d, chat: f.Chat, topic: f.Topic, by: f.By, replyTo: f.ReplyTo}
}

// RosterUnread says that a roster file can't be taken; reason is a word of the catalogue or a sentence.
func (d *Desk) RosterUnread(f Fetch, reason string) error {
	return d.fileAdmin(f).reply(PostRosterBad, "", map[string]string{"file": f.Name, "reason": reason})
}

// RosterSheets are the files that go with a preview, to the asker only: they name people.
type RosterSheets struct {
	Rejected []byte // every row that can't be taken; empty for none
	Changes  []byte // what the file would change, one by one
}

// OfferRoster shows what a roster file would change and asks; nothing has changed before the button.
func (d *Desk) OfferRoster(f Fetch, c RosterCounts, sheets RosterSheets) error {
	a := d.fileAdmin(f)
	document := func(name string, data []byte, args map[string]string) error {
		if len(data) == 0 {
			return nil
		}
		return d.queue(storage.Message{
			Kind: storage.KindDocument, Chat: survey.ChatID(f.By), Name: name, File: data, Args: args,
		})
	}
	same := c.New+c.Changed+c.Retired+c.Units == 0
	if !same {
		err := document(PostRosterPreview, sheets.Changes,
			map[string]string{"file": "rencana-perubahan.xlsx", "from": f.Name})
		if err != nil {
			return err
		}
	}
	err := document(PostRosterReject, sheets.Rejected,
		map[string]string{"file": "baris-ditolak.xlsx", "rejected": strconv.Itoa(c.Rejected)})
	if err != nil {
		return err
	}
	if same {
		return a.reply(PostRosterBad, "", map[string]string{"file": f.Name, "reason": "roster_same"})
	}
	args := []string{f.File, f.Name, strconv.FormatBool(f.Complete)}
	return a.confirm(PostConfirmRoster, "", "roster", args, c.Args(f.Name))
}

// takeRoster has a confirmed file fetched once more and taken.
func (a *admin) takeRoster(p storage.Pending) error {
	a.fx.Fetch = append(a.fx.Fetch, Fetch{
		File: p.Args[0], Name: p.Args[1], Complete: p.Args[2] == "true", Confirmed: true,
		Chat: a.chat, Topic: a.topic, By: a.by,
	})
	return nil
}

// RosterTaken says that a confirmed roster file was taken.
func (d *Desk) RosterTaken(f Fetch, c RosterCounts) error {
	return d.fileAdmin(f).reply(PostRosterTaken, "", c.Args(f.Name))
}
