package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"suara/fielding"
)

// Allowed lists the kinds of updates to ask for.
func Allowed() []string {
	return []string{"message", "edited_message", "callback_query", "my_chat_member", "chat_member"}
}

// Decode reads one update. A kind that is not used gives a nil Body; an update that can't be read
// gives Err with its kind and the error, never with content.
func Decode(raw json.RawMessage) fielding.Update {
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		return fielding.Update{ID: u.ID, Err: kindOf(raw) + ": " + withoutContent(err)}
	}
	if u.ID == 0 {
		return fielding.Update{Err: kindOf(raw) + ": no update_id"}
	}
	return fielding.Update{ID: u.ID, Body: u.body()}
}

func (u *update) body() any {
	switch {
	case u.Message != nil:
		return u.Message.body(false)
	case u.Edited != nil:
		return u.Edited.body(true)
	case u.Query != nil:
		return u.Query.press()
	case u.Member != nil:
		return u.Member.membership()
	case u.Other != nil:
		return u.Other.move()
	}
	return nil
}

func (m *message) body(edited bool) any {
	switch {
	case m.MigrateTo != 0:
		return fielding.Migration{From: m.Chat.ID, To: m.MigrateTo}
	case m.MigrateFrom != 0:
		return fielding.Migration{From: m.MigrateFrom, To: m.Chat.ID}
	case m.Left != nil && m.Left.ID != 0 && !m.Chat.private():
		return fielding.Departure{Chat: m.Chat.ID, Account: m.Left.ID, Date: time.Unix(m.Date, 0)}
	case len(m.Joined) > 0 && !m.Chat.private():
		return m.arrival()
	case m.Chat.Type == "channel" || m.From.ID == 0 || m.service():
		return nil
	}
	kind := m.kind()
	text := ""
	if kind == fielding.KindText {
		text = m.Text
	}
	out := fielding.Message{
		Chat: m.Chat.ID, Private: m.Chat.private(), From: m.From.ID, AsChat: m.SenderChat.ID,
		ID: m.ID, Topic: m.topic(), Text: text, Kind: kind, Album: m.Album, Edited: edited,
		Language: m.From.Language, Title: m.Chat.Title, Date: time.Unix(m.Date, 0),
	}
	switch {
	case kind == fielding.KindContact:
		out.Contact = &fielding.Contact{Phone: m.Contact.Phone, Account: m.Contact.Account}
	case kind == fielding.KindFile:
		out.File = &fielding.File{
			ID: m.Document.ID, Unique: m.Document.Unique, Name: m.Document.Name, MIME: m.Document.MIME,
			Size: m.Document.Size, Caption: m.Caption,
		}
	case kind == fielding.KindPhoto:
		out.File = largest(m.Photo)
	case kind == fielding.KindPlace:
		out.Place = m.Location.place()
	}
	return out
}

// largest is the file of a photo in the largest of its sizes.
func largest(sizes []photoSize) *fielding.File {
	best := sizes[0]
	for _, s := range sizes {
		if s.Width*s.Height > best.Width*best.Height {
			best = s
		}
	}
	return &fielding.File{ID: best.ID, Unique: best.Unique, MIME: "image/jpeg", Size: best.Size}
}

// place is nil for coordinates that are none.
func (l *location) place() *fielding.Place {
	if !(math.Abs(l.Latitude) <= 90) || !(math.Abs(l.Longitude) <= 180) {
		return nil
	}
	accuracy := l.Accuracy
	if !(accuracy > 0 && accuracy <= 1500) { // what the Bot API allows
		accuracy = 0
	}
	return &fielding.Place{Latitude: l.Latitude, Longitude: l.Longitude, Accuracy: accuracy, Live: l.Period > 0}
}

// kind tells what the message is. A forwarded one is nobody's answer, whatever it holds.
func (m *message) kind() fielding.MessageKind {
	switch {
	case m.Forward != nil:
		return fielding.KindForward
	case m.Text != "":
		return fielding.KindText
	case m.Voice != nil:
		return fielding.KindVoice
	case m.Sticker != nil:
		return fielding.KindSticker
	case len(m.Photo) > 0:
		return fielding.KindPhoto
	case m.Document != nil:
		return fielding.KindFile
	case m.Location != nil:
		return fielding.KindPlace
	case m.Contact != nil:
		return fielding.KindContact
	}
	return fielding.KindOther
}

// service tells whether Telegram itself wrote the message, about something in the chat.
func (m *message) service() bool {
	return m.Pinned != nil || m.Timer != nil || m.Background != nil || m.WriteAccess != nil ||
		m.Joined != nil || m.Left != nil || m.NewTitle != ""
}

// topic is the message's topic. A reply in General carries a thread number too, which is none.
func (m *message) topic() int {
	if !m.InTopic || m.Thread == generalTopic {
		return 0
	}
	return m.Thread
}

// generalTopic is the thread number of General, which must be left out when sending.
const generalTopic = 1

func (q *query) press() any {
	return fielding.Press{
		Query: q.ID, Chat: q.Message.Chat.ID, Private: q.Message.Chat.private(), From: q.From.ID,
		Message: q.Message.ID, Topic: q.Message.topic(), Data: q.Data,
	}
}

func (c *memberChange) membership() any {
	if c.Chat.Type == "channel" {
		return nil
	}
	return fielding.Membership{
		Chat: c.Chat.ID, Private: c.Chat.private(), From: c.From.ID,
		Present: c.New.standing() == fielding.StandingIn, Title: c.Chat.Title,
	}
}

// kindOf names the kind of an update that could not be decoded.
func kindOf(raw []byte) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return "update"
	}
	for _, kind := range Allowed() {
		if _, ok := fields[kind]; ok {
			return kind
		}
	}
	return "update"
}

// withoutContent says what was wrong and where. Errors of encoding/json quote numbers and
// characters of the text.
func withoutContent(err error) string {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		what, _, _ := strings.Cut(wrong.Value, " ")
		if wrong.Field == "" {
			return "is of kind " + what
		}
		return fmt.Sprintf("%s is of kind %s at offset %d", wrong.Field, what, wrong.Offset)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("not JSON at offset %d", syntax.Offset)
	}
	return "not readable"
}
