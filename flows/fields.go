package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"suara/flows/source"
	"suara/flows/writing"
)

// Bounds on words and texts. Telegram takes 4,096 UTF-16 units a message; what stands around an
// item (section, progress, notices) needs the rest.
const (
	maxWord   = 40
	maxLabel  = 300
	maxButton = 64
	maxText   = 3000
)

// isID, isValue, isLanguage and isDecimal test words of a flow.
var (
	isID       = regexp.MustCompile(`\A[A-Za-z][A-Za-z0-9_]{0,39}\z`).MatchString
	isValue    = regexp.MustCompile(`\A[A-Za-z0-9_-]{1,40}\z`).MatchString
	isLanguage = regexp.MustCompile(`\A[a-z]{2,3}\z`).MatchString
	isDecimal  = regexp.MustCompile(`\A-?[0-9]{1,15}(\.[0-9]{1,15})?\z`).MatchString
)

// fields are the known keys of a mapping.
type fields struct {
	at    source.Place
	what  Message
	nodes map[string]source.Node
	keys  map[string]source.Place
}

func (f fields) has(key string) bool { return f.nodes[key] != nil }

// place is where the key stands, or where the mapping begins without it.
func (f fields) place(key string) source.Place {
	if p, ok := f.keys[key]; ok {
		return p
	}
	return f.at
}

// fields reads a mapping and refuses keys that are not known there.
func (l *loader) fields(n source.Node, what Message, known ...string) (fields, bool) {
	pairs, ok := l.Pairs(n, what)
	if !ok {
		return fields{}, false
	}
	fs := fields{source.At(n), what, map[string]source.Node{}, map[string]source.Place{}}
	for _, p := range pairs {
		switch {
		case !slices.Contains(known, p.Key):
			l.fail(p.At, "%s has no key %s%s; known are %s", what, writing.Quote(p.Key),
				l.misread(p.Key, known), join(known))
		case fs.has(p.Key):
			l.fail(p.At, "%s stands twice; remove one", p.Key)
		case p.Value == nil:
			l.fail(p.At, "%s has no value; give one or remove it", p.Key)
		default:
			fs.nodes[p.Key], fs.keys[p.Key] = p.Value, p.At
		}
	}
	return fs, true
}

// misread says what an unknown key was most likely meant to be.
func (l *loader) misread(key string, known []string) Message {
	if isDecimal(key) {
		return Say(" (a comma ends a value here: write decimals with a point, such as 2.5)")
	}
	return l.perhaps(key, known)
}

// number reads a plain decimal number.
func (l *loader) number(n source.Node, what Message) (float64, bool) {
	s, ok := l.Scalar(n)
	if ok && isDecimal(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f, true
		}
	}
	l.fail(source.At(n), "%s is no number; write digits, such as 10 or 2.5", what)
	return 0, false
}

// list reads the list at key; none where the key is missing.
func (l *loader) list(fs fields, key string, what Message) []source.Node {
	n, ok := fs.nodes[key]
	if !ok {
		return nil
	}
	return l.Sequence(n, what)
}

// word reads a single value on one line.
func (l *loader) word(n source.Node, what Message) (string, bool) {
	s, ok := l.Scalar(n)
	if !ok || s == "" {
		l.fail(source.At(n), "%s is needed here; write a single word", what)
		return "", false
	}
	return s, true
}

// id reads the name of something.
func (l *loader) id(fs fields, key string, what Message) string {
	n, ok := fs.nodes[key]
	if !ok {
		l.fail(fs.at, "%s has no %s; add one of letters, digits and _", what, key)
		return ""
	}
	s, ok := l.word(n, Say("a name"))
	if ok && !isID(s) {
		l.fail(source.At(n), "%s %s: use letters, digits and _, beginning with a letter, at most %d",
			key, writing.Quote(s), maxWord)
	}
	return s
}

// flag reads true or false; false where the key is missing.
func (l *loader) flag(fs fields, key string) bool {
	n, ok := fs.nodes[key]
	if !ok {
		return false
	}
	s, _ := l.Scalar(n)
	if s != "true" && s != "false" {
		l.fail(source.At(n), "%s is true or false; write one of these", key)
	}
	return s == "true"
}

// limit reads a number; nil where the key is missing.
func (l *loader) limit(fs fields, key string) *float64 {
	n, ok := fs.nodes[key]
	if !ok {
		return nil
	}
	f, ok := l.number(n, named(key))
	if !ok {
		return nil
	}
	return &f
}

