package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"suara/flows/expression"
)

// Bounds on trying conditions when a flow is loaded: combinations of answers for one, evaluations for
// the flow, and options of an item whose every choice is tried.
const (
	maxTried  = 2_000
	maxTrials = 200_000
	maxSubset = 5
)

// trial tries conditions on the answers that people can give. What it can't try holds for somebody: a
// warning is never given in error.
type trial struct {
	*Flow
	left int             // evaluations
	dead map[string]bool // ids of items that are never asked
}

// variable is an earlier item with the answers to try.
type variable struct {
	item    *Item
	values  []expression.Value // the first is absent
	known   bool               // asked says when it is asked
	asked   []*expression.Expr // conditions on which it is asked
	skipped bool               // it can lack an answer though it was asked
}

// never tells whether the conditions hold together for no answers at all; self is the answer that
// "." stands for.
func (t *trial) never(self expression.Value, conditions ...*expression.Expr) bool {
	literals := ""
	for _, e := range conditions {
		literals += e.Source() + "\n"
		if strings.Contains(e.Source(), "()") || e.UsesSelf() && self == expression.Absent() {
			return false // the day or chance decides, or an answer that does not belong here
		}
	}
	vars, ok := t.variables(conditions, literals)
	if !ok {
		return false
	}
	tries := 1
	for _, v := range vars {
		if tries *= len(v.values); tries > maxTried {
			return false
		}
	}
	for try := range tries {
		if t.left -= len(conditions); t.left < 0 || t.fulfils(self, conditions, vars, try) {
			return false
		}
	}
	return true
}

// variables lists the items that conditions name, and those that decide whether these are asked, in the
// order of the flow; false: some can't be tried.
func (t *trial) variables(conditions []*expression.Expr, literals string) (vars []variable, ok bool) {
	met := map[int]bool{}
	for _, e := range conditions {
		for _, name := range e.Names() {
			if _, i := t.Item(name); i < 0 {
				return nil, false
			} else if met[i] {
				continue
			} else {
				met[i] = true
			}
		}
	}
	for i := range t.Items {
		if !met[i] {
			continue
		}
		v, ok := t.variable(t.Items[i], literals)
		if !ok {
			return nil, false
		}
		if asked := append(t.gatesOf(v.item), nonNil(v.item.When)...); t.onlyAsks(asked, met) && !v.item.narrows {
			v.asked, v.known = asked, true
		}
		vars = append(vars, v)
	}
	return vars, true
}

func nonNil(e *expression.Expr) []*expression.Expr {
	if e == nil {
		return nil
	}
	return []*expression.Expr{e}
}

// onlyAsks tells whether conditions name no other items than these.
func (t *trial) onlyAsks(conditions []*expression.Expr, met map[int]bool) bool {
	for _, e := range conditions {
		for _, name := range e.Names() {
			if _, i := t.Item(name); i < 0 || !met[i] {
				return false
			}
		}
		if strings.Contains(e.Source(), "()") {
			return false
		}
	}
	return true
}

// variable lists the answers to try of an item; false: there are too many.
func (t *trial) variable(item *Item, literals string) (variable, bool) {
	v := variable{item: item, values: []expression.Value{expression.Absent()},
		skipped: item.Optional || item.Required != nil}
	switch {
	case t.dead[item.ID]:
		v.skipped = true
		return v, true
	case item.Type == TypeNumber:
		numbers, ok := t.numbers(item, literals)
		v.values = append(v.values, numbers...)
		return v.with(item.Also), ok
	case !item.Pressed() || item.Type == TypeRanking:
		return v, false
	case item.many() && len(item.Options) > maxSubset:
		return v, false
	case item.many():
		for set := 1; set < 1<<len(item.Options); set++ {
			var ticked []string
			for n, o := range item.Options {
				if set&(1<<n) != 0 {
					ticked = append(ticked, o.Value)
				}
			}
			v.values = append(v.values, expression.Text(strings.Join(ticked, " ")))
		}
	default:
		for _, o := range item.Options {
			v.values = append(v.values, expression.Text(o.Value))
		}
	}
	return v.with(item.Also), true
}

// with adds the special answers.
func (v variable) with(also []string) variable {
	for _, special := range also {
		v.values = append(v.values, expression.Text(special))
	}
	return v
}

// comparesOnly matches expressions that do nothing with answers but compare them: for these a few
// numbers around each one written tell all.
var (
	comparesOnly = regexp.MustCompile(
		`^(?:\s|\$\{[A-Za-z0-9_]+\}|'[^']*'|"[^"]*"|-?[0-9]+(?:\.[0-9]+)?|[<>=!]+|\band\b|\bor\b|\bnot\s*\(|[()])*$`)
	written = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?`)
)

// numbers lists the numbers to try of an item: its limits, and around each number written in the conditions.
func (t *trial) numbers(item *Item, literals string) (out []expression.Value, ok bool) {
	if !comparesOnly.MatchString(literals) {
		return nil, false
	}
	var tried []float64
	for _, s := range written.FindAllString(literals, -1) {
		f, _ := strconv.ParseFloat(s, 64)
		for _, f := range []float64{f, -f} {
			tried = append(tried, f-1, f-0.5, f, f+0.5, f+1)
		}
	}
	for _, limit := range []*float64{item.Min, item.Max} {
		if limit != nil {
			tried = append(tried, *limit, *limit-1, *limit+1)
		}
	}
	tried = append(tried, 0)
	slices.Sort(tried)
	for _, f := range slices.Compact(tried) {
		if (item.Min == nil || f >= *item.Min) && (item.Max == nil || f <= *item.Max) &&
			(!item.Whole || f == float64(int64(f))) {
			out = append(out, expression.Number(f))
		}
	}
	return out, true
}

// fulfils tries one combination of answers, counted like the digits of a number. One that nobody can
// give, since an item in it is not asked or was not answered though it must be, fulfils nothing.
func (t *trial) fulfils(self expression.Value, conditions []*expression.Expr, vars []variable, try int) bool {
	given := map[string]expression.Value{}
	env := expression.Env{Self: self, Lookup: func(name string) (expression.Value, bool) {
		v, ok := given[name]
		return v, ok
	}}
	for _, v := range vars {
		n := try % len(v.values)
		try /= len(v.values)
		given[v.item.ID] = v.values[n]
		if asked := holdAll(v.asked, env); v.known && (n > 0 && !asked || n == 0 && asked && !v.skipped) {
			return false
		}
	}
	return holdAll(conditions, env)
}

// holdAll evaluates conditions; one that can't be evaluated holds.
func holdAll(conditions []*expression.Expr, env expression.Env) bool {
	for _, e := range conditions {
		if holds, err := e.True(env); !holds && err == nil {
			return false
		}
	}
	return true
}
