package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"

	"suara/bot/api"
	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// pictures remembers by which ids Telegram knows the pictures that were sent: each goes over the line once,
// and again after a start.
type pictures struct {
	mu  sync.Mutex // also held while a picture goes over the line, so that a crowd sends it once
	ids map[string]string
}

// known gives the id of a picture. One without goes by upload, which gives what Telegram calls it, or nothing.
func (p *pictures) known(name string, upload func() string) (id string, uploaded bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id := p.ids[name]; id != "" {
		return id, false
	}
	if id = upload(); id != "" {
		if p.ids == nil {
			p.ids = map[string]string{}
		}
		p.ids[name] = id
	}
	return id, true
}

// forget drops an id that Telegram does not take any more.
func (p *pictures) forget(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.ids, name)
}

// sentPhoto is the part of a sent message that tells the picture's id.
type sentPhoto struct {
	ID    int         `json:"message_id"`
	Photo []photoSize `json:"photo"`
}

func (d drawn) caption(a survey.AccountID) messageParams {
	return messageParams{Chat: survey.ChatID(a), Caption: fit(d.Text, maxCaption), Markup: keyboard(d.Rows)}
}

// sendPicture sends a screen as a picture with its words below. A text can't become a picture by an edit,
// nor a picture a text, so it always is a new message.
func (t *Transport) sendPicture(ctx context.Context, a survey.AccountID, d drawn) delivery.Outcome {
	p := d.caption(a)
	for range 2 {
		var o delivery.Outcome
		photo, uploaded := t.pictures.known(d.Picture, func() (id string) {
			o, id = t.uploadPicture(ctx, p, d.Picture)
			return id
		})
		if uploaded {
			return d.outcome(o, true)
		}
		p.Photo = photo
		id, err := t.write(ctx, "sendPhoto", p)
		if !api.FileUnknown(err) {
			return d.outcome(Result(err, id), true)
		}
		t.pictures.forget(d.Picture)
	}
	return d.outcome(unsent(nil), true)
}

// uploadPicture sends a picture with its bytes; id is what Telegram calls it, or nothing.
func (t *Transport) uploadPicture(ctx context.Context, p messageParams, name string) (o delivery.Outcome, id string) {
	var sent sentPhoto
	err := t.readAndUpload(ctx, p, name, &sent)
	if err == nil && len(sent.Photo) > 0 {
		id = largest(sent.Photo).ID
	}
	return Result(err, sent.ID), id
}

func (t *Transport) readAndUpload(ctx context.Context, p messageParams, name string, sent *sentPhoto) error {
	var data []byte
	err := t.store.View(func(tx *storage.Tx) error { data = tx.Picture(name); return nil })
	if err != nil {
		return err
	}
	fields := map[string]string{
		"chat_id": strconv.FormatInt(int64(p.Chat), 10), "caption": p.Caption, "parse_mode": modeHTML,
	}
	if p.Markup != nil {
		raw, err := json.Marshal(p.Markup)
		if err != nil {
			return err
		}
		fields["reply_markup"] = string(raw)
	}
	return t.upload(ctx, fields, attachment{"sendPhoto", "photo", name, data}, sent)
}

// editCaption changes the words below the picture that shows the screen already.
func (t *Transport) editCaption(ctx context.Context, a survey.AccountID, d drawn) (int, error) {
	p := d.caption(a)
	p.Message = d.chat.Live
	return t.write(ctx, "editMessageCaption", p)
}
