package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"suara/fielding"
)

// outcome is what the demo ends with.
type outcome struct {
	Status             fielding.WaveStatus
	Invited, Reminders int // as the phones saw them
	Calls, Updates     int
	Refused            int
	Violations         []string
}

// judge compares what Suara kept and says with what people did and saw.
func (p *plot) judge(ctx context.Context) (o outcome, err error) {
	raw, err := p.ask(ctx, "wave status", map[string]string{"format": "json"}, nil, string(p.wave))
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(raw, &o.Status); err != nil {
		return o, fmt.Errorf("read the status: %w", err)
	}
	rows, err := p.exported(ctx)
	if err != nil {
		return o, err
	}
	o.Refused, o.Updates = p.tg.Refusals(), p.watch.count("update")
	for method, n := range p.watch.methods() {
		if method != "update" {
			o.Calls += n
		}
	}
	o.Invited, o.Reminders, o.Violations = p.watch.totals()
	o.Violations = append(o.Violations, p.compareRows(rows)...)
	o.compareCounts()
	return o, nil
}

// compareCounts compares Suara's own counts with what the phones saw.
func (o *outcome) compareCounts() {
	complain := func(format string, args ...any) {
		o.Violations = append(o.Violations, fmt.Sprintf(format, args...))
	}
	s := o.Status
	if s.State != "closed" {
		complain("the wave is %s, not closed", s.State)
	}
	if o.Invited == 0 || o.Invited > s.Base.Invited {
		complain("the phones saw %d invitations, Suara counts %d invited", o.Invited, s.Base.Invited)
	}
	if o.Reminders != s.Reminders {
		complain("the phones saw %d reminders, Suara counts %d", o.Reminders, s.Reminders)
	}
	if o.Refused > 0 {
		complain("Telegram refused %d calls for their pace (429)", o.Refused)
	}
}

// exported are the wave's rows, scale items only, in the order of the questionnaire.
func (p *plot) exported(ctx context.Context) (rows []string, err error) {
	flags := map[string]string{"format": "csv", "delimiter": ",", "out": "", "comments": "", "partial": "false"}
	raw, err := p.ask(ctx, "export", flags, nil, string(p.wave))
	if err != nil {
		return nil, err
	}
	cells, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the export: %w", err)
	}
	for _, row := range cells[1:] {
		var values []string
		for _, item := range p.survey.items {
			if i := slices.Index(cells[0], item.id); item.scale && i >= 0 {
				values = append(values, row[i])
			}
		}
		rows = append(rows, strings.Join(values, " "))
	}
	return rows, nil
}

// compareRows compares the exported rows with what people pressed last, as multisets: nobody can tell
// whose row is whose. Units and segments are left out, since they are coarsened.
func (p *plot) compareRows(rows []string) (violations []string) {
	count := map[string]int{}
	for _, row := range rows {
		count[row]++
	}
	for _, a := range p.cast {
		if !a.done {
			continue
		}
		var values []string
		for _, item := range p.survey.items {
			if item.scale {
				values = append(values, a.answers[item.id])
			}
		}
		row := strings.Join(values, " ")
		if count[row]--; count[row] < 0 {
			violations = append(violations, fmt.Sprintf("%s pressed %s, which is not in the export", a.name, row))
		}
	}
	for row, n := range count {
		if n > 0 {
			violations = append(violations, fmt.Sprintf("the export has %d rows %s that nobody pressed", n, row))
		}
	}
	slices.Sort(violations)
	return violations
}
