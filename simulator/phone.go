package simulator

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Phone is one person's Telegram app, with the private chat between that person
// and the bot.
type Phone struct {
	s       *Server
	person  Person
	user    string // the person as a User object
	chat    *chat
	started bool
	blocked bool
	gone    bool // the account is deleted
	seat    int  // place among the scripted people, from 1
}

// NewPerson gives somebody a phone. The person has not started the bot yet.
func (s *Server) NewPerson(p Person) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.ID == 0 {
		s.nextID += 1 + s.rand.Int64N(1000)
		p.ID = s.nextID
	}
	p.FirstName = cmp.Or(p.FirstName, "Orang")
	phone := &Phone{s: s, person: p}
	b := strconv.AppendInt([]byte(`{"id":`), p.ID, 10)
	names := appendField(nil, "first_name", p.FirstName)
	names = appendField(names, "last_name", p.LastName)
	names = appendField(names, "username", p.Username)
	user := append(append(b, `,"is_bot":false`...), names...)
	phone.user = string(append(appendField(user, "language_code", p.LanguageCode), '}'))
	b = strconv.AppendInt([]byte(`{"id":`), p.ID, 10)
	phone.chat = &chat{
		id: p.ID, phone: phone, instance: s.newInstance(),
		json: string(append(append(b, names...), `,"type":"private"}`...)),
	}
	s.chats[p.ID] = phone.chat
	return phone
}

func (s *Server) newInstance() string {
	return strconv.FormatInt(s.rand.Int64N(1<<62), 10)
}

// Phone returns the phone of a person, nil if there is nobody with that id.
func (s *Server) Phone(id int64) *Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[id]; c != nil {
		return c.phone
	}
	return nil
}

// ID returns the person's id, which is also the chat's.
func (p *Phone) ID() int64 { return p.person.ID }

// Person returns who holds the phone.
func (p *Phone) Person() Person { return p.person }

// refuses is why the bot cannot write to this person, nil if it can.
func (p *Phone) refuses() *failure {
	switch {
	case p.gone:
		return forbidden("user is deactivated")
	case p.blocked:
		return blockedByUser
	case !p.started:
		return forbidden("bot can't initiate conversation with a user")
	}
	return nil
}

// Start opens the bot by a link with a payload, or by the start button if payload
// is empty. It unblocks the bot.
func (p *Phone) Start(payload string) {
	p.Unblock()
	p.Send(strings.TrimSpace("/start " + payload))
}

// Send types a text and returns the id of its message, or 0 while the bot is
// blocked. A text over Telegram's limit is cut into several messages, as apps do;
// the id is then that of the first.
func (p *Phone) Send(text string) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.sayAll(p, p.chat, text, message{})
}

// Reply answers a message with a text.
func (p *Phone) Reply(messageID int, text string) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.sayAll(p, p.chat, text, message{Message: Message{ReplyTo: messageID}})
}

// sayAll sends a person's text in as many messages as it needs, each made like m.
func (s *Server) sayAll(from *Phone, c *chat, text string, like message) int {
	first := 0
	for _, part := range split(clean(text)) {
		m := like
		f := formatted{text: part}
		f.trim()
		if blank(f.text) && !strings.ContainsRune(f.text, '\u200b') {
			continue
		}
		m.Kind, m.Text, m.Entities = "text", f.text, detect(f.text, nil)
		if id := s.say(from, c, &m); first == 0 {
			first = id
		}
	}
	return first
}

// say puts a person's message into a chat and queues it for the bot.
func (s *Server) say(from *Phone, c *chat, m *message) int {
	if c.phone != nil {
		if from.blocked || from.gone {
			return 0
		}
		from.started = true
	}
	if m.sender == "" {
		m.From, m.FromName = from.person.ID, fullName(from.person)
		m.sender = `,"from":` + from.user
	}
	s.add(c, m)
	if c.group == nil || c.group.hears(m) {
		s.push("message", c.id, day, c.appendMessage(nil, m, true))
	}
	return m.ID
}

// split cuts a text at Telegram's limit.
func split(s string) []string {
	var parts []string
	from, units := 0, 0
	for i, r := range s {
		if units+utf16Len(r) > maxText {
			parts = append(parts, s[from:i])
			from, units = i, 0
		}
		units += utf16Len(r)
	}
	return append(parts, s[from:])
}

// Edit changes the text of one of the person's own messages.
func (p *Phone) Edit(messageID int, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.revise(p.chat, messageID, text)
}

