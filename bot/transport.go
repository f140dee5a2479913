package bot

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"suara/bot/api"
	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// Files makes what is too large to lie in the outbox, when it is sent.
type Files interface {
	// Export gives a wave's rows as a file.
	Export(w survey.WaveID) (name string, data []byte, err error)
	// Report gives the release of a closed wave as a file of a format such as [fielding.FormatXLSX].
	Report(w survey.WaveID, format string) (name string, data []byte, err error)
	// Picture gives what a photo such as [fielding.PostHeadline] shows, as PNG.
	Picture(w survey.WaveID, post string) ([]byte, error)
}

// Transport renders the rows of the outbox and sends them. Nothing is read from the database while
// a call is under way.
type Transport struct {
	client *api.Client
	store  *storage.Store
	cfg    fielding.Config
	render *renderer
	now    func() time.Time
	log    *slog.Logger
	files  Files
	rich   richState

	pictures pictures

	mu   sync.Mutex
	sent map[uint64]int // parts already sent of a long post, by outbox row, while it waits
}

var _ delivery.Transport = (*Transport)(nil)

// NewTransport makes a transport over an open database. It panics where the embedded catalogues
// can't be read, which a test excludes.
func NewTransport(c *api.Client, store *storage.Store, cfg fielding.Config, fl *fielding.Flows,
	now func() time.Time, log *slog.Logger, files Files, opts ...TransportOption) *Transport {
	r, err := newRenderer(cfg, fl)
	if err != nil {
		panic(err)
	}
	t := &Transport{client: c, store: store, cfg: cfg, render: r, now: now, log: log, files: files,
		sent: map[uint64]int{}}
	for _, o := range opts {
		o(t)
	}
	return t
}

// Send renders a row, sends it and says how it ended.
func (t *Transport) Send(ctx context.Context, r delivery.Row) delivery.Outcome {
	switch job := r.Job.(type) {
	case fielding.ScreenJob:
		return t.sendScreen(ctx, job)
	case fielding.PromptJob:
		return t.sendPrompt(ctx, job)
	case fielding.MessageJob:
		return t.sendMessage(ctx, job)
	case fielding.MemberJob:
		return t.askMember(ctx, job)
	}
	return delivery.Outcome{Kind: delivery.Refused, Err: errors.New("row of an unknown job")}
}

// drawn is a chat's screen, rendered.
type drawn struct {
	view
	chat storage.Chat
	ok   bool // it is still wanted
}

// draw renders a chat's screen in a short transaction; wanted is asked first.
func (t *Transport) draw(a survey.AccountID,
	wanted func(*storage.Tx, storage.Chat) bool) (d drawn, err error) {
	return t.drawClosing(a, 0, wanted)
}

// drawClosing is draw with the closing text that a submission chose.
func (t *Transport) drawClosing(a survey.AccountID, closing int,
	wanted func(*storage.Tx, storage.Chat) bool) (d drawn, err error) {
	err = t.store.View(func(tx *storage.Tx) error {
		if d.chat, err = tx.Chat(a); err != nil || !wanted(tx, d.chat) {
			return err
		}
		chat := d.chat
		if closing > 0 {
			chat.Screen.Args = map[string]string{fielding.ArgClosing: strconv.Itoa(closing)}
		}
		d.view, err = t.render.screen(tx, a, chat, t.now())
		d.ok = err == nil
		return err
	})
	if errors.Is(err, errGone) {
		err = nil
	}
	return d, err
}

// sendScreen shows a chat's current screen: by editing the live message where it still stands last,
// else as a new message. One that can't be edited any more is left to the writer.
func (t *Transport) sendScreen(ctx context.Context, job fielding.ScreenJob) delivery.Outcome {
	d, err := t.drawClosing(job.Account, job.Closing, func(tx *storage.Tx, _ storage.Chat) bool {
		return tx.QueuedScreen(job.Account) != 0
	})
	if err != nil || !d.ok {
		return d.outcome(unsent(err), false)
	}
	if d.chat.Live == 0 || d.chat.Fresh || d.chat.Picture != d.Picture {
		return t.sendNew(ctx, job.Account, d)
	}
	if _, err = t.edited(ctx, job.Account, d); api.MessageGone(err) || api.MessageFixed(err) {
		return delivery.Outcome{Kind: delivery.Done, Extra: fielding.Shown{Seq: d.chat.Seq, Gone: true}}
	}
	if api.NotModified(err) {
		err = nil
	}
	return d.outcome(Result(err, d.chat.Live), false)
}

