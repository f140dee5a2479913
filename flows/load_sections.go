package flows

import (
	"slices"

	"suara/flows/expression"

	"github.com/goccy/go-yaml/ast"
)

// maxWithin is how deep groups lie within each other.
const maxWithin = 8

func (l *loader) readSections(fs fields) {
	nodes := l.list(fs, "sections", Say("a list of sections with id and title"))
	if len(nodes) > maxSections {
		l.fail(at(nodes[maxSections]), "more than %d sections; join some", maxSections)
		nodes = nodes[:maxSections]
	}
	for _, n := range nodes {
		l.readSection(n)
	}
}

// readSection reads a section, or a group within one that stands before it.
func (l *loader) readSection(n ast.Node) {
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
	if l.flow.section(s.ID) != nil && s.ID != "" {
		l.fail(fs.place("id"), "section %s stands twice; rename one", s.ID)
	}
	if when, ok := fs.nodes["when"]; ok {
		s.when = l.gate(when, by)
	}
	l.flow.Sections = append(l.flow.Sections, s)
}

func (l *loader) outer(n ast.Node) string {
	name, ok := l.word(n, Say("the id of a section"))
	depth := 1
	for s := l.flow.section(name); s != nil; s = l.flow.section(s.Within) {
		depth++
	}
	switch {
	case !ok:
	case depth == 1:
		l.fail(at(n), "section %s is not among the sections before this one; add it there or mend the id",
			quote(name))
		return "" // a section within itself would go round
	case depth > maxWithin:
		l.fail(at(n), "groups lie within each other more than %d deep; join some", maxWithin)
	}
	return name
}

// gate reads the condition of a section or a matrix.
func (l *loader) gate(n ast.Node, by owner) *expression.Expr {
	e := l.expression(n, by)
	if e != nil && e.UsesSelf() {
		l.fail(at(n), "when asks for its own answer with \".\"; name an earlier item as ${…}")
	}
	return e
}

// enter gives an item the conditions of its sections and its matrix, the outermost first. Conditions
// are numbered as the items meet them.
func (l *loader) enter(item *Item) {
	var chain []*Section
	for s := l.flow.section(item.Section); s != nil; s = l.flow.section(s.Within) {
		if s.when != nil {
			chain = append(chain, s)
		}
	}
	for _, s := range slices.Backward(chain) {
		if s.gate == 0 {
			l.flow.gates = append(l.flow.gates, s.when)
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