func (s *Server) revise(c *chat, id int, text string) {
	m := c.find(id)
	f := formatted{text: clean(text)}
	f.trim()
	if m == nil || m.FromBot || m.Kind != "text" || f.text == "" || f.text == m.Text {
		return
	}
	m.Text, m.Entities = f.text, detect(f.text, nil)
	s.changed(c, m)
}

// changed tells the bot of a message that its sender has edited, where it hears of it.
func (s *Server) changed(c *chat, m *message) {
	m.EditDate = s.clock.Now().Truncate(time.Second)
	c.notify()
	if c.group == nil || c.group.hears(m) {
		s.push("edited_message", c.id, day, c.appendMessage(nil, m, true))
	}
}

// ErrNoButton says that nothing in sight can be pressed like that.
var ErrNoButton = errors.New("no such button")

// Press presses the inline button whose label is or contains label, looking at the
// newest message with such a button first, and returns the id of the callback query.
func (p *Phone) Press(label string) (query string, err error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.pressLabel(p, p.chat, label)
}

func (s *Server) pressLabel(from *Phone, c *chat, label string) (string, error) {
	m, b := c.withButton(label)
	switch {
	case m == nil:
		return "", fmt.Errorf("press %q: %w", label, ErrNoButton)
	case b.Data == "":
		return "", fmt.Errorf("press %q: the button opens %s: %w", label, b.URL, ErrNoButton)
	case c.phone != nil && (from.blocked || from.gone):
		return "", fmt.Errorf("press %q: the bot is blocked: %w", label, ErrNoButton)
	}
	return s.press(from, c, m.ID, b.Data), nil
}

// PressData sends a callback query with any data for any message, also for one that
// is gone or whose button has changed since.
func (p *Phone) PressData(messageID int, data string) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.press(p, p.chat, messageID, data)
}

// Answer returns what the bot answered to a press, false while it has not.
func (p *Phone) Answer(query string) (CallbackAnswer, bool) { return p.s.Answer(query) }

// Block blocks the bot.
func (p *Phone) Block() { p.setBlocked(true) }

// Unblock lets the bot write again.
func (p *Phone) Unblock() { p.setBlocked(false) }

func (p *Phone) setBlocked(blocked bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.blocked == blocked {
		return
	}
	p.blocked = blocked
	before, after := "member", "kicked"
	if !blocked {
		before, after = after, before
	}
	p.s.memberUpdate(p.chat, p.user, selfMember(p.s.self, before), selfMember(p.s.self, after))
}

// selfMember is the bot as a member of a private chat.
func selfMember(self, status string) string {
	if status == "kicked" {
		return `{"status":"kicked","user":` + self + `,"until_date":0}`
	}
	return `{"status":"` + status + `","user":` + self + `}`
}

// memberUpdate tells the bot that its own standing in a chat has changed.
func (s *Server) memberUpdate(c *chat, by, before, after string) {
	s.standing("my_chat_member", c, by, before, after)
}

func (s *Server) standing(kind string, c *chat, by, before, after string) {
	b := append([]byte(`{"chat":`), c.json...)
	b = appendRaw(b, "from", by)
	b = appendNumber(b, "date", s.clock.Now().Unix())
	b = appendRaw(b, "old_chat_member", before)
	b = appendRaw(b, "new_chat_member", after)
	s.push(kind, c.id, day, append(b, '}'))
}

// Deactivate deletes the person's account.
func (p *Phone) Deactivate() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.gone = true
}

// ClearHistory empties the chat on this phone only; the bot's messages stay
// where the bot can edit them.
func (p *Phone) ClearHistory() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, m := range p.chat.messages {
		m.hidden = true
	}
	p.chat.notify()
}

// Delete deletes a message for both sides.
func (p *Phone) Delete(messageID int) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.chat.remove(messageID)
}

// Messages returns the chat as it looks now, oldest message first.
func (p *Phone) Messages() []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.chat.snapshot()
}

// Last returns the newest message of the bot, the zero Message if there is none.
func (p *Phone) Last() Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.chat.last(); m != nil {
		return m.Message
	}
	return Message{}
}

// Keyboard returns the keyboard that the app shows in place of letters, nil if none.
func (p *Phone) Keyboard() *Keyboard {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for i := len(p.chat.messages) - 1; i >= 0; i-- {
		if k := p.chat.messages[i].Keyboard; k != nil {
			if k.Remove || len(k.Rows) == 0 {
				return nil
			}
			return k
		}
	}
	return nil
}

// Changed returns a channel that is closed when the chat next changes: a message
// comes, is edited or deleted, or a press is answered. Take it before looking.
func (p *Phone) Changed() <-chan struct{} {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.chat.watch()
}
