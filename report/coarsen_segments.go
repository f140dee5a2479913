package report

import "slices"

// segmentParts is what rows leave open of one segment item: which of its groups meet within one
// combination of rows, so that the rows don't say whose is whose.
type segmentParts struct {
	plan   *plan
	item   int
	sizes  []int    // of the groups, as in a [SegmentTable]
	mixed  [][]int  // of every combination with several groups: how many of each
	across []*tally // of every group: those in such combinations
}

func (p *plan) newSegmentParts() []*segmentParts {
	var out []*segmentParts
	for _, item := range p.segments {
		s := &segmentParts{plan: p, item: item, sizes: make([]int, len(p.items[item].item.Options)+1)}
		for range s.sizes {
			s.across = append(s.across, p.newCounts())
		}
		out = append(out, s)
	}
	return out
}

// count takes a combination's rows, before their segments are blanked.
func (s *segmentParts) count(c *coarsener, members []int) {
	sizes := make([]int, len(s.sizes))
	parts := make([]*tally, len(sizes))
	for _, i := range members {
		c.counter.read(c.rows[i].Values)
		g := c.counter.chosen[s.item]
		if g < 0 {
			g = len(sizes) - 1
		}
		if sizes[g]++; parts[g] == nil {
			parts[g] = s.plan.newCounts()
		}
		c.counter.count(parts[g])
	}
	if slices.Max(sizes) < len(members) {
		s.mixed = append(s.mixed, sizes)
	}
	for g, n := range sizes {
		s.sizes[g] += n
		if n > 0 && n < len(members) {
			s.across[g].merge(parts[g])
		}
	}
}

// open tells whether groups may be shown together beside the rows. No table shows the items of skip.
func (s *segmentParts) open(groups []bool, min int, skip []bool) bool {
	inside, beside, all := 0, 0, s.plan.newCounts()
	for _, sizes := range s.mixed {
		in, out := 0, 0
		for g, n := range sizes {
			if groups[g] {
				in += n
			} else {
				out += n
			}
		}
		if in > 0 && out > 0 {
			inside, beside = inside+in, beside+out
		}
	}
	for g, is := range groups {
		if is {
			all.merge(s.across[g])
		}
	}
	return inside == 0 || inside >= SmallGroup && beside >= SmallGroup && s.plan.stands(all, min, skip)
}

// Withhold hides in a release what its tables of segments would tell beside the rows. A group may be
// shown if the rows say of whole combinations that they are its own: its figures follow from them. Else the
// table tells the figures of those people of it who share combinations with others; there must be at
// least [SmallGroup] of them among at least as many others, and none of the items on a scale or with a score
// told, or the group is hidden. So must it be for all hidden groups of a table together; else the smallest that
// is shown joins them.
//
// Below that number it could be searched which of the rows are theirs: the sums of several dimensions leave
// one way only. From it on the ways are too many.
func (c *Coarsened) Withhold(r *Release) {
	if r.MinGroup == 0 {
		return
	}
	skip := c.plan.toldByAll(c.all)
	for i := range r.Segments {
		c.tables[i].withhold(&r.Segments[i], r.MinGroup, skip)
	}
}

func (s *segmentParts) withhold(table *SegmentTable, min int, skip []bool) {
	hidden := make([]bool, len(s.sizes))
	for g := range table.Groups {
		alone := make([]bool, len(s.sizes))
		alone[g] = true
		hidden[g] = table.Groups[g].Suppressed || !s.open(alone, min, skip)
	}
	for join := 0; join >= 0 && !s.open(hidden, min, skip); {
		join = -1
		for g, n := range s.sizes {
			if n > 0 && !hidden[g] && (join < 0 || n < s.sizes[join]) {
				join = g
			}
		}
		if join >= 0 {
			hidden[join] = true
		}
	}
	for g, h := range hidden {
		if h {
			table.Groups[g].hide()
		}
	}
}

// hide takes every figure of a group away.
func (f *SegmentFigure) hide() {
	hidden := SegmentFigure{Value: f.Value, Suppressed: true}
	for _, d := range f.Dimensions {
		hidden.Dimensions = append(hidden.Dimensions, DimensionFigure{ID: d.ID})
	}
	*f = hidden
}
