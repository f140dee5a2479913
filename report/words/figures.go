package words

import "suara/report"

// HiddenMark is what stands in place of a figure that the release does not have.
func (d *Document) HiddenMark() string { return d.page().hiddenMark() }

// Count prints a number of persons; a dash where there is none.
func (d *Document) Count(n *int) string {
	if n == nil {
		return "–"
	}
	return report.Number(float64(*n), 0, d.Language)
}

// Number prints a figure; a dash where there is none.
func (d *Document) Number(x *float64, decimals int) string {
	if x == nil {
		return "–"
	}
	return report.Number(*x, decimals, d.Language)
}

// FormulaOf is the formula in words of a dimension, or of the first dimension of an item; empty: there is none.
func (d *Document) FormulaOf(id string) string {
	score := d.Flow.ScoreOf(id)
	if def := d.Flow.Dimension(id); def != nil {
		score = def.Score
	}
	return phrasesIn(d.Language).formulas[score]
}

// Stacks gives the answers to the items with options in an order from bad to good.
func (d *Document) Stacks() []report.Stack {
	if d.Release == nil {
		return nil
	}
	return d.Release.Stacks(d.Flow, d.Language)
}

// ItemRow is the row of one item in the table of figures.
type ItemRow struct {
	ID, Text, N, Mean, Score, Margin, Favourable, Interval, Formula string
	Hidden                                                          bool
}

// ItemRow prints the figures of an item.
func (d *Document) ItemRow(f report.ItemFigure) ItemRow {
	out := ItemRow{
		ID: f.ID, Text: d.ItemText(f.ID), N: d.Count(f.N), Mean: "–", Score: "–", Margin: d.Number(f.Margin, 2),
		Favourable: "–", Interval: "–", Hidden: f.Suppressed, Formula: d.FormulaOf(f.ID),
	}
	if f.Mean != nil {
		out.Mean = Shown(*f.Mean, f.Bound, d.Language)
	}
	if f.Score != nil {
		out.Score = Shown(*f.Score, f.ScoreBound, d.Language)
	}
	if f.Favourable != nil {
		out.Favourable = Percent(*f.Favourable, f.FavourableBound, d.Language)
	}
	if f.Interval != nil {
		out.Interval = report.Number(f.Interval[0]*100, 1, d.Language) + "–" + Percent(f.Interval[1], "", d.Language)
	}
	return out
}
