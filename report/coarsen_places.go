package report

import (
	"strings"

	"suara/survey"
)

// place is the combination that would single out a response: what is coarsened. Segments holds
// the values of the flow's segment items.
type place struct {
	unit     survey.UnitID
	segments string // joined by NUL
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

// endOf is the unit that rows of a combination never leave: the nearest one that the tables show.
func (c *coarsener) endOf(p place) survey.UnitID {
	id := p.unit
	for !c.closed[id] {
		id = c.parentOf(id)
	}
	return id
}

// isEnd tells whether a combination is the coarsest that its rows may come to.
func (c *coarsener) isEnd(p place) bool {
	return c.closed[p.unit] && strings.Trim(p.segments, "\x00") == ""
}
