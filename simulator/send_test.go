package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

func buttons(data ...string) m {
	var row []m
	for _, d := range data {
		row = append(row, m{"text": "Tombol " + d, "callback_data": d})
	}
	return m{"inline_keyboard": []any{row}}
}

func TestSendingIsRefused(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	stranger := w.NewPerson(simulator.Person{})
	blocker := w.person()
	blocker.Block()
	gone := w.person()
	gone.Deactivate()
	send := func(chat int64, more m) m {
		params := m{"chat_id": chat, "text": "Halo"}
		for k, v := range more {
			params[k] = v
		}
		return params
	}
	for _, row := range []struct {
		name   string
		params m
		want   string
	}{
		{"unknown chat", send(123456789012, nil), "Bad Request: chat not found"},
		{"chat by name", m{"chat_id": "@siapa", "text": "x"}, "Bad Request: chat not found"},
		{"no chat", m{"text": "x"}, "Bad Request: chat_id is empty"},
		{"person who never started", send(stranger.ID(), nil),
			"Forbidden: bot can't initiate conversation with a user"},
		{"person who blocked", send(blocker.ID(), nil), "Forbidden: bot was blocked by the user"},
		{"deleted account", send(gone.ID(), nil), "Forbidden: user is deactivated"},
		{"no text", m{"chat_id": p.ID()}, "Bad Request: message text is empty"},
		{"white space only", send(p.ID(), m{"text": " \n "}), "Bad Request: text must be non-empty"},
		{"nothing inside tags", send(p.ID(), m{"text": "<b></b>", "parse_mode": "HTML"}),
			"Bad Request: text must be non-empty"},
		{"text of 4,097 units", send(p.ID(), m{"text": strings.Repeat("a", 4097)}),
			"Bad Request: message is too long"},
		{"2,049 emoji are 4,098 units", send(p.ID(), m{"text": strings.Repeat("👍", 2049)}),
			"Bad Request: message is too long"},
		{"unclosed tag", send(p.ID(), m{"text": "ab <b>c", "parse_mode": "HTML"}),
			`Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"bare <", send(p.ID(), m{"text": "a < b", "parse_mode": "HTML"}),
			`Bad Request: can't parse entities: Unsupported start tag "" at byte offset 2`},
		{"unknown parse_mode", send(p.ID(), m{"parse_mode": "BBCode"}),
			"Bad Request: unsupported parse_mode"},
		{"callback_data of 65 bytes",
			send(p.ID(), m{"reply_markup": buttons(strings.Repeat("x", 65))}),
			"Bad Request: BUTTON_DATA_INVALID"},
		{"callback_data of 22 three-byte letters",
			send(p.ID(), m{"reply_markup": buttons(strings.Repeat("あ", 22))}),
			"Bad Request: BUTTON_DATA_INVALID"},
		{"empty callback_data", send(p.ID(), m{"reply_markup": buttons("")}),
			"Bad Request: BUTTON_DATA_INVALID"},
		{"button without action", send(p.ID(), m{"reply_markup": m{"inline_keyboard": []any{
			[]m{{"text": "x"}}}}}), "Bad Request: can't parse inline keyboard button: " +
			"Text buttons are unallowed in the inline keyboard"},
		{"button without text", send(p.ID(), m{"reply_markup": m{"inline_keyboard": []any{
			[]m{{"url": "https://a.id"}}}}}), "Bad Request: can't parse inline keyboard button: " +
			`Can't find field "text"`},
		{"answer to nothing", send(p.ID(), m{"reply_parameters": m{"message_id": 99999999}}),
			"Bad Request: message to be replied not found"},
		{"topic in a private chat", send(p.ID(), m{"message_thread_id": 5}),
			"Bad Request: message thread not found"},
		{"entity past the end", send(p.ID(), m{"entities": []m{{"type": "bold", "offset": 2,
			"length": 9}}}), "Bad Request: entity beginning at UTF-16 offset 2 ends after the " +
			"end of the text at UTF-16 offset 11"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w.t = t
			w.refused("sendMessage", row.params, row.want)
		})
	}
}

