package flows_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/flows"
	"suara/flows/richtext"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

// noon is when the conversations are held, on a Tuesday in WIT.
var noon = time.Date(2026, 11, 3, 12, 0, 0, 0, time.FixedZone("WIT", 9*3600))

// TestConversations plays each testdata/*.txtar: its flow, its inputs one a line, and what the
// person sees. The session is saved and read again between every two inputs.
//
//	> words        typed; messages are numbered from 101
//	[label]        the button of that option
//	edit 101 words an edited message
//	photo NAME, file NAME, location LAT LON, other KIND, large NAME, album NAME, live LAT LON
//	               sent in place of words; with edit 101 before it, in place of what was sent
//	back, skip, later, done, next, submit, change N, page +, page -, all, language CODE
//	again          the button pressed last, once more
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			part := map[string]string{}
			for _, f := range a.Files {
				part[f.Name] = string(f.Data)
			}
			got := play(t, part["flow.yaml"], part["inputs"])
			if *update {
				a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "seen" })
				a.Files = append(a.Files, txtar.File{Name: "seen", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != part["seen"] {
				t.Errorf("seen differs; -update rewrites it\n%s", firstDifference(part["seen"], got))
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\ngot  %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("want %d lines, got %d", len(w), len(g))
}

type player struct {
	t       *testing.T
	flow    *flows.Flow
	session flows.Session
	last    string
	message int
	out     strings.Builder
}

func play(t *testing.T, source, inputs string) string {
	t.Helper()
	f, err := flows.Load("flow.yaml", []byte(source))
	if err != nil {
		return err.Error() + "\n"
	}
	p := &player{t: t, flow: f, message: 100}
	for _, w := range f.Warnings() {
		fmt.Fprintln(&p.out, "warning", w)
	}
	p.session = f.Begin("k7", f.Languages[0], map[string]string{"unit": "dinas-kesehatan", "sex": "f"})
	p.show()
	for line := range strings.Lines(inputs) {
		line = strings.TrimSuffix(line, "\n")
		fmt.Fprintf(&p.out, "=== %s\n", line)
		p.line(line)
	}
	fmt.Fprintf(&p.out, "values %q\n", f.Values(p.session))
	if n := f.ClosingOf(p.session); n >= 0 {
		fmt.Fprintf(&p.out, "closing %d %s\n", n, styled("", f.ClosingSpans(n, p.session.Language())))
	}
	for _, c := range f.Comments(p.session) {
		fmt.Fprintf(&p.out, "comment %s %q\n", c.Item, c.Text)
	}
	return p.out.String()
}

func (p *player) line(line string) {
	in := flows.Input{Now: noon}
	word, rest, _ := strings.Cut(line, " ")
	if in.Sent = sent(line); in.Sent != nil {
		p.message++
		in.Message = p.message
		p.step(in)
		return
	}
	switch {
	case word == "language":
		p.session = p.session.WithLanguage(rest)
		p.show()
		return
	case word == ">":
		p.message++
		unquoted, err := strconv.Unquote(`"` + rest + `"`)
		if err != nil {
			p.t.Fatalf("%s: %v", line, err)
		}
		in.Text, in.Message = unquoted, p.message
	case word == "edit":
		number, text, _ := strings.Cut(rest, " ")
		in.Message, _ = strconv.Atoi(number)
		in.Sent, in.Edited = sent(text), true
		if in.Sent == nil {
			in.Text = text
		}
	case word == "again":
		in.Press = p.last
	default:
		in.Press = button(p.flow.Show(p.session), line)
		if in.Press == "" {
			p.t.Fatalf("no button %s on\n%s", line, p.out.String())
		}
		p.last = in.Press
	}
	p.step(in)
}

// sent is what an input line sends in place of words; nil: nothing.
func sent(line string) *flows.Sent {
	word, rest, _ := strings.Cut(line, " ")
	s := &flows.Sent{What: word, Value: rest, Live: word == "live"}
	switch word {
	case "photo":
		s.Kind = flows.TypePhoto
	case "file":
		s.Kind = flows.TypeFile
	case "album":
		s.Kind, s.Album = flows.TypePhoto, "7"
	case "large":
		s.Kind, s.Refused = flows.TypeFile, flows.Notice{Key: "file.large", Args: map[string]string{"max": "10"}}
	case "location", "live":
		var lat, lon, accuracy float64
		_, _ = fmt.Sscan(rest, &lat, &lon, &accuracy) // the accuracy may be missing
		s.Kind, s.Value = flows.TypeLocation, flows.Place(lat, lon, accuracy)
	case "other":
		s.What = rest
	default:
		return nil
	}
	return s
}

// button finds a button of the screen as inputs name it.
func button(s flows.Screen, name string) string {
	for _, o := range s.Options {
		if name == "["+o.Label+"]" {
			return o.Press
		}
	}
	for _, o := range s.Also {
		if name == "["+o.Label+"]" {
			return o.Press
		}
	}
	for _, r := range s.Review {
		if name == fmt.Sprintf("change %d", r.Number) {
			return r.Press
		}
	}
	return map[string]string{"back": s.Back, "skip": s.Skip, "later": s.Later, "done": s.Done,
		"next": s.Next, "submit": s.Submit, "page +": s.NextPage, "page -": s.PreviousPage, "all": s.All}[name]
}

func (p *player) step(in flows.Input) {
	before := p.session.Bytes()
	next, out := p.flow.Step(p.session, in)
	if string(before) != string(p.session.Bytes()) {
		p.t.Fatal("Step changed the session it was given")
	}
	saved, err := flows.ReadSession(next.Bytes())
	if err != nil {
		p.t.Fatal(err)
	}
	p.session = saved
	fmt.Fprint(&p.out, outcome(out))
	if out.Redraw {
		p.show()
	}
}

func outcome(out flows.Outcome) string {
	var b strings.Builder
	for _, mark := range []struct {
		is   bool
		name string
	}{{!out.Changed, "unchanged"}, {out.Stale, "stale"}, {out.Submitted, "submitted"},
		{out.Leave, "leave"}, {out.Typed, "typed"}} {
		if mark.is {
			b.WriteString(mark.name + " ")
		}
	}
	if out.Notice.Key != "" {
		b.WriteString("notice " + out.Notice.Key)
		for _, k := range slices.Sorted(maps.Keys(out.Notice.Args)) {
			fmt.Fprintf(&b, " %s=%q", k, out.Notice.Args[k])
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// styled writes a text with its spans in angle brackets.
func styled(text string, spans []richtext.Span) string {
	if spans == nil {
		return text
	}
	var b strings.Builder
	for _, s := range spans {
		open := mark(s.Bold, "b") + mark(s.Italic, "i") + mark(s.Link != "", s.Link)
		if open == "" {
			b.WriteString(s.Text)
			continue
		}
		fmt.Fprintf(&b, "<%s:%s>", strings.TrimSpace(open), s.Text)
	}
	return b.String()
}

func (p *player) show() {
	s := p.flow.Show(p.session)
	b := &p.out
	switch s.Kind {
	case flows.ScreenReview:
		fmt.Fprintf(b, "review page %d of %d\n", s.Page, s.Pages)
		for _, r := range s.Review {
			fmt.Fprintf(b, "  %d. %s: %s%s%s\n", r.Number, r.Label, r.Answer,
				mark(r.Skipped, "skipped"), mark(r.Missing, "MISSING"))
		}
	default:
		if s.Intro != "" {
			fmt.Fprintln(b, "intro", styled(s.Intro, s.Spans.Intro))
		}
		if s.Above != "" {
			fmt.Fprintln(b, "above", styled(s.Above, s.Spans.Above))
		}
		fmt.Fprintf(b, "%d/%d %s| %s\n", s.Number, s.Total, mark(s.Section != "", s.Section), styled(s.Text, s.Spans.Text))
		if s.Kind == flows.ScreenSpecify {
			fmt.Fprintln(b, "  specify")
		}
		if s.Hint != "" {
			fmt.Fprintln(b, "  hint", styled(s.Hint, s.Spans.Hint))
		}
	}
	for _, o := range s.Options {
		short := ""
		if s.Listed {
			short = " as " + o.Short
		}
		if o.Rank > 0 {
			short += fmt.Sprint(" rank ", o.Rank)
		}
		fmt.Fprintf(b, "  %s%s%s\n", mark(o.Chosen, "*"), o.Label, short)
	}
	for _, o := range s.Also {
		fmt.Fprintf(b, "  %sor %s\n", mark(o.Chosen, "*"), o.Label)
	}
	if s.Long {
		fmt.Fprintf(b, "  list %d/%d %q\n", s.Page, s.Pages, s.Letters)
	}
	if s.Current != "" {
		fmt.Fprintf(b, "  %snow %s\n", mark(s.Proposed, "default"), s.Current)
	}
	fmt.Fprintln(b, " "+mark(s.Typing, "typing")+mark(s.Back != "", "back")+mark(s.Next != "", "next")+
		mark(s.Skip != "", "skip")+mark(s.Done != "", "done")+mark(s.Submit != "", "submit")+
		mark(s.NextPage != "", "page+")+mark(s.PreviousPage != "", "page-"))
}

func mark(is bool, word string) string {
	if !is {
		return ""
	}
	return word + " "
}
