package fielding

import (
	"slices"
	"strconv"

	"suara/storage"
	"suara/survey"
)

// Names of settings.
const (
	SettingUsername   = "bot.username" // last seen, without @
	SettingOwnerToken = "owner.token"  // "TOKEN unixseconds": whoever opens the link first is the first owner
	settingGroup      = "group"        // bound by /hubungkan, or followed to a new id
	settingGroupFrom  = "group.from"   // the configured id that settingGroup follows
	settingTopic      = "group.topic"
	settingSent       = "group.sent" // Unix milliseconds of the last minute's messages in the group
	settingSilent     = "silent"     // Unix seconds until which Telegram asked to send nothing
	settingAlone      = "silent.of"  // "chat:unixseconds" of groups that Telegram asked to leave alone
)

// group is the admin group: the configured one (followed if it migrated), else the bound one.
func (d *Desk) group() survey.ChatID { return Group(d.tx, d.w.cfg) }

// Group is the admin group's present id, 0 where none is bound.
func Group(tx *storage.Tx, cfg Config) survey.ChatID {
	bound := settingID(tx, settingGroup)
	if cfg.Group == 0 || settingID(tx, settingGroupFrom) == cfg.Group && bound != 0 {
		return bound
	}
	return cfg.Group
}

// topic is the topic of the admin group that Suara works in, 0 for none.
func (d *Desk) topic() int {
	if d.w.cfg.Group != 0 {
		return d.w.cfg.Topic
	}
	n, _ := strconv.Atoi(d.tx.Setting(settingTopic))
	return n
}

func settingID(tx *storage.Tx, name string) survey.ChatID {
	n, _ := strconv.ParseInt(tx.Setting(name), 10, 64)
	return survey.ChatID(n)
}

// RoleOf is what an account may do; owners of the configuration always are owners.
func RoleOf(tx *storage.Tx, cfg Config, a survey.AccountID) storage.Role {
	if slices.Contains(cfg.Owners, a) {
		return storage.RoleOwner
	}
	return tx.Role(a)
}

// Roles lists the accounts that have a role; owners of the configuration always are owners.
func Roles(tx *storage.Tx, cfg Config) (map[survey.AccountID]storage.Role, error) {
	roles, err := tx.Roles()
	if err != nil {
		return nil, err
	}
	for _, a := range cfg.Owners {
		roles[a] = storage.RoleOwner
	}
	return roles, nil
}

func (d *Desk) role(a survey.AccountID) storage.Role { return RoleOf(d.tx, d.w.cfg, a) }

// owners lists the owners, those of the configuration first.
func (d *Desk) owners() ([]survey.AccountID, error) {
	list := append([]survey.AccountID(nil), d.w.cfg.Owners...)
	roles, err := d.tx.Roles()
	if err != nil {
		return nil, err
	}
	for a, r := range roles {
		if r == storage.RoleOwner && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	slices.Sort(list[len(d.w.cfg.Owners):]) // what is sent to them has one order
	return list, nil
}

// commandBind is the command that makes a group the admin group, without its slash.
const commandBind = "hubungkan"

// groupMessage handles what is written in a group: commands only, in the bound group or topic only.
// Anything else is none of the bot's business.
func (d *Desk) groupMessage(m Message) error {
	if m.File != nil {
		return d.groupFile(m)
	}
	c, ok := ParseCommand(m.Text)
	if !ok || m.Edited || !c.forBot(d.username()) {
		return nil
	}
	a := &admin{Desk: d, chat: m.Chat, topic: m.Topic, by: m.From, replyTo: m.ID, title: m.Title, sent: m.Date}
	if m.AsChat != 0 {
		a.anonymous, a.by = m.AsChat == m.Chat, 0 // a channel is nobody
	}
	if c.Name == commandBind {
		return a.askBind()
	}
	topic := d.topic()
	if m.Chat != d.group() || topic != 0 && m.Topic != topic {
		return nil
	}
	return a.run(c)
}

// adminCommand runs a command in the private chat with an owner, an analyst or a liaison; admins give
// theirs in the group.
func (t *talk) adminCommand(c Command, m Message) (handled bool, err error) {
	role := t.role(t.account)
	cmd, known := adminCommands[c.Name]
	if !known || role == storage.RoleAdmin || !cmd.allows(role) {
		return false, nil
	}
	a := &admin{Desk: t.Desk, chat: survey.ChatID(t.account), by: t.account, replyTo: m.ID, sent: m.Date}
	if err := a.run(c); err != nil {
		return true, err
	}
	return c.Name != "status" && c.Name != "bantuan" || t.chat.Respondent == 0, nil
}

// refuseCommand tells who has a role why an admin command isn't carried out in private. For everybody else
// there are no such commands.
func (t *talk) refuseCommand(name string) error {
	role := t.role(t.account)
	cmd, known := adminCommands[name]
	switch {
	case role == "" || !known && name != commandBind:
		return t.home(NoticeUnknownCommand, nil)
	case known && role == storage.RoleAdmin && cmd.allows(role), !known && role == storage.RoleOwner:
		return t.home(NoticeInGroup, nil)
	}
	return t.home(NoticeNotForRole, map[string]string{"role": string(role)})
}
