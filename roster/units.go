package roster

import (
	"fmt"

	"suara/survey"
)

// unitRef is a unit as a row names it, in folded names. An empty parent says nothing about the place
// in the tree.
type unitRef struct{ name, parent string }

// refOf is the unit of a row. A unit named as its own parent is the parent: staff directly in it.
func refOf(row Row) unitRef {
	ref := unitRef{fold(row.Unit), fold(row.ParentUnit)}
	if ref.parent == ref.name {
		ref.parent = ""
	}
	return ref
}

// unitPlanner grows the known unit tree by the units of a file.
type unitPlanner struct {
	units    []survey.Unit
	at       map[survey.UnitID]int
	named    map[string][]int    // folded name → indexes of units
	parents  map[string][]string // folded name → parents that the file gives it, in order
	spelling map[string]string   // folded name → as first written
	placed   map[unitRef]survey.UnitID
	pending  map[unitRef]bool
	order    int             // of the next new unit
	unsure   []survey.UnitID // made of a name that several units have
	warnings notes
}

func newUnitPlanner(known []survey.Unit, rows []Row) *unitPlanner {
	p := &unitPlanner{
		at: map[survey.UnitID]int{}, named: map[string][]int{}, parents: map[string][]string{},
		spelling: map[string]string{}, placed: map[unitRef]survey.UnitID{}, pending: map[unitRef]bool{},
	}
	for _, u := range known {
		p.add(u)
	}
	met := map[unitRef]bool{}
	for _, row := range rows {
		ref := refOf(row)
		for _, name := range []string{row.Unit, row.ParentUnit} {
			if _, ok := p.spelling[fold(name)]; !ok {
				p.spelling[fold(name)] = name
			}
		}
		if !met[ref] && ref.parent != "" {
			p.parents[ref.name] = append(p.parents[ref.name], ref.parent)
		}
		met[ref] = true
	}
	return p
}

func (p *unitPlanner) add(u survey.Unit) {
	p.at[u.ID] = len(p.units)
	p.named[fold(u.Name)] = append(p.named[fold(u.Name)], len(p.units))
	p.units = append(p.units, u)
	p.order = max(p.order, u.Order+1)
}

func (p *unitPlanner) warn(en, id string, args ...any) {
	p.warnings = append(p.warnings, becausef(en, id, args...))
}

// place finds or makes the unit of a reference, its ancestors first.
func (p *unitPlanner) place(ref unitRef) survey.UnitID {
	if ref.parent == "" && len(p.parents[ref.name]) == 1 {
		ref.parent = p.parents[ref.name][0]
	}
	if id, ok := p.placed[ref]; ok {
		return id
	}
	if p.pending[ref] {
		p.warn("unit %q is given as above and below itself: it stays where it was",
			"unit %q ditulis di atas dan di bawah dirinya sendiri: tetap di tempatnya", p.spelling[ref.name])
		return ""
	}
	p.pending[ref] = true
	var parent survey.UnitID
	if ref.parent != "" {
		parent = p.place(unitRef{name: ref.parent})
	}
	id := p.find(ref, parent)
	if id == "" {
		id = p.create(ref, parent)
	}
	p.placed[ref] = id
	return id
}

// find looks for a known unit, empty where there is none. One that was known without a parent is put
// under the parent that the file gives it.
func (p *unitPlanner) find(ref unitRef, parent survey.UnitID) survey.UnitID {
	same := p.named[ref.name]
	for _, i := range same {
		if p.units[i].Parent == parent {
			return p.units[i].ID
		}
	}
	if len(same) != 1 || len(p.parents[ref.name]) > 1 {
		return ""
	}
	u := &p.units[same[0]]
	switch {
	case parent == "":
		return u.ID
	case u.Parent != "":
		return ""
	case p.above(u.ID, parent):
		p.warn("unit %q can't be put below its own unit %q: it stays where it was",
			"unit %q tidak dapat ditempatkan di bawah unitnya sendiri, %q: tetap di tempatnya", u.Name,
			p.units[p.at[parent]].Name)
		return u.ID
	}
	u.Parent = parent
	return u.ID
}

// above tells whether a unit is another or one of its ancestors.
func (p *unitPlanner) above(id, other survey.UnitID) bool {
	for range len(p.units) + 1 {
		if other == id {
			return true
		}
		i, ok := p.at[other]
		if !ok {
			return false
		}
		other = p.units[i].Parent
	}
	return true // the known tree has a circle; nothing may be added to it
}

func (p *unitPlanner) create(ref unitRef, parent survey.UnitID) survey.UnitID {
	unsure := ref.parent == "" && (len(p.named[ref.name]) > 0 || len(p.parents[ref.name]) > 1)
	u := survey.Unit{
		ID: p.newID(ref, parent), Name: p.spelling[ref.name], Parent: parent, Order: p.order,
	}
	p.add(u)
	if unsure {
		p.unsure = append(p.unsure, u.ID)
	}
	return u.ID
}

// newID makes an unused id of the name, then of name and parent, then numbered.
func (p *unitPlanner) newID(ref unitRef, parent survey.UnitID) survey.UnitID {
	base := Slug(ref.name)
	if id := survey.UnitID(base); p.free(id) {
		return id
	}
	if i, ok := p.at[parent]; ok {
		if id := survey.UnitID(Slug(ref.name + " " + p.units[i].Name)); p.free(id) {
			return id
		}
	}
	for n := 2; ; n++ {
		if id := survey.UnitID(fmt.Sprintf("%s-%d", base, n)); p.free(id) {
			return id
		}
	}
}

func (p *unitPlanner) free(id survey.UnitID) bool {
	_, taken := p.at[id]
	return !taken
}

// setZones gives each unit the zone that most of its rows name; the organisation's is left empty.
func (p *unitPlanner) setZones(rows []Row, of []survey.UnitID, organisation string) {
	votes := map[survey.UnitID]map[string]int{}
	best := map[survey.UnitID]string{}
	for i, row := range rows {
		if row.Timezone == "" {
			continue
		}
		if votes[of[i]] == nil {
			votes[of[i]] = map[string]int{}
		}
		votes[of[i]][row.Timezone]++
	}
	for i, row := range rows { // in the order of the file, so that a tie falls the same way each time
		if v := votes[of[i]]; row.Timezone != "" && v[row.Timezone] > v[best[of[i]]] {
			best[of[i]] = row.Timezone
		}
	}
	for id, zone := range best {
		if zone == organisation {
			zone = ""
		}
		p.units[p.at[id]].Timezone = zone
	}
}
