package bot

import (
	"context"
	"encoding/json"
	"strconv"
	"sync"

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

// known gives the id of a picture; empty: it is to be uploaded, and the caller then calls told, with what
// Telegram said or nothing.
func (p *pictures) known(name string) string {
	p.mu.Lock()
	id := p.ids[name]
	if id != "" {
		p.mu.Unlock()
	}
	return id
}

func (p *pictures) told(name, id string) {
	if p.ids == nil {
		p.ids = map[string]string{}
	}
	if id != "" {
		p.ids[name] = id
	}
	p.mu.Unlock()
}

// forget drops an id that Telegram does not take any more.
func (p *pictures) forget(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.ids, name)
}

// captionParams are a picture that Telegram has, or the edit of what stands under one.
type captionParams struct {
	Chat    survey.ChatID `json:"chat_id"`
	Message int           `json:"message_id,omitempty"` // of an edit
	Photo   string        `json:"photo,omitempty"`
	Caption string        `json:"caption"`
	Mode    string        `json:"parse_mode,omitempty"`
	Markup  any           `json:"reply_markup,omitempty"`
}

// sentPhoto is the part of a sent message that tells the picture's id.
type sentPhoto struct {
	ID    int         `json:"message_id"`
	Photo []photoSize `json:"photo"`
}

func (d drawn) caption(a survey.AccountID) captionParams {
	return captionParams{Chat: survey.ChatID(a), Caption: fit(d.Text, maxCaption), Markup: keyboard(d.Rows)}
}

// sendPicture sends a screen as a picture with its words below. A text can't become a picture by an edit,
// nor a picture a text, so it always is a new message.
func (t *Transport) sendPicture(ctx context.Context, a survey.AccountID, d drawn) delivery.Outcome {
	p := d.caption(a)
	for range 2 {
		if p.Photo = t.pictures.known(d.Picture); p.Photo == "" {
			return d.outcome(t.uploadPicture(ctx, p, d.Picture), true)
		}
		id, err := t.writeCaption(ctx, "sendPhoto", p)
		if !says(err, "wrong file identifier", "FILE_REFERENCE") {
			return d.outcome(Result(err, id), true)
		}
		t.pictures.forget(d.Picture)
	}
	return d.outcome(unsent(nil), true)
}

// uploadPicture sends a picture with its bytes and remembers its id.
func (t *Transport) uploadPicture(ctx context.Context, p captionParams, name string) delivery.Outcome {
	var sent sentPhoto
	err := t.readAndUpload(ctx, p, name, &sent)
	id := ""
	if err == nil && len(sent.Photo) > 0 {
		id = largest(sent.Photo).ID
	}
	t.pictures.told(name, id)
	return Result(err, sent.ID)
}

func (t *Transport) readAndUpload(ctx context.Context, p captionParams, name string, sent *sentPhoto) error {
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
	err = t.client.Upload(ctx, "sendPhoto", fields, "photo", name, data, sent)
	if unparsed(err) {
		fields["caption"] = stripHTML(p.Caption)
		delete(fields, "parse_mode")
		err = t.client.Upload(ctx, "sendPhoto", fields, "photo", name, data, sent)
	}
	return err
}

// editCaption changes the words below the picture that shows the screen already.
func (t *Transport) editCaption(ctx context.Context, a survey.AccountID, d drawn) (int, error) {
	p := d.caption(a)
	p.Message = d.chat.Live
	return t.writeCaption(ctx, "editMessageCaption", p)
}

// writeCaption is write for the words below a picture.
func (t *Transport) writeCaption(ctx context.Context, method string, p captionParams) (int, error) {
	p.Mode = modeHTML
	id, err := t.call(ctx, method, p)
	if !unparsed(err) {
		return id, err
	}
	p.Mode, p.Caption = "", stripHTML(p.Caption)
	return t.call(ctx, method, p)
}
