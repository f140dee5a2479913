package simulator

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// anonymousAdmin is the account under which Telegram shows anonymous administrators.
const (
	anonymousAdmin = 1087968824
	anonymousUser  = `{"id":1087968824,"is_bot":true,"first_name":"Group",` +
		`"username":"GroupAnonymousBot"}`
	generalTopic = 1
)

// Group is a group in which the bot is, or was.
type Group struct {
	s       *Server
	chat    *chat
	title   string
	basic   bool
	forum   bool
	status  string // of the bot: "member", "administrator", "restricted", "left", "kicked"
	canPost bool
	canPin  bool
	members map[int64]*Phone
	ranks   map[int64]string // "creator", "administrator"
	banned  map[int64]bool
	topics  map[int]*topic
	titles  map[string]int
}

type topic struct {
	title  string
	closed bool
}

// NewGroup makes a group with the bot in it. The bot hears that it was added.
func (s *Server) NewGroup(title string, opts GroupOptions) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := &Group{
		s: s, title: title, basic: opts.Basic, forum: opts.Forum && !opts.Basic,
		status: "left", canPost: !opts.NoPost, canPin: !opts.NoPin,
		members: map[int64]*Phone{}, ranks: map[int64]string{}, banned: map[int64]bool{},
		topics: map[int]*topic{}, titles: map[string]int{},
	}
	s.nextID += 1 + s.rand.Int64N(1000)
	id := -s.nextID
	if !g.basic {
		id = -1_000_000_000_000 - s.nextID%1_000_000_000_000
	}
	g.settle(id)
	status := "member"
	switch {
	case opts.Admin:
		status = "administrator"
	case opts.NoPost:
		status = "restricted"
	}
	g.setStatus(status, anonymousAdmin, anonymousUser)
	for _, name := range opts.Topics {
		g.openTopic(name)
	}
	return g
}

// settle gives the group a chat of its own under an id.
func (g *Group) settle(id int64) {
	kind := "supergroup"
	if g.basic {
		kind = "group"
	}
	b := strconv.AppendInt([]byte(`{"id":`), id, 10)
	b = appendField(b, "title", g.title)
	b = appendField(b, "type", kind)
	if g.forum {
		b = append(b, `,"is_forum":true`...)
	}
	g.chat = &chat{id: id, group: g, instance: g.s.newInstance(), json: string(append(b, '}'))}
	g.s.chats[id] = g.chat
}

// ID returns the group's id, which changes with Migrate.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.chat.id
}

// Title returns the group's title.
func (g *Group) Title() string { return g.title }

// Messages returns the group as it looks now, oldest message first.
func (g *Group) Messages() []Message {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.chat.snapshot()
}

// Last returns the newest message of the bot, the zero Message if there is none.
func (g *Group) Last() Message {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if m := g.chat.last(); m != nil {
		return m.Message
	}
	return Message{}
}

// Changed returns a channel that is closed when the group next changes.
func (g *Group) Changed() <-chan struct{} {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.chat.watch()
}

// Send writes a text as a member, in a topic or, with topic 0, in General.
func (g *Group) Send(from *Phone, text string, topic int) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.join(from)
	return g.s.sayAll(from, g.chat, text, g.inTopic(topic))
}

// Reply answers a message as a member. Outside a topic such a message carries a
// message_thread_id too, though it is in none.
func (g *Group) Reply(from *Phone, messageID int, text string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.join(from)
	m := message{}
	if to := g.chat.find(messageID); to != nil {
		m.ReplyTo, m.thread, m.topic, m.Topic = messageID, to.thread, to.topic, to.Topic
		if m.thread == 0 && !g.basic {
			m.thread = messageID
		}
	}
	return g.s.sayAll(from, g.chat, text, m)
}

// Edit changes the text of a member's message.
func (g *Group) Edit(messageID int, text string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.revise(g.chat, messageID, text)
}

// SendAnonymous writes as an administrator who hides behind the group's name.
func (g *Group) SendAnonymous(text string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	m := message{sender: `,"from":` + anonymousUser + `,"sender_chat":` + g.chat.json,
		Message: Message{From: g.chat.id, FromName: g.title}}
	return g.s.sayAll(nil, g.chat, text, m)
}

// Press presses a button in the group as a member.
func (g *Group) Press(from *Phone, label string) (string, error) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.s.pressLabel(from, g.chat, label)
}

// PressData sends a callback query with any data for any message of the group.
func (g *Group) PressData(from *Phone, messageID int, data string) string {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.s.press(from, g.chat, messageID, data)
}

// Join makes somebody a member; writing does so too.
func (g *Group) Join(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.join(p)
}

func (g *Group) join(p *Phone) {
	if g.members[p.person.ID] != nil {
		return
	}
	before := g.member(p.person.ID, p.user)
	g.members[p.person.ID] = p
	delete(g.banned, p.person.ID)
	g.note(`,"from":`+p.user, `,"new_chat_members":[`+p.user+`]`, p.person.ID)
	g.moved(p, before)
}

