package bot

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/flows"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// button is an inline button as the Bot API takes it.
type button struct {
	Text  string `json:"text"`
	Press string `json:"callback_data"`
	Style string `json:"style,omitempty"`
}

// The styles of buttons that lead on. Consent has none: both answers look alike.
const (
	stylePrimary = "primary"
	styleSuccess = "success"
)

// view is what a message shows.
type view struct {
	Text  string   // HTML
	Parts []string // of a post: Text, split where it is too long for one message
	Rich  string   // the whole as the source of a rich message; empty: it has no table
	Rows  [][]button
	Ask   string // label of the key that hands over the person's own contact; empty: no such key
	Off   bool   // takes that key off the phone

	Picture string // name in the database of what stands above the text, which is its caption then; empty: nothing
}

// renderer turns names of screens and posts into views. It is safe for concurrent use.
type renderer struct {
	cfg   fielding.Config
	flows *fielding.Flows
	texts texts.Catalogues

	health func() Health // nil: not known
}

func newRenderer(cfg fielding.Config, fl *fielding.Flows) (*renderer, error) {
	all, err := texts.Load()
	if err != nil {
		return nil, err
	}
	return &renderer{cfg: cfg, flows: fl, texts: all}, nil
}

// page is one view being rendered.
type page struct {
	*renderer
	tx   *storage.Tx
	t    *texts.Catalogue
	now  time.Time
	zone *time.Location
	b    strings.Builder
	rows [][]button
	ask  string     // see view
	pict string     // see view
	vals texts.Args // values for all texts of the page

	tables []*table
	rich   string // source of the rich message, once made

	planned *survey.Wave // a wave that is not opened yet, of a preview; nil: none

	own   flows.Notice // what lies in the interview and is to be told; no key: nothing
	stuck bool         // it was told often enough to offer help
}

// waveOf reads a wave, or gives the planned one.
func (p *page) waveOf(id survey.WaveID) (survey.Wave, error) {
	if p.planned != nil && p.planned.ID == id {
		return *p.planned, nil
	}
	return p.tx.Wave(id)
}

// flowOf gives the flow of a wave.
func (p *page) flowOf(w survey.Wave) (*flows.Flow, error) {
	if p.planned != nil && p.planned.ID == w.ID {
		if use, ok := p.inUse(w.Survey); ok {
			return use.Flow, nil
		}
	}
	return p.flows.Get(p.tx, w.Flow)
}

// inUse is a configured survey with the flow that its next wave opens with.
func (p *page) inUse(id survey.SurveyID) (fielding.FlowUse, bool) {
	s, ok := p.cfg.Study(id)
	if !ok || p.tx == nil {
		return fielding.FlowUse{Study: s}, ok
	}
	return fielding.InUse(p.tx, p.flows, s), true
}

func (r *renderer) newPage(tx *storage.Tx, lang string, now time.Time) *page {
	return &page{renderer: r, tx: tx, t: r.texts.In(lang), now: now, zone: r.cfg.Zone}
}

// organisation gives the page the values that stand in the configuration.
func (p *page) organisation() {
	p.set("organisation", p.cfg.Organisation)
	p.set("contact", p.cfg.Contact)
	p.set("letter", p.cfg.Letter)
	p.set("phrase", p.cfg.Phrase)
}

func (p *page) set(name, value string) {
	if p.vals == nil {
		p.vals = texts.Args{}
	}
	p.vals[name] = value
}

// say appends a paragraph.
func (p *page) say(key string) {
	p.gap()
	p.t.Write(&p.b, key, p.vals)
}

// tell appends a notice, above what the page shows.
func (p *page) tell(notice string) {
	p.gap()
	p.b.WriteString("ℹ️ ")
	p.t.Write(&p.b, "notice."+notice, p.vals)
}

// line appends a line to the paragraph.
func (p *page) line(key string) {
	if p.b.Len() > 0 {
		p.b.WriteByte('\n')
	}
	p.t.Write(&p.b, key, p.vals)
}

// more says how many entries of a list are left out, where some are.
func (p *page) more(key string, left int) {
	if left > 0 {
		p.set("count", p.t.Number(left))
		p.line(key)
	}
}

