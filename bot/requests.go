package bot

import (
	"context"

	"suara/bot/api"
	"suara/bot/texts"
	"suara/survey"
)

// The parameters of the hot methods, with only the fields that are sent: the many others of the
// library's types double the cost of encoding (BenchmarkRenderInterview).

type messageParams struct {
	Chat    survey.ChatID `json:"chat_id"`
	Topic   int           `json:"message_thread_id,omitempty"`
	Message int           `json:"message_id,omitempty"` // of an edit
	Text    string        `json:"text,omitempty"`
	Photo   string        `json:"photo,omitempty"`   // id of one that Telegram has
	Caption string        `json:"caption,omitempty"` // in the place of a text, under a picture
	Rich    *richMessage  `json:"rich_message,omitempty"`
	Mode    string        `json:"parse_mode,omitempty"`
	Preview *preview      `json:"link_preview_options,omitempty"`
	Reply   *replyTo      `json:"reply_parameters,omitempty"`
	Markup  any           `json:"reply_markup,omitempty"` // *markup, *contactKeys or *noKeys; nil: none
}

type preview struct {
	Disabled bool `json:"is_disabled"`
}

type replyTo struct {
	Message int  `json:"message_id"`
	Anyway  bool `json:"allow_sending_without_reply"`
}

type markup struct {
	Rows [][]button `json:"inline_keyboard"`
}

type pinParams struct {
	Chat    survey.ChatID `json:"chat_id"`
	Message int           `json:"message_id"`
	Silent  bool          `json:"disable_notification"`
}

type answerParams struct {
	Query string `json:"callback_query_id"`
	Text  string `json:"text,omitempty"`
	Alert bool   `json:"show_alert,omitempty"`
}

const modeHTML = "HTML"

func keyboard(rows [][]button) any {
	if len(rows) == 0 {
		return nil
	}
	return &markup{rows}
}

// contactKeys is the keyboard of one key that hands over the person's own contact card.
type contactKeys struct {
	Keys  [][]contactKey `json:"keyboard"`
	Small bool           `json:"resize_keyboard"`
	Once  bool           `json:"one_time_keyboard"`
}

type contactKey struct {
	Text    string `json:"text"`
	Contact bool   `json:"request_contact"`
}

// noKeys takes such a keyboard off the phone.
type noKeys struct {
	Remove bool `json:"remove_keyboard"`
}

// markup is what stands under a new message.
func (v view) markup() any {
	switch {
	case v.Ask != "":
		return &contactKeys{Keys: [][]contactKey{{{v.Ask, true}}}, Small: true, Once: true}
	case v.Off:
		return &noKeys{true}
	}
	return keyboard(v.Rows)
}

// write sends or edits a message and gives its number. A text that Telegram can't parse goes once
// more without its tags.
func (t *Transport) write(ctx context.Context, method string, m messageParams) (int, error) {
	m.Mode = modeHTML
	if m.Text != "" {
		m.Preview = &preview{Disabled: true}
	}
	id, err := t.call(ctx, method, m)
	if !api.Unparsed(err) {
		return id, err
	}
	t.log.Warn("telegram could not parse a text, sent it without markup", "method", method)
	m.Mode, m.Text, m.Caption = "", texts.Strip(m.Text), texts.Strip(m.Caption)
	return t.call(ctx, method, m)
}

func (t *Transport) call(ctx context.Context, method string, params any) (int, error) {
	var sent api.Sent
	err := t.client.Call(ctx, method, params, &sent)
	return sent.MessageID, err
}