// sendPrompt invites or reminds with a new message, unless the person has moved on since.
func (t *Transport) sendPrompt(ctx context.Context, job fielding.PromptJob) delivery.Outcome {
	late := false
	d, err := t.draw(job.Account, func(tx *storage.Tx, c storage.Chat) bool {
		late = !t.works(tx, job)
		return c.Seq == job.Seq && !late
	})
	if late {
		return delivery.Outcome{Kind: delivery.Done, Extra: fielding.NotNow{}}
	}
	if err != nil || !d.ok {
		return unsent(err)
	}
	return t.sendNew(ctx, job.Account, d)
}

// works tells whether it is working time where the person is.
func (t *Transport) works(tx *storage.Tx, job fielding.PromptJob) bool {
	r, err := tx.Respondent(job.Respondent)
	w, err2 := tx.Wave(job.Wave)
	if err != nil || err2 != nil {
		return t.cfg.Hours.Open(t.now(), t.cfg.Zone)
	}
	return t.cfg.Hours.Open(t.now(), t.cfg.ZoneOf(w, r))
}

// edited changes the live message.
func (t *Transport) edited(ctx context.Context, a survey.AccountID, d drawn) (int, error) {
	if d.Picture != "" {
		return t.editCaption(ctx, a, d)
	}
	edit := d.params(a)
	edit.Message = d.chat.Live
	return t.write(ctx, "editMessageText", edit)
}

func (t *Transport) sendNew(ctx context.Context, a survey.AccountID, d drawn) delivery.Outcome {
	if d.Picture != "" {
		return t.sendPicture(ctx, a, d)
	}
	p := d.params(a)
	p.Markup = d.markup()
	id, err := t.write(ctx, "sendMessage", p)
	return d.outcome(Result(err, id), true)
}

func (d drawn) params(a survey.AccountID) messageParams {
	return messageParams{Chat: survey.ChatID(a), Text: d.Text, Markup: keyboard(d.Rows)}
}

func (d drawn) outcome(o delivery.Outcome, fresh bool) delivery.Outcome {
	o.Extra = fielding.Shown{Seq: d.chat.Seq, Fresh: fresh, Plain: len(d.Rows) == 0, Asks: fresh && d.Ask != "",
		Picture: d.Picture, Swap: fresh && !d.chat.Fresh && d.chat.Picture != d.Picture}
	return o
}

// unsent is the outcome of a row that was not sent: no longer wanted, or impossible to render.
func unsent(err error) delivery.Outcome {
	if err != nil {
		return delivery.Outcome{Kind: delivery.Refused, Err: err}
	}
	return delivery.Outcome{Kind: delivery.Done}
}

// answerUnits is how long the text of an answer to a press may be.
const answerUnits = 200

// Answer answers a press. A failure is ignored: the press is too old, or will be pressed again.
func (t *Transport) Answer(ctx context.Context, a fielding.Answer) {
	p := answerParams{Query: a.Query, Alert: a.Alert}
	if a.Notice != "" {
		p.Text = t.render.notice(a)
	}
	_ = t.client.Call(ctx, "answerCallbackQuery", p, nil)
}

// notice writes the answer to a press.
func (r *renderer) notice(a fielding.Answer) string {
	page := r.newPage(nil, a.Language, time.Time{})
	page.arguments(a.Args)
	return shorten(page.t.Plain("notice."+a.Notice, page.vals), answerUnits)
}

// shorten cuts a plain text to so many UTF-16 units, with a mark where something is missing.
func shorten(s string, limit int) string {
	n := 0
	last := 0 // where the text is cut if it does not fit
	for i, r := range s {
		width := 1
		if r > 0xFFFF {
			width = 2
		}
		if n+width > limit {
			return s[:last] + "…"
		}
		n += width
		if n < limit {
			last = i + len(string(r))
		}
	}
	return s
}
