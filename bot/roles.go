package bot

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// roleName is a role in words, with the unit of a liaison.
func (p *page) roleName(r storage.Role) string {
	if unit, ok := r.Unit(); ok {
		return p.t.plain("word.role.liaison", args{"unit": p.unitName(unit)})
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

// auditPage is how many acts a page of the audit shows.
const auditPage = 10

// audit shows what was done, the newest first.
func (p *post) audit() error {
	list, err := p.tx.Audit()
	if err != nil {
		return err
	}
	slices.Reverse(list)
	page, _ := strconv.Atoi(p.m.Args["page"])
	pages := max(1, (len(list)+auditPage-1)/auditPage)
	page = min(max(page, 1), pages)
	p.set("page", p.number(page))
	p.set("pages", p.number(pages))
	p.say("post.audit")
	p.b.WriteByte('\n')
	for _, e := range list[(page-1)*auditPage : min(page*auditPage, len(list))] {
		p.set("slot", p.time(e.At))
		p.set("act", p.word("act", strings.ReplaceAll(e.Act, " ", "_")))
		p.set("about", e.About)
		p.set("account", "")
		if e.By != 0 {
			p.set("account", strconv.FormatInt(int64(e.By), 10))
		}
		p.line("post.audit.entry")
	}
	if page < pages {
		p.set("next", strconv.Itoa(page+1))
		p.say("post.audit.more")
	}
	return nil
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
		p.set("roster", p.number(day.Roster))
		p.set("missing", p.number(len(day.Missing)))
		p.set("unregistered", p.some(len(day.Unregistered)))
		p.set("part", p.number(day.Roster-len(day.Missing)))
	}
	p.say(p.m.Name)
	return nil
}

// unitList is who of a unit has not responded, as of last midnight: a table to print.
func (r *renderer) unitList(tx *storage.Tx, m storage.Message) ([]byte, error) {
	day, _, err := fielding.DayOf(tx, m.Wave, survey.UnitID(m.Args["unit"]))
	if err != nil {
		return nil, err
	}
	c, err := tx.Chat(survey.AccountID(m.Chat))
	if err != nil {
		return nil, err
	}
	p := r.newPage(tx, c.Language, time.Time{})
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	rows := [][]string{{"nip", "name", "unit", "status"}}
	for _, id := range day.Missing {
		person, err := tx.Respondent(id)
		if err != nil {
			return nil, fmt.Errorf("list respondent %d: %w", id, err)
		}
		status := "word.unit.missing"
		if slices.Contains(day.Unregistered, id) {
			status = "word.unit.unregistered"
		}
		rows = append(rows, []string{
			guarded(person.Key), guarded(person.Name), guarded(p.unitName(person.Unit)), p.t.plain(status, nil),
		})
	}
	if err := out.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the list: %w", err)
	}
	return b.Bytes(), nil
}

// guarded keeps a spreadsheet from running a cell as a formula.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
