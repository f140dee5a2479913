package xlsx

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"

	"suara/report/colours"
)

// bars is a chart of a sheet's table: its rows are bars, the first on top.
type bars struct {
	title   string
	kind    excelize.ChartType
	columns []string // of the values
	most    float64  // where the axis ends
}

// The size of a chart, in pixels.
const (
	chartWidth = 900
	chartFrame = 160  // title, axis and legend
	chartBar   = 30.0 // each
	leastBar   = 20.0 // where it must be narrower
	chartTop   = 6    // from the row above, so that no page but its own shows its frame
)

// barCharts puts the first rows of the table under it as a chart. A chart is never cut by the end of a
// printed page: it begins a page where it does not fit any more, and what is longer than a page stands in
// several charts.
func (b *workbook) barCharts(c bars, rows int) {
	room := b.pageHeight()/chartPixel - chartTop - chartFrame
	most := max(1, int(room/leastBar))
	charts := (rows + most - 1) / most
	for n := range charts {
		from, to := n*rows/charts, (n+1)*rows/charts
		bar := min(chartBar, room/float64(to-from))
		at, high := b.row+3, math.Floor(chartFrame+bar*float64(to-from))
		b.keepTogether(at, (chartTop+high)*chartPixel)
		b.barChart(c, at, from+2, to+1, uint(high))
		b.row = at + int(math.Ceil((chartTop+high)*chartPixel/rowHeight)) - 1
	}
}

// barChart puts a chart of the sheet's rows from–to.
func (b *workbook) barChart(c bars, at, from, to int, high uint) {
	quoted := "'" + b.sheet + "'"
	var series []excelize.ChartSeries
	for i, column := range c.columns {
		colour := colours.Hex(colours.Bar)[1:]
		if len(c.columns) > 1 {
			colour = colours.Hex(colours.Option(i, len(c.columns)))[1:]
		}
		series = append(series, excelize.ChartSeries{
			Name:       fmt.Sprintf("%s!$%s$1", quoted, column),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", quoted, from, to),
			Values:     fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted, column, from, column, to),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}},
		})
	}
	zero, gap := 0.0, uint(45)
	dark := excelize.Font{Color: "1B1F24", Size: 10}
	chart := &excelize.Chart{
		Type: c.kind, Series: series, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title}}},
		XAxis:  excelize.ChartAxis{ReverseOrder: true, Font: dark},
		YAxis:  excelize.ChartAxis{Minimum: &zero, MajorGridLines: true, Font: dark},
		Legend: excelize.ChartLegend{Position: "bottom"}, GapWidth: &gap,
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: high},
		Format:    excelize.GraphicOptions{OffsetY: chartTop},
	}
	if len(c.columns) == 1 {
		chart.Legend.Position = "none"
		chart.PlotArea.ShowVal = true
		if span := b.IndexSpan(); c.kind == excelize.Bar && span != [2]float64{0, 100} && c.most == 100 {
			chart.YAxis.Minimum, chart.YAxis.Maximum = &span[0], &span[1]
		} else {
			chart.YAxis.Maximum = &c.most
		}
	}
	b.keep(b.file.AddChart(b.sheet, fmt.Sprintf("A%d", at), chart))
}
