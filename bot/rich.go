package bot

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"

	"suara/bot/api"
	"suara/bot/texts"
	"suara/delivery"
	"suara/storage"
)

// Rich says whether posts with tables go as rich messages (Bot API 10.1), whose tables a phone shows as such.
type Rich string

// The settings of [WithRich].
const (
	RichAuto Rich = "auto" // until Telegram refuses one: then as text for as long as the process lives
	RichOn   Rich = "on"   // always; one that is refused goes as text
	RichOff  Rich = "off"  // never
)

// WithRich sets how posts with tables are sent; without it they go as text.
func WithRich(r Rich) TransportOption { return func(t *Transport) { t.rich.setting = r } }

// maxRich is how long the source of a rich message may be; Telegram takes 32,768 signs of text.
const maxRich = 30_000

// table is a part of a page that stands there as lines of text and in a rich message as a table.
type table struct {
	from, to int // in the page's text
	source   strings.Builder
}

// table begins a table with the words of its head, from the catalogue. The first column is of words, the
// others are of numbers.
func (p *page) table(heads ...string) *table {
	t := &table{from: p.b.Len()}
	t.source.WriteString("<table bordered striped><tr>")
	for i, key := range heads {
		cell(&t.source, "th", i, p.t.Plain(key, p.vals))
	}
	t.source.WriteString("</tr>")
	return t
}

func cell(b *strings.Builder, tag string, column int, words string) {
	b.WriteString("<" + tag)
	if column > 0 {
		b.WriteString(` align="right"`)
	}
	b.WriteByte('>')
	texts.Escape(b, words)
	b.WriteString("</" + tag + ">")
}

// row writes a row of plain texts.
func (t *table) row(cells ...string) {
	t.source.WriteString("<tr>")
	for i, words := range cells {
		cell(&t.source, "td", i, words)
	}
	t.source.WriteString("</tr>")
}

// end puts the table in the place of the text that was written since it began.
func (p *page) end(t *table) {
	t.source.WriteString("</table>")
	t.to = p.b.Len()
	p.tables = append(p.tables, t)
}

// restart empties the page. What it held goes to the rich message, which has room for it.
func (p *page) restart() {
	p.keepRich()
	p.b.Reset()
	p.tables = nil
}

// keepRich makes the source of the rich message while the whole text is there.
func (p *page) keepRich() {
	if p.rich == "" && len(p.tables) > 0 {
		p.rich = richSource(p.b.String(), p.tables)
	}
}

// richSource turns a text with line ends into paragraphs, and puts the tables in their places.
func richSource(text string, tables []*table) string {
	var b strings.Builder
	at := 0
	for _, t := range tables {
		paragraphs(&b, text[at:t.from])
		b.WriteString(t.source.String())
		at = t.to
	}
	paragraphs(&b, text[at:])
	if b.Len() > maxRich {
		return ""
	}
	return b.String()
}

func paragraphs(b *strings.Builder, text string) {
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.Trim(part, "\n"); part != "" {
			b.WriteString("<p>" + strings.ReplaceAll(part, "\n", "<br>") + "</p>")
		}
	}
}

// richMessage is what a rich message shows.
type richMessage struct {
	HTML string `json:"html"`
}

// richState is what the process knows of rich messages.
type richState struct {
	setting Rich
	refused atomic.Bool // Telegram refused one that it took as text
	taken   atomic.Bool
}

// sends tells whether a new post goes as a rich message.
func (r *richState) sends() bool {
	return r.setting == RichOn || r.setting == RichAuto && !r.refused.Load()
}

// edits tells whether an edit may: a server that does not know rich messages would see an empty text.
func (r *richState) edits() bool {
	return r.setting == RichOn || r.setting == RichAuto && r.taken.Load()
}

// refusesRich tells whether Telegram may take as text what it did not take as a rich message. Nothing was
// sent then. What holds for any message (a wait, a chat that is gone, a wrong token) is no such refusal.
func refusesRich(err error) bool {
	var e *api.Error
	if !errors.As(err, &e) || e.MigrateTo != 0 || api.NotModified(err) || api.MessageGone(err) {
		return false
	}
	switch e.Code {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// postRich sends a new post as a rich message; false where it has to go as text.
func (t *Transport) postRich(ctx context.Context, m storage.Message, v view) (delivery.Outcome, bool) {
	p := messageParams{Chat: m.Chat, Topic: m.Topic, Rich: &richMessage{v.Rich}, Markup: v.markup()}
	if m.ReplyTo != 0 {
		p.Reply = &replyTo{m.ReplyTo, true}
	}
	id, err := t.call(ctx, "sendRichMessage", p)
	switch {
	case refusesRich(err), err == nil && id == 0: // an answer that is no message is of no such method
		return delivery.Outcome{}, false
	case err == nil:
		t.rich.taken.Store(true)
	}
	return Result(err, id), true
}

// withoutRich notes that a post was refused as a rich message and then taken as text.
func (t *Transport) withoutRich() {
	if !t.rich.taken.Load() && !t.rich.refused.Swap(true) {
		t.log.Info("rich messages are not known here, tables go as text")
	}
}

// editRich changes a post to a rich message; false where it has to become a text.
func (t *Transport) editRich(ctx context.Context, m storage.Message, v view) (delivery.Outcome, bool) {
	id, err := t.call(ctx, "editMessageText", messageParams{
		Chat: m.Chat, Message: m.Message, Rich: &richMessage{v.Rich}, Markup: keyboard(v.Rows),
	})
	if refusesRich(err) && !api.MessageFixed(err) {
		return delivery.Outcome{}, false
	}
	if api.NotModified(err) {
		err = nil
	}
	return settled(err, id), true
}
