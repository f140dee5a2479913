package simulator

import (
	"strconv"
	"strings"
)

// method is one method of the Bot API. run appends the result to b.
type method struct {
	name    string
	counted bool // by the rate limits
	run     func(s *Server, c *call, b []byte) ([]byte, *failure)
}

// newMethods is the table of methods. They are found by their names in lower case,
// as Telegram finds them.
func newMethods() map[string]method {
	methods := map[string]method{}
	for _, m := range []method{
		{"getMe", false, (*Server).getMe},
		{"getUpdates", false, nil},
		{"setWebhook", false, (*Server).setWebhook},
		{"deleteWebhook", false, (*Server).deleteWebhook},
		{"getWebhookInfo", false, (*Server).getWebhookInfo},
		{"sendMessage", true, (*Server).sendMessage},
		{"sendRichMessage", true, (*Server).sendRichMessage},
		{"sendPhoto", true, (*Server).sendPhoto},
		{"sendDocument", true, (*Server).sendDocument},
		{"sendChatAction", false, (*Server).sendChatAction},
		{"editMessageText", true, (*Server).editMessageText},
		{"editMessageCaption", true, (*Server).editMessageCaption},
		{"editMessageReplyMarkup", true, (*Server).editMessageReplyMarkup},
		{"deleteMessage", false, (*Server).deleteMessage},
		{"deleteMessages", false, (*Server).deleteMessages},
		{"answerCallbackQuery", false, (*Server).answerCallbackQuery},
		{"getFile", false, (*Server).getFile},
		{"getChat", false, (*Server).getChat},
		{"getChatMember", false, (*Server).getChatMember},
		{"getChatMemberCount", false, (*Server).getChatMemberCount},
		{"getChatAdministrators", false, (*Server).getChatAdministrators},
		{"leaveChat", false, (*Server).leaveChat},
		{"pinChatMessage", false, (*Server).pinChatMessage},
		{"unpinChatMessage", false, (*Server).unpinChatMessage},
		{"unpinAllChatMessages", false, (*Server).unpinAllChatMessages},
		{"setMyCommands", false, (*Server).setMyCommands},
		{"getMyCommands", false, (*Server).getMyCommands},
		{"deleteMyCommands", false, (*Server).deleteMyCommands},
		{"setMyName", false, setProfile("name", 64)},
		{"getMyName", false, getProfile("name")},
		{"setMyDescription", false, setProfile("description", 512)},
		{"getMyDescription", false, getProfile("description")},
		{"setMyShortDescription", false, setProfile("short_description", 120)},
		{"getMyShortDescription", false, getProfile("short_description")},
		{"logOut", false, yes},
		{"close", false, yes},
	} {
		methods[strings.ToLower(m.name)] = m
	}
	return methods
}

func yes(_ *Server, _ *call, b []byte) ([]byte, *failure) { return append(b, "true"...), nil }

func (s *Server) getMe(_ *call, b []byte) ([]byte, *failure) {
	b = append(b, s.self[:len(s.self)-1]...)
	return append(b, `,"can_join_groups":true,"can_read_all_group_messages":false,`+
		`"supports_inline_queries":false,"can_connect_to_business":false,`+
		`"has_main_web_app":false}`...), nil
}

func (s *Server) sendChatAction(c *call, b []byte) ([]byte, *failure) {
	if _, fail := s.writable(c); fail != nil {
		return nil, fail
	}
	if c.p.get("action") == "" {
		return nil, badRequest("wrong parameter action in request")
	}
	return append(b, "true"...), nil
}

// existing finds the chat of a call without asking whether the bot may write there.
func (s *Server) existing(c *call) (*chat, *failure) {
	value := c.p.get("chat_id")
	if value == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found")
	}
	if to := s.moved[id]; to != 0 {
		return nil, &failure{code: 400, migrateTo: to,
			text: "Bad Request: group chat was upgraded to a supergroup chat"}
	}
	found := s.chats[id]
	if found == nil {
		return nil, badRequest("chat not found")
	}
	return found, nil
}

// writable finds the chat of a call and checks that the bot may write there.
func (s *Server) writable(c *call) (*chat, *failure) {
	to, fail := s.existing(c)
	if fail != nil {
		return nil, fail
	}
	if to.phone != nil {
		return to, to.phone.refuses()
	}
	return to, to.group.refuses()
}
