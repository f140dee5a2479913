package flows

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of a text in one style. Its text is plain, not yet escaped.
type Span struct {
	Text         string
	Bold, Italic bool
	Link         string // https address; empty: none
}

// Markup of texts: *bold*, _italic_, [words](https://…), and ${item} for an earlier answer or an
// attribute. A sign inside a word is the sign itself, and so is one behind a backslash.

// piece is a stretch of a text as it was written: a span, or a name whose answer stands there.
type piece struct {
	Span
	name string
}

// parser of markup.
type marks struct {
	rest         string
	before       rune // the character in front of rest
	bold, italic bool
	words        strings.Builder
	pieces       []piece
}

// parseMarkup cuts a text into its pieces.
func parseMarkup(s string) ([]piece, error) {
	m := marks{rest: s, before: ' '}
	for m.rest != "" {
		if err := m.next(); err != nil {
			return nil, err
		}
	}
	m.flush()
	switch {
	case m.bold:
		return nil, Say(`* opens bold words that no * closes; close it, or write \*`)
	case m.italic:
		return nil, Say(`_ opens italic words that no _ closes; close it, or write \_`)
	}
	return m.pieces, nil
}

func (m *marks) next() error {
	c := m.rest[0]
	switch {
	case c == '\\' && len(m.rest) > 1 && strings.IndexByte(`*_[$\`, m.rest[1]) >= 0:
		m.take(2, m.rest[1:2])
	case c == '*' && m.turns(m.bold):
		m.flush()
		m.bold = !m.bold
		m.take(1, "")
	case c == '_' && m.turns(m.italic):
		m.flush()
		m.italic = !m.italic
		m.take(1, "")
	case strings.HasPrefix(m.rest, "${"):
		return m.reference()
	case c == '[':
		return m.link()
	default:
		_, size := utf8.DecodeRuneInString(m.rest)
		m.take(size, m.rest[:size])
	}
	return nil
}

// take goes on by n bytes and keeps words.
func (m *marks) take(n int, words string) {
	m.before, _ = utf8.DecodeLastRuneInString(m.rest[:n])
	m.words.WriteString(words)
	m.rest = m.rest[n:]
}

// turns tells whether the sign in front opens or closes a style: it stands at the border of a word.
func (m *marks) turns(open bool) bool {
	after, _ := utf8.DecodeRuneInString(m.rest[1:])
	outside := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	if open {
		return !unicode.IsSpace(m.before) && (len(m.rest) == 1 || outside(after))
	}
	return outside(m.before) && len(m.rest) > 1 && !unicode.IsSpace(after) && after != rune(m.rest[0])
}

func (m *marks) flush() {
	if m.words.Len() > 0 {
		m.pieces = append(m.pieces, piece{Span: Span{m.words.String(), m.bold, m.italic, ""}})
		m.words.Reset()
	}
}

func (m *marks) reference() error {
	name, _, closed := strings.Cut(m.rest[2:], "}")
	if !closed || !isID(name) {
		return Say(`${ is no reference here; write ${item}, or \$ for the sign itself`)
	}
	m.flush()
	m.pieces = append(m.pieces, piece{Span{"…", m.bold, m.italic, ""}, name})
	m.take(len(name)+3, "")
	return nil
}

// isAddress tests the address of a link: https, a host, and what may follow it.
var isAddress = regexp.MustCompile(
	`\Ahttps://[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,250}[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][^\s"<>]{0,1000})?\z`).MatchString

// link reads [words](address); brackets without an address are brackets.
func (m *marks) link() error {
	words, rest, ok := strings.Cut(m.rest[1:], "](")
	if !ok || strings.ContainsAny(words, "[]\n") {
		m.take(1, "[")
		return nil
	}
	address, _, closed := strings.Cut(rest, ")")
	switch {
	case !closed:
		return Say("the address of a link has no closing ); add it")
	case Visible(words) == "":
		return Say("a link has no words; write [words](https://…)")
	case !isAddress(address):
		return Say("the link %s is no https address; write [words](https://…)", quote(address))
	}
	m.flush()
	m.pieces = append(m.pieces, piece{Span: Span{words, m.bold, m.italic, address}})
	m.take(len(words)+len(address)+4, "")
	return nil
}

// isMarked tells whether a text may hold markup: most don't.
func isMarked(s string) bool { return strings.ContainsAny(s, `*_[$\`) }

// words gives pieces as plain text.
func words(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// pipedUnits bounds an answer that stands in a text.
const pipedUnits = 120

// passage gives a text in the interview's language: plain, and as spans where it has markup. rich is
// nil for a text without.
func (v *view) passage(t, rich Text) (string, []Span) {
	if rich == nil {
		return t.In(v.s.lang), nil
	}
	pieces, err := parseMarkup(rich.In(v.s.lang))
	if err != nil { // checked when the flow was loaded
		return t.In(v.s.lang), nil
	}
	spans := make([]Span, 0, len(pieces))
	for i := range pieces {
		if pieces[i].name != "" {
			pieces[i].Text = v.piped(pieces[i].name)
		}
		if pieces[i].Text != "" {
			spans = append(spans, pieces[i].Span)
		}
	}
	return words(pieces), spans
}

// piped writes an earlier answer or an attribute as people read it; … where there is none.
func (v *view) piped(name string) string {
	said := ""
	if i, ok := v.byID[name]; ok {
		switch {
		case !v.relevant.has(i):
		case v.Items[i].Silent():
			if said = v.computed[i].String(); isDecimal(said) {
				said = readableNumber(said, v.s.lang)
			}
		default:
			said = v.said(i)
		}
	} else {
		said = v.s.readableAttribute(name)
	}
	if said = cut(said, pipedUnits); said == "" {
		return "…"
	}
	return said
}
