package xlsx

import (
	"cmp"
	"fmt"

	"suara/survey"
)

func (b *workbook) summarySheet() {
	r := b.Release
	b.begin(b.w.Sheets[0], 38, 40, 14, 14)
	b.heading(b.Title())
	b.add(said(b.w.Organisation), said(b.Organisation))
	b.add(said(b.w.Wave), said(string(r.Wave)))
	b.add(said(b.w.State), said(b.Document.State()))
	b.add(said(b.w.Mode), said(b.Mode()))
	b.add(said(b.w.Flow), said(r.Flow))
	if dates := b.Dates(); dates != "" {
		b.add(said(b.w.Opened+" – "+b.w.Closed), said(dates))
	}
	b.add(said(b.w.MinGroup), counted(r.MinGroup))
	b.row++
	b.baseRows(r.Base)
	b.row++
	b.indexRows()
	b.row++
	for _, s := range b.Findings() {
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
		b.add(said(b.w.NoRoster))
		return
	}
	for _, line := range []struct {
		name string
		n    int
	}{
		{b.w.Roster, base.Roster}, {b.w.Registered, base.Registered}, {b.w.Reachable, base.Reachable},
		{b.w.Invited, base.Invited}, {b.w.Started, base.Started}, {b.w.Complete, base.Complete},
	} {
		b.add(said(line.name), counted(line.n))
	}
	b.add(said(b.w.Rate), maybe(b.Release.ResponseRate, lookPercent))
	for _, line := range b.Outcome() {
		b.across(line)
	}
}

func (b *workbook) indexRows() {
	f := b.Release.Index
	if f == nil {
		return
	}
	title := b.w.Index
	if b.Flow.Index != nil {
		title = cmp.Or(b.Flow.Index.Title.In(b.Language), title)
	}
	b.add(said(title), b.scored(f.Score, f.Bound, lookScore))
	if f.Score == nil {
		return
	}
	b.add(said(b.w.Band), said(b.BandName(f.Band, f.From)))
	b.add(said(b.w.N), maybeCount(f.N))
	if f.Margin != nil {
		b.add(said(b.w.Margin), maybe(f.Margin, lookScore))
	}
	if f.Bounds != nil {
		b.add(said(b.w.Bounds), maybe(&f.Bounds[0], lookScore), maybe(&f.Bounds[1], lookScore))
	}
	if b.Flow.Index != nil && b.Flow.Index.Target != nil {
		b.add(said("Target"), maybe(b.Flow.Index.Target, lookScore))
	}
	if b.Release.LowBase {
		b.add(said(b.w.Low))
	}
}
