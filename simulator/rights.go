package simulator

import "strconv"

// appendMember writes one account as a ChatMember of the group.
func (g *Group) appendMember(b []byte, id int64) ([]byte, *failure) {
	if id == g.s.me {
		return append(b, g.self()...), nil
	}
	if id == anonymousAdmin {
		return append(append(b, `{"status":"left","user":`+anonymousUser...), '}'), nil
	}
	c := g.s.chats[id]
	if c == nil || c.phone == nil {
		return nil, badRequest("user not found")
	}
	return append(b, g.member(id, c.phone.user)...), nil
}

// member is a person as a ChatMember of the group.
func (g *Group) member(id int64, user string) string {
	switch rank := g.ranks[id]; {
	case rank == "creator":
		return `{"status":"creator","user":` + user + `,"is_anonymous":false}`
	case rank != "":
		return adminMember(user, true, false)
	case g.members[id] != nil:
		return `{"status":"member","user":` + user + `}`
	case g.banned[id]:
		return `{"status":"kicked","user":` + user + `,"until_date":0}`
	}
	return `{"status":"left","user":` + user + `}`
}

// self is the bot as a ChatMember of the group.
func (g *Group) self() string {
	switch g.status {
	case "administrator":
		return adminMember(g.s.self, g.canPin, g.forum)
	case "restricted":
		return `{"status":"restricted","user":` + g.s.self + `,"is_member":true,` +
			g.allowed() + `,"until_date":0}`
	}
	return selfMember(g.s.self, g.status)
}

func adminMember(user string, canPin, topics bool) string {
	b := []byte(`{"status":"administrator","user":` + user + `,"can_be_edited":false,` +
		`"is_anonymous":false,"can_manage_chat":true,"can_delete_messages":true,` +
		`"can_manage_video_chats":false,"can_restrict_members":false,` +
		`"can_promote_members":false,"can_change_info":false,"can_invite_users":true,` +
		`"can_post_stories":false,"can_edit_stories":false,"can_delete_stories":false`)
	b = strconv.AppendBool(append(b, `,"can_pin_messages":`...), canPin)
	b = strconv.AppendBool(append(b, `,"can_manage_topics":`...), topics)
	return string(append(b, '}'))
}

// permissions is what plain members may do, as a ChatPermissions object.
func (g *Group) permissions() string { return "{" + g.allowed() + "}" }

func (g *Group) allowed() string {
	post, pin := strconv.FormatBool(g.canPost), strconv.FormatBool(g.canPin)
	return `"can_send_messages":` + post + `,"can_send_audios":` + post +
		`,"can_send_documents":` + post + `,"can_send_photos":` + post +
		`,"can_send_videos":` + post + `,"can_send_video_notes":` + post +
		`,"can_send_voice_notes":` + post + `,"can_send_polls":` + post +
		`,"can_send_other_messages":` + post + `,"can_add_web_page_previews":` + post +
		`,"can_change_info":false,"can_invite_users":true,"can_pin_messages":` + pin +
		`,"can_manage_topics":false`
}

// Topic returns the id of a topic by its title, 0 if there is none.
func (g *Group) Topic(title string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.titles[title]
}

// OpenTopic makes a topic and returns its id.
func (g *Group) OpenTopic(title string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.openTopic(title)
}

func (g *Group) openTopic(title string) int {
	extra := appendField([]byte(`,"forum_topic_created":{"icon_color":7322096`), "name", title)
	m := g.s.add(g.chat, &message{sender: `,"from":` + anonymousUser, topic: true,
		extra: string(append(extra, '}')), Message: Message{Kind: "service", From: anonymousAdmin}})
	m.thread, m.Topic = m.ID, m.ID
	g.topics[m.ID] = &topic{title: title}
	g.titles[title] = m.ID
	g.s.push("message", g.chat.id, day, g.chat.appendMessage(nil, m, false))
	return m.ID
}

// CloseTopic closes a topic, 1 being General, so that the bot cannot write there.
func (g *Group) CloseTopic(id int) { g.setClosed(id, true) }

// ReopenTopic opens it again.
func (g *Group) ReopenTopic(id int) { g.setClosed(id, false) }

func (g *Group) setClosed(id int, closed bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if id == 0 {
		id = generalTopic
	}
	if g.topics[id] == nil && id == generalTopic {
		g.topics[id] = &topic{title: "General"}
	}
	if t := g.topics[id]; t != nil {
		t.closed = closed
	}
}

// DeleteTopic deletes a topic with its messages.
func (g *Group) DeleteTopic(id int) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if t := g.topics[id]; t != nil {
		delete(g.titles, t.title)
	}
	delete(g.topics, id)
	kept := g.chat.messages[:0]
	for _, m := range g.chat.messages {
		if m.Topic != id {
			kept = append(kept, m)
		}
	}
	clear(g.chat.messages[len(kept):])
	g.chat.messages = kept
	g.chat.notify()
}

// inTopic is a message in a topic.
func (g *Group) inTopic(id int) message {
	if id == 0 || id == generalTopic || !g.forum {
		return message{}
	}
	return message{thread: id, topic: true, Message: Message{Topic: id}}
}

// enter puts a message of the bot into a topic, if it is open.
func (g *Group) enter(m *message, thread int) *failure {
	if thread == 0 {
		if t := g.topics[generalTopic]; t != nil && t.closed {
			return badRequest("TOPIC_CLOSED")
		}
		return nil
	}
	t := g.topics[thread]
	switch {
	case !g.forum || t == nil || thread == generalTopic:
		return badRequest("message thread not found")
	case t.closed:
		return badRequest("TOPIC_CLOSED")
	}
	m.thread, m.topic, m.Topic = thread, true, thread
	return nil
}
