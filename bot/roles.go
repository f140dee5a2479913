package bot

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/report/xlsx"
	"suara/storage"
	"suara/survey"
)

// roleName is a role in words, with the unit of a liaison.
func (p *page) roleName(r storage.Role) string {
	if unit, ok := r.Unit(); ok {
		return p.t.Plain("word.role.liaison", texts.Args{"unit": p.unitName(unit)})
	}
	return p.word("role", string(r))
}

// unitName is a unit's name on the roster, its id where there is none or nothing can be read.
func (p *page) unitName(id survey.UnitID) string {
	if p.tx == nil {
		return string(id)
	}
	units, err := p.tx.Units()
	if err != nil {
		return string(id)
	}
	for _, u := range units {
		if u.ID == id {
			return u.Name
		}
	}
	return string(id)
}

// registeredName is the name of the person who is registered with an account; empty: nobody is.
func (p *page) registeredName(a survey.AccountID) (string, error) {
	c, err := p.tx.Chat(a)
	if err != nil || c.Respondent == 0 {
		return "", err
	}
	r, err := p.tx.Respondent(c.Respondent)
	if errors.Is(err, survey.ErrNotFound) {
		return "", nil
	}
	return r.Name, err
}

// ofUnit is a post about a liaison's unit, with the numbers of last midnight where there are some.
func (p *post) ofUnit() error {
	unit := survey.UnitID(p.m.Args["unit"]) // empty: the whole roster
	p.set("unit", p.cfg.Organisation)
	if unit != "" {
		p.set("unit", p.unitName(unit))
	}
	day, ok, err := fielding.DayOf(p.tx, p.m.Wave, unit)
	if err != nil {
		return err
	}
	if ok {
		p.set("now", p.time(time.Unix(day.At, 0)))
		p.set("roster", p.t.Number(day.Roster))
		p.set("missing", p.t.Number(len(day.Missing)))
		p.set("unregistered", p.some(len(day.Unregistered)))
		p.set("part", p.t.Number(day.Roster-len(day.Missing)))
	}
	p.say(p.m.Name)
	return nil
}

// unitList is who of a unit has not responded, as of last midnight: a table to print.
func (r *renderer) unitList(tx *storage.Tx, m storage.Message) ([]byte, error) {
	unit := survey.UnitID(m.Args["unit"])
	day, _, err := fielding.DayOf(tx, m.Wave, unit)
	if err != nil {
		return nil, err
	}
	c, err := tx.Chat(survey.AccountID(m.Chat))
	if err != nil {
		return nil, err
	}
	units, err := unitNames(tx)
	if err != nil {
		return nil, err
	}
	p := r.newPage(tx, c.Language, time.Time{})
	unregistered := map[survey.RespondentID]bool{}
	for _, id := range day.Unregistered {
		unregistered[id] = true
	}
	var rows [][]string
	for _, id := range day.Missing {
		person, err := tx.Respondent(id)
		if err != nil {
			return nil, fmt.Errorf("list respondent %d: %w", id, err)
		}
		status := "word.unit.missing"
		if unregistered[id] {
			status = "word.unit.unregistered"
		}
		rows = append(rows, []string{person.Key, person.Name, units[person.Unit], p.t.Plain(status, nil)})
	}
	p.set("unit", cmp.Or(units[unit], string(unit), r.cfg.Organisation))
	p.set("now", p.time(time.Unix(day.At, 0)))
	return xlsx.Table{
		Heading: p.t.Plain("word.table.not_yet", p.vals), Rows: rows,
		Columns: p.columns(printed{"nip", 22}, printed{"name", 34}, printed{"unit", 34}, printed{"status", 18}),
	}.XLSX()
}

// printed is a column of a table to print, with its width in characters.
type printed struct {
	name  string
	width float64
}

func (p *page) columns(list ...printed) []xlsx.Column {
	columns := make([]xlsx.Column, len(list))
	for i, c := range list {
		columns[i] = xlsx.Column{Title: p.word("column", c.name), Width: c.width}
	}
	return columns
}

func unitNames(tx *storage.Tx) (map[survey.UnitID]string, error) {
	units, err := tx.Units()
	names := make(map[survey.UnitID]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, err
}
