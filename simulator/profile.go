package simulator

import (
	"encoding/json"
	"regexp"
	"strconv"
)

// profile is what the bot says about itself.
type profile struct {
	commands map[string]string // by scope and language, as JSON
	texts    map[string]string // by field and language
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

const maxCommands = 100

// scopeKey names a scope and a language.
func scopeKey(p *params) string {
	key := "default"
	fields([]byte(p.get("scope")), func(name string, value []byte) {
		switch name {
		case "type":
			key = text(value)
		case "chat_id", "user_id":
			key += "/" + text(value)
		}
	})
	return key + "/" + p.get("language_code")
}

func (s *Server) setMyCommands(c *call, b []byte) ([]byte, *failure) {
	raw := []byte(c.p.get("commands"))
	if !json.Valid(raw) {
		return nil, badRequest("can't parse commands JSON object")
	}
	var fail *failure
	count := 0
	items(raw, func(value []byte) {
		count++
		var name, about string
		fields(value, func(key string, value []byte) {
			switch key {
			case "command":
				name = text(value)
			case "description":
				about = text(value)
			}
		})
		switch {
		case !commandName.MatchString(name):
			fail = badRequest("BOT_COMMAND_INVALID")
		case about == "" || utf16Size(about) > 256:
			fail = badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	})
	if count > maxCommands {
		fail = badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	if fail != nil {
		return nil, fail
	}
	s.profile.commands[scopeKey(c.p)] = string(raw)
	return append(b, "true"...), nil
}

func (s *Server) getMyCommands(c *call, b []byte) ([]byte, *failure) {
	if list := s.profile.commands[scopeKey(c.p)]; list != "" {
		return append(b, list...), nil
	}
	return append(b, "[]"...), nil
}

func (s *Server) deleteMyCommands(c *call, b []byte) ([]byte, *failure) {
	delete(s.profile.commands, scopeKey(c.p))
	return append(b, "true"...), nil
}

// setProfile makes the method that sets one text of the bot.
func setProfile(field string, most int) func(*Server, *call, []byte) ([]byte, *failure) {
	return func(s *Server, c *call, b []byte) ([]byte, *failure) {
		value := c.p.get(field)
		if utf16Size(value) > most {
			return nil, badRequest(field + " must be at most " + strconv.Itoa(most) + " characters")
		}
		s.profile.texts[field+"/"+c.p.get("language_code")] = value
		return append(b, "true"...), nil
	}
}

// getProfile makes the method that returns it.
func getProfile(field string) func(*Server, *call, []byte) ([]byte, *failure) {
	return func(s *Server, c *call, b []byte) ([]byte, *failure) {
		value := s.profile.texts[field+"/"+c.p.get("language_code")]
		b = append(append(append(b, `{"`...), field...), `":`...)
		return append(appendQuoted(b, value), '}'), nil
	}
}
