package roster

import (
	"fmt"
	"strconv"
	"strings"

	"suara/survey"
)

// UnitChange is one known unit that an import changes.
type UnitChange struct{ Before, After survey.Unit }

// UnitDifference is one thing that is different about a unit, as words.
type UnitDifference struct {
	Unit survey.UnitID `json:"id"`
	Name string        `json:"name"`
	What string        `json:"change"` // UnitName, UnitParent or UnitZone
	From string        `json:"from"`
	To   string        `json:"to"`
}

// What can be different about a unit.
const (
	UnitName   = "name"
	UnitParent = "parent"
	UnitZone   = "time zone"
)

// changedUnits compares a tree with the one after it, in which the units stand at the same places.
func changedUnits(before, after []survey.Unit) (list []UnitChange) {
	for i, u := range before {
		if u != after[i] {
			list = append(list, UnitChange{u, after[i]})
		}
	}
	return list
}

// UnitDifferences lists what is different about the changed units. No parent is an empty text.
func (p Plan) UnitDifferences() (list []UnitDifference) {
	labels := unitLabels(p.Units)
	zone := func(u survey.Unit) string {
		if u.Timezone == "" {
			return strings.TrimSpace(p.zone + " (the organisation's)")
		}
		return u.Timezone
	}
	for _, c := range p.ChangedUnits {
		add := func(what, from, to string) {
			if from != to {
				list = append(list, UnitDifference{c.After.ID, c.After.Name, what, from, to})
			}
		}
		add(UnitName, c.Before.Name, c.After.Name)
		add(UnitParent, labels[c.Before.Parent], labels[c.After.Parent])
		add(UnitZone, zone(c.Before), zone(c.After))
	}
	return list
}

// Labels names the units after the import so that each is told from the others.
func (p Plan) Labels() map[survey.UnitID]string { return unitLabels(p.Units) }

// unitLabels names the units so that each is told from the others: those that share a name with their
// parents and ids.
func unitLabels(units []survey.Unit) map[survey.UnitID]string {
	count := map[string]int{}
	for _, u := range units {
		count[fold(u.Name)]++
	}
	labels := unitNames(units)
	names := unitNames(units)
	for _, u := range units {
		if count[fold(u.Name)] > 1 {
			path := u.Name
			if parent := names[u.Parent]; parent != "" {
				path += " · " + parent
			}
			labels[u.ID] = fmt.Sprintf("%s (%s)", path, u.ID)
		}
	}
	return labels
}

// warnUnsure says which rows name a unit by a name that several have, so that they made one of their own.
func (p *unitPlanner) warnUnsure(rows []Row, of []survey.UnitID) {
	labels := unitLabels(p.units)
	for _, id := range p.unsure {
		var lines []string
		for i, row := range rows {
			if of[i] == id || p.units[p.at[of[i]]].Parent == id {
				lines = append(lines, strconv.Itoa(row.Line))
			}
		}
		var others []string
		unit := p.units[p.at[id]]
		for _, i := range p.named[fold(unit.Name)] {
			if p.units[i].ID != id {
				others = append(others, labels[p.units[i].ID])
			}
		}
		p.warn("row %s: %q is the name of several units: %s; without a parent such rows make one more of their "+
			"own, %s: if one of the others is meant, write its parent in the column %s",
			"baris %s: %q adalah nama beberapa unit: %s; tanpa unit induk, baris itu membuat satu unit lagi, %s: "+
				"bila yang dimaksud salah satu unit tadi, tulis induknya di kolom %s (unit induk)",
			shortened(lines), unit.Name, strings.Join(others, ", "), id, ColParent)
	}
}

// shownLines is how many row numbers a warning lists.
const shownLines = 20

func shortened(lines []string) string {
	if n := len(lines) - shownLines; n > 0 {
		return strings.Join(lines[:shownLines], ", ") + fmt.Sprintf(" … (+%d)", n)
	}
	return strings.Join(lines, ", ")
}