// gap begins a new paragraph unless nothing stands before it.
func (p *page) gap() {
	if p.b.Len() > 0 {
		p.b.WriteString("\n\n")
	}
}

// row appends a row of buttons.
func (p *page) row(buttons ...button) { p.rows = append(p.rows, buttons) }

// button makes a button with a catalogue text.
func (p *page) button(key, press string) button {
	return button{Text: p.t.Plain(key, p.vals), Press: press}
}

func (b button) styled(style string) button {
	b.Style = style
	return b
}

// view ends the page. A text that Telegram would refuse for its length is cut between two lines.
func (p *page) view() view {
	text := p.b.String()
	if len(text) > maxUnits {
		text = fit(text, maxUnits)
	}
	return view{Text: text, Rows: p.rows, Ask: p.ask, Picture: p.pict}
}

// fit gives as much of an HTML text as a message holds.
func fit(html string, limit int) string {
	if units(html) <= limit {
		return html
	}
	_, first, _ := strings.Cut(split(html, limit)[0], "\n")
	return first
}

// wave gives the page the values of a wave.
func (p *page) wave(id survey.WaveID) (survey.Wave, *flows.Flow, error) {
	w, err := p.waveOf(id)
	if err != nil {
		return w, nil, err
	}
	f, err := p.flowOf(w)
	if err != nil {
		return w, nil, fmt.Errorf("render wave %s: %w", id, err)
	}
	p.set("wave", string(w.ID))
	p.set("title", f.Title.In(p.t.Lang()))
	p.set("until", p.time(w.Closes))
	p.set("opened", p.time(w.Opened))
	p.set("ended", p.time(ending(w)))
	p.set("mode", p.t.Plain("word.mode."+string(w.Mode), nil))
	p.set("min_group", p.t.Number(w.MinGroup))
	p.set("items", p.t.Number(f.Questions()))
	p.set("minutes", p.t.Number(f.Minutes()))
	return w, f, nil
}

// ending is when a wave closes, or was closed by command before that. The grace of a scheduled closing
// moves nothing: the instant that was announced stands everywhere.
func ending(w survey.Wave) time.Time {
	if !w.Closed.IsZero() && w.Closed.Before(w.Closes) {
		return w.Closed
	}
	return w.Closes
}

func (p *page) time(t time.Time) string { return schedule.FormatTime(t, p.zone, p.t.Lang()) }

// arguments gives the page the arguments that the writer stored with a name: times are written
// out, surveys get their titles, and words that have a translation are translated.
func (p *page) arguments(stored map[string]string) {
	if len(stored) == 0 {
		return
	}
	if p.vals == nil {
		p.vals = make(texts.Args, len(stored))
	}
	maps.Copy(p.vals, p.readable(stored))
}

func (p *page) readable(stored map[string]string) texts.Args {
	out := make(texts.Args, len(stored))
	for name, value := range stored {
		out[name] = p.argument(name, value)
	}
	return out
}

func (p *page) argument(name, value string) string {
	switch name {
	case "until", "before", "slot", "outside", "at":
		return p.instant(value)
	case "survey":
		if use, ok := p.inUse(survey.SurveyID(value)); ok && use.Flow != nil {
			return use.Flow.Title.In(p.t.Lang())
		}
	case "role":
		if value == "" {
			value = "none"
		}
		return p.roleName(storage.Role(value))
	case "hours":
		if value == "0" {
			return ""
		}
	case "kind", "what", "reason", "lost":
		return p.word(name, value)
	case "people", "registered", "new", "changed", "retired", "unchanged", "missing", "rejected":
		return p.t.Grouped(value)
	case "minutes":
		return p.t.Span(value)
	}
	return value
}

// word translates a word that the writer stored; one without a translation stays as it is.
func (p *page) word(group, value string) string {
	if key := "word." + group + "." + value; p.t.Has(key) {
		return p.t.Plain(key, nil)
	}
	return value
}

// instant writes a stored time, in RFC 3339 or in Unix seconds.
func (p *page) instant(stored string) string {
	if seconds, err := strconv.ParseInt(stored, 10, 64); err == nil {
		return p.time(time.Unix(seconds, 0))
	}
	if at, err := time.Parse(time.RFC3339, stored); err == nil {
		return p.time(at)
	}
	return stored
}
