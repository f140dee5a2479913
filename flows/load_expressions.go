package flows

import (
	"errors"
	"slices"
	"strings"

	"suara/flows/expression"
	"suara/flows/source"
)

// maxSources bounds the expressions of a flow together, so that one pass over them stays short.
const maxSources = 128 << 10

// optionPrefix stands before an option's own attribute in a filter: ${option.NAME}.
const optionPrefix = "option."

// owner is what an expression or a text with references belongs to.
type owner struct {
	item    *Item
	section string   // of a section's condition or introduction
	own     []string // attributes of the options, in a filter
	last    bool     // all items stand before it
}

// reference is a name met in an expression or a text. Where it may stand is judged when all items
// are known.
type reference struct {
	owner
	at   source.Place
	name string
}

// expression parses a condition and keeps its names.
func (l *loader) expression(n source.Node, by owner) *expression.Expr {
	src, ok := l.Scalar(n)
	if !ok {
		l.fail(source.At(n), "an expression is needed here; write it in quotes")
		return nil
	}
	e, err := expression.Parse(src)
	if err != nil {
		var bad *expression.Error
		if errors.As(err, &bad) {
			l.fail(l.Inside(n, bad.Column), "the expression can't be read: %s", bad.Message)
		} else {
			l.fail(source.At(n), "the expression can't be read: %s", err)
		}
		return nil
	}
	if l.sources += len(src); l.sources > maxSources && l.sources-len(src) <= maxSources {
		l.fail(source.At(n), "the expressions are longer than %d KiB together; shorten them, with calculate for "+
			"what repeats", maxSources>>10)
	}
	if strings.Contains(src, "today(") || strings.Contains(src, "now(") {
		l.flow.clock = true
	}
	for _, name := range e.Names() {
		l.refs = append(l.refs, reference{by, source.At(n), name})
	}
	return e
}

// checkReferences holds every name against what stands before its reader.
func (l *loader) checkReferences() {
	for _, r := range l.refs {
		l.checkReference(r)
	}
}

// checkReference allows earlier items that take an answer, and attributes of the respondent.
func (l *loader) checkReference(r reference) {
	named, i := l.flow.Item(r.name)
	own, ofOption := strings.CutPrefix(r.name, optionPrefix)
	switch {
	case ofOption && r.own != nil:
		if !slices.Contains(r.own, own) {
			l.fail(r.at, "no option has %s; add with: {%s: …} to the options or mend the name", own, own)
		}
	case r.item != nil && r.name == r.item.ID:
		l.fail(r.at, "${%s} is this item itself; write \".\" in a check, an earlier item in when", r.name)
	case i >= 0 && named.Type == TypeNote:
		l.fail(r.at, "${%s} is a note and has no answer; name an item that is answered", r.name)
	case i >= 0 && i >= l.readsAt(r.owner):
		l.fail(r.at, "${%s} comes later; move it before this item or name an earlier one", r.name)
	case i >= 0 && r.item != nil && l.flow.blocks.apart(i, l.flow.byID[r.item.ID]):
		l.fail(r.at, "${%s} may be asked later, since shuffle changes the order; put both into a group of "+
			"their own, or take it out of what is shuffled", r.name)
	case i >= 0:
	case l.ids[r.name]:
		l.fail(r.at, "${%s} is a matrix and has no answer; name one of its rows", r.name)
	case !isAttribute(r.name):
		l.fail(r.at, "${%s} is no item%s; mend the id, or use one of %s", r.name,
			l.perhaps(r.name, l.names()), join(attributes))
	}
}

// readsAt is how many items stand before what reads a reference.
func (l *loader) readsAt(r owner) int {
	switch {
	case r.item != nil:
		if _, i := l.flow.Item(r.item.ID); i >= 0 && l.flow.Items[i] == r.item {
			return i
		}
	case r.section != "":
		s := l.flow.Section(r.section)
		for i := range l.flow.Items {
			if s != nil && l.flow.within(i, s) {
				return i
			}
		}
	}
	return len(l.flow.Items)
}

// names lists the ids of all items.
func (l *loader) names() []string { return sortedKeys(l.flow.byID) }
