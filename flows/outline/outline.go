package outline

import (
	"fmt"
	"strings"

	"suara/flows"
	"suara/flows/expression"
	"suara/flows/writing"
)

// Flow writes a flow in English with the texts in a language: sections, items with types and conditions, length,
// and scores.
func Flow(f *flows.Flow, lang string) string {
	o := outline{Flow: f, lang: lang}
	o.head()
	o.items()
	o.scores()
	return o.String()
}

type outline struct {
	*flows.Flow
	lang string
	strings.Builder
}

func (o *outline) line(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

func (o *outline) head() {
	o.line("%s: %s", o.ID, o.Title.In(o.lang))
	o.line("version %s, languages %s", o.Version(), strings.Join(o.Languages, ", "))
	conditional, notes, silent := 0, 0, 0
	for _, item := range o.Items {
		switch {
		case item.Silent():
			silent++
		case item.Type == flows.TypeNote:
			notes++
		case len(o.Asks(item)) > 0:
			conditional++
		}
	}
	o.line("%d items to answer (%d of them on a condition), %d notes, %d silent; about %d min",
		o.Questions(), conditional, notes, silent, o.Minutes())
}

// items writes the items under their sections and matrices.
func (o *outline) items() {
	section, matrix := "", ""
	for n, item := range o.Items {
		if item.Section != section || n == 0 {
			section = item.Section
			o.section(section)
		}
		if item.Matrix != matrix {
			if matrix = item.Matrix; matrix != "" {
				o.line("      %s (matrix): %s", matrix, writing.Cut(item.Heading.In(o.lang), outlineUnits))
			}
		}
		o.item(n, item)
	}
}

// outlineUnits is how much of a text an outline shows.
const outlineUnits = 100

func (o *outline) section(id string) {
	s := o.Flow.Section(id)
	if s == nil {
		o.line("\n(no section)")
		return
	}
	title := s.ID
	if len(s.Title) > 0 {
		title = s.Title.In(o.lang) + " (" + s.ID + ")"
	}
	if s.Within != "" {
		title += ", within " + s.Within
	}
	if s.Shuffle {
		title += ", shuffled"
	}
	o.line("\n%s", title)
	o.condition("when", s.When)
}

func (o *outline) condition(key string, e *expression.Expr) {
	if e != nil {
		o.line("      %s: %s", key, strings.Join(strings.Fields(e.Source()), " "))
	}
}

func (o *outline) item(n int, item *flows.Item) {
	o.line("%3d  %s, %s", n+1, item.ID, o.kind(item))
	switch {
	case item.Silent():
		o.line("      = %s", Value(item))
	default:
		o.line("      %s", writing.Cut(item.Text.In(o.lang), outlineUnits))
	}
	o.condition("when", item.When)
	o.condition("required", item.Required)
	o.condition("check", item.Check)
	o.condition("choice_filter", item.Filter)
	o.condition("default", item.DefaultFrom)
}

// kind writes the type of an item with what bounds its answer and where it is scored.
func (o *outline) kind(item *flows.Item) string {
	out := []string{string(item.Type)}
	if item.Scale != "" {
		out[0] += " " + item.Scale
	} else if item.Pressed() {
		out[0] += " of " + strings.Join(item.OptionValues(), " ")
	}
	if limits := Limits(item); limits != "" {
		out = append(out, limits)
	}
	if item.Reverse {
		out = append(out, "flipped")
	}
	switch {
	case item.Segment:
		out = append(out, "segment")
	case item.Optional:
		out = append(out, "optional")
	}
	if len(item.Also) > 0 {
		out = append(out, "also "+strings.Join(item.Also, " "))
	}
	if in := o.DimensionsOf(item.ID); len(in) > 0 {
		out = append(out, "scored in "+strings.Join(in, ", "))
	}
	return strings.Join(out, ", ")
}

func (o *outline) scores() {
	if len(o.Dimensions) == 0 {
		o.line("\nNothing is scored.")
		return
	}
	o.line("\nScores")
	for _, d := range o.Dimensions {
		o.line("  %s (%s): %s of %s%s", d.Title.In(o.lang), d.ID, d.Score, strings.Join(d.Items, ", "),
			weighted(d.Items, d.Weights))
	}
	x := o.Index
	if x == nil {
		return
	}
	o.line("  %s (index %s): mean of %s%s", x.Title.In(o.lang), x.ID, strings.Join(x.Dimensions, ", "),
		weighted(x.Dimensions, x.Weights))
	for _, b := range x.Bands {
		o.line("    from %g: %s", b.From, b.Label.In(o.lang))
	}
	if x.Target != nil {
		o.line("    target %g", *x.Target)
	}
}

func weighted(parts []string, weights []float64) string {
	if weights == nil {
		return ""
	}
	return ", weighted " + Weights(parts, weights)
}
