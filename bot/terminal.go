package bot

import (
	"strings"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/flows"
	"suara/survey"
)

// Terminal renders the screens of a flow as Telegram would show them, for a terminal: without a database,
// as plain text. It is for one language.
type Terminal struct {
	render *renderer
	lang   string
}

// NewTerminal makes one for a language of the catalogues; another falls back to the default one.
func NewTerminal(lang string) (*Terminal, error) {
	r, err := newRenderer(fielding.Config{Zone: time.UTC}, nil)
	if err != nil {
		return nil, err
	}
	return &Terminal{r, lang}, nil
}

// TerminalButton is a button with what it presses in the interview, as [flows.Input] takes it.
type TerminalButton struct{ Words, Press string }

// Screen gives the text of a screen with the notice on it, and its rows of buttons.
func (t *Terminal) Screen(s flows.Screen, n flows.Notice, mode survey.Mode) (text string, rows [][]TerminalButton) {
	p := t.render.newPage(nil, t.lang, time.Time{})
	p.own = n
	p.question(s, mode)
	v := p.view()
	for _, row := range v.Rows {
		var shown []TerminalButton
		for _, b := range row {
			shown = append(shown, TerminalButton{b.Text, strings.TrimPrefix(b.Press, pressInterview)})
		}
		rows = append(rows, shown)
	}
	return texts.Strip(v.Text), rows
}

// Notice gives a notice as people read it.
func (t *Terminal) Notice(n flows.Notice) string {
	p := t.render.newPage(nil, t.lang, time.Time{})
	p.arguments(n.Args)
	p.tell(n.Key)
	return texts.Strip(p.b.String())
}
