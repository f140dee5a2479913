package simulator_test

import (
	"testing"

	"suara/simulator"
)

func TestPrivacyMode(t *testing.T) {
	for _, row := range []struct {
		name  string
		admin bool
		send  func(w *world, g *simulator.Group, p *simulator.Phone)
		want  string
	}{
		{"plain talk", false, say("selamat pagi"), ""},
		{"plain talk to an administrator", true, say("selamat pagi"), "message"},
		{"command", false, say("/ringkasan"), "message"},
		{"own suffix in any case", false, say("/ringkasan@Suara_Sim_Bot x"), "message"},
		{"another bot's suffix", false, say("/ringkasan@bot_lain"), ""},
		{"another bot's suffix to an administrator", true, say("/ringkasan@bot_lain"), "message"},
		{"command in mid-sentence", false, say("coba /ringkasan"), ""},
		{"anonymous command", false, func(_ *world, g *simulator.Group, _ *simulator.Phone) {
			g.SendAnonymous("/status")
		}, "message"},
		{"reply to the bot", false, func(w *world, g *simulator.Group, p *simulator.Phone) {
			sent := w.must("sendMessage", m{"chat_id": g.ID(), "text": "x"})
			g.Reply(p, id(sent), "baik")
		}, "message"},
		{"reply to somebody", false, func(_ *world, g *simulator.Group, p *simulator.Phone) {
			g.Reply(p, g.Send(p, "a", 0), "baik")
		}, ""},
		{"press", false, func(w *world, g *simulator.Group, p *simulator.Phone) {
			w.must("sendMessage", m{"chat_id": g.ID(), "text": "x", "reply_markup": buttons("a")})
			_, _ = g.Press(p, "Tombol")
		}, "callback_query"},
		{"somebody joins", false, func(w *world, g *simulator.Group, _ *simulator.Phone) {
			g.Join(w.NewPerson(simulator.Person{}))
		}, "message"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, simulator.Options{})
			p := w.person()
			g := w.NewGroup("Panitia", simulator.GroupOptions{Admin: row.admin})
			g.Join(p)
			if got := kinds(w.updates()); got != "my_chat_member message message" {
				t.Errorf("on joining: %s", got)
			}
			row.send(w, g, p)
			if got := kinds(w.updates()); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func say(text string) func(*world, *simulator.Group, *simulator.Phone) {
	return func(_ *world, g *simulator.Group, p *simulator.Phone) { g.Send(p, text, 0) }
}

func TestAnonymousAdmin(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	g := w.NewGroup("Panitia", simulator.GroupOptions{Admin: true})
	w.updates()
	g.SendAnonymous("/status")
	u := w.updates()[0]
	if path(u, "message", "from", "id") != 1087968824.0 ||
		path(u, "message", "from", "username") != "GroupAnonymousBot" ||
		path(u, "message", "sender_chat", "id") != float64(g.ID()) {
		t.Errorf("message %v", u)
	}
}

func TestMigration(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	g := w.NewGroup("Panitia", simulator.GroupOptions{Basic: true, Admin: true})
	old := g.ID()
	w.updates()
	now := g.Migrate()
	if old < -1_000_000_000_000 || now > -1_000_000_000_000 || g.ID() != now {
		t.Errorf("ids %d and %d", old, now)
	}
	list := w.updates()
	if len(list) != 2 || path(list[0], "message", "migrate_to_chat_id") != float64(now) ||
		path(list[0], "message", "chat", "id") != float64(old) ||
		path(list[1], "message", "migrate_from_chat_id") != float64(old) ||
		path(list[1], "message", "chat", "type") != "supergroup" {
		t.Errorf("updates %v", list)
	}
	a := w.call("sendMessage", m{"chat_id": old, "text": "x"})
	if a.Code != 400 || a.Parameters.MigrateTo != now ||
		a.Description != "Bad Request: group chat was upgraded to a supergroup chat" {
		t.Errorf("answer %+v", a)
	}
	w.must("sendMessage", m{"chat_id": now, "text": "x"})
}

// Of who leaves the bot hears what Telegram tells: a service message, an update for administrators that asked
// for it, or nothing. Asked, Telegram always knows.
func TestLeavingAGroup(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	g := w.NewGroup("Panitia", simulator.GroupOptions{Admin: true})
	p := w.person()
	standing := func() any {
		return w.must("getChatMember", m{"chat_id": g.ID(), "user_id": p.ID()})["status"]
	}
	w.updates()
	w.call("getUpdates", m{"allowed_updates": []string{"message", "chat_member"}})
	for _, tt := range []struct {
		name      string
		leave     func(*simulator.Phone)
		standing  string
		said, new bool // service message, chat_member
	}{
		{"as people do", g.Leave, "left", true, true},
		{"unseen", g.LeaveUnseen, "left", false, true},
		{"silently", g.LeaveSilently, "left", false, false},
		{"banned silently", g.BanSilently, "kicked", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g.JoinSilently(p)
			if got := standing(); got != "member" {
				t.Errorf("in the group they are %v", got)
			}
			tt.leave(p)
			said, changed := false, false
			for _, u := range w.updates() {
				said = said || path(u, "message", "left_chat_member", "id") == float64(p.ID())
				changed = changed || path(u, "chat_member", "new_chat_member", "status") == tt.standing
			}
			if said != tt.said || changed != tt.new || standing() != tt.standing {
				t.Errorf("service message %v, update %v, %v", said, changed, standing())
			}
		})
	}
	w.refused("getChatMember", m{"chat_id": g.ID(), "user_id": 4711}, "Bad Request: user not found")
}

func TestTopics(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	g := w.NewGroup("Panitia", simulator.GroupOptions{Forum: true, Admin: true, Topics: []string{"Survei"}})
	topic := g.Topic("Survei")
	g.Join(p)
	w.updates()
	sent := w.must("sendMessage", m{"chat_id": g.ID(), "message_thread_id": topic, "text": "x"})
	if sent["message_thread_id"] != float64(topic) || sent["is_topic_message"] != true ||
		g.Last().Topic != topic {
		t.Errorf("sent %v", sent)
	}
	g.Send(p, "/status", topic)
	if u := w.updates()[0]; path(u, "message", "message_thread_id") != float64(topic) ||
		path(u, "message", "is_topic_message") != true || path(u, "message", "chat", "is_forum") != true {
		t.Errorf("from the topic %v", u)
	}
	general := w.must("sendMessage", m{"chat_id": g.ID(), "text": "umum"})
	g.Reply(p, id(general), "/status")
	if u := w.updates()[0]; path(u, "message", "message_thread_id") != general["message_id"] ||
		path(u, "message", "is_topic_message") != nil {
		t.Errorf("a reply in General %v", u)
	}
	to := func(thread int) m { return m{"chat_id": g.ID(), "message_thread_id": thread, "text": "x"} }
	w.refused("sendMessage", to(1), "Bad Request: message thread not found")
	w.refused("sendMessage", to(id(general)), "Bad Request: message thread not found")
	g.CloseTopic(topic)
	w.refused("sendMessage", to(topic), "Bad Request: TOPIC_CLOSED")
	g.ReopenTopic(topic)
	w.must("sendMessage", to(topic))
	g.CloseTopic(1)
	w.refused("sendMessage", m{"chat_id": g.ID(), "text": "x"}, "Bad Request: TOPIC_CLOSED")
	g.DeleteTopic(topic)
	w.refused("sendMessage", to(topic), "Bad Request: message thread not found")
}

func TestRightsInAGroup(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	g := w.NewGroup("Panitia", simulator.GroupOptions{})
	g.Promote(p)
	w.updates()
	post := m{"chat_id": g.ID(), "text": "x"}
	sent := id(w.must("sendMessage", post))
	pin := m{"chat_id": g.ID(), "message_id": sent}
	w.must("pinChatMessage", pin)
	if u := w.updates()[0]; path(u, "message", "pinned_message", "message_id") != float64(sent) {
		t.Errorf("update of the pin %v", u)
	}
	if got := path(w.must("getChat", m{"chat_id": g.ID()}), "pinned_message", "message_id"); got != float64(sent) {
		t.Errorf("pinned %v", got)
	}
	g.SetRights(false, false)
	w.refused("sendMessage", post, "Bad Request: not enough rights to send text messages to the chat")
	if got := w.must("getChatMember", m{"chat_id": g.ID(), "user_id": w.BotID()}); got["status"] != "restricted" ||
		got["can_send_messages"] != false {
		t.Errorf("bot is %v", got)
	}
	g.SetRights(true, false)
	w.refused("pinChatMessage", pin, "Bad Request: not enough rights to manage pinned messages in the chat")
	if got := w.must("getChatMember", m{"chat_id": g.ID(), "user_id": p.ID()})["status"]; got != "creator" {
		t.Errorf("first promoted is %v", got)
	}
	w.updates()
	g.RemoveBot()
	list := w.updates()
	if path(list[0], "my_chat_member", "new_chat_member", "status") != "kicked" {
		t.Errorf("update %v", list[0])
	}
	gone := "Forbidden: bot was kicked from the supergroup chat"
	w.refused("sendMessage", post, gone)
	w.refused("getChat", m{"chat_id": g.ID()}, gone)
	g.AddBot()
	w.must("sendMessage", post)
	w.must("leaveChat", m{"chat_id": g.ID()})
	w.refused("sendMessage", post, "Forbidden: bot is not a member of the supergroup chat")
	g.PromoteBot()
	a := w.call("getChatAdministrators", m{"chat_id": g.ID()})
	if !a.OK || kindsOfMembers(t, a) != "creator administrator" {
		t.Errorf("administrators %s", a.Result)
	}
}
