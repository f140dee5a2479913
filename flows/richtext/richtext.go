// Package richtext reads the markup of a flow's texts: *bold*, _italic_, [words](https://…), and ${name} for an earlier
// answer or an attribute. A sign inside a word is the sign itself, and so is one behind a backslash.
//
// It must not know flows, what a name stands for, nor how a messenger writes styles.
package richtext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"suara/flows/expression"
	"suara/flows/writing"
)

// Span is a stretch of a text in one style. Its text is plain, not yet escaped.
type Span struct {
	Text         string
	Bold, Italic bool
	Link         string // https address; empty: none
}

// Piece is a stretch of a text as it was written: a span, or a name whose answer stands there.
type Piece struct {
	Span
	Name string // of what stands there in place of its text, which is …; empty: a span as it stands
}

// marks reads a text from its front.
type marks struct {
	rest         string
	before       rune // the character in front of rest
	bold, italic bool
	words        strings.Builder
	pieces       []Piece
}

// Parse cuts a text into its pieces. The error is a message of the flow's check.
func Parse(s string) ([]Piece, error) {
	m := marks{rest: s, before: ' '}
	for m.rest != "" {
		if err := m.next(); err != nil {
			return nil, err
		}
	}
	m.flush()
	switch {
	case m.bold:
		return nil, expression.Say(`* opens bold words that no * closes; close it, or write \*`)
	case m.italic:
		return nil, expression.Say(`_ opens italic words that no _ closes; close it, or write \_`)
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
		m.pieces = append(m.pieces, Piece{Span: Span{m.words.String(), m.bold, m.italic, ""}})
		m.words.Reset()
	}
}

// isName tests the name of an item or an attribute.
var isName = regexp.MustCompile(`\A[A-Za-z][A-Za-z0-9_]{0,39}\z`).MatchString

func (m *marks) reference() error {
	name, _, closed := strings.Cut(m.rest[2:], "}")
	if !closed || !isName(name) {
		return expression.Say(`${ is no reference here; write ${item}, or \$ for the sign itself`)
	}
	m.flush()
	m.pieces = append(m.pieces, Piece{Span{"…", m.bold, m.italic, ""}, name})
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
		return expression.Say("the address of a link has no closing ); add it")
	case writing.Visible(words) == "":
		return expression.Say("a link has no words; write [words](https://…)")
	case !isAddress(address):
		return expression.Say("the link %s is no https address; write [words](https://…)", writing.Quote(address))
	}
	m.flush()
	m.pieces = append(m.pieces, Piece{Span: Span{words, m.bold, m.italic, address}})
	m.take(len(words)+len(address)+4, "")
	return nil
}

// Marked tells whether a text may hold markup: most don't.
func Marked(s string) bool { return strings.ContainsAny(s, `*_[$\`) }

// Plain gives pieces as plain text, with … for the names.
func Plain(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
