package words

import (
	"cmp"
	"fmt"
	"strings"

	"suara/report"
)

// outcome tells of dispositions and of what was asked for.
func (t *page) outcome(r *report.Release) {
	if d := r.Dispositions; d != nil && r.PartialRate != nil {
		t.line(t.second, report.Number(*r.PartialRate*100, 1, t.lang), t.count(d.Complete+d.Partial), t.count(d.Eligible()))
		t.line(t.phrases.dispositions, t.count(d.Complete), t.count(d.Partial), t.count(d.Refusal),
			t.count(d.NonContact), t.count(d.Other), t.count(d.Unknown))
		if d.NotEligible > 0 {
			t.line(t.ineligible, t.count(d.NotEligible))
		}
	}
	b := r.Benchmark
	if b == nil || r.Base == nil || r.Base.Roster == 0 {
		return
	}
	t.line(t.benchmark, t.count(b.KrejcieMorgan))
	if b.Minimum > 0 {
		line := fmt.Sprintf(t.minimum, t.count(b.Minimum))
		if b.Short > 0 {
			line += ", " + fmt.Sprintf(t.short, t.count(b.Short))
		}
		t.line("%s.", line)
	}
}

// marks stand behind a unit's score.
func (t *page) marks(low bool, short int) string {
	out := ""
	if low {
		out += " · " + t.lowMark
	}
	if short > 0 {
		out += " · " + fmt.Sprintf(t.shortMark, t.count(short))
	}
	return out
}

// heavyWeight is the weight of an answer from which a weighted figure is to be read with care.
const heavyWeight = 5

func (t *page) weightedLine(w *report.WeightedFigure) {
	if w == nil {
		return
	}
	t.line(t.weighted, report.Number(w.Score, 2, t.lang), t.count(w.Strata))
	if w.Heaviest > heavyWeight {
		t.line(t.heavy, report.Number(w.Heaviest, 1, t.lang))
	}
	t.gap()
}

func (t *page) findingList(r *report.Release) {
	told := Sentences(r, t.flow, t.lang)
	if len(told) == 0 {
		return
	}
	t.line("%s", t.findings)
	for _, sentence := range told {
		t.line("  %s", sentence)
	}
	t.gap()
}

// changeList tells of the index and the dimensions, and names what could not be compared.
func (t *page) changeList(c *report.Change) {
	if c == nil {
		return
	}
	t.line(t.changes, c.Previous)
	if c.Index != nil && t.flow.Index != nil {
		t.differenceLine(cmp.Or(t.flow.Index.Title.In(t.lang), c.Index.ID), *c.Index)
	}
	for _, d := range c.Dimensions {
		t.differenceLine(t.dimensionTitle(d.ID), d)
	}
	if len(c.Dimensions) > 0 || c.Index != nil {
		t.line("  %s", t.wide)
	}
	if len(c.Differing) > 0 {
		t.line("  "+t.differing, strings.Join(c.Differing, ", "))
	}
	for _, list := range []struct {
		form  string
		units []string
	}{{t.joined, named(c.Joined)}, {t.gone, named(c.Gone)}} {
		if len(list.units) > 0 {
			t.line("  "+list.form, strings.Join(list.units, ", "))
		}
	}
	t.gap()
}

func named[T ~string](ids []T) (out []string) {
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

func (t *page) differenceLine(title string, d report.Difference) {
	verdict := t.unknown
	if d.Margin != nil {
		form := t.within
		if d.Beyond {
			form = t.beyond
		}
		verdict = fmt.Sprintf(form, report.Number(*d.Margin, 2, t.lang))
	}
	change := report.Number(d.Change, 2, t.lang)
	if d.Change > 0 {
		change = "+" + change
	}
	values := fmt.Sprintf(t.difference, report.Number(d.Before, 2, t.lang), report.Number(d.Now, 2, t.lang), change)
	t.line("  %s: %s, %s", title, values, verdict)
}

func (t *page) segmentList(tables []report.SegmentTable) {
	for _, table := range tables {
		t.line(t.segment, t.itemTitle(table.ID))
		if table.Hidden() {
			t.line("  %s", t.segmentHidden)
			t.gap()
			continue
		}
		for _, g := range table.Groups {
			if g.Value != "" || g.Complete == nil || *g.Complete > 0 {
				t.line("  %s: %s", t.optionTitle(table.ID, g.Value), t.segmentScore(g))
			}
		}
		t.gap()
	}
}

// optionTitle names an option of an item; the empty value is no answer.
func (t *page) optionTitle(id, value string) string {
	if value == "" {
		return t.unanswered
	}
	if item, _ := t.flow.Item(id); item != nil {
		for _, o := range item.Options {
			if o.Value == value {
				return cmp.Or(o.Label.In(t.lang), value)
			}
		}
	}
	return value
}

func (t *page) segmentScore(g report.SegmentFigure) string {
	switch {
	case g.Suppressed:
		return t.hiddenMark()
	case g.Complete == nil || *g.Complete == 0:
		return t.empty
	case g.Score == nil:
		return fmt.Sprintf("– (%s)", t.base(*g.Complete, 0))
	}
	return fmt.Sprintf("%s%s (%s)%s", Shown(*g.Score, g.Bound, t.lang), t.band(g.Band, g.From),
		t.base(*g.N, 0), t.marks(g.LowBase, 0))
}
