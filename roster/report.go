package roster

import (
	"fmt"
	"io"
	"strings"

	"suara/survey"
)

// Text reports the plan row by row for the command line, the summary first. Lists are complete.
func (p Plan) Text() string {
	var b strings.Builder
	n := p.Counts()
	fmt.Fprintf(&b, "new %d, changed %d, unchanged %d, missing %d, retired %d, rejected %d\n",
		n.New, n.Changed, n.Unchanged, n.Missing, n.Retired, len(n.Rejected))
	fmt.Fprintf(&b, "units %d, of them new %d, changed %d\n", len(p.Units), len(p.NewUnits), len(p.ChangedUnits))
	names := unitLabels(p.Units)
	section(&b, "Warnings", p.Warnings, func(w string) { fmt.Fprintf(&b, "  %s\n", w) })
	section(&b, "Rejected", p.Rejected, func(r Rejection) {
		fmt.Fprintf(&b, "  row %d: %q: %s\n", r.Row, r.Value, r.Reason)
	})
	section(&b, "New units", p.NewUnits, func(u survey.Unit) {
		fmt.Fprintf(&b, "  %s: %s%s\n", u.ID, u.Name, below(names[u.Parent]))
	})
	section(&b, "Changed units", n.ChangedUnits, func(d UnitDifference) {
		fmt.Fprintf(&b, "  %s: %s: %s %q -> %q\n", d.Unit, d.Name, d.What, d.From, d.To)
	})
	section(&b, "New", p.New, func(c Change) { c.write(&b, names, "") })
	section(&b, "Changed", p.Changed, func(c Change) { c.write(&b, names, c.differences(names)) })
	section(&b, "Unchanged", p.Unchanged, func(c Change) { c.write(&b, names, "") })
	missing := "Missing (left as they are)"
	if len(p.Retired) > 0 {
		missing = "Missing (retired)"
	}
	section(&b, missing, p.Missing, func(c Change) { c.write(&b, names, "") })
	return b.String()
}

// section writes a heading and its list; empty lists are left out.
func section[T any](w io.Writer, title string, list []T, write func(T)) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: %d\n", title, len(list))
	for _, entry := range list {
		write(entry)
	}
}

func unitNames(units []survey.Unit) map[survey.UnitID]string {
	names := make(map[survey.UnitID]string, len(units))
	for _, u := range units {
		names[u.ID] = u.Name
	}
	return names
}

func below(parent string) string {
	if parent == "" {
		return ""
	}
	return ", below " + parent
}

// write puts one person in a line and the warnings below it.
func (c Change) write(w io.Writer, names map[survey.UnitID]string, what string) {
	place := ""
	if c.Row.Line > 0 {
		place = fmt.Sprintf("row %d: ", c.Row.Line)
	}
	if what == "" {
		what = names[c.After.Unit]
	}
	fmt.Fprintf(w, "  %s%s %s: %s\n", place, c.After.Key, c.After.Name, what)
	for _, warning := range c.Warnings {
		fmt.Fprintf(w, "    note: %s\n", warning)
	}
}

// Difference is one changed column of a person, or that a retired one is back.
type Difference struct {
	Column   string // as in Fields
	From, To string // empty where the column says all
}

// Differences lists the changed columns with both values; labels name the units.
func (c Change) Differences(labels map[survey.UnitID]string) (list []Difference) {
	for _, column := range c.Fields {
		list = append(list, Difference{column, value(c.Before, column, labels), value(c.After, column, labels)})
	}
	return list
}

// differences is them in words.
func (c Change) differences(labels map[survey.UnitID]string) string {
	var list []string
	for _, d := range c.Differences(labels) {
		if d.From == d.To {
			list = append(list, d.Column)
			continue
		}
		list = append(list, fmt.Sprintf("%s %q -> %q", d.Column, d.From, d.To))
	}
	return strings.Join(list, "; ")
}

// value is a column of a respondent as text.
func value(r survey.Respondent, column string, names map[survey.UnitID]string) string {
	switch column {
	case ColName:
		return r.Name
	case ColUnit:
		return names[r.Unit]
	case ColPosition:
		return r.Position
	case ColRank:
		return r.Rank
	case ColSex:
		return r.Sex
	case ColPhone:
		return r.Phone
	case ColTimezone:
		return r.Timezone
	}
	return ""
}
