package simulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// deletable is how long a message can be deleted for everyone.
const deletable = 48 * time.Hour

// editable finds the message of an edit.
func (s *Server) editable(c *call) (*chat, *message, *failure) {
	if c.p.get("inline_message_id") != "" {
		return nil, nil, badRequest("MESSAGE_ID_INVALID")
	}
	to, fail := s.writable(c)
	if fail != nil {
		return nil, nil, fail
	}
	if c.p.get("message_id") == "" {
		return nil, nil, badRequest("message identifier is not specified")
	}
	m := to.find(int(c.p.number("message_id")))
	switch {
	case m == nil:
		return nil, nil, badRequest("message to edit not found")
	case !m.FromBot || m.Kind == "service":
		return nil, nil, badRequest("message can't be edited")
	}
	return to, m, nil
}

// edit applies a change to a message and writes it as it is then. change says
// whether the content differs from what stood there.
func (s *Server) edit(c *call, b []byte, change func(m *message) (bool, *failure)) ([]byte, *failure) {
	to, m, fail := s.editable(c)
	if fail != nil {
		return nil, fail
	}
	keys, fail := readMarkup(c.p)
	if fail != nil {
		return nil, fail
	}
	if keys.keyboard != nil {
		return nil, badRequest("inline keyboard expected")
	}
	changed, fail := change(m)
	if fail != nil {
		return nil, fail
	}
	if !changed && sameButtons(m.Buttons, keys.buttons) {
		return nil, notModified
	}
	m.Buttons, m.markup = keys.buttons, keys.json
	m.EditDate = s.clock.Now().Truncate(time.Second)
	s.botTouched(to)
	return to.appendMessage(b, m, true), nil
}

func (s *Server) editMessageText(c *call, b []byte) ([]byte, *failure) {
	if s.opt.Rich && c.p.get("rich_message") != "" {
		return s.editRich(c, b)
	}
	body, fail := readText(c.p, "text", "entities")
	switch {
	case fail != nil:
		return nil, fail
	case body.source == "":
		return nil, badRequest("message text is empty")
	}
	return s.edit(c, b, func(m *message) (bool, *failure) {
		switch {
		case m.Kind != "text" && m.Kind != "rich":
			return false, badRequest("there is no text in the message to edit")
		case blank(body.text):
			return false, badRequest("text must be non-empty")
		case utf16Size(body.text) > maxText:
			return false, badRequest("MESSAGE_TOO_LONG")
		}
		changed := m.Kind == "rich" || m.Text != body.text || !slices.Equal(m.Entities, body.entities)
		m.Kind, m.Rich, m.extra = "text", "", ""
		m.Text, m.HTML, m.Entities = body.text, body.source, body.entities
		return changed, nil
	})
}

func (s *Server) editMessageCaption(c *call, b []byte) ([]byte, *failure) {
	body, fail := readText(c.p, "caption", "caption_entities")
	if fail != nil {
		return nil, fail
	}
	return s.edit(c, b, func(m *message) (bool, *failure) {
		switch {
		case m.Document == nil && m.Photo == nil:
			return false, badRequest("there is no caption in the message to edit")
		case utf16Size(body.text) > maxCaption:
			return false, badRequest("message caption is too long")
		}
		changed := m.Caption != body.text || !slices.Equal(m.Entities, body.entities)
		m.Caption, m.HTML, m.Entities = body.text, body.source, body.entities
		return changed, nil
	})
}

func (s *Server) editMessageReplyMarkup(c *call, b []byte) ([]byte, *failure) {
	return s.edit(c, b, func(*message) (bool, *failure) { return false, nil })
}

func (s *Server) deleteMessage(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.writable(c)
	if fail != nil {
		return nil, fail
	}
	m := to.find(int(c.p.number("message_id")))
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	if fail = s.mayDelete(to, m); fail != nil {
		return nil, fail
	}
	to.remove(m.ID)
	s.botTouched(to)
	return append(b, "true"...), nil
}

func (s *Server) mayDelete(to *chat, m *message) *failure {
	admin := to.group != nil && to.group.status == "administrator"
	switch {
	case s.clock.Now().Sub(m.Date) > deletable && !(admin && !m.FromBot):
		return badRequest("message can't be deleted for everyone")
	case to.group != nil && !m.FromBot && !admin:
		return badRequest("message can't be deleted")
	}
	return nil
}

// deleteMessages skips the messages that are not there.
func (s *Server) deleteMessages(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.writable(c)
	if fail != nil {
		return nil, fail
	}
	raw := []byte(c.p.get("message_ids"))
	if !json.Valid(raw) {
		return nil, badRequest("can't parse message identifiers JSON object")
	}
	var ids []int
	items(raw, func(value []byte) {
		id, _ := strconv.Atoi(text(value))
		ids = append(ids, id)
	})
	switch {
	case len(ids) == 0:
		return nil, badRequest("message identifiers are not specified")
	case len(ids) > 100:
		return nil, badRequest("too many message identifiers specified")
	}
	for _, id := range ids {
		m := to.find(id)
		if m == nil {
			continue
		}
		if fail = s.mayDelete(to, m); fail != nil {
			return nil, fail
		}
		to.remove(id)
	}
	s.botTouched(to)
	return append(b, "true"...), nil
}
