package main

import (
	"context"
	"errors"
	"net/http"

	"suara/bot/api"
	"suara/cmd/suara/config"
)

// chatOf and memberOf are the parameters of getChat and getChatMember.
type chatOf struct {
	Chat int64 `json:"chat_id"`
}

type memberOf struct {
	Chat int64 `json:"chat_id"`
	User int64 `json:"user_id"`
}

// groupChat is what getChat says of a group.
type groupChat struct {
	Type        string `json:"type"`
	Title       string `json:"title"`
	Forum       bool   `json:"is_forum"`
	Permissions struct {
		Send bool `json:"can_send_messages"`
		Pin  bool `json:"can_pin_messages"`
	} `json:"permissions"`
}

// groupMember is what getChatMember says of the bot.
type groupMember struct {
	Status string `json:"status"`
	Pin    bool   `json:"can_pin_messages"`
	Send   *bool  `json:"can_send_messages"` // of a restricted member
}

// refused tells whether Telegram does not know the token.
func refused(err error) bool {
	var refusal *api.Error
	return errors.As(err, &refusal) &&
		(refusal.Code == http.StatusUnauthorized || refusal.Code == http.StatusNotFound)
}

// group looks at the admin group; false: something there must be mended.
func (i *inspection) group(ctx context.Context, who me) bool {
	id := i.set.Admin.GroupID
	if id == 0 {
		i.say("  no admin group is configured: an owner can bind one with /hubungkan in it")
		return true
	}
	var g groupChat
	if err := i.client.Call(ctx, "getChat", chatOf{id}, &g); err != nil {
		i.say("  the admin group can't be reached: add the bot to it and check admin.group_id (%s)", config.Redact(err.Error()))
		return false
	}
	i.say("  admin group: %s (%s)", g.Title, g.Type)
	fit := true
	if i.set.Admin.TopicID != 0 && !g.Forum {
		i.say("  admin.topic_id is set, but the group has no topics: leave it out or turn topics on")
		fit = false
	}
	var m groupMember
	if err := i.client.Call(ctx, "getChatMember", memberOf{id, who.ID}, &m); err != nil {
		i.say("  what the bot may do there can't be told (%s)", config.Redact(err.Error()))
		return false
	}
	return i.rights(g, m) && fit
}

// rights says what the bot may do in the group.
func (i *inspection) rights(g groupChat, m groupMember) bool {
	admin := m.Status == "administrator" || m.Status == "creator"
	post := admin || m.Status == "member" && g.Permissions.Send || m.Status == "restricted" && m.Send != nil && *m.Send
	pin := admin && m.Pin || m.Status == "creator" || m.Status == "member" && g.Permissions.Pin
	if m.Status == "left" || m.Status == "kicked" {
		i.say("  the bot is not in the group: add it")
		return false
	}
	if !post {
		i.say("  the bot may not post there: let it send messages, or make it an administrator")
	} else {
		i.say("  the bot may post there")
	}
	if !pin {
		i.say("  the bot may not pin the progress message: posts work, give it the right if you want the pin")
	} else {
		i.say("  the bot may pin there")
	}
	return post
}