func TestSendingIsAccepted(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	for _, row := range []struct {
		name, text, mode, plain string
	}{
		{"4,096 units", strings.Repeat("a", 4096), "", strings.Repeat("a", 4096)},
		{"tags do not count", "<b>" + strings.Repeat("a", 4096) + "</b>", "HTML",
			strings.Repeat("a", 4096)},
		{"references count once", strings.Repeat("&amp;", 4096), "HTML",
			strings.Repeat("&", 4096)},
		{"white space around is trimmed", " \n a b \n", "", "a b"},
		{"a bare & stands", "R&D & lain", "HTML", "R&D & lain"},
		{"mode in any case", "<i>a</i>", "html", "a"},
		{"tags without a mode stand", "<b>a</b>", "", "<b>a</b>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w.t = t
			sent := w.must("sendMessage", m{"chat_id": p.ID(), "text": row.text,
				"parse_mode": row.mode})
			if sent["text"] != row.plain || p.Last().Text != row.plain {
				t.Errorf("text %q, on the phone %q, want %q", sent["text"], p.Last().Text, row.plain)
			}
			if p.Last().HTML != row.text {
				t.Errorf("kept source %q", p.Last().HTML)
			}
		})
	}
}

func TestMessageAsTheBotSeesIt(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	sent := w.must("sendMessage", m{"chat_id": p.ID(), "parse_mode": "HTML",
		"text": ` <b>Halo</b>, <a href="https://a.id/x?a=1&amp;b=2">baca</a> /mulai`, "reply_markup": buttons("a|1")})
	if got := path(sent, "from", "username"); got != "suara_sim_bot" {
		t.Errorf("from %v", got)
	}
	if path(sent, "from", "is_bot") != true || path(sent, "chat", "type") != "private" ||
		int64(path(sent, "chat", "id").(float64)) != p.ID() || p.ID() < 1<<32 {
		t.Errorf("chat of %v", sent)
	}
	if sent["date"] != float64(start.Unix()) {
		t.Errorf("date %v", sent["date"])
	}
	entities := sent["entities"].([]any)
	if len(entities) != 3 || path(entities[0], "type") != "bold" || path(entities[0], "length") != 4.0 ||
		path(entities[1], "url") != "https://a.id/x?a=1&b=2" || path(entities[1], "offset") != 6.0 ||
		path(entities[2], "type") != "bot_command" {
		t.Errorf("entities %v", entities)
	}
	row := path(sent, "reply_markup", "inline_keyboard").([]any)[0].([]any)[0]
	if path(row, "callback_data") != "a|1" {
		t.Errorf("button %v", row)
	}
	if b := p.Last().Buttons; len(b) != 1 || b[0][0].Data != "a|1" {
		t.Errorf("buttons on the phone %v", b)
	}
}

func TestEdit(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	sent := w.must("sendMessage", m{"chat_id": p.ID(), "text": "satu", "reply_markup": buttons("a")})
	at := m{"chat_id": p.ID(), "message_id": id(sent)}
	with := func(more m) m {
		for k, v := range at {
			more[k] = v
		}
		return more
	}
	same := "Bad Request: message is not modified: specified new message content and reply " +
		"markup are exactly the same as a current content and reply markup of the message"
	w.refused("editMessageText", with(m{"text": "satu", "reply_markup": buttons("a")}), same)
	w.refused("editMessageReplyMarkup", with(m{"reply_markup": buttons("a")}), same)
	w.refused("editMessageText", with(m{"text": "satu ", "parse_mode": "HTML",
		"reply_markup": buttons("a")}), same)
	w.clock.Advance(time.Minute)
	edited := w.must("editMessageText", with(m{"text": "<b>satu</b>", "parse_mode": "HTML",
		"reply_markup": buttons("a")}))
	if edited["edit_date"] != float64(start.Add(time.Minute).Unix()) {
		t.Errorf("edit_date %v", edited["edit_date"])
	}
	w.must("editMessageReplyMarkup", with(m{"reply_markup": buttons("b")}))
	if got := p.Last().Buttons[0][0].Data; got != "b" {
		t.Errorf("data %q", got)
	}
	w.must("editMessageText", with(m{"text": "dua"}))
	if got := p.Last(); got.Text != "dua" || got.Buttons != nil || len(p.Messages()) != 2 {
		t.Errorf("after an edit without keyboard: %+v", got)
	}
	w.refused("editMessageReplyMarkup", with(m{}), same)
	w.refused("editMessageText", with(m{"text": strings.Repeat("a", 4097)}),
		"Bad Request: MESSAGE_TOO_LONG")
	w.refused("editMessageCaption", with(m{"caption": "a"}),
		"Bad Request: there is no caption in the message to edit")
	mine := p.Send("punyaku")
	w.refused("editMessageText", m{"chat_id": p.ID(), "message_id": mine, "text": "x"},
		"Bad Request: message can't be edited")
	p.Delete(id(sent))
	w.refused("editMessageText", with(m{"text": "tiga"}), "Bad Request: message to edit not found")
}

