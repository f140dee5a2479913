package flows

import (
	"strings"

	"suara/flows/expression"
	"suara/flows/writing"
)

// adviseConditions warns of conditions that no answers can fulfil and of items that are never asked,
// as far as all answers can be tried.
func (l *loader) adviseConditions() {
	f := l.flow
	t := &trial{Flow: f, left: maxTrials, dead: map[string]bool{}, shut: map[string]bool{}}
	for i := range f.Sections {
		s := &f.Sections[i]
		switch {
		case s.ID == "": // said already
		case l.readsAt(owner{section: s.ID}) == len(f.Items):
			l.warn(s.at, "no item stands in section %s; remove it", s.ID)
		case s.When != nil && t.never(expression.Absent(), s.When):
			t.shut[s.ID] = true
			l.warn(s.at, "when of section %s never holds; its items are never asked", s.ID)
		}
	}
	for _, item := range f.Items {
		t.adviseItem(item)
		f.adviseAttributes(item)
		f.adviseValues(item)
	}
}

// adviseItem tries the conditions of an item.
func (t *trial) adviseItem(item *Item) {
	switch {
	case item.ID == "": // said already
		return
	case t.inShut(item):
		t.dead[item.ID] = true // said of its section
		return
	case item.When != nil && t.never(expression.Absent(), item.When):
		t.warn(item, "when of %s never holds; the item is never asked", item.ID)
		t.dead[item.ID] = true
		return
	case item.When != nil && len(item.gates) > 0 && t.never(expression.Absent(), t.Asks(item)...):
		t.warn(item, "when of %s never holds where its section or matrix is asked; the item is never asked", item.ID)
		t.dead[item.ID] = true
		return
	}
	for n := range item.Options {
		if o := &item.Options[n]; o.When != nil && t.never(expression.Absent(), o.When) {
			t.warn(item, "when of the option %s of %s never holds; it is never offered", o.Value, item.ID)
		}
	}
	if item.Required != nil && t.never(expression.Absent(), item.Required) {
		t.warn(item, "required of %s never holds; write optional: true", item.ID)
	}
	t.adviseCheck(item)
}

// adviseCheck warns of a check that refuses every option.
func (t *trial) adviseCheck(item *Item) {
	if item.Check == nil || !item.Pressed() || item.many() {
		return
	}
	for _, o := range item.Options {
		if !t.never(expression.Text(o.Value), item.Check) {
			return
		}
	}
	t.warn(item, "the check of %s refuses every option; nobody gets past it", item.ID)
}

// inShut tells whether an item lies in a section that is never asked.
func (t *trial) inShut(item *Item) bool {
	for s := t.Section(item.Section); s != nil; s = t.Section(s.Within) {
		if t.shut[s.ID] {
			return true
		}
	}
	return false
}

// adviseValues warns of values in an item's conditions that the item they ask for does not have: most
// often a typing error.
func (f *Flow) adviseValues(item *Item) {
	said := map[expression.Comparison]bool{}
	for _, e := range f.Expressions(item) {
		for _, c := range e.Comparisons() {
			named, _ := f.Item(c.Name)
			if named == nil || !named.Pressed() || c.Text == "" || IsSpecial(c.Text) || named.has(c.Text) || said[c] {
				continue
			}
			said[c] = true
			f.warn(item, "a condition of %s asks whether ${%s} is %s, which is none of its values (%s)",
				item.ID, c.Name, writing.Quote(c.Text), strings.Join(named.OptionValues(), " "))
		}
	}
}

// adviseAttributes warns of an item that only some people are asked, by what is known of them: in an
// anonymous survey a row with an answer to it tells the attribute, whatever coarsening takes away.
func (f *Flow) adviseAttributes(item *Item) {
	if item.Type == TypeNote {
		return
	}
	for _, e := range f.Asks(item) {
		for _, name := range e.Names() {
			if _, i := f.Item(name); i < 0 && isAttribute(name) {
				f.warn(item, "${%s} decides who is asked %s: in an anonymous survey its answers tell the %s; "+
					"ask everybody, or use this flow in other modes", name, item.ID, name)
				return
			}
		}
	}
}

// has tells whether a value can be an answer of a pressed item: one of its options or, where several can be
// chosen, some of them with spaces between.
func (i *Item) has(value string) bool {
	if !i.many() {
		return i.option(value) >= 0
	}
	for v := range strings.FieldsSeq(value) {
		if i.option(v) < 0 {
			return false
		}
	}
	return true
}
