package flows

import (
	"suara/flows/richtext"
	"suara/flows/writing"
)

// pipedUnits bounds an answer that stands in a text.
const pipedUnits = 120

// passage gives a text in the interview's language: plain, and as spans where it has markup. rich is
// nil for a text without.
func (v *view) passage(t, rich Text) (string, []richtext.Span) {
	if rich == nil {
		return t.In(v.s.lang), nil
	}
	pieces, err := richtext.Parse(rich.In(v.s.lang))
	if err != nil { // checked when the flow was loaded
		return t.In(v.s.lang), nil
	}
	spans := make([]richtext.Span, 0, len(pieces))
	for i := range pieces {
		if pieces[i].Name != "" {
			pieces[i].Text = v.piped(pieces[i].Name)
		}
		if pieces[i].Text != "" {
			spans = append(spans, pieces[i].Span)
		}
	}
	return richtext.Plain(pieces), spans
}

// piped writes an earlier answer or an attribute as people read it; … where there is none.
func (v *view) piped(name string) string {
	said := ""
	if i, ok := v.byID[name]; ok {
		switch {
		case !v.relevant.has(i):
		case v.Items[i].Silent():
			if said = v.computed[i].String(); isDecimal(said) {
				said = writing.Number(said, v.s.lang)
			}
		default:
			said = v.said(i)
		}
	} else {
		said = v.s.readableAttribute(name)
	}
	if said = writing.Cut(said, pipedUnits); said == "" {
		return "…"
	}
	return said
}
