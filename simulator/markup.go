package simulator

import (
	"encoding/json"
	"slices"
	"strings"
)

const (
	maxButtonData = 64
	maxButtons    = 100
)

// markup is a reply_markup after its checks.
type markup struct {
	given    bool
	buttons  [][]Button
	json     string // the inline keyboard as the Bot API shows it
	keyboard *Keyboard
}

// readMarkup takes the reply_markup of a call.
func readMarkup(p *params) (markup, *failure) {
	var m markup
	raw := strings.TrimSpace(p.get("reply_markup"))
	if raw == "" || raw == "null" {
		return m, nil
	}
	body := []byte(raw)
	if !json.Valid(body) {
		return m, badRequest("can't parse reply keyboard markup JSON object")
	}
	if body[0] != '{' {
		return m, badRequest("object expected as reply markup")
	}
	m.given = true
	var fail *failure
	k := &Keyboard{}
	shown := false
	fields(body, func(key string, value []byte) {
		switch key {
		case "inline_keyboard":
			fail = m.inline(value)
		case "keyboard":
			shown = true
			k.rows(value)
		case "remove_keyboard":
			k.Remove = string(value) == "true"
		case "force_reply":
			k.ForceReply = string(value) == "true"
		case "one_time_keyboard":
			k.OneTime = string(value) == "true"
		case "input_field_placeholder":
			k.Placeholder = text(value)
		}
	})
	if shown || k.Remove || k.ForceReply {
		m.keyboard = k
	}
	return m, fail
}

// inline reads the rows of an inline keyboard.
func (m *markup) inline(raw []byte) *failure {
	var fail *failure
	count := 0
	items(raw, func(row []byte) {
		var buttons []Button
		items(row, func(value []byte) {
			b, wrong := inlineButton(value)
			if wrong != nil {
				fail = wrong
			}
			if b.Text != "" {
				buttons = append(buttons, b)
				count++
			}
		})
		if len(buttons) > 0 {
			m.buttons = append(m.buttons, buttons)
		}
	})
	if count > maxButtons {
		return badRequest("reply markup is too long")
	}
	if count > 0 {
		m.json = `{"inline_keyboard":` + string(raw) + `}`
	}
	return fail
}

const buttonError = "can't parse inline keyboard button: "

func inlineButton(raw []byte) (Button, *failure) {
	var b Button
	if raw[0] != '{' {
		return b, badRequest(buttonError + "InlineKeyboardButton must be an Object")
	}
	action, data, named := false, false, false
	fields(raw, func(key string, value []byte) {
		switch key {
		case "text":
			b.Text, named = text(value), true
		case "callback_data":
			b.Data, data = text(value), true
		case "url":
			b.URL = text(value)
			action = true
		case "style":
			b.Style = text(value)
		case "icon_custom_emoji_id", "disabled":
		default:
			action = true
		}
	})
	switch {
	case !named:
		return b, badRequest(buttonError + `Can't find field "text"`)
	case !action && !data:
		return b, badRequest(buttonError + "Text buttons are unallowed in the inline keyboard")
	case data && (b.Data == "" || len(b.Data) > maxButtonData):
		return b, badRequest("BUTTON_DATA_INVALID")
	case b.URL != "" && strings.ContainsAny(b.URL, " \n"):
		return b, badRequest("inline keyboard button URL '" + b.URL + "' is invalid: Wrong HTTP URL")
	}
	return b, nil
}

// rows reads the keys of a reply keyboard, which may be plain strings.
func (k *Keyboard) rows(raw []byte) {
	items(raw, func(row []byte) {
		var keys []Key
		items(row, func(value []byte) {
			key := Key{Text: text(value)}
			if value[0] == '{' {
				key = Key{}
				fields(value, func(name string, value []byte) {
					switch name {
					case "text":
						key.Text = text(value)
					case "request_contact":
						key.RequestContact = string(value) == "true"
					case "request_location":
						key.RequestLocation = string(value) == "true"
					}
				})
			}
			keys = append(keys, key)
		})
		k.Rows = append(k.Rows, keys)
	})
}

// buttonOf finds a button by its label, else by a part of its label.
func buttonOf(rows [][]Button, label string) (Button, bool) {
	for _, row := range rows {
		for _, b := range row {
			if b.Text == label {
				return b, true
			}
		}
	}
	for _, row := range rows {
		for _, b := range row {
			if strings.Contains(b.Text, label) {
				return b, true
			}
		}
	}
	return Button{}, false
}

func sameButtons(a, b [][]Button) bool {
	return slices.EqualFunc(a, b, func(x, y []Button) bool { return slices.Equal(x, y) })
}
