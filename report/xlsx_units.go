package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func (b *workbook) unitSheet() {
	heads := []string{b.w.unit, b.w.code, b.w.parent, b.w.n, b.w.index, b.w.band}
	widths := []float64{44, 20, 20, 17, 17, 18}
	if b.Release.Index == nil {
		heads[4] = b.w.score
	}
	for _, f := range b.Release.Dimensions {
		heads, widths = append(heads, b.dimensionTitle(f.ID)), append(widths, 17)
	}
	b.table(b.w.sheets[3], widths, heads...)
	for _, u := range b.Release.Units {
		n, score, band := maybeCount(u.N), b.unitValue(u, u.Score, u.Bound), said(b.bandName(u.Band, u.From))
		if score.look == lookHidden {
			n, band = score, score
		}
		cells := []value{said(u.Name), said(string(u.ID)), said(string(u.Parent)), n, score, band}
		for _, f := range u.Dimensions {
			cells = append(cells, b.unitValue(u, f.Score, f.Bound))
		}
		b.add(cells...)
	}
}

func (b *workbook) unitValue(u UnitFigure, score *float64, bound Bound) value {
	switch unitCell(u, score, b.Release.MinGroup) {
	case cellEmpty:
		return said("–")
	case cellHidden:
		return value{text: b.w.hidden, look: lookHidden} // why stands among the method
	}
	return b.scored(score, bound, lookScore)
}

func (b *workbook) shareSheet() {
	p := b.participation()
	b.table(b.w.sheets[4], []float64{44, 20, 14, 14, 16, 12}, b.w.unit, b.w.code, b.w.roster, b.w.responded, b.w.rate, b.w.minimum)
	for _, u := range p.Units {
		cells := []value{said(u.Name), said(string(u.ID)), counted(u.Roster), counted(u.Responded), said("")}
		if u.Roster > 0 {
			share := float64(u.Responded) / float64(u.Roster)
			cells[4] = value{number: &share, look: lookPercent}
		}
		if u.Minimum > 0 {
			cells = append(cells, counted(u.Minimum))
		}
		b.add(cells...)
	}
	if len(p.Units) > 0 {
		b.barChart(fmt.Sprintf("A%d", len(p.Units)+4), b.w.source, "A", len(p.Units), excelize.Bar, []string{"E"}, 1)
	}
	b.dayRows(p.Days)
}

func (b *workbook) dayRows(days []Day) {
	if len(days) == 0 {
		return
	}
	sums := runningSums(days)
	for i := range days {
		b.row = i + 1
		for n, c := range []value{said(longDate(days[i].Date, b.Language)), counted(days[i].Responded), counted(sums[i])} {
			at, err := excelize.CoordinatesToCellName(8+n, i+2)
			b.keep(err)
			b.keep(b.put(at, c))
		}
	}
	for n, s := range []string{b.w.days, b.w.day, b.w.total} {
		at, err := excelize.CoordinatesToCellName(8+n, 1)
		b.keep(err)
		b.keep(b.put(at, head(s)))
	}
	b.keep(b.file.SetColWidth(b.sheet, "H", "H", 28))
}

// put writes one cell.
func (b *workbook) put(at string, c value) error {
	if c.number != nil {
		b.keep(b.file.SetCellFloat(b.sheet, at, *c.number, -1, 64))
	} else {
		b.keep(b.file.SetCellStr(b.sheet, at, cut(c.text, excelize.TotalCellChars)))
	}
	return b.file.SetCellStyle(b.sheet, at, at, b.styles[c.look])
}

func (b *workbook) commentSheet() {
	b.table(b.w.sheets[5], []float64{20, 60, 80}, b.w.item, b.w.textOf, b.w.comment)
	for _, c := range b.Comments {
		b.add(said(c.Item), said(b.itemText(c.Item)), said(shortComment(c.Text)))
	}
}

func (b *workbook) methodSheet() {
	b.begin(b.w.sheets[6], 72)
	b.heading(b.w.method)
	for _, line := range b.methodLines() {
		b.add(said(line))
	}
	for i := range b.Release.Segments {
		b.row++
		for _, line := range b.lines(func(t *page) { t.segmentList(b.Release.Segments[i : i+1]) }) {
			b.add(said(line))
		}
	}
	if lines := b.lines(func(t *page) { t.changeList(b.Release.Change) }); len(lines) > 0 {
		b.row++
		for _, line := range lines {
			b.add(said(line))
		}
	}
}

// codeSheet names items and options in every language of the flow.
func (b *workbook) codeSheet() {
	languages := b.Flow.Languages
	heads := []string{b.w.item, b.w.kind, b.w.value}
	widths := []float64{16, 12, 14}
	for _, l := range languages {
		heads, widths = append(heads, b.w.textOf+" ("+l+")"), append(widths, 60)
	}
	b.table(b.w.sheets[7], widths, heads...)
	for _, line := range Codebook(b.Flow) {
		cells := make([]value, len(line))
		for i, s := range line {
			cells[i] = said(s)
		}
		b.add(cells...)
	}
}
