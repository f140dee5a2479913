package report

import (
	"cmp"
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// Comment is one free-text answer.
type Comment = survey.Comment

// place is the combination that would single out a response: what is coarsened. Segments holds
// the values of the flow's segment items.
type place struct {
	unit     survey.UnitID
	segments string // joined by NUL
}

// Coarsen makes the rows that are kept of an anonymous wave (design: Coarsened rows). In its
// result every combination of unit, segments and flow version has at least minGroup rows (never
// less than [MinGroupFloor]); rows of a version with fewer in all are withheld, so that nil is
// returned where the whole wave has fewer.
//
// Each combination has one next coarser one: its first filled segment in the flow's order blanked
// or, with all blank, its unit raised to the parent, from a top unit to the organisation (empty). That makes
// a tree. It is walked from the finest combinations up; one that has gathered fewer than minGroup rows
// hands them all on to the next coarser. If fewer than minGroup are left over at the end, the
// smallest combination that stands joins them, and the two then stand at the finest combination that
// covers both. So no combination that was given up could be restored without leaving another too small.
//
// Besides unit and segments a row loses its id, its day, free text, and what was written beside
// "other"; no other answer changes. The result is sorted by content and so says nothing of the
// order of rows; the caller shuffles it and gives new random ids.
func Coarsen(f *flows.Flow, units []survey.Unit, rows []survey.Response, minGroup int) []survey.Response {
	c := &coarsener{flow: f, min: max(minGroup, MinGroupFloor), parents: map[survey.UnitID]survey.UnitID{}}
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
	for _, r := range rows {
		versions[r.Flow] = append(versions[r.Flow], c.stripped(r))
	}
	var out []survey.Response
	for _, rs := range versions {
		if len(rs) >= c.min {
			out = append(out, c.version(rs)...)
		}
	}
	slices.SortFunc(out, compareRows)
	return out
}

type coarsener struct {
	flow     *flows.Flow
	min      int
	parents  map[survey.UnitID]survey.UnitID
	segments []int // places of the segment items in the flow
}

// stripped copies a row without id, day and words of the person; a unit that is not in the tree
// is the organisation.
func (c *coarsener) stripped(r survey.Response) survey.Response {
	values := make([]string, len(c.flow.Items))
	copy(values, r.Values)
	for i, item := range c.flow.Items {
		if freeText(item) {
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

func (c *coarsener) placeOf(r survey.Response) place {
	parts := make([]string, len(c.segments))
	for i, at := range c.segments {
		parts[i] = r.Values[at]
	}
	return place{r.Unit, strings.Join(parts, "\x00")}
}

// coarser is the next coarser combination; false at the coarsest.
func (c *coarsener) coarser(p place) (place, bool) {
	parts := strings.Split(p.segments, "\x00")
	for i := range parts {
		if parts[i] != survey.NotReached {
			parts[i] = survey.NotReached
			return place{p.unit, strings.Join(parts, "\x00")}, true
		}
	}
	if p.unit == "" {
		return p, false
	}
	return place{c.parentOf(p.unit), p.segments}, true
}

// parentOf is the parent in the tree; a parent that is not in it is the organisation.
func (c *coarsener) parentOf(id survey.UnitID) survey.UnitID {
	up := c.parents[id]
	if _, ok := c.parents[up]; !ok {
		return ""
	}
	return up
}

// path lists a combination and all coarser ones, the coarsest last.
func (c *coarsener) path(p place) []place {
	out := []place{p}
	for {
		next, ok := c.coarser(p)
		if !ok {
			return out
		}
		out, p = append(out, next), next
	}
}

// version coarsens the rows of one flow version, at least min of them.
func (c *coarsener) version(rows []survey.Response) []survey.Response {
	pools := map[place][]int{} // combination → rows standing there
	height := map[place]int{}  // steps to the coarsest
	for i, r := range rows {
		path := c.path(c.placeOf(r))
		pools[path[0]] = append(pools[path[0]], i)
		for n, p := range path {
			height[p] = len(path) - 1 - n
		}
	}
	c.gather(pools, height)
	c.joinLeftover(pools, rows)
	var out []survey.Response
	for p, members := range pools {
		parts := strings.Split(p.segments, "\x00")
		for _, i := range members {
			r := rows[i]
			r.Unit = p.unit
			for n, at := range c.segments {
				r.Values[at] = parts[n]
			}
			out = append(out, r)
		}
	}
	return out
}

// gather walks from the finest combinations up and hands on what is too small.
func (c *coarsener) gather(pools map[place][]int, height map[place]int) {
	order := make([]place, 0, len(height))
	for p := range height {
		order = append(order, p)
	}
	slices.SortFunc(order, func(a, b place) int { return cmp.Compare(height[b], height[a]) })
	for _, p := range order {
		if n := len(pools[p]); n == 0 || n >= c.min {
			continue
		}
		if up, ok := c.coarser(p); ok {
			pools[up] = append(pools[up], pools[p]...)
			delete(pools, p)
		}
	}
}

// joinLeftover mends a coarsest combination that is too small: the smallest standing one joins it,
// and both move to the finest combination above them.
func (c *coarsener) joinLeftover(pools map[place][]int, rows []survey.Response) {
	top := c.coarsest(pools)
	left := pools[top]
	if len(left) == 0 || len(left) >= c.min {
		return
	}
	join, found := place{}, false
	for p := range pools {
		if p != top && (!found || comparePools(pools, p, join) < 0) {
			join, found = p, true
		}
	}
	left = append(left, pools[join]...)
	at := c.covering(join, left, rows)
	delete(pools, top)
	delete(pools, join)
	pools[at] = append(pools[at], left...)
}

// covering is the finest combination, not finer than from, that all these rows have above them.
func (c *coarsener) covering(from place, members []int, rows []survey.Response) place {
	common := c.path(from)
	for _, i := range members {
		above := c.path(c.placeOf(rows[i]))
		for !slices.Contains(above, common[0]) {
			common = common[1:]
		}
	}
	return common[0]
}

// coarsest is the combination that every path ends at.
func (c *coarsener) coarsest(pools map[place][]int) place {
	for p := range pools {
		path := c.path(p)
		return path[len(path)-1]
	}
	return place{}
}

func comparePools(pools map[place][]int, a, b place) int {
	return cmp.Or(cmp.Compare(len(pools[a]), len(pools[b])),
		cmp.Compare(a.unit, b.unit), cmp.Compare(a.segments, b.segments))
}

func compareRows(a, b survey.Response) int {
	return cmp.Or(cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Unit, b.Unit), slices.Compare(a.Values, b.Values))
}

// ReleasedComments keeps the comments of items on which at least 2 × minGroup were written: free
// text, and what was written beside "other" under a name of its own. They come in the flow's order
// of items and sorted within one; the caller shuffles them.
func ReleasedComments(f *flows.Flow, comments []Comment, minGroup int) []Comment {
	least := 2 * max(minGroup, MinGroupFloor)
	written := map[string]int{}
	for _, c := range comments {
		if strings.TrimSpace(c.Text) != "" {
			written[c.Item]++
		}
	}
	var out []Comment
	for _, c := range comments {
		if strings.TrimSpace(c.Text) != "" && written[c.Item] >= least {
			out = append(out, c)
		}
	}
	order := func(id string) int {
		if _, at := f.Item(id); at >= 0 {
			return at
		}
		return len(f.Items)
	}
	slices.SortFunc(out, func(a, b Comment) int {
		return cmp.Or(cmp.Compare(order(a.Item), order(b.Item)),
			cmp.Compare(a.Item, b.Item), cmp.Compare(a.Text, b.Text))
	})
	return out
}
