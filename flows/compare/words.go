package compare

import (
	"strings"
	"unicode"

	"suara/flows"
	"suara/flows/richtext"
)

// spelled reduces a text to what tells it from others: capitals, spaces, emphasis, kinds of quotes and
// dashes, and a final full stop do not. Earlier answers in it and the addresses of links do.
func spelled(s string) string {
	if pieces, err := richtext.Parse(s); err == nil {
		var b strings.Builder
		for _, p := range pieces {
			switch {
			case p.Name != "":
				b.WriteString("${" + p.Name + "}")
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

// flowTexts compares what the flow says before the first item and after submission.
func (c *comparison) flowTexts() []Edit {
	var e edits
	e.words(c.langs, AspectTitle, c.before.Title, c.after.Title)
	e.words(c.langs, AspectIntro, c.before.Intro, c.after.Intro)
	for n := range max(len(c.before.Closings), len(c.after.Closings)) {
		a, b := closingAt(c.before, n), closingAt(c.after, n)
		e.words(c.langs, AspectClosing, a.Written(), b.Written())
		e.add(AspectClosing, source(a.When), source(b.When))
	}
	return e
}

func closingAt(f *flows.Flow, n int) flows.Closing {
	if n >= len(f.Closings) {
		return flows.Closing{}
	}
	return f.Closings[n]
}
