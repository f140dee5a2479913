package flows

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// spelled reduces a text to what tells it from others: capitals, spaces, emphasis, kinds of quotes and
// dashes, and a final full stop do not. Earlier answers in it and the addresses of links do.
func spelled(s string) string {
	if pieces, err := parseMarkup(s); err == nil {
		var b strings.Builder
		for _, p := range pieces {
			switch {
			case p.name != "":
				b.WriteString("${" + p.name + "}")
			case p.Link != "":
				b.WriteString("[" + p.Text + "](" + p.Link + ")")
			default:
				b.WriteString(p.Text)
			}
		}
		s = b.String()
	}
	s = quotes.Replace(strings.ToLower(s))
	s = strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
	return strings.TrimSuffix(s, ".")
}

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "–", "-", "—", "-")

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// flowTexts compares what the flow says before the first item and after submission.
func (c *comparison) flowTexts() []Edit {
	var e edits
	e.words(c.langs, AspectTitle, c.before.Title, c.after.Title)
	e.words(c.langs, AspectIntro, c.before.Intro, c.after.Intro)
	for n := range max(len(c.before.closings), len(c.after.closings)) {
		a, b := c.before.closingAt(n), c.after.closingAt(n)
		e.words(c.langs, AspectClosing, asWritten(a.text, a.rich), asWritten(b.text, b.rich))
		e.add(AspectClosing, source(a.when), source(b.when))
	}
	return e
}

func (f *Flow) closingAt(n int) closing {
	if n >= len(f.closings) {
		return closing{}
	}
	return f.closings[n]
}
