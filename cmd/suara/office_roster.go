package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"

	"suara/fielding"
	"suara/roster"
	"suara/storage"
	"suara/survey"
)

// errRejected ends a strict import.
var errRejected = errors.New("rows were rejected, so nothing was taken (--strict)")

func (o *office) rosterImport(ctx context.Context, req request, r *reply) error {
	req.tell("reading")(0, 0)
	file, err := roster.Read(req.Args[0], req.Input)
	if err != nil {
		return fmt.Errorf("%s: %w", req.Args[0], err)
	}
	if req.flag("dry-run") || req.flag("strict") && len(file.Rejected) > 0 {
		var plan roster.Plan
		if err := o.view(func(tx *storage.Tx) (err error) {
			plan, err = o.compare(tx, file, req)
			return err
		}); err != nil {
			return err
		}
		if err := tellPlan(plan, req, r); err != nil {
			return err
		}
		return strict(plan, req)
	}
	c, err := o.compareNow(ctx, file, req)
	if err == nil {
		if err = strict(c.plan, req); err == nil {
			err = o.take(ctx, c, 0, req.tell("storing"))
		}
	}
	if err != nil && !errors.Is(err, errRejected) {
		return fmt.Errorf("import the roster: %w", err)
	}
	return errors.Join(tellPlan(c.plan, req, r), err)
}

func strict(plan roster.Plan, req request) error {
	if req.flag("strict") && len(plan.Rejected) > 0 {
		return errRejected
	}
	return nil
}

func (o *office) compare(tx *storage.Tx, file *roster.File, req request) (roster.Plan, error) {
	people, err := everyone(tx)
	if err != nil {
		return roster.Plan{}, err
	}
	units, err := tx.Units()
	if err != nil {
		return roster.Plan{}, fmt.Errorf("read units: %w", err)
	}
	return roster.Compare(file, people, units, roster.Options{
		Complete: req.flag("complete"), Now: o.clock.Now(), NextID: tx.NextRespondent(),
		Timezone: o.cfg.Zone.String(),
	}), nil
}

func tellPlan(plan roster.Plan, req request, r *reply) error {
	if req.format() == "json" {
		return r.json(plan.Counts())
	}
	r.printf("%s", plan.Text())
	if req.flag("dry-run") {
		r.note("dry run: nothing was changed")
	}
	return nil
}

// json prints a value as the contract has it.
func (r *reply) json(v any) error {
	enc := json.NewEncoder(&r.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	return nil
}

func everyone(tx *storage.Tx) (people []survey.Respondent, err error) {
	err = tx.Respondents(func(p survey.Respondent) bool {
		people = append(people, p)
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("read the roster: %w", err)
	}
	return people, nil
}

func unitNames(tx *storage.Tx) (map[survey.UnitID]string, error) {
	units, err := tx.Units()
	if err != nil {
		return nil, fmt.Errorf("read units: %w", err)
	}
	names := make(map[survey.UnitID]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names, nil
}

// codeRows lists the codes in roster order; named is false where the bot's name isn't known.
func (o *office) codeRows(tx *storage.Tx, codes map[survey.RespondentID]string) (
	rows []roster.CodeRow, named bool, err error) {
	people, err := everyone(tx)
	if err != nil {
		return nil, false, err
	}
	units, err := unitNames(tx)
	if err != nil {
		return nil, false, err
	}
	bot := o.username(tx)
	for _, p := range people {
		code, ok := codes[p.ID]
		if !ok {
			continue
		}
		row := roster.CodeRow{Key: p.Key, Name: p.Name, Unit: units[p.Unit], Code: code}
		if bot != "" {
			row.Link = "https://t.me/" + bot + "?start=" + code
		}
		rows = append(rows, row)
	}
	return rows, bot != "", nil
}

// username is the bot's name: as configured, else as Telegram said it last.
func (o *office) username(tx *storage.Tx) string {
	if o.cfg.Username != "" {
		return o.cfg.Username
	}
	return tx.Setting(fielding.SettingUsername)
}

// person is one line of the roster's list.
type person struct {
	Key        string `json:"nip"`
	Name       string `json:"name"`
	UnitID     string `json:"unit_id"`
	Unit       string `json:"unit"`
	Position   string `json:"position"`
	Registered bool   `json:"registered"`
	Retired    bool   `json:"retired"`
}

func (o *office) rosterList(_ context.Context, req request, r *reply) error {
	list := []person{}
	err := o.view(func(tx *storage.Tx) error {
		units, err := unitNames(tx)
		if err != nil {
			return err
		}
		people, err := everyone(tx)
		for _, p := range people {
			list = append(list, person{
				p.Key, p.Name, string(p.Unit), units[p.Unit], p.Position, p.Account != 0, !p.Active(),
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	switch req.format() {
	case "json":
		return r.json(list)
	case "csv":
		return listCSV(list, r)
	}
	listText(list, r)
	return nil
}

func listCSV(list []person, r *reply) error {
	w := csv.NewWriter(&r.out)
	rows := [][]string{{"nip", "name", "unit_id", "unit", "position", "registered", "retired"}}
	for _, p := range list {
		rows = append(rows, []string{
			guarded(p.Key), guarded(p.Name), p.UnitID, guarded(p.Unit), guarded(p.Position),
			fmt.Sprint(p.Registered), fmt.Sprint(p.Retired),
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}

// guarded puts an apostrophe before what a spreadsheet would run as a formula.
func guarded(s string) string {
	if s != "" && bytes.IndexByte([]byte("=+-@\t\r"), s[0]) >= 0 {
		return "'" + s
	}
	return s
}

func listText(list []person, r *reply) {
	active, registered := 0, 0
	for _, p := range list {
		state := "not registered"
		switch {
		case p.Retired:
			state = "retired"
		case p.Registered:
			state = "registered"
		}
		if !p.Retired {
			active++
			if p.Registered {
				registered++
			}
		}
		r.printf("%-18s  %-14s  %s, %s\n", p.Key, state, p.Name, p.Unit)
	}
	r.printf("%d people, %d of them registered, %d retired\n", active, registered, len(list)-active)
}