// count reads a whole number from least to most; 0 where the key is missing.
func (l *loader) count(fs fields, key string, least, most int) int {
	n, ok := fs.nodes[key]
	if !ok {
		return 0
	}
	s, _ := l.Scalar(n)
	c, err := strconv.Atoi(s)
	if err != nil || !isDecimal(s) || c < least || c > most {
		l.fail(source.At(n), "%s is a whole number from %d to %d; write one", key, least, most)
		return 0
	}
	return c
}

// day reads a date limit; empty where the key is missing.
func (l *loader) day(fs fields, key string) string {
	n, ok := fs.nodes[key]
	if !ok {
		return ""
	}
	s, _ := l.Scalar(n)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		l.fail(source.At(n), "%s of a date is a date; write it as 2026-11-03", key)
		return ""
	}
	return s
}

// clockTime reads a limit of a time of day; empty where the key is missing.
func (l *loader) clockTime(fs fields, key string) string {
	n, ok := fs.nodes[key]
	if !ok {
		return ""
	}
	s, _ := l.Scalar(n)
	if !writing.IsTime(s) {
		l.fail(source.At(n), "%s of a time is a time of day; write it as \"07:30\", in quotes", key)
		return ""
	}
	return s
}

// need says whether a text may be missing, as a whole or in one of the flow's languages.
type need int

const (
	optional need = iota // may be missing; complete where it is there
	required             // complete in every language
	titling              // required in one language: summaries fall back, the others are warned of
)

// text reads the text at key.
func (l *loader) text(fs fields, key string, need need) Text {
	n, ok := fs.nodes[key]
	if !ok {
		if need != optional {
			l.fail(fs.at, "%s has no %s; add %s: %s", fs.what, key, key, l.sample())
		}
		return nil
	}
	if len(l.flow.Languages) == 0 {
		return nil // no language could be read, and that is said already
	}
	if s, ok := l.Scalar(n); ok && len(l.flow.Languages) == 1 {
		return l.visible(Text{l.flow.Languages[0]: s}, key, source.At(n))
	}
	pairs, ok := l.Pairs(n, named(key))
	if !ok {
		return nil
	}
	t := Text{}
	for _, p := range pairs {
		s, single := l.Scalar(p.Value)
		switch {
		case !slices.Contains(l.flow.Languages, p.Key):
			l.fail(p.At, "language %s of %s is not among languages; add it there or remove it",
				writing.Quote(p.Key), key)
		case t[p.Key] != "":
			l.fail(p.At, "language %s of %s stands twice; remove one", p.Key, key)
		case !single:
			l.fail(p.At, "%s in %s is no text; write words, in quotes where they hold : or #",
				key, p.Key)
		default:
			t[p.Key] = s
		}
	}
	l.translated(t, key, fs.place(key), need)
	return l.visible(t, key, fs.place(key))
}

// translated finds languages without a text.
func (l *loader) translated(t Text, key string, where source.Place, need need) {
	var missing []string
	for _, lang := range l.flow.Languages {
		if _, ok := t[lang]; !ok {
			missing = append(missing, lang)
		}
	}
	switch {
	case len(missing) == 0:
	case need == titling && len(t) > 0:
		l.warn(where, "%s is missing in %s; add it, else summaries take another language",
			key, join(missing))
	default:
		l.fail(where, "%s is missing in %s; add the text", key, join(missing))
	}
}

// visible trims texts and refuses those that show nothing or are too long for a message.
func (l *loader) visible(t Text, key string, where source.Place) Text {
	for lang, s := range t {
		t[lang] = strings.TrimSpace(s)
		switch {
		case !utf8.ValidString(s):
			l.fail(where, "%s in %s is no valid UTF-8; save the file as UTF-8", key, lang)
		case writing.Visible(s) == "":
			l.fail(where, "%s in %s shows nothing; write the text", key, lang)
		case writing.Units(s) > maxText:
			l.fail(where, "%s in %s is longer than %d characters; shorten it", key, lang, maxText)
		}
	}
	return t
}

// lengths refuses texts of more than most characters.
func (l *loader) lengths(fs fields, key string, t Text, most int) {
	for _, lang := range l.flow.Languages {
		if utf8.RuneCountInString(t[lang]) > most {
			l.fail(fs.place(key), "%s in %s is longer than %d characters; shorten it",
				key, lang, most)
		}
	}
}
