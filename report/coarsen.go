package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// Coarsened are the rows that are kept of an anonymous wave, with what tells which tables of segments may
// stand beside them.
type Coarsened struct {
	Rows   []survey.Response
	plan   *plan
	all    *tally // over the rows
	tables []*segmentParts
}

// Coarsen makes the rows that are kept of an anonymous wave (design: Coarsened rows). In its
// result every combination of unit, segments and flow version has at least minGroup rows (never
// less than [MinGroupFloor]), and of no item on a scale or with a score they tell what each of its people
// said (more than half answered, and all the same), except of those that the whole organisation tells; rows
// of a version with fewer in all are withheld, so that there are none where the whole wave has fewer.
//
// Each combination has one next coarser one: its first filled segment in the flow's order blanked
// or, with all blank, its unit raised to the parent, from a top unit to the organisation (empty). That makes
// a tree. It is walked from the finest combinations up; one that can't stand hands its rows on to the next
// coarser.
//
// A unit that the tables show is never left: what is left over at it joins the smallest combination
// that stands within it, and the two then stand at the finest combination that covers both. The same
// goes for the organisation. So every figure of a unit follows from the rows of whole
// combinations: rows and tables together tell of nobody more than the rows of a combination do, and
// within one its people can't be told apart.
//
// Besides unit and segments a row loses its id, its day, free text, and what was written beside
// "other". Every other answer stays as it was pressed, so rows do tell an item without scale and score that
// all of a combination answered alike, and any item that the whole organisation did. The result is sorted by
// content and so says nothing of the order of rows; the caller shuffles it and gives new random ids. The rows
// that come in are copied: each may be overwritten by the next.
func Coarsen(f *flows.Flow, units []survey.Unit, rows iter.Seq[survey.Response], minGroup int) (*Coarsened, error) {
	p, err := newPlan(f)
	if err != nil {
		return nil, fmt.Errorf("coarsen rows: %w", err)
	}
	c := &coarsener{
		plan: p, counter: p.newCounter(), units: units, min: max(minGroup, MinGroupFloor),
		parents: map[survey.UnitID]survey.UnitID{},
	}
	for _, u := range units {
		c.parents[u.ID] = u.Parent
	}
	for _, u := range units {
		if inCircle(c.parents, u.ID) {
			c.parents[u.ID] = ""
		}
	}
	for i, item := range f.Items {
		if item.Segment {
			c.segments = append(c.segments, i)
		}
	}
	versions := map[string][]survey.Response{}
	for r := range rows {
		versions[r.Flow] = append(versions[r.Flow], c.stripped(r))
	}
	out := &Coarsened{plan: p, all: p.newCounts(), tables: p.newSegmentParts()}
	for _, rs := range versions {
		if len(rs) >= c.min {
			c.version(rs, out)
		}
	}
	slices.SortFunc(out.Rows, compareRows)
	return out, nil
}

type coarsener struct {
	plan     *plan
	counter  *counter
	units    []survey.Unit
	min      int
	parents  map[survey.UnitID]survey.UnitID
	segments []int // places of the segment items in the flow

	// of the version at hand
	rows   []survey.Response
	closed map[survey.UnitID]bool    // units that the tables show
	skip   []bool                    // items that the whole organisation tells
	pools  map[place][]int           // combination → rows standing there
	within map[survey.UnitID][]place // combinations that stand, by what [coarsener.endOf] gives
}

// stripped copies a row without id, day and words of the person; a unit that is not in the tree
// is the organisation.
func (c *coarsener) stripped(r survey.Response) survey.Response {
	items := c.plan.flow.Items
	values := make([]string, len(items))
	copy(values, r.Values)
	for i, item := range items {
		if FreeText(item) {
			values[i] = survey.NotReached
		} else {
			values[i] = knownOptions(item, values[i])
		}
	}
	unit := r.Unit
	if _, ok := c.parents[unit]; !ok {
		unit = ""
	}
	return survey.Response{Unit: unit, Flow: r.Flow, Values: values, Partial: r.Partial}
}

