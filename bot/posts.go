package bot

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// post is a message of the outbox being rendered.
type post struct {
	*page
	m        storage.Message
	withheld bool // some figure is withheld
}

// post renders a message of the outbox with its buttons.
func (r *renderer) post(tx *storage.Tx, m storage.Message, now time.Time) (view, error) {
	lang, err := r.postLanguage(tx, m)
	if err != nil {
		return view{}, err
	}
	p := &post{page: r.newPage(tx, lang, now), m: m}
	p.organisation()
	p.arguments(m.Args)
	if m.Wave != "" {
		if err := p.useWave(); err != nil {
			return view{}, fmt.Errorf("render post %s: %w", m.Name, err)
		}
	}
	if err := p.render(); err != nil {
		return view{}, fmt.Errorf("render post %s: %w", m.Name, err)
	}
	if p.b.Len() == 0 {
		return view{}, fmt.Errorf("render post %q: %w", m.Name, survey.ErrNotFound)
	}
	p.buttons()
	p.keepRich()
	return view{Text: p.b.String(), Parts: p.parts(), Rich: p.rich, Rows: p.rows,
		Off: m.Name == fielding.PostKeyboardOff}, nil
}

// maxParts is into how many messages a post may be split; they are sent as one row of the outbox.
const maxParts = 3

// parts splits a long post. One that is too long even so ends with a line that says so: the whole
// of it is in the files that the summary command makes.
func (p *post) parts() []string {
	parts := split(p.b.String(), maxUnits)
	if len(parts) <= maxParts {
		return parts
	}
	var more strings.Builder
	p.t.Write(&more, "post.more", nil)
	parts = split(p.b.String(), maxUnits-units(more.String())-2)[:maxParts]
	parts[maxParts-1] += "\n\n" + more.String()
	return parts
}

// postLanguage is the organisation's in groups, the person's in private chats.
func (r *renderer) postLanguage(tx *storage.Tx, m storage.Message) (string, error) {
	if m.Chat < 0 {
		return r.cfg.Language, nil
	}
	c, err := tx.Chat(survey.AccountID(m.Chat))
	if err != nil || c.Language != "" {
		return c.Language, err
	}
	return r.cfg.Language, nil
}

// useWave gives the post its wave; the arguments of the writer go before the wave's own values.
func (p *post) useWave() error {
	_, _, err := p.wave(p.m.Wave)
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	p.arguments(p.m.Args)
	return err
}

func (p *post) render() error {
	switch p.m.Name {
	case fielding.PostStatus:
		return p.systemStatus()
	case fielding.PostSurveys:
		return p.surveys()
	case fielding.PostUnits:
		return p.units()
	case fielding.PostNotYet:
		return p.notYet()
	case fielding.PostRoles:
		return p.roles()
	case fielding.PostAudit:
		return p.audit()
	case fielding.PostUnitNotYet, fielding.PostListSent, fielding.PostUnitNone, fielding.PostConfirmUnit, fielding.PostUnitReminding:
		return p.ofUnit()
	case fielding.PostParticipation:
		return p.participation(true)
	case fielding.PostProgress:
		return p.participation(false)
	case fielding.PostResults:
		return p.results()
	case fielding.PostSummary:
		return p.summary()
	case fielding.PostHeadline, fielding.PostReport:
		return p.headline()
	case fielding.PostDays:
		return p.participation(false)
	case fielding.PostRosterReport:
		return p.rosterReport()
	case fielding.PostPreviewPart:
		return p.previewPart()
	case fielding.PostPreview:
		return p.preview()
	case fielding.PostConfirmClose, fielding.PostConfirmExtend, fielding.PostConfirmSooner:
		return p.confirmWave()
	case fielding.PostConfirmFlow:
		return p.flowOffer()
	case fielding.PostFlowFaulty:
		return p.flowFaulty()
	}
	return p.words()
}

// words is a post of one text.
func (p *post) words() error {
	if p.m.Name == fielding.PostNoWave && p.m.Args["text"] == "" {
		p.say("post.no_wave.none")
		return nil
	}
	if p.vals["survey"] == "" {
		p.set("survey", p.vals["title"])
	}
	p.list("waves")
	p.list("surveys")
	p.say(p.m.Name)
	return nil
}

// list writes a comma-separated argument with spaces.
func (p *post) list(name string) {
	if v := p.m.Args[name]; v != "" {
		p.set(name, strings.Join(strings.FieldsFunc(v, func(r rune) bool {
			return r == ',' || r == ' '
		}), ", "))
	}
}

// confirmWave asks about a wave with its figures.
func (p *post) confirmWave() error {
	if _, err := p.figures(); err != nil {
		return err
	}
	p.say(p.m.Name)
	return nil
}

// buttons puts the message's own buttons under it.
func (p *post) buttons() {
	for _, row := range p.m.Buttons {
		buttons := make([]button, 0, len(row))
		for _, b := range row {
			words := p.t.Plain(p.label(b.Label), p.readable(b.Args))
			buttons = append(buttons, button{Text: words, Press: b.Press})
		}
		p.row(buttons...)
	}
}

// label finds the text of a button: one made for this post, the label's own, or that of its
// beginning, such as "button.yes" for "button.yes.remind".
func (p *post) label(key string) string {
	if own := key + "." + strings.TrimPrefix(p.m.Name, "post."); p.t.Has(own) {
		return own
	}
	for !p.t.Has(key) {
		at := strings.LastIndexByte(key, '.')
		if at < 0 {
			return key
		}
		key = key[:at]
	}
	return key
}
