package report

import "suara/survey"

// The rules of what may be shown (design: Confidentiality).
const (
	// MinGroupFloor is the least min_group; a smaller one in a wave is raised to it.
	MinGroupFloor = 5
	// SmallGroup is the size from which scores near the ends of their range are shown exactly and
	// margins are given.
	SmallGroup = 30
)

// veil holds which item of which group is hidden. Dimensions and the index follow from their
// items, so that no figure can be computed from a visible one above or below it.
type veil struct {
	p      *plan
	t      *tree
	min    int // 0: nothing is hidden
	hidden [][]bool
}

// newVeil decides what is hidden. An item is hidden in a group with fewer than min answers to it,
// or where all answered alike, at any size: the total would give each part away. What is hidden in
// a group is hidden in everything below. Then, for every parent and item, the children hidden must
// be none, or at least two that hold min answers together, not all alike; else the smallest visible
// child joins. Joins go on until nothing changes.
//
// That is enough for dimensions and the index too. The children without a dimension are all those
// with one of its items hidden; for each item they are the covered ones and others that could each be
// shown with it, so what is left of the parent beside the visible children could always be shown.
//
// The groups of close (may be nil), and those that wholeHidden finds, are hidden from the start.
func newVeil(p *plan, t *tree, min int, close []bool) *veil {
	v := &veil{p: p, t: t, min: min, hidden: make([][]bool, len(t.groups))}
	for g := range v.hidden {
		v.hidden[g] = make([]bool, len(p.items))
	}
	if min == 0 {
		return v
	}
	v.hideSmall()
	for g, whole := range wholeHidden(p, t, min) {
		for i := range v.hidden[g] {
			v.hidden[g][i] = v.hidden[g][i] || whole || close != nil && close[g]
		}
	}
	order := t.topDown()
	for changed := true; changed; {
		changed = false
		for _, g := range order {
			changed = v.inherit(g) || changed
			for _, i := range p.listed {
				changed = v.complement(t.groups[g].children, i) || changed
			}
		}
	}
	return v
}

func (p *plan) dimensionItems(d int) []int {
	var out []int
	for _, term := range p.dimensions[d].terms {
		out = append(out, p.columns[term.column].item)
	}
	return out
}

func (p *plan) indexItems() []int {
	var out []int
	for _, it := range p.index {
		out = append(out, p.dimensionItems(it.dimension)...)
	}
	return out
}

func (v *veil) hideSmall() {
	nothing := v.t.groups[0].all.complete < v.min
	for g := range v.t.groups {
		all := v.t.groups[g].all
		for _, i := range v.p.listed {
			n := all.answered[i]
			v.hidden[g][i] = nothing || (n > 0 && n < v.min) || v.p.alike(all, i)
		}
	}
}

func (v *veil) inherit(g int) (changed bool) {
	for _, c := range v.t.groups[g].children {
		for i, h := range v.hidden[g] {
			if h && !v.hidden[c][i] {
				v.hidden[c][i], changed = true, true
			}
		}
	}
	return changed
}

// shown tells whether a group's figure over these items can be given: all are answered, none is
// hidden.
func (v *veil) shown(g int, items []int) bool {
	for _, i := range items {
		if v.hidden[g][i] || v.t.groups[g].all.answered[i] == 0 {
			return false
		}
	}
	return true
}

// smallest is the n of a figure: its smallest item n.
func (v *veil) smallest(g int, items []int) int {
	least := -1
	for _, i := range items {
		if n := v.t.groups[g].all.answered[i]; least < 0 || n < least {
			least = n
		}
	}
	return max(least, 0)
}

// complement hides an item in the smallest visible children until the hidden are covered. It goes by
// the size of groups and not of their answers to the item, so that it is the same ones for all items.
func (v *veil) complement(children []int, item int) (changed bool) {
	for !v.covered(children, item) {
		join := -1
		for _, c := range children {
			all := v.t.groups[c].all
			if v.hidden[c][item] || all.answered[item] == 0 {
				continue
			}
			if join < 0 || all.complete < v.t.groups[join].all.complete {
				join = c
			}
		}
		if join < 0 {
			return changed
		}
		v.hidden[join][item], changed = true, true
	}
	return changed
}

// covered tells whether the hidden among children are none, or at least two that together could
// be shown. A child without any answer hides nothing.
func (v *veil) covered(children []int, item int) bool {
	var hidden []int
	for _, c := range children {
		if v.hidden[c][item] && v.t.groups[c].all.answered[item] > 0 {
			hidden = append(hidden, c)
		}
	}
	return len(hidden) == 0 || len(hidden) >= 2 && v.holds(hidden, item)
}

// holds tells whether groups together could be shown with an item: what is left when the visible
// children are taken from the parent is their sum.
func (v *veil) holds(groups []int, item int) bool {
	ip, n := &v.p.items[item], 0
	counts := make([]int, len(ip.item.Options))
	for _, g := range groups {
		all := v.t.groups[g].all
		n += all.answered[item]
		for o := range counts {
			counts[o] += all.counts[ip.offset+o]
		}
	}
	return n >= v.min && !ip.alike(counts, n)
}

// minGroup is the least group of a wave, never under the floor.
func minGroup(w survey.Wave) int { return max(w.MinGroup, MinGroupFloor) }
