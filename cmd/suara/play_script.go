package main

import (
	"bytes"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"suara/flows"
)

// A script is answers in a file, one a line, so that a flow can be played again and again:
//
//	# a comment
//	bp1 = 4              the answer to item bp1, which must be on screen: a value as it is exported, or words
//	media = radio tv     the values to tick, or to rank in this order; the button that ends it is pressed too
//	saran = #skip        skips it; #na, #dk and #refused are the special answers
//	jabatan = other: Ahli the words for "other" follow
//	/back                a button, as flow play shows it
//	3                    the third option, or a number typed where one is asked for
//	> 3                  typed words in any case
//	? Terima kasih       the screen must show these words
type script struct {
	*player
	file string
	line int
}

// playScript plays the answers of a file; whatever does not fit the screen is an error with its line.
func (pl *player) playScript(file string, src []byte) error {
	s := &script{player: pl, file: file}
	pl.begin()
	pl.draw(pl.flow.Show(pl.state))
	for line := range bytes.Lines(src) {
		s.line++
		pl.line = s.line
		typed := strings.TrimSpace(string(line))
		if typed == "" || strings.HasPrefix(typed, "# ") || typed == "#" {
			continue
		}
		pl.printf("> %s\n", typed)
		ended, err := s.take(typed)
		if err != nil || ended {
			return err
		}
	}
	return s.fault("the script ends before the answers are sent; %s", s.where(pl.flow.Show(pl.state)))
}

func (s *script) fault(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s.file, s.line, fmt.Sprintf(format, args...))
}

// where says what is on screen.
func (s *script) where(screen flows.Screen) string {
	if screen.Item == nil {
		return "the review is on screen"
	}
	return "item " + screen.Item.ID + " is on screen"
}

// take does what one line says; ended: the interview is over.
func (s *script) take(typed string) (ended bool, err error) {
	screen := s.flow.Show(s.state)
	if words, ok := strings.CutPrefix(typed, "?"); ok {
		return false, s.expect(screen, strings.TrimSpace(words))
	}
	id, value, found := strings.Cut(typed, "=")
	id = strings.TrimSpace(id)
	switch {
	case !found || strings.HasPrefix(typed, ">"):
	case s.isItem(id):
		return false, s.answer(screen, id, strings.TrimSpace(value))
	case !strings.ContainsAny(id, " \t"):
		return false, s.fault("there is no item %s; %s; write > before it where these are typed words", id, s.where(screen))
	}
	in := s.input(screen, typed)
	if in.Text != "" && !strings.HasPrefix(typed, ">") && s.isOption(screen, in.Text) {
		return false, s.fault("there is no option %s; %s, its buttons are %s", typed, s.where(screen), buttonNames(screen))
	}
	if strings.HasPrefix(typed, "/") && in.Text == typed {
		return false, s.fault("there is no button %s; %s, its buttons are %s", typed, s.where(screen), buttonNames(screen))
	}
	return s.enter(in), nil
}

func (s *script) isItem(id string) bool {
	item, _ := s.flow.Item(id)
	return item != nil
}

// isOption tells whether a line can only mean the place of an option, on a screen where nothing is typed.
func (s *script) isOption(screen flows.Screen, typed string) bool {
	_, err := strconv.Atoi(typed)
	return err == nil && !screen.Typing && !screen.Long
}

func buttonNames(screen flows.Screen) string {
	var names []string
	for _, k := range keys(screen) {
		names = append(names, k.key)
	}
	return strings.Join(names, " ")
}

// enter takes an input and draws what follows.
func (s *script) enter(in flows.Input) (ended bool) {
	out := s.step(in)
	if out.Submitted || out.Leave {
		return true
	}
	s.draw(s.flow.Show(s.state))
	return false
}

// expect holds the screen against words that it must show.
func (s *script) expect(screen flows.Screen, words string) error {
	text, rows := s.look.Screen(screen, s.notice, s.mode)
	for _, row := range rows {
		for _, b := range row {
			text += "\n" + b.Words
		}
	}
	if !strings.Contains(text, words) {
		return s.fault("%q is not shown; %s", words, s.where(screen))
	}
	return nil
}

// answer answers the item by the value that an export would hold.
func (s *script) answer(screen flows.Screen, id, value string) error {
	if screen.Item == nil || screen.Item.ID != id {
		return s.fault("%s, not %s", s.where(screen), id)
	}
	value, words, specified := strings.Cut(value, ": ")
	if specified && !screen.Item.Other {
		value, specified = value+": "+words, false
	}
	for in := range s.inputs(screen, value) {
		before := s.state.Revision()
		if in.Press == "" && in.Text == "" && in.Sent == nil {
			return s.fault("%s has no value %q; %s", id, value, choices(screen))
		}
		if s.enter(in); s.state.Revision() == before {
			return s.fault("%s does not take %q: %s", id, value, s.look.Notice(s.notice))
		}
	}
	if specified {
		return s.specify(id, words)
	}
	return nil
}

// specify types the words for "other".
func (s *script) specify(id, words string) error {
	before := s.state.Revision()
	if screen := s.flow.Show(s.state); screen.Kind != flows.ScreenSpecify {
		return s.fault("%s does not ask for words", id)
	}
	if s.enter(flows.Input{Text: words}); s.state.Revision() == before {
		return s.fault("%s does not take %q: %s", id, words, s.look.Notice(s.notice))
	}
	return nil
}

func choices(screen flows.Screen) string {
	var values []string
	for _, o := range screen.Options {
		values = append(values, o.Value)
	}
	for _, o := range screen.Also {
		values = append(values, o.Value)
	}
	return "its values are " + strings.Join(values, " ")
}

// inputs lists what to press or type for a value; an empty input is a value that the screen lacks. The
// presses of several are found one after the other, since each step changes the screen.
func (s *script) inputs(screen flows.Screen, value string) iter.Seq[flows.Input] {
	return func(yield func(flows.Input) bool) {
		if !screen.Many || strings.HasPrefix(value, "#") {
			yield(s.single(screen, value))
			return
		}
		for _, v := range strings.Fields(value) {
			if !yield(s.single(s.flow.Show(s.state), v)) {
				return
			}
		}
		yield(flows.Input{Press: s.flow.Show(s.state).Done})
	}
}

// single is the input for one value.
func (s *script) single(screen flows.Screen, value string) flows.Input {
	switch {
	case value == "#skip":
		return flows.Input{Press: screen.Skip}
	case screen.Item.Type == flows.TypeNote:
		return flows.Input{Press: screen.Done}
	case sample(screen.Item.Type) != nil && !strings.HasPrefix(value, "#"):
		return flows.Input{Sent: sample(screen.Item.Type)}
	}
	for _, o := range append(screen.Options, screen.Also...) {
		if o.Value == value {
			return flows.Input{Press: o.Press}
		}
	}
	if len(screen.Options) > 0 && !screen.Long || strings.HasPrefix(value, "#") {
		return flows.Input{}
	}
	return flows.Input{Text: value}
}
