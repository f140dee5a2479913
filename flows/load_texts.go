package flows

import (
	"maps"
	"slices"

	"suara/flows/expression"
	"suara/flows/richtext"
	"suara/flows/source"
)

// rich reads a text with markup. The first text is plain; the second is as written, nil where no
// language has markup. by is the item whose text may quote earlier answers; nil: it may not.
func (l *loader) rich(fs fields, key string, need need, by *Item) (plain, rich Text) {
	return l.richBy(fs, key, need, owner{item: by})
}

func (l *loader) richBy(fs fields, key string, need need, by owner) (plain, rich Text) {
	t := l.text(fs, key, need)
	marked := false
	plain = t
	for _, lang := range l.flow.Languages {
		if !richtext.Marked(t[lang]) {
			continue
		}
		pieces, err := richtext.Parse(t[lang])
		if err != nil {
			l.fail(fs.place(key), "%s in %s: %s", key, lang, err)
			continue
		}
		if !marked {
			plain, marked = maps.Clone(t), true
		}
		plain[lang] = richtext.Plain(pieces)
		l.keepNames(fs, key, pieces, by)
	}
	if !marked {
		return plain, nil
	}
	return plain, t
}

// keepNames keeps the references of a text, to be judged when all items are known.
func (l *loader) keepNames(fs fields, key string, pieces []richtext.Piece, by owner) {
	for _, p := range pieces {
		switch {
		case p.Name == "":
		case by.item == nil && by.section == "":
			l.fail(fs.place(key), "%s can't hold ${%s}: it stands where no answers are kept; write it without",
				key, p.Name)
		default:
			l.refs = append(l.refs, reference{by, fs.place(key), p.Name})
		}
	}
}

// readClosing reads one text, or a list of texts with conditions.
func (l *loader) readClosing(fs fields) {
	n, ok := fs.nodes["closing"]
	if !ok {
		return
	}
	if !l.IsList(n) {
		text, rich := l.rich(fs, "closing", required, nil)
		l.flow.Closings = []Closing{{nil, text, rich}}
		return
	}
	always := false // the text before this one stands without a condition
	for i, n := range l.Sequence(n, Say("a list of closing texts with when and text")) {
		c, ok := l.fields(n, Say("a closing text"), closingKeys...)
		if !ok {
			continue
		}
		if i >= maxClosings {
			l.fail(source.At(n), "more than %d closing texts; join some", maxClosings)
			return
		}
		if always {
			l.fail(c.at, "a closing text without when stands before this one, which is never said; move it last")
		}
		var next Closing
		next.Text, next.rich = l.rich(c, "text", required, nil)
		when, conditional := c.nodes["when"]
		if always = !conditional; conditional {
			next.When = l.gate(when, owner{last: true})
		}
		l.flow.Closings = append(l.flow.Closings, next)
	}
}

const maxClosings = 20

// ClosingOf chooses the closing text of an interview: the first whose condition holds; −1: none.
func (f *Flow) ClosingOf(s Session) int {
	v := f.view(&s)
	return slices.IndexFunc(f.Closings, func(c Closing) bool {
		return c.When == nil || v.holdsSurely(c.When)
	})
}

// holdsSurely evaluates a condition; one that can't be evaluated does not hold.
func (v *view) holdsSurely(e *expression.Expr) bool {
	if !v.begin(e, expression.Absent()) {
		return false
	}
	holds, err := e.True(v.env)
	return holds && err == nil
}

// ClosingSpans gives a closing text; for a number that is none, the one without a condition, nil where
// there is no such text.
func (f *Flow) ClosingSpans(n int, lang string) []richtext.Span {
	if n < 0 || n >= len(f.Closings) {
		n = slices.IndexFunc(f.Closings, func(c Closing) bool { return c.When == nil })
	}
	if n < 0 {
		return nil
	}
	c := f.Closings[n]
	if pieces, err := richtext.Parse(c.rich.In(lang)); c.rich != nil && err == nil {
		spans := make([]richtext.Span, len(pieces))
		for i := range pieces {
			spans[i] = pieces[i].Span
		}
		return spans
	}
	return []richtext.Span{{Text: c.Text.In(lang)}}
}
