package report

// told tells whether the answers of a group to an item give away what each of its people said: more
// than half answered, and all who did said the same. Rows of such a group must not stand apart.
func (p *plan) told(t *tally, item int) bool {
	return t.answered[item] > 0 && 2*t.answered[item] > t.complete && p.alike(t, item)
}

// stands tells whether a group can be set apart in rows: it has at least min people, and none of the
// guarded items but those of skip is told. What joins groups that stand stands, too.
func (p *plan) stands(t *tally, min int, skip []bool) bool {
	if t.complete < min {
		return false
	}
	for _, i := range p.guarded {
		if !skip[i] && p.told(t, i) {
			return false
		}
	}
	return true
}

// toldByAll lists the items that the whole organisation tells: every table hides them, and they keep no
// rows from standing apart, since wherever these stood they would tell the same.
func (p *plan) toldByAll(all *tally) []bool {
	out := make([]bool, len(p.items))
	for _, i := range p.listed {
		out[i] = p.told(all, i)
	}
	return out
}

// wholeHidden decides which groups of a tree show no figure at all: those whose people could not be
// set apart in rows (see [plan.stands]), with everything below them. Of the children of a parent
// there are none of these, or they could be set apart together; else the smallest other child joins
// them. The rows that are kept of an anonymous wave follow the groups that are left, so that every
// figure of units can be computed from the rows alone and says nothing beyond them.
func wholeHidden(p *plan, t *tree, min int) []bool {
	whole, skip := make([]bool, len(t.groups)), p.toldByAll(t.groups[0].all)
	for g := 1; g < len(whole); g++ {
		all := t.groups[g].all
		whole[g] = all.complete > 0 && !p.stands(all, min, skip)
	}
	for _, g := range t.topDown() {
		children := t.groups[g].children
		if whole[g] {
			for _, c := range children {
				whole[c] = true
			}
			continue
		}
		for join := 0; join >= 0; {
			if join = t.uncovered(p, children, whole, min, skip); join >= 0 {
				whole[join] = true
			}
		}
	}
	return whole
}

// uncovered gives the child that has to join the hidden ones; −1: none has to, or none is left.
func (t *tree) uncovered(p *plan, children []int, whole []bool, min int, skip []bool) int {
	hidden, join := p.newCounts(), -1
	for _, c := range children {
		all := t.groups[c].all
		switch {
		case whole[c]:
			hidden.merge(all)
		case all.complete > 0 && (join < 0 || all.complete < t.groups[join].all.complete):
			join = c
		}
	}
	if hidden.complete == 0 || p.stands(hidden, min, skip) {
		return -1
	}
	return join
}
