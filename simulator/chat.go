package simulator

import (
	"slices"
	"sort"
	"strconv"
	"time"
)

// chat is a private chat, a basic group or a supergroup, with its messages.
type chat struct {
	id       int64
	json     string // the chat as a Chat object
	instance string // chat_instance of its callback queries
	phone    *Phone // of a private chat
	group    *Group // of a group
	nextMsg  int    // of a supergroup; other chats number over all chats
	messages []*message
	changed  chan struct{}
}

// message is what a chat keeps of one message.
type message struct {
	Message
	sender string // from and sender_chat, ready JSON with a leading comma
	extra  string // fields of this kind of message, the same
	markup string // inline keyboard as JSON
	thread int    // message_thread_id
	topic  bool   // is_topic_message
	hidden bool   // the person has cleared it away
}

// find returns a message, nil if the chat has none with that id.
func (c *chat) find(id int) *message {
	i := c.index(id)
	if i < len(c.messages) && c.messages[i].ID == id {
		return c.messages[i]
	}
	return nil
}

func (c *chat) index(id int) int {
	return sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
}

func (c *chat) remove(id int) bool {
	i := c.index(id)
	if i == len(c.messages) || c.messages[i].ID != id {
		return false
	}
	c.messages = slices.Delete(c.messages, i, i+1)
	c.notify()
	return true
}

// notify wakes whoever waits for the chat to change.
func (c *chat) notify() {
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// watch returns a channel that is closed when the chat next changes.
func (c *chat) watch() <-chan struct{} {
	if c.changed == nil {
		c.changed = make(chan struct{})
	}
	return c.changed
}

// supergroup reports whether the chat numbers its own messages.
func (c *chat) supergroup() bool { return c.group != nil && !c.group.basic }

// add gives a message its id and date and puts it at the end of its chat.
func (s *Server) add(c *chat, m *message) *message {
	if c.supergroup() {
		c.nextMsg++
		m.ID = c.nextMsg
	} else {
		s.nextMsg++
		m.ID = s.nextMsg
	}
	m.Date = s.clock.Now().Truncate(time.Second)
	if len(c.messages) >= s.opt.History {
		c.messages = slices.Delete(c.messages, 0, s.opt.History/4+1)
	}
	c.messages = append(c.messages, m)
	c.notify()
	return m
}

// botTouched tells the scripted person of a chat that the bot changed something.
func (s *Server) botTouched(c *chat) {
	c.notify()
	if s.players != nil && c.phone != nil {
		s.players.touch(c.phone)
	}
}

func (c *chat) snapshot() []Message {
	list := make([]Message, 0, len(c.messages))
	for _, m := range c.messages {
		if !m.hidden {
			list = append(list, m.Message)
		}
	}
	return list
}

// last returns the newest message of the bot that is in sight.
func (c *chat) last() *message {
	for i := len(c.messages) - 1; i >= 0; i-- {
		if m := c.messages[i]; m.FromBot && !m.hidden && m.Kind != "service" {
			return m
		}
	}
	return nil
}

// withButton finds the button whose label contains label, newest message first. An
// exact label goes before a part of one.
func (c *chat) withButton(label string) (*message, Button) {
	for i := len(c.messages) - 1; i >= 0; i-- {
		m := c.messages[i]
		if m.hidden || len(m.Buttons) == 0 {
			continue
		}
		if b, ok := buttonOf(m.Buttons, label); ok {
			return m, b
		}
	}
	return nil, Button{}
}

// appendMessage writes a message as the Bot API shows it.
func (c *chat) appendMessage(b []byte, m *message, withReply bool) []byte {
	b = strconv.AppendInt(append(b, `{"message_id":`...), int64(m.ID), 10)
	if m.thread != 0 {
		b = appendNumber(b, "message_thread_id", int64(m.thread))
	}
	b = append(b, m.sender...)
	b = appendRaw(b, "chat", c.json)
	b = appendNumber(b, "date", m.Date.Unix())
	if !m.EditDate.IsZero() {
		b = appendNumber(b, "edit_date", m.EditDate.Unix())
	}
	if m.topic {
		b = append(b, `,"is_topic_message":true`...)
	}
	if withReply && m.ReplyTo != 0 {
		if to := c.find(m.ReplyTo); to != nil {
			b = append(b, `,"reply_to_message":`...)
			b = c.appendMessage(b, to, false)
		}
	}
	b = append(b, m.extra...)
	if m.Text != "" && m.Kind == "text" {
		b = appendField(b, "text", m.Text)
		b = appendEntities(b, "entities", m.Entities)
	}
	if m.Caption != "" {
		b = appendField(b, "caption", m.Caption)
		b = appendEntities(b, "caption_entities", m.Entities)
	}
	b = appendRaw(b, "reply_markup", m.markup)
	return append(b, '}')
}

func appendEntities(b []byte, key string, list []Entity) []byte {
	if len(list) == 0 {
		return b
	}
	b = append(append(append(b, ',', '"'), key...), `":[`...)
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"offset":`...), int64(e.Offset), 10)
		b = appendNumber(b, "length", int64(e.Length))
		b = appendField(b, "type", e.Type)
		b = appendField(b, "url", e.URL)
		b = appendField(b, "language", e.Language)
		if e.User != 0 {
			b = strconv.AppendInt(append(b, `,"user":{"id":`...), e.User, 10)
			b = append(b, `,"is_bot":false,"first_name":""}`...)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}
