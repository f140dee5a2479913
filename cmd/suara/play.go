package main

import (
	"bufio"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"suara/bot"
	"suara/flows"
	"suara/survey"
)

// player is an interview in the terminal.
type player struct {
	p      *program
	flow   *flows.Flow
	look   *bot.Terminal
	mode   survey.Mode
	state  flows.Session
	notice flows.Notice // of the last step
	line   int          // of the input, as the number of a message
}

// playing is how a flow is played.
type playing struct {
	lang string
	seed string // decides the order of what is shuffled
	mode survey.Mode
	with map[string]string // attributes of the respondent
}

func newPlayer(p *program, f *flows.Flow, how playing) (*player, error) {
	look, err := bot.NewTerminal(how.lang)
	if err != nil {
		return nil, err
	}
	return &player{p: p, flow: f, look: look, mode: how.mode, state: f.Begin(how.seed, how.lang, how.with)}, nil
}

// play asks for answers on the terminal until they are sent or end.
func (pl *player) play() error {
	pl.begin()
	in := bufio.NewScanner(pl.p.stdin)
	for redraw := true; ; {
		screen := pl.flow.Show(pl.state)
		if redraw {
			pl.draw(screen)
		}
		pl.printf("> ")
		if !in.Scan() {
			pl.printf("\nended before the answers were sent\n")
			return in.Err()
		}
		pl.line++
		out := pl.step(pl.input(screen, strings.TrimSpace(in.Text())))
		if out.Submitted || out.Leave {
			return nil
		}
		if redraw = out.Changed || out.Redraw; !redraw && out.Notice.Key != "" {
			pl.lines(pl.look.Notice(out.Notice))
		}
	}
}

// begin prints what stands in the notice before the first item.
func (pl *player) begin() {
	pl.lines(pl.flow.Title.In(pl.state.Language()), pl.flow.Intro.In(pl.state.Language()))
}

// step takes an input and says how the interview ended where it did.
func (pl *player) step(in flows.Input) flows.Outcome {
	in.Now, in.Message = pl.p.clock.Now(), pl.line
	var out flows.Outcome
	pl.state, out = pl.flow.Step(pl.state, in)
	pl.notice = out.Notice
	switch {
	case out.Submitted:
		pl.finish()
	case out.Leave:
		pl.printf("left for later\n")
	}
	return out
}

// input turns a typed line into a press where it names a button, else into a typed answer. A line that
// begins with > is an answer in any case.
func (pl *player) input(s flows.Screen, typed string) flows.Input {
	if words, ok := strings.CutPrefix(typed, ">"); ok {
		return flows.Input{Text: strings.TrimSpace(words)}
	}
	for _, k := range keys(s) {
		if strings.EqualFold(typed, k.key) {
			return flows.Input{Press: k.press}
		}
	}
	if typed == keyAttach && s.Item != nil {
		if sent := sample(s.Item.Type); sent != nil {
			return flows.Input{Sent: sent}
		}
	}
	return flows.Input{Text: typed}
}

// key is something to type that presses a button.
type key struct{ key, press string }

// keyAttach sends what a photo, file or location item asks for.
const keyAttach = "/attach"

// keys lists what can be pressed on a screen.
func keys(s flows.Screen) []key {
	var all []key
	add := func(name, press string) {
		if press != "" {
			all = append(all, key{name, press})
		}
	}
	for i, o := range s.Options {
		add(optionKey(s, i), o.Press)
	}
	for _, row := range s.Review {
		add(strconv.Itoa(row.Number), row.Press)
	}
	for _, o := range s.Also {
		add("/"+strings.TrimPrefix(o.Value, "#"), o.Press)
	}
	add("/done", s.Done)
	add("/next", s.Next)
	add("/skip", s.Skip)
	add("/back", s.Back)
	add("/later", s.Later)
	add("/page-", s.PreviousPage)
	add("/page+", s.NextPage)
	add("/all", s.All)
	add("/send", s.Submit)
	return all
}

// optionKey is the place of an option; options that are bare numbers stand for themselves.
func optionKey(s flows.Screen, n int) string {
	for _, o := range s.Options {
		if o.Label != o.Value {
			return strconv.Itoa(n + 1)
		}
	}
	return s.Options[n].Value
}

// sample is what someone could send to such an item; nil: it is not answered so.
func sample(t flows.ItemType) *flows.Sent {
	switch t {
	case flows.TypePhoto:
		return &flows.Sent{Kind: t, Value: "play/photo.jpg"}
	case flows.TypeFile:
		return &flows.Sent{Kind: t, Value: "play/file.pdf"}
	case flows.TypeLocation:
		const latitude, longitude = 0.738800, 127.559700 // the governor's office in Sofifi
		return &flows.Sent{Kind: t, Value: flows.Place(latitude, longitude, 0)}
	}
	return nil
}

// draw prints a screen as Telegram shows it; before each button stands what to type.
func (pl *player) draw(s flows.Screen) {
	text, rows := pl.look.Screen(s, pl.notice, pl.mode)
	pl.printf("\n%s\n", strings.Repeat("─", 40))
	if s.Picture != "" {
		pl.printf("(picture %s)\n", s.Picture)
	}
	pl.lines(text)
	names := map[string]string{}
	for _, k := range keys(s) {
		names[k.press] = k.key
	}
	for _, row := range rows {
		words := make([]string, len(row))
		for i, b := range row {
			words[i] = fmt.Sprintf("[%s] %s", names[b.Press], b.Words)
		}
		pl.printf("  %s\n", strings.Join(words, "   "))
	}
	if s.Item != nil && s.Typing && sample(s.Item.Type) != nil {
		pl.printf("  [%s] sends one\n", keyAttach)
	}
}

// finish prints the closing text and the values as they would be exported.
func (pl *player) finish() {
	said := ""
	for _, span := range pl.flow.ClosingSpans(pl.flow.ClosingOf(pl.state), pl.state.Language()) {
		said += span.Text
	}
	pl.printf("\n")
	pl.lines(said)
	pl.printf("sent:\n")
	for i, v := range pl.flow.Values(pl.state) {
		if item := pl.flow.Items[i]; item.Type != flows.TypeNote {
			pl.printf("  %s = %s\n", item.ID, v)
		}
	}
	for _, c := range pl.flow.Comments(pl.state) {
		if !slices.ContainsFunc(pl.flow.Items, func(i *flows.Item) bool { return i.ID == c.Item }) {
			pl.printf("  %s = %s\n", c.Item, c.Text)
		}
	}
}

// lines prints those that are not empty.
func (pl *player) lines(texts ...string) {
	for _, text := range texts {
		if text != "" {
			pl.printf("%s\n", text)
		}
	}
}

func (pl *player) printf(format string, args ...any) { fmt.Fprintf(pl.p.stdout, format, args...) }

// seedID makes the name of an interview out of a seed.
func seedID(seed uint64) string { return "p" + strconv.FormatUint(seed%(36*36*36*36*36*36), 36) }
