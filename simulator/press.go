package simulator

import (
	"strconv"
	"time"
)

const (
	maxQueries    = 1 << 16 // presses that are remembered
	maxAnswerText = 200
)

// query is one press of an inline button.
type query struct {
	id       string
	chat     *chat
	at       time.Time
	answered bool
	answer   CallbackAnswer
}

// queries remembers the newest presses.
type queries struct {
	byID  map[string]*query
	order []string
}

func (q *queries) add(one *query) {
	if len(q.order) >= maxQueries {
		delete(q.byID, q.order[0])
		q.order = q.order[1:]
	}
	q.byID[one.id] = one
	q.order = append(q.order, one.id)
}

// press sends a callback query of one person for a message, which may be gone.
func (s *Server) press(from *Phone, c *chat, messageID int, data string) string {
	id := strconv.FormatInt(from.person.ID, 10) +
		strconv.FormatInt(1_000_000_000+s.rand.Int64N(8_999_999_999), 10)
	s.queries.add(&query{id: id, chat: c, at: s.clock.Now()})
	b := appendQuoted([]byte(`{"id":`), id)
	b = appendRaw(b, "from", from.user)
	b = append(b, `,"message":`...)
	if m := c.find(messageID); m != nil {
		b = c.appendMessage(b, m, true)
	} else {
		b = strconv.AppendInt(append(b, `{"message_id":`...), int64(messageID), 10)
		b = append(appendRaw(b, "chat", c.json), `,"date":0}`...)
	}
	b = appendField(b, "chat_instance", c.instance)
	b = append(appendQuoted(append(b, `,"data":`...), data), '}')
	s.push("callback_query", from.person.ID+3<<33, s.opt.PressTTL, b)
	return id
}

// answerCallbackQuery accepts one answer for a press, and not a late one.
func (s *Server) answerCallbackQuery(c *call, b []byte) ([]byte, *failure) {
	q := s.queries.byID[c.p.get("callback_query_id")]
	if q == nil || q.answered || s.clock.Now().Sub(q.at) > s.opt.QueryTTL {
		return nil, queryTooOld
	}
	text := c.p.get("text")
	if utf16Size(text) > maxAnswerText {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	q.answered = true
	q.answer = CallbackAnswer{Text: text, Alert: c.p.yes("show_alert"), URL: c.p.get("url")}
	q.chat.notify()
	return append(b, "true"...), nil
}

// Answer returns what the bot answered to a press, false while it has not.
func (s *Server) Answer(query string) (CallbackAnswer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries.byID[query]
	if q == nil || !q.answered {
		return CallbackAnswer{}, false
	}
	return q.answer, true
}
