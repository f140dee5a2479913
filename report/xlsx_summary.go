package report

import (
	"fmt"

	"suara/survey"
)

func (b *workbook) summarySheet() {
	r := b.Release
	b.begin(b.w.sheets[0], 38, 40, 14, 14)
	b.heading(b.title())
	b.add(said(b.w.organisation), said(b.Organisation))
	b.add(said(b.w.wave), said(string(r.Wave)))
	b.add(said(b.w.state), said((&page{words: b.common}).stateName(r.State)))
	b.add(said(b.w.mode), said(modeName(r.Mode, b.w)))
	b.add(said(b.w.flow), said(r.Flow))
	if dates := b.dates(); dates != "" {
		b.add(said(b.w.opened+" – "+b.w.closed), said(dates))
	}
	b.add(said(b.w.minGroup), counted(r.MinGroup))
	b.row++
	b.baseRows(r.Base)
	b.row++
	b.indexRows()
	b.row++
	for _, s := range Sentences(r, b.Flow, b.Language) {
		b.across(s)
	}
}

// across writes a sentence over four columns.
func (b *workbook) across(s string) {
	b.add(said(s))
	b.keep(b.file.MergeCell(b.sheet, fmt.Sprintf("A%d", b.row), fmt.Sprintf("D%d", b.row)))
	b.keep(b.file.SetRowHeight(b.sheet, b.row, 32))
}

func (b *workbook) baseRows(base *survey.Base) {
	if base == nil {
		b.add(said(b.common.noRoster))
		return
	}
	for _, line := range []struct {
		name string
		n    int
	}{
		{b.w.roster, base.Roster}, {b.w.registered, base.Registered}, {b.w.reachable, base.Reachable},
		{b.w.invited, base.Invited}, {b.w.started, base.Started}, {b.w.complete, base.Complete},
	} {
		b.add(said(line.name), counted(line.n))
	}
	b.add(said(b.w.rate), maybe(b.Release.ResponseRate, lookPercent))
	for _, line := range b.lines(func(t *page) { t.outcome(b.Release) }) {
		b.across(line)
	}
}

func (b *workbook) indexRows() {
	f := b.Release.Index
	if f == nil {
		return
	}
	title := b.w.index
	if b.Flow.Index != nil {
		title = orID(b.Flow.Index.Title.In(b.Language), title)
	}
	b.add(said(title), b.scored(f.Score, f.Bound, lookScore))
	if f.Score == nil {
		return
	}
	b.add(said(b.w.band), said(b.bandName(f.Band, f.From)))
	b.add(said(b.w.n), maybeCount(f.N))
	if f.Margin != nil {
		b.add(said(b.w.margin), maybe(f.Margin, lookScore))
	}
	if f.Bounds != nil {
		b.add(said(b.w.bounds), maybe(&f.Bounds[0], lookScore), maybe(&f.Bounds[1], lookScore))
	}
	if b.Flow.Index != nil && b.Flow.Index.Target != nil {
		b.add(said("Target"), maybe(b.Flow.Index.Target, lookScore))
	}
	if lowBase(b.Release) {
		b.add(said(b.w.low))
	}
}
