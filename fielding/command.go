package fielding

import (
	"strconv"
	"strings"
	"unicode"
)

// Command is a bot command: a slash at the very start of the text, a name in any case, perhaps the
// name of the bot it is meant for, and what follows.
type Command struct {
	Name string // lower case, without slash
	Bot  string // lower case, without @; empty where none was named
	Args string // trimmed
}

// ParseCommand reads a command; ok is false for any other text.
func ParseCommand(text string) (c Command, ok bool) {
	if !strings.HasPrefix(text, "/") {
		return c, false
	}
	head, args := text[1:], ""
	if i := strings.IndexFunc(head, unicode.IsSpace); i >= 0 {
		head, args = head[:i], strings.TrimSpace(head[i:])
	}
	name, bot, _ := strings.Cut(head, "@")
	return Command{Name: strings.ToLower(name), Bot: strings.ToLower(bot), Args: args}, true
}

// short is the command as people write it, its arguments cut after a line's worth.
func (c Command) short() string {
	text := []rune(strings.TrimSpace("/" + c.Name + " " + c.Args))
	if len(text) > 120 {
		text = append(text[:119], '…')
	}
	return string(text)
}

// forBot tells whether the command is meant for the bot of this name.
func (c Command) forBot(username string) bool {
	return c.Bot == "" || username == "" || c.Bot == strings.ToLower(username)
}

func (d *Desk) username() string {
	if d.w.cfg.Username != "" {
		return d.w.cfg.Username
	}
	return d.tx.Setting(SettingUsername)
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
