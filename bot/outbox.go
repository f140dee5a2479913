package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"suara/bot/api"
	"suara/bot/texts"
	"suara/delivery"
	"suara/fielding"
	"suara/storage"
)

// sendMessage does what a row of the outbox says.
func (t *Transport) sendMessage(ctx context.Context, job fielding.MessageJob) delivery.Outcome {
	m, v, err := t.readMessage(job.ID)
	if err != nil || m.ID == 0 {
		return unsent(err)
	}
	switch m.Kind {
	case storage.KindNew:
		return t.post(ctx, m, v)
	case storage.KindDocument:
		return t.document(ctx, m, v)
	case storage.KindPhoto:
		return t.photo(ctx, m, v)
	case storage.KindEdit:
		return t.edit(ctx, m, v)
	case storage.KindStrip:
		return t.strip(ctx, m)
	case storage.KindDelete:
		return t.remove(ctx, m)
	case storage.KindPin:
		_, err := t.callPlain(ctx, "pinChatMessage", pinParams{m.Chat, m.Message, true})
		return Result(err, m.Message)
	case storage.KindUnpin:
		_, err := t.callPlain(ctx, "unpinChatMessage", messageParams{Chat: m.Chat, Message: m.Message})
		return settled(err, m.Message)
	}
	return delivery.Outcome{Kind: delivery.Refused, Err: fmt.Errorf("message of kind %d", m.Kind)}
}

// readMessage reads and renders a row in a short transaction; its number is 0 where it is done.
func (t *Transport) readMessage(id uint64) (m storage.Message, v view, err error) {
	err = t.store.View(func(tx *storage.Tx) error {
		found := false
		if m, found, err = tx.Message(id); err != nil || !found {
			m.ID = 0
			return err
		}
		switch m.Kind {
		case storage.KindDocument:
			if m.File, err = t.render.document(tx, m, t.now()); err != nil {
				return err
			}
			fallthrough
		case storage.KindNew, storage.KindEdit, storage.KindPhoto:
			v, err = t.render.post(tx, m, t.now())
		}
		return err
	})
	return m, v, err
}

// document is the file of a row: the one that lies in it, or one written from the database.
func (r *renderer) document(tx *storage.Tx, m storage.Message, now time.Time) ([]byte, error) {
	switch {
	case m.Name == fielding.PostUnitNotYet:
		return r.unitList(tx, m)
	case m.Name == fielding.PostRosterReport:
		return r.rosterTable(tx, m)
	case m.Name == fielding.PostFlowProblems:
		return r.problemList(tx, m)
	case m.Name == fielding.PostMyData && m.File == nil:
		return r.myData(tx, m, now)
	}
	return m.File, nil
}

// post sends a new message, in parts where it is long. Parts that went before a refusal that asks to
// wait are not sent again. The outcome carries the last part's number: the buttons stand there.
func (t *Transport) post(ctx context.Context, m storage.Message, v view) delivery.Outcome {
	var o delivery.Outcome
	first := t.begun(m.ID)
	rich := v.Rich != "" && first == 0 && t.rich.sends()
	if rich {
		if o, taken := t.postRich(ctx, m, v); taken {
			return o
		}
	}
	for i := first; i < len(v.Parts); i++ {
		p := messageParams{Chat: m.Chat, Topic: m.Topic, Text: v.Parts[i]}
		if i == 0 && m.ReplyTo != 0 {
			p.Reply = &replyTo{m.ReplyTo, true}
		}
		if i == len(v.Parts)-1 {
			p.Markup = v.markup()
		}
		id, err := t.write(ctx, "sendMessage", p)
		if o = Result(err, id); o.Kind != delivery.Delivered {
			t.remember(m.ID, i, o.Kind)
			return o
		}
	}
	t.remember(m.ID, 0, o.Kind)
	if rich {
		t.withoutRich()
	}
	return o
}

// begun is how many parts of a row are sent already.
func (t *Transport) begun(id uint64) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent[id]
}

// remember keeps how far a row has come while the sender will try it again.
func (t *Transport) remember(id uint64, parts int, kind delivery.OutcomeKind) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch kind {
	case delivery.Wait, delivery.Unwritten, delivery.Failed, delivery.Unauthorised:
		if parts > 0 {
			t.sent[id] = parts
		}
	default:
		delete(t.sent, id)
	}
}

// document sends a file with its text as caption.
func (t *Transport) document(ctx context.Context, m storage.Message, v view) delivery.Outcome {
	name, data, err := t.file(m)
	if err != nil {
		return unsent(err)
	}
	return t.attach(ctx, m, v, attachment{"sendDocument", "document", name, data})
}