func TestDelete(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	send := func() int { return id(w.must("sendMessage", m{"chat_id": p.ID(), "text": "x"})) }
	old := send()
	w.clock.Advance(48*time.Hour + time.Second)
	w.refused("deleteMessage", m{"chat_id": p.ID(), "message_id": old},
		"Bad Request: message can't be deleted for everyone")
	young, other := send(), send()
	w.must("deleteMessage", m{"chat_id": p.ID(), "message_id": young})
	w.refused("deleteMessage", m{"chat_id": p.ID(), "message_id": young},
		"Bad Request: message to delete not found")
	w.must("deleteMessages", m{"chat_id": p.ID(), "message_ids": []int{young, other}})
	if p.Last().ID != old {
		t.Errorf("last is %d, want %d", p.Last().ID, old)
	}
}

func TestRouting(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	for _, row := range []struct{ name, path, want string }{
		{"wrong token", "/bot1:abc/getMe", "Unauthorized"},
		{"malformed token", "/botabc/getMe", "Not Found"},
		{"unknown method", "/bot" + w.Token() + "/sendRichMessage", "Not Found: method not found"},
		{"method in any case", "/bot" + w.Token() + "/GETME", ""},
		{"parameters in the query", "/bot" + w.Token() + "/sendMessage?text=hai&chat_id=" +
			jsonNumber(p.ID()), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			w.t = t
			a := w.do(httptest.NewRequest(http.MethodGet, row.path, nil))
			if a.Description != row.want || a.OK != (row.want == "") {
				t.Errorf("ok %v, %q, want %q", a.OK, a.Description, row.want)
			}
		})
	}
	body := strings.NewReader("chat_id=" + jsonNumber(p.ID()) + "&text=form+%26+x" +
		`&reply_markup={"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`)
	r := httptest.NewRequest(http.MethodPost, "/bot"+w.Token()+"/sendMessage", body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	if a := w.do(r); !a.OK || p.Last().Text != "form & x" || p.Last().Buttons[0][0].Data != "b" {
		t.Errorf("form: %+v, %+v", a, p.Last())
	}
}

func TestCommandsAndProfile(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.must("setMyCommands", m{"commands": []m{{"command": "mulai", "description": "Mulai"}},
		"scope": m{"type": "all_private_chats"}, "language_code": "id"})
	if got := string(w.call("getMyCommands", m{}).Result); got != "[]" {
		t.Errorf("default scope %s", got)
	}
	a := w.call("getMyCommands", m{"scope": m{"type": "all_private_chats"}, "language_code": "id"})
	if !strings.Contains(string(a.Result), `"mulai"`) {
		t.Errorf("commands %s", a.Result)
	}
	w.refused("setMyCommands", m{"commands": []m{{"command": "Mulai!", "description": "x"}}},
		"Bad Request: BOT_COMMAND_INVALID")
	w.must("setMyDescription", m{"description": "Survei"})
	if got := w.must("getMyDescription", m{})["description"]; got != "Survei" {
		t.Errorf("description %v", got)
	}
}

func TestRichMessages(t *testing.T) {
	w := newWorld(t, simulator.Options{Rich: true})
	p := w.person()
	rich := func(html string) m { return m{"chat_id": p.ID(), "rich_message": m{"html": html}} }
	sent := id(w.must("sendRichMessage", rich("<p>a</p><table><tr><td>b</td><td>c</td></tr></table>")))
	if got := p.Last(); got.Kind != "rich" || got.Text != "a\n\nb | c" || got.Rich == "" {
		t.Errorf("the phone shows %+v", got)
	}
	w.refused("sendRichMessage", rich("<p>a"), "Bad Request: can't parse rich message: no end tag for p")
	w.refused("sendRichMessage", m{"chat_id": p.ID()}, "Bad Request: can't parse rich message JSON object")
	edit := rich("<p>anders</p>")
	edit["message_id"] = sent
	w.must("editMessageText", edit)
	w.refused("editMessageText", edit, "Bad Request: message is not modified: specified new message content and "+
		"reply markup are exactly the same as a current content and reply markup of the message")
	w.must("editMessageText", m{"chat_id": p.ID(), "message_id": sent, "text": "teks"})
	if got := p.Last(); got.Kind != "text" || got.Text != "teks" || got.Rich != "" {
		t.Errorf("the phone shows %+v", got)
	}
	old := newWorld(t, simulator.Options{})
	q := old.person()
	old.refused("sendRichMessage", m{"chat_id": q.ID(), "rich_message": m{"html": "a"}}, "Not Found: method not found")
}