// Promote makes a member an administrator, the first one the creator.
func (g *Group) Promote(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.join(p)
	if len(g.ranks) == 0 {
		g.ranks[p.person.ID] = "creator"
		return
	}
	g.ranks[p.person.ID] = "administrator"
}

// note adds a service message, which the bot gets whatever its privacy mode.
func (g *Group) note(sender, extra string, from int64) *message {
	m := g.s.add(g.chat, &message{sender: sender, extra: extra,
		Message: Message{Kind: "service", From: from, FromBot: from == g.s.me}})
	if g.present() == nil {
		g.s.push("message", g.chat.id, day, g.chat.appendMessage(nil, m, false))
	}
	return m
}

// hears reports whether the bot gets a message: administrators get all, others
// what privacy mode lets through.
func (g *Group) hears(m *message) bool {
	switch {
	case g.present() != nil:
		return false
	case g.status == "administrator" || m.Kind == "service":
		return true
	}
	if to := g.chat.find(m.ReplyTo); to != nil && to.FromBot {
		return true
	}
	if len(m.Entities) == 0 || m.Entities[0].Type != "bot_command" || m.Entities[0].Offset != 0 {
		return false
	}
	_, to, named := strings.Cut(m.Text[:m.Entities[0].Length], "@")
	return !named || strings.EqualFold(to, g.s.opt.Username)
}

// present is why the bot is not in the group, nil if it is.
func (g *Group) present() *failure {
	kind := "supergroup"
	if g.basic {
		kind = "group"
	}
	switch g.status {
	case "kicked":
		return forbidden("bot was kicked from the " + kind + " chat")
	case "left":
		return forbidden("bot is not a member of the " + kind + " chat")
	}
	return nil
}

func (g *Group) refuses() *failure {
	if fail := g.present(); fail != nil {
		return fail
	}
	if !g.canPost {
		return badRequest("not enough rights to send text messages to the chat")
	}
	return nil
}

// Migrate makes a basic group a supergroup and returns its new id. The old id is
// answered with the new one from then on.
func (g *Group) Migrate() (newID int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if !g.basic {
		return g.chat.id
	}
	old := g.chat
	g.s.nextID += 1 + g.s.rand.Int64N(1000)
	newID = -1_000_000_000_000 - g.s.nextID%1_000_000_000_000
	sender := `,"from":` + anonymousUser
	g.note(sender, string(appendNumber(nil, "migrate_to_chat_id", newID)), anonymousAdmin)
	g.basic = false
	g.settle(newID)
	delete(g.s.chats, old.id)
	g.s.moved[old.id] = newID
	old.notify()
	g.note(sender+`,"sender_chat":`+g.chat.json,
		string(appendNumber(nil, "migrate_from_chat_id", old.id)), anonymousAdmin)
	return newID
}

// RemoveBot throws the bot out.
func (g *Group) RemoveBot() { g.move("kicked") }

// AddBot takes the bot in again, as a plain member.
func (g *Group) AddBot() { g.move("member") }

// PromoteBot makes the bot an administrator.
func (g *Group) PromoteBot() { g.move("administrator") }

func (g *Group) move(status string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.setStatus(status, anonymousAdmin, anonymousUser)
}

// SetRights says what the bot may do in the group.
func (g *Group) SetRights(canPost, canPin bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	before := g.self()
	g.canPost, g.canPin = canPost, canPin
	switch {
	case g.status == "member" && !canPost:
		g.status = "restricted"
	case g.status == "restricted" && canPost:
		g.status = "member"
	}
	g.s.memberUpdate(g.chat, anonymousUser, before, g.self())
}

// setStatus changes the bot's standing and tells it.
func (g *Group) setStatus(status string, by int64, user string) {
	if g.status == status {
		return
	}
	before, was := g.self(), g.present() == nil
	g.status = status
	g.s.memberUpdate(g.chat, user, before, g.self())
	self := g.s.self
	switch is := g.present() == nil; {
	case is && !was:
		g.note(`,"from":`+user, `,"new_chat_members":[`+self+`]`, by)
	case was && !is:
		m := g.s.add(g.chat, &message{sender: `,"from":` + user,
			extra:   `,"left_chat_member":` + self,
			Message: Message{Kind: "service", From: by}})
		g.s.push("message", g.chat.id, day, g.chat.appendMessage(nil, m, false))
	}
}

// admins returns the ids of those who run the group, the creator first.
func (g *Group) admins() []int64 {
	var ids []int64
	for id := range g.ranks {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		a, b := g.ranks[ids[i]], g.ranks[ids[j]]
		if a != b {
			return a == "creator"
		}
		return ids[i] < ids[j]
	})
	if g.status == "administrator" {
		ids = append(ids, g.s.me)
	}
	return slices.Clip(ids)
}
