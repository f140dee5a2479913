package roster

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"suara/survey"
)

// Compare plans an import: who is new, changed, unchanged or missing, and the unit tree afterwards.
// Columns that the file lacks leave what is known. A retired person who is in the file is revived. It
// is pure: nothing known is altered.
func Compare(f *File, known []survey.Respondent, units []survey.Unit, opt Options) Plan {
	planner := newUnitPlanner(units, f.Rows)
	of := make([]survey.UnitID, len(f.Rows))
	for i, row := range f.Rows {
		of[i] = planner.place(refOf(row))
	}
	planner.setZones(f.Rows, of, opt.Timezone)
	planner.warnUnsure(f.Rows, of)
	p := Plan{
		Units: planner.units, NewUnits: planner.units[len(units):],
		ChangedUnits: changedUnits(units, planner.units), zone: opt.Timezone,
		Rejected:           f.Rejected,
		Warnings:           slices.Concat(f.Warnings, planner.warnings.words((*reason).english)),
		WarningsIndonesian: slices.Concat(f.WarningsIndonesian, planner.warnings.words((*reason).indonesian)),
	}
	byKey := make(map[string]survey.Respondent, len(known))
	for _, r := range known {
		if other, twice := byKey[r.Key]; !twice || !other.Active() {
			byKey[r.Key] = r
		}
	}
	zones := make(map[survey.UnitID]string, len(p.Units))
	for _, u := range p.Units {
		zones[u.ID] = u.Timezone
	}
	c := comparison{file: f, opt: opt, zones: zones}
	for i, row := range f.Rows {
		before, met := byKey[row.Key]
		p.sort(c.person(row, of[i], before, met), met)
	}
	p.absent(f, known, opt)
	return p
}

// comparison compares single people.
type comparison struct {
	file  *File
	opt   Options
	zones map[survey.UnitID]string // zone of each unit, empty: the organisation's
}

// sort puts a person in their list; new ones are numbered in the order of the file.
func (p *Plan) sort(c Change, met bool) {
	switch {
	case !met:
		c.After.ID += survey.RespondentID(len(p.New))
		p.New = append(p.New, c)
	case len(c.Fields) > 0:
		p.Changed = append(p.Changed, c)
	default:
		p.Unchanged = append(p.Unchanged, c)
	}
}

// person compares a row with who is known.
func (c comparison) person(row Row, unit survey.UnitID, before survey.Respondent, met bool) Change {
	change := Change{Row: row, Before: before, After: before}
	change.Warnings, change.WarningsIndonesian = slices.Clone(row.Warnings), slices.Clone(row.WarningsIndonesian)
	change.warn(datedWarnings(row.Key, c.opt.Now)...)
	after := &change.After
	set := func(column string, value *string, to string) {
		if *value != to && c.has(column) {
			*value = to
			change.Fields = append(change.Fields, column)
		}
	}
	set(ColName, &after.Name, row.Name)
	if after.Unit != unit {
		after.Unit = unit
		change.Fields = append(change.Fields, ColUnit)
	}
	set(ColPosition, &after.Position, row.Position)
	set(ColRank, &after.Rank, row.Rank)
	set(ColSex, &after.Sex, row.Sex)
	set(ColPhone, &after.Phone, row.Phone)
	set(ColTimezone, &after.Timezone, c.ownZone(row.Timezone, unit))
	if !met {
		after.ID, after.Key = c.opt.NextID, row.Key
		after.Added, after.Changed = c.opt.Now, c.opt.Now
		change.Fields = nil
		return change
	}
	if !before.Active() {
		after.Retired = time.Time{}
		change.Fields = append(change.Fields, "revived")
	}
	if len(change.Fields) > 0 {
		after.Changed = c.opt.Now
	}
	if !shareWord(before.Name, row.Name) {
		change.warn(becausef("known as %s: if this is another person, the NIP is wrong",
			"dikenal sebagai %s: bila ini orang lain, NIP-nya salah", before.Name))
	}
	return change
}

// has tells whether the file has a column; one made without a header has all.
func (c comparison) has(column string) bool {
	if c.file.Header == nil {
		return true
	}
	_, ok := c.file.Header[column]
	return ok
}

// ownZone is a person's zone where it is not the unit's.
func (c comparison) ownZone(zone string, unit survey.UnitID) string {
	ofUnit := c.zones[unit]
	if ofUnit == "" {
		ofUnit = c.opt.Timezone
	}
	if zone == ofUnit {
		return ""
	}
	return zone
}

// shareWord tells whether two names have a word of three letters or more in common.
func shareWord(a, b string) bool {
	met := map[string]bool{}
	for _, word := range nameWords(a) {
		met[word] = true
	}
	for _, word := range nameWords(b) {
		if met[word] {
			return true
		}
	}
	return fold(a) == fold(b)
}

func nameWords(name string) (long []string) {
	for _, word := range strings.FieldsFunc(fold(name), func(r rune) bool {
		return strings.ContainsRune(" .,'-", r)
	}) {
		if len(word) >= 3 {
			long = append(long, word)
		}
	}
	return long
}

// absent lists the active people who are not in the file, and retires them where the file is the
// whole roster. Who stands in a rejected row is in the file.
func (p *Plan) absent(f *File, known []survey.Respondent, opt Options) {
	present := make(map[string]bool, len(f.Rows))
	for _, row := range f.Rows {
		present[row.Key] = true
	}
	kept := 0
	for _, r := range known {
		switch {
		case !r.Active(), present[r.Key]:
			continue
		case f.named.keys[r.Key], f.named.names[fold(r.Name)]:
			kept++
			continue
		}
		p.Missing = append(p.Missing, Change{Before: r, After: r})
		if opt.Complete {
			r.Retired, r.Changed = opt.Now, opt.Now
			p.Retired = append(p.Retired, r)
		}
	}
	if kept > 0 {
		p.Warnings = append(p.Warnings, fmt.Sprintf(
			"%d known people stand in rejected rows: they are neither changed nor missing", kept))
		p.WarningsIndonesian = append(p.WarningsIndonesian, fmt.Sprintf(
			"%d pegawai yang sudah terdaftar ada di baris yang ditolak: tidak diubah dan tidak dianggap hilang", kept))
	}
}
