package xlsx

import (
	"cmp"
	"fmt"

	"github.com/xuri/excelize/v2"

	"suara/flows"
	"suara/report"
)

func (b *workbook) dimensionSheet() {
	b.table(b.w.Sheets[1], []float64{34, 12, 12, 10, 14, 16, 12, 16, 44}, b.w.Dimension, b.w.Code, b.w.Score,
		b.w.N, b.w.Margin, b.w.PreviousScore, b.w.Alpha, b.w.AlphaComplete, b.w.Method)
	for _, f := range b.Release.Dimensions {
		b.add(said(b.DimensionTitle(f.ID)), said(f.ID), b.scored(f.Score, f.Bound, lookScore), maybeCount(f.N),
			maybe(f.Margin, lookScore), maybe(b.Before(f.ID), lookScore), maybe(f.Alpha, lookScore),
			maybe(f.AlphaComplete, lookScore), said(b.FormulaOf(f.ID)))
	}
	if n := len(b.Release.Dimensions); n > 0 && !b.Release.Withheld() {
		b.barCharts(bars{title: b.w.Dimensions, kind: excelize.Bar, columns: []string{"C"}, most: 100}, n)
	}
}

// itemSheet has one row an item; the options of those in an order stand in columns that they share
// by their place.
func (b *workbook) itemSheet() {
	options := 0
	for _, f := range b.Release.Items {
		if item, _ := b.Flow.Item(f.ID); item != nil && report.Ordered(item) {
			options = max(options, len(item.Options))
		}
	}
	heads := []string{b.w.Code, b.w.TextOf, b.w.N, b.w.Mean, b.w.Margin, b.w.Score, b.w.Favourable,
		b.w.Interval, b.w.Interval}
	widths := []float64{12, 60, 8, 12, 14, 11, 12, 11, 11}
	for i := range options {
		heads = append(heads, b.optionHead(i))
		widths = append(widths, 13)
	}
	b.table(b.w.Sheets[2], widths, heads...)
	for _, f := range b.Release.Items {
		b.add(b.itemCells(f)...)
	}
	b.itemChart(options)
	b.choiceRows()
}

// choiceRows counts the options of the items that have no order, one a row, beside the table.
func (b *workbook) choiceRows() {
	b.row += 2
	for _, f := range b.Release.Items {
		item, _ := b.Flow.Item(f.ID)
		if item == nil || report.Ordered(item) || f.Counts == nil || f.N == nil || *f.N == 0 {
			continue
		}
		text := b.ItemText(f.ID)
		if item.Type == flows.TypeRanking {
			text += " – " + b.w.FirstPlace
		}
		b.add(head(f.ID), head(text), head(b.w.N), head("%"))
		for _, o := range item.Options {
			n := f.Counts[o.Value]
			share := float64(n) / float64(*f.N)
			b.add(said(o.Value), said(o.Label.In(b.Language)), counted(n), value{number: &share, look: lookPercent})
		}
	}
}

// optionHead is the label of the i-th option where all scale items share it, else its place.
func (b *workbook) optionHead(i int) string {
	label := ""
	for _, item := range b.Flow.Items {
		if !report.Ordered(item) || i >= len(item.Options) {
			continue
		}
		own := item.Options[i].Label.In(b.Language)
		if label != "" && own != label {
			return fmt.Sprintf("%s %d", b.w.Options, i+1)
		}
		label = own
	}
	return cmp.Or(label, fmt.Sprintf("%s %d", b.w.Options, i+1))
}

func (b *workbook) itemCells(f report.ItemFigure) []value {
	cells := []value{said(f.ID), said(b.ItemText(f.ID))}
	if f.Suppressed {
		return append(cells, b.hidden())
	}
	cells = append(cells, maybeCount(f.N))
	for _, x := range []struct {
		x     *float64
		bound report.Bound
		look  look
	}{{f.Mean, f.Bound, lookScore}, {f.Margin, "", lookScore}, {f.Score, f.ScoreBound, lookScore},
		{f.Favourable, f.FavourableBound, lookPercent}} {
		if x.x == nil {
			cells = append(cells, said(""))
			continue
		}
		cells = append(cells, b.scored(x.x, x.bound, x.look))
	}
	if f.Interval != nil {
		cells = append(cells, maybe(&f.Interval[0], lookPercent), maybe(&f.Interval[1], lookPercent))
	} else {
		cells = append(cells, said(""), said(""))
	}
	return append(cells, b.countCells(f)...)
}

func (b *workbook) countCells(f report.ItemFigure) []value {
	item, _ := b.Flow.Item(f.ID)
	if item == nil || !report.Ordered(item) {
		return nil
	}
	if f.Counts == nil {
		return []value{{text: b.w.CountsHidden, look: lookHidden}}
	}
	var out []value
	for _, o := range item.Options {
		out = append(out, counted(f.Counts[o.Value]))
	}
	return out
}

// itemChart draws the answers of the scale items at the sheet's head, as shares of all.
func (b *workbook) itemChart(options int) {
	rows := 0
	for _, f := range b.Release.Items {
		item, _ := b.Flow.Item(f.ID)
		if item == nil || !report.Ordered(item) || f.Counts == nil {
			break // charts need rows that stand together
		}
		rows++
	}
	if rows == 0 {
		return
	}
	first, _ := b.Flow.Item(b.Release.Items[0].ID)
	var columns []string
	for i := range min(options, len(first.Options)) {
		name, err := excelize.ColumnNumberToName(10 + i)
		b.keep(err)
		columns = append(columns, name)
	}
	b.barCharts(bars{title: b.w.Items, kind: excelize.BarPercentStacked, columns: columns, most: 100}, rows)
}
