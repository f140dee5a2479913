package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// wireBuffers holds buffers for requests and answers.
var wireBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keepBuffer is the largest buffer worth keeping.
const keepBuffer = 256 << 10

func recycle(b *bytes.Buffer) {
	if b.Cap() <= keepBuffer {
		wireBuffers.Put(b)
	}
}

// payload is the body of a request and what became of it, over all connections that it was tried on.
type payload struct {
	buf   *bytes.Buffer
	rest  *bytes.Reader // of the latest try
	lines atomic.Int32  // connections that may still be writing it
	got   atomic.Bool   // the latest try got a connection, so a part of it may have left
}

func newPayload() *payload {
	b := wireBuffers.Get().(*bytes.Buffer)
	b.Reset()
	return &payload{buf: b}
}

// open begins a try. The transport writes head and body at once for a reader in memory only.
func (p *payload) open() (io.ReadCloser, error) {
	p.rest = bytes.NewReader(p.buf.Bytes())
	return io.NopCloser(p.rest), nil
}

// traced lets the payload see its way. The transport asks for another connection by itself only if
// nothing was written on the one before.
func (p *payload) traced(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { p.got.Store(false) },
		GotConn:      func(httptrace.GotConnInfo) { p.got.Store(true); p.lines.Add(1) },
		WroteRequest: func(httptrace.WroteRequestInfo) { p.lines.Add(-1) },
	})
}

// written tells whether a part of the request may have left. A transport without connections to
// tell of is judged by what it took of the body.
func (p *payload) written() bool {
	return p.got.Load() || p.lines.Load() == 0 && p.rest.Len() < p.buf.Len()
}

// release gives the buffer back, unless a connection is still at it.
func (p *payload) release() {
	if p.lines.Load() == 0 {
		recycle(p.buf)
	}
}

// noMarkup is what a typed nil as markup becomes; Telegram refuses it. Inside a text the quotes
// would be escaped, so it can only be the parameter.
var noMarkup = []byte(`,"reply_markup":null`)

// encodeParams writes parameters as the Bot API reads them in JSON.
func encodeParams(b *bytes.Buffer, params any) error {
	if params == nil {
		b.WriteString("{}")
		return nil
	}
	params, err := scoped(params)
	if err != nil {
		return err
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(params); err != nil {
		return err
	}
	if i := bytes.Index(b.Bytes(), noMarkup); i >= 0 {
		tail := bytes.Clone(b.Bytes()[i+len(noMarkup):])
		b.Truncate(i)
		b.Write(tail)
	}
	return nil
}

// scoped gives command scopes the form that the library only makes for its own forms: their JSON
// lacks the type.
func scoped(params any) (any, error) {
	switch p := params.(type) {
	case *tg.SetMyCommandsParams:
		scope, err := scopeJSON(p.Scope)
		return struct {
			*tg.SetMyCommandsParams
			Scope json.RawMessage `json:"scope,omitempty"`
		}{p, scope}, err
	case *tg.DeleteMyCommandsParams:
		scope, err := scopeJSON(p.Scope)
		return struct {
			*tg.DeleteMyCommandsParams
			Scope json.RawMessage `json:"scope,omitempty"`
		}{p, scope}, err
	case *tg.GetMyCommandsParams:
		scope, err := scopeJSON(p.Scope)
		return struct {
			*tg.GetMyCommandsParams
			Scope json.RawMessage `json:"scope,omitempty"`
		}{p, scope}, err
	}
	return params, nil
}

func scopeJSON(s models.BotCommandScope) (json.RawMessage, error) {
	if s == nil {
		return nil, nil
	}
	return s.MarshalCustom()
}

// answer is the frame of every answer. Result holds the place to decode into.
type answer struct {
	OK          bool   `json:"ok"`
	Result      any    `json:"result"`
	Code        int    `json:"error_code"`
	Description string `json:"description"`
	Parameters  struct {
		RetryAfter float64 `json:"retry_after"`
		MigrateTo  int64   `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

// skip is a place for a result that nobody wants.
type skip struct{}

// UnmarshalJSON takes anything.
func (*skip) UnmarshalJSON([]byte) error { return nil }

// sentHead is how the answer to a sent message begins.
var sentHead = []byte(`{"ok":true,"result":{"message_id":`)

// readSent reads the message's number from the usual form of an answer without decoding the rest.
func readSent(body []byte, s *Sent) bool {
	rest, ok := bytes.CutPrefix(body, sentHead)
	if !ok || !bytes.HasSuffix(bytes.TrimRight(body, " \r\n\t"), []byte("}}")) {
		return false
	}
	id, digits := 0, 0
	for digits < len(rest) && digits < 18 && rest[digits] >= '0' && rest[digits] <= '9' {
		id = id*10 + int(rest[digits]-'0')
		digits++
	}
	if digits == 0 || digits == len(rest) || rest[digits] != ',' && rest[digits] != '}' {
		return false
	}
	s.MessageID = id
	return true
}

// decodeAnswer reads the body of an answer in one pass.
func decodeAnswer(method string, resp *http.Response, body []byte, result any) error {
	sent, _ := result.(*Sent)
	if sent != nil && readSent(body, sent) {
		return nil
	}
	a := answer{Result: result}
	switch {
	case result == nil:
		a.Result = new(skip)
	case sent != nil: // true, for a message that is not the bot's own
		a.Result = (*lenientSent)(sent)
	}
	err := json.Unmarshal(body, &a)
	if err == nil && a.OK {
		return nil
	}
	if err == nil && a.Code != 0 {
		return refusal(method, resp, a)
	}
	if resp.StatusCode != http.StatusOK { // a gateway's page, of which nothing is shown
		a.Code, a.Description = resp.StatusCode, http.StatusText(resp.StatusCode)+" (no Bot API answer)"
		return refusal(method, resp, a)
	}
	if err == nil {
		return fmt.Errorf("decode answer: neither ok nor an error")
	}
	return fmt.Errorf("decode answer: %w", err)
}

// lenientSent is a Sent that may be true instead.
type lenientSent Sent

// UnmarshalJSON reads the number, if there is one.
func (s *lenientSent) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		return nil
	}
	return json.Unmarshal(b, (*Sent)(s))
}

// longestRetry is the longest wait believed, in seconds: some 4 months.
const longestRetry = 1e7

// refusal makes the error of an answer that says no.
func refusal(method string, resp *http.Response, a answer) *Error {
	e := &Error{Method: method, Code: a.Code, Description: a.Description,
		MigrateTo: a.Parameters.MigrateTo}
	if e.Code != http.StatusTooManyRequests {
		return e
	}
	seconds := a.Parameters.RetryAfter
	if seconds <= 0 {
		seconds, _ = strconv.ParseFloat(resp.Header.Get("Retry-After"), 64)
	}
	if !(seconds >= 1) { // or not a number
		seconds = 1
	}
	e.RetryAfter = time.Duration(min(seconds, longestRetry) * float64(time.Second))
	return e
}
