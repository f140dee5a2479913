package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"suara/report/xlsx"
	"suara/roster"
)

// rosterPreview writes a plan one by one, as the command line reports it: notes, units, people.
type rosterPreview struct {
	words func(english, indonesian string) string
	plan  roster.Plan
	rows  [][]string
}

// changes is the file of what a plan changes; nil for a plan that changes and notes nothing.
func (q *sentFiles) changes(p roster.Plan) ([]byte, error) {
	v := &rosterPreview{words: q.words, plan: p}
	v.notes()
	v.units()
	v.people()
	if len(v.rows) == 0 {
		return nil, nil
	}
	columns := []xlsx.Column{
		{Title: q.words("Row", "Baris"), Width: 8}, {Title: q.words("Change", "Perubahan"), Width: 26},
		{Title: "NIP", Width: 22}, {Title: q.words("Name or unit", "Nama atau unit"), Width: 32},
		{Title: q.words("Before", "Semula"), Width: 36}, {Title: q.words("After", "Menjadi"), Width: 36},
	}
	var b bytes.Buffer
	heading := q.words("What the file changes", "Perubahan menurut berkas")
	if err := xlsx.Rows(&b, heading, columns, slices.Values(v.rows)); err != nil {
		return nil, fmt.Errorf("list what a roster file changes: %w", err)
	}
	return b.Bytes(), nil
}

func (v *rosterPreview) add(row int, change, key, name, from, to string) {
	line := ""
	if row > 0 {
		line = strconv.Itoa(row)
	}
	v.rows = append(v.rows, []string{line, change, key, name, from, to})
}

func (v *rosterPreview) notes() {
	for i, note := range v.plan.Warnings {
		v.add(0, v.words("note", "catatan"), "", "", "", v.words(note, v.plan.WarningsIndonesian[i]))
	}
}

func (v *rosterPreview) units() {
	labels := v.plan.Labels()
	for _, u := range v.plan.NewUnits {
		to := ""
		if u.Parent != "" {
			to = v.words("below ", "di bawah ") + labels[u.Parent]
		}
		v.add(0, v.words("new unit", "unit baru"), "", labels[u.ID], "", to)
	}
	for _, d := range v.plan.UnitDifferences() {
		v.add(0, "unit: "+v.ofUnit(d.What), "", labels[d.Unit], d.From, d.To)
	}
}

func (v *rosterPreview) people() {
	labels := v.plan.Labels()
	for _, c := range v.plan.New {
		v.add(c.Row.Line, v.words("new", "pegawai baru"), c.After.Key, c.After.Name, "", labels[c.After.Unit])
		v.notesOf(c)
	}
	for _, c := range v.plan.Changed {
		for _, d := range c.Differences(labels) {
			v.add(c.Row.Line, v.column(d.Column), c.After.Key, c.After.Name, d.From, d.To)
		}
		v.notesOf(c)
	}
	for _, c := range v.plan.Unchanged {
		v.notesOf(c)
	}
	absent := v.words("missing, left as is", "tidak ada di berkas, dibiarkan")
	if len(v.plan.Retired) > 0 {
		absent = v.words("retired", "akan dinonaktifkan")
	}
	for _, c := range v.plan.Missing {
		v.add(0, absent, c.Before.Key, c.Before.Name, labels[c.Before.Unit], "")
	}
}

// notesOf lists what looks odd about a person's row.
func (v *rosterPreview) notesOf(c roster.Change) {
	for i, note := range c.Warnings {
		v.add(c.Row.Line, v.words("note", "catatan"), c.After.Key, c.After.Name, "",
			v.words(note, c.WarningsIndonesian[i]))
	}
}

// ofUnit words what is different about a unit.
func (v *rosterPreview) ofUnit(what string) string {
	switch what {
	case roster.UnitName:
		return v.words("name", "nama")
	case roster.UnitParent:
		return v.words("parent", "unit induk")
	}
	return v.words("time zone", "zona waktu")
}

// column words what is different about a person.
func (v *rosterPreview) column(column string) string {
	switch column {
	case roster.ColName:
		return v.words("name", "nama")
	case roster.ColUnit:
		return "unit"
	case roster.ColPosition:
		return v.words("position", "jabatan")
	case roster.ColRank:
		return v.words("rank", "pangkat/golongan")
	case roster.ColSex:
		return v.words("sex", "jenis kelamin")
	case roster.ColPhone:
		return v.words("phone", "nomor telepon")
	case roster.ColTimezone:
		return v.words("time zone", "zona waktu")
	}
	return v.words("active again", "aktif kembali")
}
