package flows

import (
	"maps"
	"math"
	"slices"
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
	shut map[string]bool // ids of sections whose condition never holds
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
	for _, e := range conditions {
		if e.UsesClock() || e.UsesSelf() && self == expression.Absent() {
			return false // the day decides, or an answer that does not belong here
		}
	}
	vars, ok := t.variables(conditions)
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

// variables lists the items that conditions name, in the order of the flow; false: some can't be tried.
func (t *trial) variables(conditions []*expression.Expr) (vars []variable, ok bool) {
	met := map[int]bool{}
	for _, e := range conditions {
		for _, name := range e.Names() {
			_, i := t.Item(name)
			if i < 0 {
				return nil, false
			}
			met[i] = true
		}
	}
	evaluated := slices.Clone(conditions)
	for _, i := range slices.Sorted(maps.Keys(met)) {
		v := variable{item: t.Items[i], skipped: t.Items[i].Optional || t.Items[i].Required != nil}
		if asked := t.Asks(v.item); t.onlyAsks(asked, met) && !v.item.narrows {
			v.asked, v.known = asked, true
			evaluated = append(evaluated, asked...)
		}
		vars = append(vars, v)
	}
	edges, compared := edgesOf(evaluated)
	for n := range vars {
		if !t.answers(&vars[n], edges, compared) {
			return nil, false
		}
	}
	return vars, true
}

// onlyAsks tells whether conditions name no other items than these.
func (t *trial) onlyAsks(conditions []*expression.Expr, met map[int]bool) bool {
	for _, e := range conditions {
		for _, name := range e.Names() {
			if _, i := t.Item(name); i < 0 || !met[i] {
				return false
			}
		}
		if e.UsesClock() {
			return false
		}
	}
	return true
}

// answers adds the answers to try of an item; false: there are too many. The edges are of all conditions that are
// evaluated; compared: these tell all of numbers.
func (t *trial) answers(v *variable, edges []float64, compared bool) bool {
	item := v.item
	v.values = []expression.Value{expression.Absent()}
	switch {
	case t.dead[item.ID]:
		v.skipped = true
		return true
	case item.Type == TypeNumber && compared:
		v.values = append(v.values, numbersOf(item, edges)...)
	case !item.Pressed() || item.Type == TypeRanking:
		return false
	case item.many() && len(item.Options) > maxSubset:
		return false
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
	for _, special := range item.Also {
		v.values = append(v.values, expression.Text(special))
	}
	return true
}

// edgesOf joins the edges of conditions; false: some do more than compare.
func edgesOf(conditions []*expression.Expr) (out []float64, compared bool) {
	for _, e := range conditions {
		edges, ok := e.Edges()
		if !ok {
			return nil, false
		}
		out = append(out, edges...)
	}
	return out, true
}

// numbersOf lists the numbers to try of an item: its limits and the edges, and some on both sides of each.
func numbersOf(item *Item, edges []float64) (out []expression.Value) {
	edges = append([]float64{0, 1}, edges...)
	for _, limit := range []*float64{item.Min, item.Max} {
		if limit != nil {
			edges = append(edges, *limit)
		}
	}
	slices.Sort(edges)
	var tried []float64
	for n, f := range edges {
		tried = append(tried, f, math.Floor(f)+1, math.Ceil(f)-1, (f+edges[max(n-1, 0)])/2)
	}
	slices.Sort(tried)
	for _, f := range slices.Compact(tried) {
		if (item.Min == nil || f >= *item.Min) && (item.Max == nil || f <= *item.Max) &&
			(!item.Whole || f == math.Trunc(f)) {
			out = append(out, expression.Number(f))
		}
	}
	return out
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
