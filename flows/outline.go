package flows

import (
	"fmt"
	"strings"

	"suara/flows/expression"
)

// Outline writes a flow as its designer wants to look it over, in English with the texts in a language:
// sections, items with types and conditions, length, and scores.
func (f *Flow) Outline(lang string) string {
	o := outline{Flow: f, lang: lang}
	o.head()
	o.items()
	o.scores()
	return o.String()
}

type outline struct {
	*Flow
	lang string
	strings.Builder
}

func (o *outline) line(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

func (o *outline) head() {
	o.line("%s: %s", o.ID, o.Title.In(o.lang))
	o.line("version %s, languages %s", o.version, join(o.Languages))
	conditional, notes, silent := 0, 0, 0
	for _, item := range o.Items {
		switch {
		case item.Silent():
			silent++
		case item.Type == TypeNote:
			notes++
		case item.When != nil || len(item.gates) > 0:
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
				o.line("      %s (matrix): %s", matrix, cut(item.Heading.In(o.lang), outlineUnits))
			}
		}
		o.item(n, item)
	}
}

// outlineUnits is how much of a text an outline shows.
const outlineUnits = 100

func (o *outline) section(id string) {
	s := o.Flow.section(id)
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
	o.condition("when", s.when)
}

func (o *outline) condition(key string, e *expression.Expr) {
	if e != nil {
		o.line("      %s: %s", key, strings.Join(strings.Fields(e.Source()), " "))
	}
}

func (o *outline) item(n int, item *Item) {
	o.line("%3d  %s, %s", n+1, item.ID, o.kind(item))
	switch {
	case item.Silent():
		o.line("      = %s", valueOf(item))
	default:
		o.line("      %s", cut(item.Text.In(o.lang), outlineUnits))
	}
	o.condition("when", item.When)
	o.condition("required", item.Required)
	o.condition("check", item.Check)
	o.condition("choice_filter", item.Filter)
	o.condition("default", item.DefaultFrom)
}

// kind writes the type of an item with what bounds its answer and where it is scored.
func (o *outline) kind(item *Item) string {
	out := []string{string(item.Type)}
	if item.Scale != "" {
		out[0] += " " + item.Scale
	} else if item.Pressed() {
		out[0] += " of " + optionValues(item)
	}
	if limits := limitsOf(item); limits != "" {
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
	if in := o.dimensionsOf(item.ID); len(in) > 0 {
		out = append(out, "scored in "+join(in))
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
		o.line("  %s (%s): %s of %s%s", d.Title.In(o.lang), d.ID, d.Score, join(d.Items), weighted(d.Items, d.Weights))
	}
	x := o.Index
	if x == nil {
		return
	}
	o.line("  %s (index %s): mean of %s%s", x.Title.In(o.lang), x.ID, join(x.Dimensions),
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
	return ", weighted " + weightsOf(parts, weights)
}
