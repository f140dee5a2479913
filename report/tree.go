package report

import (
	"fmt"

	"suara/survey"
)

// group is a node of the tree that figures are given for: the organisation at its root, a unit
// with everything below it, or the staff directly in a unit that has units below it. The last have
// no row of their own, but whoever knows the parent and its units can subtract, so they count as
// one more child.
type group struct {
	unit     survey.UnitID
	parent   int // -1: the organisation
	children []int
	all      *tally
	own      *tally // answers of the unit itself
	roster   int    // with everything below
}

// tree holds the groups; 0 is the organisation.
type tree struct {
	groups []group
	of     map[survey.UnitID]int
	units  []survey.Unit // with a group, in roster order, then as found in the rows
}

// newTree builds the groups of units; a unit under an unknown parent, or in a circle, is put at
// the top.
func newTree(units []survey.Unit) *tree {
	t := &tree{groups: []group{{parent: -1}}, of: map[survey.UnitID]int{}}
	parents := map[survey.UnitID]survey.UnitID{}
	for _, u := range units {
		if _, twice := t.of[u.ID]; twice || u.ID == "" {
			continue
		}
		t.add(u)
		parents[u.ID] = u.Parent
	}
	for i := 1; i < len(t.groups); i++ {
		g := &t.groups[i]
		if at, ok := t.of[parents[g.unit]]; ok && !inCircle(parents, g.unit) {
			g.parent = at
		}
		t.groups[g.parent].children = append(t.groups[g.parent].children, i)
	}
	return t
}

func (t *tree) add(u survey.Unit) int {
	t.of[u.ID] = len(t.groups)
	t.units = append(t.units, u)
	t.groups = append(t.groups, group{unit: u.ID})
	return len(t.groups) - 1
}

// maxFoundUnits bounds the memory that rows with a wrong unit column can take.
const maxFoundUnits = 20_000

// place finds the group of a unit; an unknown one is staff directly in the organisation, or a new
// unit at the top where units are found in the rows.
func (t *tree) place(id survey.UnitID, find bool) (int, error) {
	at, ok := t.of[id]
	if ok || !find || id == "" {
		return at, nil
	}
	if len(t.units) == maxFoundUnits {
		return 0, fmt.Errorf("more than %d units in the rows: is that column one of units?: %w",
			maxFoundUnits, survey.ErrInvalid)
	}
	at = t.add(survey.Unit{ID: id, Name: string(id), Order: len(t.units)})
	t.groups[0].children = append(t.groups[0].children, at)
	return at, nil
}

// inCircle tells whether a unit is above itself.
func inCircle(parents map[survey.UnitID]survey.UnitID, id survey.UnitID) bool {
	at := parents[id]
	for range len(parents) {
		if at == id {
			return true
		}
		if at == "" {
			return false
		}
		at = parents[at]
	}
	return false
}

// tally counts every complete response into the group of its own unit and of each segment.
func (t *tree) tally(p *plan, in Input, segments []*segment) error {
	c := p.newCounter()
	at, last := 0, survey.UnitID("")
	var err error
	in.Responses(func(r survey.Response) bool {
		if r.Partial {
			return true
		}
		if r.Flow != "" && r.Flow != in.Flow.Version() {
			err = fmt.Errorf("response of flow version %s, not %s: %w", r.Flow, in.Flow.Version(), survey.ErrInvalid)
			return false
		}
		if r.Unit != last {
			if at, err = t.place(r.Unit, in.FindUnits); err != nil {
				return false
			}
			last = r.Unit
		}
		g := &t.groups[at]
		if g.own == nil {
			g.own = p.newTally()
		}
		c.read(r.Values)
		c.count(g.own)
		for _, s := range segments {
			c.count(s.tally(c.chosen[s.item]))
		}
		return true
	})
	return err
}

// rollUp sums the groups from the leaves to the organisation and makes groups of staff directly in
// a unit.
func (t *tree) rollUp(p *plan, roster map[survey.UnitID]int) {
	order := t.topDown()
	for id, n := range roster {
		t.groups[t.of[id]].roster += n
	}
	for i := len(order) - 1; i >= 0; i-- {
		t.sum(p, order[i])
	}
}

func (t *tree) sum(p *plan, at int) {
	g := &t.groups[at]
	if g.own == nil {
		g.own = p.newTally()
	}
	if len(g.children) == 0 {
		g.all = g.own
	} else {
		g.all = p.newTally()
		g.all.merge(g.own)
	}
	for _, c := range g.children {
		g.all.merge(t.groups[c].all)
		g.roster += t.groups[c].roster
	}
	if len(g.children) > 0 && g.own.complete > 0 {
		direct := len(t.groups)
		g.children = append(g.children, direct)
		t.groups = append(t.groups, group{parent: at, all: g.own})
	}
}

// topDown lists the groups with every parent before its children.
func (t *tree) topDown() []int {
	out := []int{0}
	for i := 0; i < len(out); i++ {
		out = append(out, t.groups[out[i]].children...)
	}
	return out
}
