package flows

import (
	"strings"
	"time"

	"suara/flows/expression"
)

// maxSpent is the budget of one pass over all conditions of a flow. It is seldom met: a hundred
// conditions of a hundred characters cost a thousandth.
const maxSpent = 1 << 22

// begin weighs an expression: its length, the answer it looks at, and with patterns what they may cost
// on its literals. From then on every answer looked up costs its length. False: the budget is spent.
func (v *view) begin(e *expression.Expr, self expression.Value) bool {
	src := e.Source()
	cost := len(src)
	v.factor = 1
	if strings.Contains(src, "digest") {
		v.factor = 4
	}
	if strings.Contains(src, "regex") {
		cost += len(src) * len(src) / 4
		v.factor = len(src)
		if strings.Contains(src, "{") { // repetitions are written out when a pattern is compiled
			v.factor = max(v.factor, 256)
		}
	}
	v.spent += cost + len(self.String())*v.factor
	v.env.Self = self
	return v.spent <= maxSpent
}

// holds evaluates a condition; one that can't be evaluated holds.
func (v *view) holds(e *expression.Expr, self expression.Value) bool {
	if !v.begin(e, self) {
		return true
	}
	holds, err := e.True(v.env)
	return holds || err != nil
}

// eval computes an expression; absent where it can't be computed or comes to no number.
func (v *view) eval(e *expression.Expr) expression.Value {
	if !v.begin(e, expression.Absent()) {
		return expression.Absent()
	}
	value, err := e.Eval(v.env)
	if err != nil || value.String() == "NaN" || len(value.String()) > maxAnswer {
		return expression.Absent()
	}
	return value
}

// lookup gives an expression the answers of relevant items, what is computed, the attributes, and in
// a filter the option's own.
func (v *view) lookup(name string) (expression.Value, bool) {
	value, known := v.find(name)
	const reference = 16 // what a look-up costs besides the text it finds
	if v.spent += reference + len(value.String())*v.factor; v.spent > maxSpent {
		return expression.Absent(), false
	}
	return value, known
}

func (v *view) find(name string) (expression.Value, bool) {
	if i, ok := v.byID[name]; ok {
		switch {
		case !v.relevant.has(i):
			return expression.Absent(), true
		case v.Items[i].Silent():
			return v.computed[i], true
		}
		return v.Items[i].value(v.s.answer(i)), true
	}
	if own, ok := strings.CutPrefix(name, optionPrefix); ok && v.option != nil {
		return expression.Text(v.option.Attributes[own]), true
	}
	if value := v.s.attribute(name); value != "" {
		return expression.Text(value), true
	}
	return expression.Absent(), isAttribute(name)
}

// value is an answer as expressions see it.
func (i *Item) value(a answer) expression.Value {
	if a.state == special {
		return expression.Text(a.value)
	}
	if a.state != answered || a.value == "" {
		return expression.Absent()
	}
	switch i.Type {
	case TypeNumber:
		return expression.Number(expression.Text(a.value).Number())
	case TypeDate:
		if t, err := time.Parse(time.DateOnly, a.value); err == nil {
			return expression.Date(t)
		}
	}
	return expression.Text(a.value)
}
