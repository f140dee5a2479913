package main

import (
	"bufio"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"suara/flows"
)

// player is an interview in the terminal.
type player struct {
	p     *program
	flow  *flows.Flow
	state flows.Session
	line  int // of the input, as the number of a message
}

func newPlayer(p *program, f *flows.Flow, lang string) *player {
	return &player{p: p, flow: f, state: f.Begin("play", lang, nil)}
}

// button is something to type that presses a button.
type button struct{ key, press string }

func (pl *player) play() error {
	pl.lines(pl.flow.Title.In(pl.state.Language()), pl.flow.Intro.In(pl.state.Language()))
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
		var out flows.Outcome
		pl.state, out = pl.flow.Step(pl.state, pl.input(screen, strings.TrimSpace(in.Text())))
		pl.say(out.Notice)
		switch {
		case out.Submitted:
			pl.finish()
			return nil
		case out.Leave:
			pl.printf("left for later\n")
			return nil
		}
		redraw = out.Changed || out.Redraw
	}
}

// input turns a typed line into a press where it names a button, else into a typed answer.
func (pl *player) input(s flows.Screen, typed string) flows.Input {
	in := flows.Input{Now: pl.p.clock.Now(), Message: pl.line}
	for _, b := range buttons(s) {
		if strings.EqualFold(typed, b.key) {
			in.Press = b.press
			return in
		}
	}
	in.Text = typed
	return in
}

// buttons lists what can be pressed on a screen, in the order it is shown.
func buttons(s flows.Screen) []button {
	var all []button
	add := func(key, press string) {
		if press != "" {
			all = append(all, button{key, press})
		}
	}
	for i, o := range s.Options {
		add(strconv.Itoa(i+1), o.Press)
	}
	for _, row := range s.Review {
		add(strconv.Itoa(row.Number), row.Press)
	}
	add("/done", s.Done)
	add("/next", s.Next)
	add("/skip", s.Skip)
	add("/back", s.Back)
	add("/later", s.Later)
	add("/page-", s.PreviousPage)
	add("/page+", s.NextPage)
	add("/send", s.Submit)
	return all
}

func (pl *player) draw(s flows.Screen) {
	pl.printf("\n")
	if s.Total > 0 {
		pl.lines(strings.TrimSpace(fmt.Sprintf("[%d/%d] %s", s.Number, s.Total, s.Section)))
	}
	pl.lines(s.Text, s.Hint)
	for i, o := range s.Options {
		mark := " "
		if o.Chosen {
			mark = "*"
		}
		pl.printf(" %s%2d  %s\n", mark, i+1, o.Label)
	}
	for _, row := range s.Review {
		pl.printf("  %2d  %s: %s\n", row.Number, row.Label, reviewed(row))
	}
	if s.Current != "" && len(s.Options) == 0 {
		pl.printf("  now: %s\n", s.Current)
	}
	var keys []string
	for _, b := range buttons(s) {
		if strings.HasPrefix(b.key, "/") {
			keys = append(keys, b.key)
		}
	}
	pl.printf("%s\n", strings.Join(keys, "  "))
}

func reviewed(row flows.ReviewRow) string {
	switch {
	case row.Missing:
		return "(still to be answered)"
	case row.Skipped:
		return "(skipped)"
	}
	return row.Answer
}

// say prints a notice by its key: the words belong to the bot's catalogues.
func (pl *player) say(n flows.Notice) {
	if n.Key == "" {
		return
	}
	pl.printf("! %s", n.Key)
	for _, name := range slices.Sorted(maps.Keys(n.Args)) {
		pl.printf(" %s=%s", name, n.Args[name])
	}
	pl.printf("\n")
}

// finish prints the values as they would be exported.
func (pl *player) finish() {
	pl.printf("\nsent:\n")
	for i, v := range pl.flow.Values(pl.state) {
		if item := pl.flow.Items[i]; item.Type != flows.TypeNote {
			pl.printf("  %s = %s\n", item.ID, v)
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
