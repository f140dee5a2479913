package flows

import (
	"slices"

	"suara/flows/expression"
	"suara/flows/source"
	"suara/flows/writing"
)

// maxWithin is how deep groups lie within each other.
const maxWithin = 8

func (l *loader) readSections(fs fields) {
	nodes := l.list(fs, "sections", Say("a list of sections with id and title"))
	if len(nodes) > maxSections {
		l.fail(source.At(nodes[maxSections]), "more than %d sections; join some", maxSections)
		nodes = nodes[:maxSections]
	}
	for _, n := range nodes {
		l.readSection(n)
	}
}

// readSection reads a section, or a group within one that stands before it.
func (l *loader) readSection(n source.Node) {
	fs, ok := l.fields(n, Say("a section"), sectionKeys...)
	if !ok {
		return
	}
	s := Section{ID: l.id(fs, "id", Say("the section")), Shuffle: l.flag(fs, "shuffle"), at: fs.at}
	need := required
	if within, ok := fs.nodes["within"]; ok {
		need = optional
		s.Within = l.outer(within)
	}
	s.Title = l.text(fs, "title", need)
	by := owner{section: s.ID}
	s.Intro, s.richIntro = l.richBy(fs, "intro", optional, by)
	if l.flow.Section(s.ID) != nil && s.ID != "" {
		l.fail(fs.place("id"), "section %s stands twice; rename one", s.ID)
	}
	if when, ok := fs.nodes["when"]; ok {
		s.When = l.gate(when, by)
	}
	l.flow.Sections = append(l.flow.Sections, s)
}

func (l *loader) outer(n source.Node) string {
	name, ok := l.word(n, Say("the id of a section"))
	depth := 1
	for s := l.flow.Section(name); s != nil; s = l.flow.Section(s.Within) {
		depth++
	}
	switch {
	case !ok:
	case depth == 1:
		l.fail(source.At(n), "section %s is not among the sections before this one; add it there or mend the id",
			writing.Quote(name))
		return "" // a section within itself would go round
	case depth > maxWithin:
		l.fail(source.At(n), "groups lie within each other more than %d deep; join some", maxWithin)
	}
	return name
}

// gate reads the condition of a section or a matrix.
func (l *loader) gate(n source.Node, by owner) *expression.Expr {
	e := l.expression(n, by)
	if e != nil && e.UsesSelf() {
		l.fail(source.At(n), "when asks for its own answer with \".\"; name an earlier item as ${…}")
	}
	return e
}

// enter gives an item the conditions of its sections and its matrix, the outermost first. Conditions
// are numbered as the items meet them.
func (l *loader) enter(item *Item) {
	var chain []*Section
	for s := l.flow.Section(item.Section); s != nil; s = l.flow.Section(s.Within) {
		if s.When != nil {
			chain = append(chain, s)
		}
	}
	for _, s := range slices.Backward(chain) {
		if s.gate == 0 {
			l.flow.gates = append(l.flow.gates, s.When)
			s.gate = len(l.flow.gates)
		}
		item.gates = append(item.gates, s.gate-1)
	}
	if item.Matrix != "" && l.matrix.when != nil {
		if l.matrix.gate == 0 {
			l.flow.gates = append(l.flow.gates, l.matrix.when)
			l.matrix.gate = len(l.flow.gates)
		}
		item.gates = append(item.gates, l.matrix.gate-1)
	}
}