// version coarsens the rows of one flow version, at least min of them.
func (c *coarsener) version(rows []survey.Response, out *Coarsened) {
	c.rows, c.pools, c.within = rows, map[place][]int{}, map[survey.UnitID][]place{}
	out.all.merge(c.close())
	height := map[place]int{} // steps to the coarsest
	for i, r := range rows {
		path := c.path(c.placeOf(r))
		c.pools[path[0]] = append(c.pools[path[0]], i)
		for n, p := range path {
			height[p] = len(path) - 1 - n
		}
	}
	c.gather(height)
	for _, t := range out.tables {
		for _, members := range c.pools {
			t.count(c, members)
		}
	}
	for p, members := range c.pools {
		parts := strings.Split(p.segments, "\x00")
		for _, i := range members {
			r := rows[i]
			r.Unit = p.unit
			for n, at := range c.segments {
				r.Values[at] = parts[n]
			}
			out.Rows = append(out.Rows, r)
		}
	}
}

// close finds the units that the tables show: their rows stay with them. It returns the counts of all rows.
func (c *coarsener) close() *tally {
	t := newTree(c.units)
	for _, r := range c.rows {
		g := &t.groups[t.of[r.Unit]]
		if g.own == nil {
			g.own = c.plan.newCounts()
		}
		c.counter.read(r.Values)
		c.counter.count(g.own)
	}
	t.rollUp(c.plan, nil)
	c.closed, c.skip = map[survey.UnitID]bool{"": true}, c.plan.toldByAll(t.groups[0].all)
	for g, whole := range wholeHidden(c.plan, t, c.min) {
		if id := t.groups[g].unit; id != "" && !whole && t.groups[g].all.complete > 0 {
			c.closed[id] = true
		}
	}
	return t.groups[0].all
}

// count tallies some of the rows.
func (c *coarsener) count(members []int) *tally {
	t := c.plan.newCounts()
	for _, i := range members {
		c.counter.read(c.rows[i].Values)
		c.counter.count(t)
	}
	return t
}

// stands tells whether rows can be a combination of their own.
func (c *coarsener) stands(members []int) bool {
	return len(members) >= c.min && c.plan.stands(c.count(members), c.min, c.skip)
}

// gather walks from the finest combinations up and hands on what can't stand.
func (c *coarsener) gather(height map[place]int) {
	order := make([]place, 0, len(height))
	for p := range height {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b place) int {
		return cmp.Or(cmp.Compare(height[b], height[a]), cmp.Compare(a.unit, b.unit), cmp.Compare(a.segments, b.segments))
	})
	for _, p := range order {
		switch {
		case len(c.pools[p]) == 0:
		case c.stands(c.pools[p]):
			end := c.endOf(p)
			c.within[end] = append(c.within[end], p)
		case c.isEnd(p):
			c.settle(p)
		default:
			up, _ := c.coarser(p)
			c.pools[up] = append(c.pools[up], c.pools[p]...)
			delete(c.pools, p)
		}
	}
}

// settle mends what is left over at the end of a part of the tree: the smallest combinations of that
// part join it until it stands. The walk has been to all of them by then.
func (c *coarsener) settle(at place) {
	part := c.within[at.unit]
	for !c.stands(c.pools[at]) {
		join, found := place{}, false
		for _, p := range part {
			if p != at && len(c.pools[p]) > 0 && (!found || c.compare(p, join) < 0) {
				join, found = p, true
			}
		}
		if !found {
			return
		}
		members := append(c.pools[at], c.pools[join]...)
		delete(c.pools, at)
		delete(c.pools, join)
		at = c.covering(join, members)
		c.pools[at] = append(c.pools[at], members...)
	}
}

func (c *coarsener) compare(a, b place) int {
	return cmp.Or(cmp.Compare(len(c.pools[a]), len(c.pools[b])),
		cmp.Compare(a.unit, b.unit), cmp.Compare(a.segments, b.segments))
}

// covering is the finest combination, not finer than from, that all these rows have above them.
func (c *coarsener) covering(from place, members []int) place {
	common := c.path(from)
	for _, i := range members {
		above := c.path(c.placeOf(c.rows[i]))
		for !slices.Contains(above, common[0]) {
			common = common[1:]
		}
	}
	return common[0]
}

func compareRows(a, b survey.Response) int {
	return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Unit, b.Unit), slices.Compare(a.Values, b.Values))
}
