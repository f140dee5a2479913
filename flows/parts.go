package flows

import (
	"slices"

	"suara/flows/expression"
)

// Section returns the section of that id, nil where there is none of that id.
func (f *Flow) Section(id string) *Section {
	for i := range f.Sections {
		if f.Sections[i].ID == id && id != "" {
			return &f.Sections[i]
		}
	}
	return nil
}

// ScoreOf is the formula of the first dimension that has an item; empty: none.
func (f *Flow) ScoreOf(item string) Score {
	for _, d := range f.Dimensions {
		if slices.Contains(d.Items, item) {
			return d.Score
		}
	}
	return ""
}

// Dimension returns the dimension of that id, nil where there is none.
func (f *Flow) Dimension(id string) *Dimension {
	for i := range f.Dimensions {
		if f.Dimensions[i].ID == id {
			return &f.Dimensions[i]
		}
	}
	return nil
}

// DimensionsOf lists the dimensions that score an item.
func (f *Flow) DimensionsOf(id string) []string {
	var out []string
	for _, d := range f.Dimensions {
		if slices.Contains(d.Items, id) {
			out = append(out, d.ID)
		}
	}
	return out
}

// gatesOf lists the conditions of an item's sections and matrix.
func (f *Flow) gatesOf(item *Item) (out []*expression.Expr) {
	for _, g := range item.gates {
		out = append(out, f.gates[g])
	}
	return out
}

// Asks lists the conditions on which an item is asked.
func (f *Flow) Asks(item *Item) []*expression.Expr {
	if item.When == nil {
		return f.gatesOf(item)
	}
	return append(f.gatesOf(item), item.When)
}

// Expressions lists the expressions that decide whether and how an item can be answered.
func (f *Flow) Expressions(item *Item) []*expression.Expr {
	out := append(f.Asks(item), item.Required, item.Check, item.Filter, item.DefaultFrom, item.Value)
	for n := range item.Options {
		out = append(out, item.Options[n].When)
	}
	return slices.DeleteFunc(out, func(e *expression.Expr) bool { return e == nil })
}

// Written gives the item's texts as they stand in the flow's file, with markup and references.
func (i *Item) Written() (heading, text, hint Text) {
	return written(i.Heading, i.richAbove), written(i.Text, i.richText), written(i.Hint, i.richHint)
}

// Written gives the section's introduction as it stands in the flow's file, with markup and references.
func (s *Section) Written() Text { return written(s.Intro, s.richIntro) }

// Written gives the closing text as it stands in the flow's file, with markup.
func (c Closing) Written() Text { return written(c.Text, c.rich) }

func written(plain, rich Text) Text {
	if rich != nil {
		return rich
	}
	return plain
}
