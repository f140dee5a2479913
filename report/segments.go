package report

import (
	"slices"

	"suara/survey"
)

// SegmentTable gives the figures of the groups that a segment item makes, for the whole
// organisation; crossings with units or other segments are not published. Items whose answers are
// numbers or dates make no table.
type SegmentTable struct {
	ID     string          `json:"id"`     // of the item
	Groups []SegmentFigure `json:"groups"` // in the item's order of options, then those without an answer
}

// Hidden tells whether the whole table is withheld.
func (t SegmentTable) Hidden() bool {
	return len(t.Groups) > 0 && !slices.ContainsFunc(t.Groups, func(g SegmentFigure) bool { return !g.Suppressed })
}

// SegmentFigure is one group of a segment. Score is the index, or the only dimension's score where the
// flow has no index. It has no margin: how many of the eligible belong to the group is not known.
type SegmentFigure struct {
	Value      string            `json:"value"`    // option; empty: did not answer the segment item
	Complete   *int              `json:"complete"` // null where the group is hidden
	Score      *float64          `json:"score"`
	Bound      Bound             `json:"bound,omitempty"`
	Band       *string           `json:"band,omitempty"`
	From       *float64          `json:"band_from,omitempty"`
	N          *int              `json:"n,omitempty"`
	Dimensions []DimensionFigure `json:"dimensions,omitempty"`
	LowBase    bool              `json:"low_base,omitempty"`
	Suppressed bool              `json:"suppressed"` // false with a null score: no answers
}

// segment gathers the groups of one segment item in a tree of its own: the organisation, a group
// per option, and one of those without an answer.
type segment struct {
	plan  *plan
	item  int
	tree  *tree
	veil  *veil
	whole bool // hidden altogether
}

func (p *plan) newSegments() []*segment {
	var out []*segment
	for _, item := range p.segments {
		t := &tree{groups: []group{{parent: -1, all: p.newCounts()}}}
		for i := range len(p.items[item].item.Options) + 1 {
			t.groups = append(t.groups, group{all: p.newCounts()})
			t.groups[0].children = append(t.groups[0].children, i+1)
		}
		out = append(out, &segment{plan: p, item: item, tree: t})
	}
	return out
}

// tally returns the tally of the group that chose an option; -1: of those without an answer.
func (s *segment) tally(option int) *tally {
	if option < 0 {
		option = len(s.tree.groups) - 2
	}
	return s.tree.groups[1+option].all
}

// veilSegments decides what is hidden in the tables of segments, by the rule for the children of a
// parent. Besides, tables over the same people must not give each other away. Where a group of a
// segment and a unit, or a group of another segment, are the same people but for fewer than min, the
// group is hidden: their difference would tell of those few, and what one hides the other would
// show. Where after that a hidden group still has such a double that is shown, as groups joined to
// cover others can, the whole table is hidden.
func veilSegments(segments []*segment, units *veil) {
	for n, s := range segments {
		for _, g := range s.tree.groups[1:] {
			s.tree.groups[0].all.merge(g.all)
		}
		close := make([]bool, len(s.tree.groups))
		for g := 1; g < len(close); g++ {
			close[g] = s.double(units, g) || overlaps(segments[:n], s, g)
		}
		s.veil = newVeil(units.p, s.tree, units.min, close)
	}
	for changed := true; changed; {
		changed = false
		for _, s := range segments {
			if !s.whole && s.exposed(units, segments) {
				s.hide()
				changed = true
			}
		}
	}
}

func overlaps(others []*segment, s *segment, g int) bool {
	for _, o := range others {
		if s.double(o.veil, g) {
			return true
		}
	}
	return false
}

// double tells whether a group of the segment differs by fewer than min people from a group of another
// table, or is the same as one that is hidden there.
func (s *segment) double(other *veil, g int) bool {
	for at := 1; at < len(other.t.groups); at++ {
		n, ok := s.apart(other.t.groups[at].all, g)
		if ok && n < other.min && (n > 0 || other.hides(at)) {
			return true
		}
	}
	return false
}

// exposed tells whether a hidden group of the segment has a double that another table shows.
func (s *segment) exposed(units *veil, segments []*segment) bool {
	tables := []*veil{units}
	for _, o := range segments {
		if o != s {
			tables = append(tables, o.veil)
		}
	}
	for g := 1; g < len(s.tree.groups); g++ {
		if s.tree.groups[g].all.complete == 0 || !s.veil.hides(g) {
			continue
		}
		for _, t := range tables {
			for at := 1; at < len(t.t.groups); at++ {
				if n, ok := s.apart(t.t.groups[at].all, g); ok && n < t.min && t.shows(at) {
					return true
				}
			}
		}
	}
	return false
}

// apart counts the people in one of two groups and not in both; not ok where one is empty.
func (s *segment) apart(other *tally, g int) (n int, ok bool) {
	own := s.tree.groups[g].all
	both, ip := 0, &s.plan.items[s.item]
	counts := other.counts[ip.offset : ip.offset+len(ip.item.Options)]
	if g <= len(counts) {
		both = counts[g-1]
	} else {
		both = other.complete
		for _, c := range counts {
			both -= c
		}
	}
	return own.complete + other.complete - 2*both, own.complete > 0 && other.complete > 0
}

func (s *segment) hide() {
	s.whole = true
	for g := 1; g < len(s.tree.groups); g++ {
		for i := range s.veil.hidden[g] {
			s.veil.hidden[g][i] = true
		}
	}
}

// hides tells whether some scored item of a group is hidden.
func (v *veil) hides(g int) bool {
	for _, i := range v.p.everyScored() {
		if v.hidden[g][i] {
			return true
		}
	}
	return false
}

// shows tells whether some scored item of a group is shown.
func (v *veil) shows(g int) bool {
	for _, i := range v.p.everyScored() {
		if !v.hidden[g][i] && v.t.groups[g].all.answered[i] > 0 {
			return true
		}
	}
	return false
}

// segmentTable gives the figures of one segment.
func (s *scorer) segmentTable(seg *segment) SegmentTable {
	of := &scorer{p: s.p, t: seg.tree, v: seg.veil, lang: s.lang}
	item := s.p.items[seg.item].item
	out := SegmentTable{ID: item.ID}
	for o, option := range item.Options {
		out.Groups = append(out.Groups, of.segmentFigure(1+o, option.Value))
	}
	return SegmentTable{item.ID, append(out.Groups, of.segmentFigure(1+len(item.Options), ""))}
}

func (s *scorer) segmentFigure(g int, value string) SegmentFigure {
	u := s.unit(g, survey.Unit{})
	f := SegmentFigure{
		Value: value, Score: u.Score, Bound: u.Bound, Band: u.Band, From: u.From, N: u.N,
		Dimensions: u.Dimensions, LowBase: u.LowBase, Suppressed: u.Suppressed,
	}
	if !f.Suppressed {
		f.Complete = &u.Complete
	}
	return f
}
