package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// barChart puts a chart of rows 2 to rows+1 under the table, the first row on top.
func (b *workbook) barChart(at, title, names string, rows int, kind excelize.ChartType, columns []string, most float64) {
	quoted := "'" + b.sheet + "'"
	var series []excelize.ChartSeries
	for i, c := range columns {
		colour := hex(barColour)[1:]
		if len(columns) > 1 {
			colour = hex(optionColour(i, len(columns)))[1:]
		}
		series = append(series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$1", quoted, c),
			Categories: fmt.Sprintf("%s!$%s$2:$%s$%d", quoted, names, names, rows+1),
			Values:     fmt.Sprintf("%s!$%s$2:$%s$%d", quoted, c, c, rows+1),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
		})
	}
	zero, gap := 0.0, uint(45)
	dark := excelize.Font{Color: "1B1F24", Size: 10}
	chart := &excelize.Chart{
		Type: kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title}}},
		XAxis:  excelize.ChartAxis{ReverseOrder: true, Font: dark},
		YAxis:  excelize.ChartAxis{Minimum: &zero, MajorGridLines: true, Font: dark},
		Legend: excelize.ChartLegend{Position: "bottom"}, GapWidth: &gap,
		Dimension: excelize.ChartDimension{Width: 900, Height: uint(160 + 30*rows)},
	}
	if len(columns) == 1 {
		chart.Legend.Position = "none"
		chart.PlotArea.ShowVal = true
		if span := b.commonSpan(); kind == excelize.Bar && span != [2]float64{0, 100} && most == 100 {
			chart.YAxis.Minimum, chart.YAxis.Maximum = &span[0], &span[1]
		} else {
			chart.YAxis.Maximum = &most
		}
	}
	b.keep(b.file.AddChart(b.sheet, at, chart))
}