// photo sends a picture with its text as caption.
func (t *Transport) photo(ctx context.Context, m storage.Message, v view) delivery.Outcome {
	data, err := t.files.Picture(m.Wave, m.Name)
	if err != nil {
		return unsent(fmt.Errorf("draw %s of wave %s: %w", m.Name, m.Wave, err))
	}
	return t.attach(ctx, m, v, attachment{"sendPhoto", "photo", string(m.Wave) + ".png", data})
}

// attachment is a file with the method and the field that it goes by.
type attachment struct {
	method, field, name string
	data                []byte
}

func (t *Transport) attach(ctx context.Context, m storage.Message, v view, a attachment) delivery.Outcome {
	fields := map[string]string{
		"chat_id": strconv.FormatInt(int64(m.Chat), 10),
		"caption": fit(v.Text, maxCaption), "parse_mode": modeHTML,
	}
	if m.Topic != 0 {
		fields["message_thread_id"] = strconv.Itoa(m.Topic)
	}
	if m.ReplyTo != 0 {
		raw, err := json.Marshal(replyTo{m.ReplyTo, true})
		if err != nil {
			return unsent(err)
		}
		fields["reply_parameters"] = string(raw)
	}
	var sent api.Sent
	err := t.upload(ctx, fields, a, &sent)
	return Result(err, sent.MessageID)
}

// upload sends a file and decodes the answer into sent. A caption that Telegram can't parse goes once more
// without its tags.
func (t *Transport) upload(ctx context.Context, fields map[string]string, a attachment, sent any) error {
	err := t.client.Upload(ctx, a.method, fields, a.field, a.name, a.data, sent)
	if api.Unparsed(err) {
		fields["caption"] = texts.Strip(fields["caption"])
		delete(fields, "parse_mode")
		err = t.client.Upload(ctx, a.method, fields, a.field, a.name, a.data, sent)
	}
	return err
}

// file gives the document of a row: the one that lies in it, or one made now.
func (t *Transport) file(m storage.Message) (name string, data []byte, err error) {
	if m.Name == fielding.PostExport && m.File == nil {
		if name, data, err = t.files.Export(m.Wave); err != nil {
			return "", nil, fmt.Errorf("export wave %s: %w", m.Wave, err)
		}
		return name, data, nil
	}
	if m.Name == fielding.PostReport {
		if name, data, err = t.files.Report(m.Wave, m.Args[fielding.ArgFormat]); err != nil {
			return "", nil, fmt.Errorf("make the report of wave %s: %w", m.Wave, err)
		}
		return name, data, nil
	}
	if m.Name == fielding.PostUnitNotYet {
		return "belum-" + cmp.Or(m.Args["unit"], string(m.Wave)) + ".xlsx", m.File, nil
	}
	if name = m.Args["file"]; name == "" {
		name = "data-saya.txt"
	}
	return name, m.File, nil
}

// edit changes a post. One that is gone is done with: the writer posts another.
func (t *Transport) edit(ctx context.Context, m storage.Message, v view) delivery.Outcome {
	if v.Rich != "" && t.rich.edits() {
		if o, taken := t.editRich(ctx, m, v); taken {
			return o
		}
	}
	id, err := t.write(ctx, "editMessageText", messageParams{
		Chat: m.Chat, Message: m.Message, Text: fit(v.Text, maxUnits), Markup: keyboard(v.Rows),
	})
	if api.NotModified(err) { // it says so already: nothing is gone
		err = nil
	}
	return settled(err, id)
}

// strip takes the buttons off a message.
func (t *Transport) strip(ctx context.Context, m storage.Message) delivery.Outcome {
	_, err := t.call(ctx, "editMessageReplyMarkup", messageParams{
		Chat: m.Chat, Message: m.Message, Markup: &markup{Rows: [][]button{}},
	})
	return settled(err, m.Message)
}

func (t *Transport) remove(ctx context.Context, m storage.Message) delivery.Outcome {
	_, err := t.callPlain(ctx, "deleteMessage", messageParams{Chat: m.Chat, Message: m.Message})
	if api.MessageFixed(err) { // older than 48 hours; the bot's own can still be emptied
		return delivery.Outcome{Kind: delivery.Done, Extra: fielding.Undeletable{}}
	}
	return settled(err, m.Message)
}

// callPlain calls a method whose result is just true.
func (t *Transport) callPlain(ctx context.Context, method string, params any) (int, error) {
	return 0, t.client.Call(ctx, method, params, nil)
}

// settled is the outcome of a change to a message: one that can't be changed any more is done.
func settled(err error, id int) delivery.Outcome {
	o := Result(err, id)
	if api.MessageFixed(err) {
		o.Kind = delivery.Done
	}
	return o
}
