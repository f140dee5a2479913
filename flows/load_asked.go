package flows

import (
	"slices"
	"strings"

	"suara/flows/source"
	"suara/flows/writing"
)

// readSilent reads an item that is never shown.
func (l *loader) readSilent(item *Item, fs fields) {
	l.flow.silent = true
	l.readWhen(item, fs)
	value, ok := fs.nodes["value"]
	attribute, hasAttribute := fs.nodes["attribute"]
	switch {
	case item.Type == TypeCalculate && !ok:
		l.fail(fs.at, "the item has no value; add an expression, such as value: \"${a} + ${b}\"")
	case item.Type == TypeCalculate:
		item.Value = l.gate(value, owner{item: item})
	case ok == hasAttribute:
		l.fail(fs.at, "a hidden item has either value or attribute; write one, such as attribute: rank")
	case ok:
		item.Constant, _ = l.word(value, Say("a value"))
		if s := item.Constant; writing.Visible(s) != s || strings.ContainsAny(s, "\n#") || writing.Units(s) > maxLabel {
			l.fail(source.At(value), "value is one short line without #; shorten it")
		}
	default:
		item.Attribute, _ = l.word(attribute, Say("an attribute"))
		if !isAttribute(item.Attribute) {
			l.fail(source.At(attribute), "attribute %s is not known; known are %s", writing.Quote(item.Attribute),
				join(attributes))
		}
	}
}

// readRequired reads the condition on which an item can't be skipped.
func (l *loader) readRequired(item *Item, fs fields) {
	n, ok := fs.nodes["required"]
	if !ok {
		return
	}
	switch s, _ := l.Scalar(n); {
	case fs.has("optional"):
		l.fail(source.At(n), "optional and required say the same; keep one")
	case item.Segment:
		l.fail(source.At(n), "a segment can always be skipped; remove required or segment")
	case s == "true":
	case s == "false":
		item.Optional = true
	default:
		item.Required = l.gate(n, owner{item: item})
	}
}

// readAlso reads which special answers an item takes.
func (l *loader) readAlso(item *Item, fs fields) {
	known := make([]string, len(specials))
	for i, s := range specials {
		known[i] = s.word
	}
	given := map[string]bool{}
	for _, n := range l.list(fs, "also", Say("a list of na, dk, refused")) {
		word, ok := l.word(n, Say("one of %s", join(known)))
		switch {
		case !ok:
		case !slices.Contains(known, word):
			l.fail(source.At(n), "also %s is not known; known are %s", writing.Quote(word), join(known))
		case given[word]:
			l.fail(source.At(n), "%s stands twice; remove one", word)
		}
		given[word] = true
	}
	for _, s := range specials {
		if given[s.word] {
			item.Also = append(item.Also, s.value)
			l.builtIn(fs, s.label, named("also"))
		}
	}
}

// readOffer reads on what an option of an item is offered.
func (l *loader) readOffer(item *Item, o *Option, fs fields) {
	if n, ok := fs.nodes["when"]; ok {
		o.When, item.narrows = l.gate(n, owner{item: item}), true
	}
	n, ok := fs.nodes["with"]
	if !ok {
		return
	}
	pairs, _ := l.Pairs(n, named("with"))
	o.Attributes = map[string]string{}
	for _, p := range pairs {
		value, single := l.Scalar(p.Value)
		if !isID(p.Key) || !single || len(value) > maxLabel {
			l.fail(p.At, "with gives names short values; write it as with: {%s: value}", "kota")
			continue
		}
		o.Attributes[p.Key] = value
	}
}

// readFilter reads which options are offered, by their attributes.
func (l *loader) readFilter(item *Item, fs fields) {
	n, ok := fs.nodes["choice_filter"]
	if !ok {
		return
	}
	own := []string{}
	for _, o := range item.Options {
		for name := range o.Attributes {
			if !slices.Contains(own, name) {
				own = append(own, name)
			}
		}
	}
	item.Filter, item.narrows = l.expression(n, owner{item: item, own: own}), true
}

// readDefault reads the answer that stands until another is given: a value, or an expression with
// ${…} in it.
func (l *loader) readDefault(item *Item, fs fields) {
	n, ok := fs.nodes["default"]
	if !ok {
		return
	}
	s, single := l.Scalar(n)
	if l.IsList(n) && item.many() {
		s, single = l.joined(n), true
	}
	switch {
	case !single || s == "":
		l.fail(source.At(n), "default is a value or an expression; write one")
	case strings.Contains(s, "${") || strings.HasSuffix(s, "()"):
		item.DefaultFrom = l.gate(n, owner{item: item})
	case !item.accepts(s):
		l.fail(source.At(n), "default %s is no answer to this item; mend it as the answer would be exported",
			writing.Quote(s))
	default:
		item.Default = s
	}
}

// joined reads a list of values as choices are exported.
func (l *loader) joined(n source.Node) string {
	var values []string
	for _, v := range l.Sequence(n, Say("a list of values")) {
		s, _ := l.word(v, Say("a value"))
		values = append(values, s)
	}
	return strings.Join(values, " ")
}

// checkLength holds an item with the labels listed under it within one message. Of a long list a page
// is shown at a time; an earlier answer in a text takes its longest.
func (l *loader) checkLength(item *Item, fs fields) {
	for _, lang := range l.flow.Languages {
		total := 0
		for _, t := range []Text{item.Text, item.Hint, item.Heading, l.introOf(item)} {
			total += writing.Units(t[lang])
		}
		for _, t := range []Text{item.richText, item.richHint, item.richAbove} {
			total += strings.Count(t[lang], "${") * pipedUnits
		}
		total += listedUnits(item, lang)
		l.pictured(item, fs, lang, total)
		if total > maxText {
			l.fail(fs.place("text"), "text and labels in %s are longer than %d characters together; "+
				"shorten them to fit one message", lang, maxText)
		}
	}
}

// introOf is the introduction that may stand above an item.
func (l *loader) introOf(item *Item) Text {
	if s := l.flow.Section(item.Section); s != nil {
		return s.Intro
	}
	return nil
}

// listedUnits is how much room the labels take where they are listed in the text; of a long list, those
// of the page that takes most.
func listedUnits(item *Item, lang string) int {
	var lengths []int
	for _, o := range item.Options {
		lengths = append(lengths, writing.Units(o.Label.In(lang))+len("\n100. "))
	}
	slices.Sort(lengths)
	if item.Type != TypeScale && len(lengths) > longList {
		lengths = lengths[len(lengths)-longList:]
	}
	total := 0
	for _, n := range lengths {
		total += n
	}
	return total
}
