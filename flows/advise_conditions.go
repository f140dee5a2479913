package flows

import (
	"strings"

	"suara/flows/expression"
)

// maxTried bounds the combinations of answers that a condition is tried on when it is loaded.
const maxTried = 400

// adviseConditions warns of conditions that no answers can fulfil, where trying all answers is cheap:
// the condition asks for pressed items of one option only.
func (l *loader) adviseConditions() {
	f := l.flow
	for i := range f.Sections {
		if s := &f.Sections[i]; l.readsAt(owner{section: s.ID}) == len(f.Items) {
			l.warn(s.at, "no item stands in section %s; remove it", s.ID)
		} else if s.when != nil && f.never(s.when) {
			l.warn(s.at, "when of section %s never holds; its items are never asked", s.ID)
		}
	}
	for _, item := range f.Items {
		if item.When != nil && f.never(item.When) {
			f.warn(item, "when of %s never holds; the item is never asked", item.ID)
		}
		f.adviseAttributes(item)
		for n := range item.Options {
			if o := &item.Options[n]; o.When != nil && f.never(o.When) {
				f.warn(item, "when of the option %s of %s never holds; it is never offered", o.Value, item.ID)
			}
		}
	}
}

// never tells whether a condition holds for no answers at all, as far as all can be tried.
func (f *Flow) never(e *expression.Expr) bool {
	names := e.Names()
	if strings.Contains(e.Source(), "()") { // the day, or chance
		return false
	}
	answers := make([][]expression.Value, len(names))
	tries := 1
	for n, name := range names {
		item, _ := f.Item(name)
		if item == nil || len(item.Options) == 0 || item.many() {
			return false
		}
		answers[n] = []expression.Value{expression.Absent()}
		for _, o := range item.Options {
			answers[n] = append(answers[n], expression.Text(o.Value))
		}
		for _, special := range item.Also {
			answers[n] = append(answers[n], expression.Text(special))
		}
		if tries *= len(answers[n]); tries > maxTried {
			return false
		}
	}
	for try := range tries {
		if f.fulfils(e, names, answers, try) {
			return false
		}
	}
	return true
}

// fulfils tries one combination of answers, counted like the digits of a number.
func (f *Flow) fulfils(e *expression.Expr, names []string, answers [][]expression.Value, try int) bool {
	given := map[string]expression.Value{}
	for n, name := range names {
		given[name] = answers[n][try%len(answers[n])]
		try /= len(answers[n])
	}
	holds, err := e.True(expression.Env{Lookup: func(name string) (expression.Value, bool) {
		v, ok := given[name]
		return v, ok
	}})
	return holds || err != nil
}

// adviseAttributes warns of an item that only some people are asked, by what is known of them: in an
// anonymous survey a row with an answer to it tells the attribute, whatever coarsening takes away.
func (f *Flow) adviseAttributes(item *Item) {
	if item.Type == TypeNote {
		return
	}
	conditions := []*expression.Expr{item.When}
	for _, g := range item.gates {
		conditions = append(conditions, f.gates[g])
	}
	for _, e := range conditions {
		if e == nil {
			continue
		}
		for _, name := range e.Names() {
			if _, i := f.Item(name); i < 0 {
				f.warn(item, "${%s} decides who is asked %s: in an anonymous survey its answers tell the %s; "+
					"ask everybody, or use this flow in other modes", name, item.ID, name)
				return
			}
		}
	}
}
