package xlsx

import (
	"github.com/xuri/excelize/v2"

	"suara/report"
	"suara/report/words"
)

func (b *workbook) unitSheet() {
	heads := []string{b.w.Unit, b.w.Code, b.w.Parent, b.w.N, b.w.Index, b.w.Band}
	widths := []float64{44, 20, 20, 17, 17, 18}
	if b.Release.Index == nil {
		heads[4] = b.w.Score
	}
	for _, f := range b.Release.Dimensions {
		heads, widths = append(heads, b.DimensionTitle(f.ID)), append(widths, 17)
	}
	b.table(b.w.Sheets[3], widths, heads...)
	b.keep(repeatHead(b.file, b.sheet, 1))
	for _, u := range b.Release.Units {
		n, score, band := maybeCount(u.N), b.unitValue(u, u.Score, u.Bound), said(b.BandName(u.Band, u.From))
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

func (b *workbook) unitValue(u report.UnitFigure, score *float64, bound report.Bound) value {
	switch words.UnitCell(u, score, b.Release.MinGroup) {
	case words.CellEmpty:
		return said("–")
	case words.CellHidden:
		return value{text: b.w.Hidden, look: lookHidden} // why stands among the method
	}
	return b.scored(score, bound, lookScore)
}

func (b *workbook) shareSheet() {
	p := b.Participation()
	b.table(b.w.Sheets[4], []float64{44, 20, 14, 14, 16, 12},
		b.w.Unit, b.w.Code, b.w.Roster, b.w.Responded, b.w.Rate, b.w.Minimum)
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
	if len(p.Days) > 0 {
		b.widths = append(b.widths, otherColumn, dayColumn, otherColumn, otherColumn)
	}
	if len(p.Units) > 0 {
		b.barCharts(bars{title: b.w.Source, kind: excelize.Bar, columns: []string{"E"}, most: 1}, len(p.Units))
	}
	b.dayRows(p.Days)
}

// dayColumn is how wide the days stand beside the units, in characters.
const dayColumn = 28

func (b *workbook) dayRows(days []report.Day) {
	if len(days) == 0 {
		return
	}
	sums := words.RunningSums(days)
	for i := range days {
		day := said(words.LongDate(days[i].Date, b.Language))
		for n, c := range []value{day, counted(days[i].Responded), counted(sums[i])} {
			b.put(8+n, i+2, c)
		}
	}
	for n, s := range []string{b.w.Days, b.w.Day, b.w.Total} {
		b.put(8+n, 1, head(s))
	}
	b.keep(b.file.SetColWidth(b.sheet, "H", "H", dayColumn))
}

func (b *workbook) commentSheet() {
	b.table(b.w.Sheets[5], []float64{20, 60, 80}, b.w.Item, b.w.TextOf, b.w.Comment)
	b.keep(repeatHead(b.file, b.sheet, 1))
	for _, c := range b.Comments {
		b.add(said(c.Item), said(b.ItemText(c.Item)), said(words.ShortComment(c.Text)))
	}
}

func (b *workbook) methodSheet() {
	b.begin(b.w.Sheets[6], 72)
	b.heading(b.w.Method)
	for _, line := range b.MethodLines() {
		b.add(said(line))
	}
	for _, lines := range b.Segments() {
		b.row++
		for _, line := range lines {
			b.add(said(line))
		}
	}
	if lines := b.Changes(); len(lines) > 0 {
		b.row++
		for _, line := range lines {
			b.add(said(line))
		}
	}
}

// codeSheet names items and options in every language of the flow.
func (b *workbook) codeSheet() {
	languages := b.Flow.Languages
	heads := []string{b.w.Item, b.w.Kind, b.w.Value}
	widths := []float64{16, 12, 14}
	for _, l := range languages {
		heads, widths = append(heads, b.w.TextOf+" ("+l+")"), append(widths, 60)
	}
	b.table(b.w.Sheets[7], widths, heads...)
	b.keep(repeatHead(b.file, b.sheet, 1))
	for _, line := range words.Codebook(b.Flow) {
		cells := make([]value, len(line))
		for i, s := range line {
			cells[i] = said(s)
		}
		b.add(cells...)
	}
}
