package simulator

import (
	"strconv"
	"strings"
)

func (s *Server) getChat(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.existing(c)
	if fail != nil {
		return nil, fail
	}
	b = append(b, to.json[:len(to.json)-1]...)
	b = append(b, `,"accent_color_id":0,"max_reaction_count":11,"accepted_gift_types":`+
		`{"unlimited_gifts":false,"limited_gifts":false,"unique_gifts":false,`+
		`"premium_subscription":false,"gifts_from_channels":false}`...)
	if g := to.group; g != nil {
		if fail = g.present(); fail != nil {
			return nil, fail
		}
		b = appendRaw(b, "permissions", g.permissions())
	}
	for i := len(to.messages) - 1; i >= 0; i-- {
		if m := to.messages[i]; m.Pinned {
			b = append(b, `,"pinned_message":`...)
			b = to.appendMessage(b, m, false)
			break
		}
	}
	return append(b, '}'), nil
}

// groupOf finds the group of a call.
func (s *Server) groupOf(c *call) (*Group, *failure) {
	to, fail := s.existing(c)
	switch {
	case fail != nil:
		return nil, fail
	case to.group == nil:
		return nil, badRequest("there are no administrators in the private chat")
	}
	return to.group, to.group.present()
}

func (s *Server) getChatMember(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.existing(c)
	if fail != nil {
		return nil, fail
	}
	id := c.p.number("user_id")
	if id == 0 {
		return nil, badRequest("invalid user_id specified")
	}
	if g := to.group; g != nil {
		if fail = g.present(); fail != nil {
			return nil, fail
		}
		return g.appendMember(b, id)
	}
	if id != to.id && id != s.me {
		return nil, badRequest("user not found")
	}
	user := to.phone.user
	if id == s.me {
		user = s.self
	}
	return append(appendRaw(append(b, `{"status":"member"`...), "user", user), '}'), nil
}

func (s *Server) getChatMemberCount(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.existing(c)
	switch {
	case fail != nil:
		return nil, fail
	case to.group == nil:
		return append(b, '2'), nil
	}
	if fail = to.group.present(); fail != nil {
		return nil, fail
	}
	return strconv.AppendInt(b, int64(len(to.group.members)+1), 10), nil
}

func (s *Server) getChatAdministrators(c *call, b []byte) ([]byte, *failure) {
	g, fail := s.groupOf(c)
	if fail != nil {
		return nil, fail
	}
	b = append(b, '[')
	for _, id := range g.admins() {
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		if b, fail = g.appendMember(b, id); fail != nil {
			return nil, fail
		}
	}
	return append(b, ']'), nil
}

func (s *Server) leaveChat(c *call, b []byte) ([]byte, *failure) {
	g, fail := s.groupOf(c)
	if fail != nil {
		return nil, fail
	}
	g.setStatus("left", s.me, s.self)
	return append(b, "true"...), nil
}

// pinnable finds the chat of a call and checks that the bot may pin there.
func (s *Server) pinnable(c *call) (*chat, *failure) {
	to, fail := s.writable(c)
	if fail != nil {
		return nil, fail
	}
	if g := to.group; g != nil && !g.canPin {
		return nil, badRequest("not enough rights to manage pinned messages in the chat")
	}
	return to, nil
}

// pinChatMessage pins a message; the service message that says so comes back to
// the bot like any other.
func (s *Server) pinChatMessage(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.pinnable(c)
	if fail != nil {
		return nil, fail
	}
	m := to.find(int(c.p.number("message_id")))
	if m == nil {
		return nil, badRequest("message to pin not found")
	}
	if !m.Pinned {
		m.Pinned = true
		note := &message{sender: `,"from":` + s.self, thread: m.thread, topic: m.topic,
			Message: Message{Kind: "service", FromBot: true, From: s.me, FromName: s.opt.Name}}
		note.extra = string(to.appendMessage([]byte(`,"pinned_message":`), m, false))
		s.add(to, note)
		s.push("message", to.id, day, to.appendMessage(nil, note, false))
	}
	return append(b, "true"...), nil
}

func (s *Server) unpinChatMessage(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.pinnable(c)
	if fail != nil {
		return nil, fail
	}
	id := int(c.p.number("message_id"))
	if id != 0 && to.find(id) == nil {
		return nil, badRequest("message to unpin not found")
	}
	for i := len(to.messages) - 1; i >= 0; i-- {
		if m := to.messages[i]; m.Pinned && (id == 0 || m.ID == id) {
			m.Pinned = false
			to.notify()
			break
		}
	}
	return append(b, "true"...), nil
}

func (s *Server) unpinAllChatMessages(c *call, b []byte) ([]byte, *failure) {
	to, fail := s.pinnable(c)
	if fail != nil {
		return nil, fail
	}
	for _, m := range to.messages {
		m.Pinned = false
	}
	to.notify()
	return append(b, "true"...), nil
}

// fullName is a person's name as chats show it.
func fullName(p Person) string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }
