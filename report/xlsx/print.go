package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Measures of a printed sheet, in points where nothing else is said. Columns are measured in Calibri, the
// narrowest letters that a program takes: wider ones make the sheet smaller, and more of it goes on a page.
const (
	a4Short, a4Long        = 595.3, 841.9
	sideMargin, endMargin  = 0.7, 0.75 // inches
	inch                   = 72
	pixel                  = 0.75
	rowHeight              = 15.0           // of rows that are given none
	chartPixel             = rowHeight / 18 // of height: excelize lays 18 of them over such a row
	columnUnit, columnEdge = 7.0, 5.0       // pixels: of a character, and around a column
	otherColumn            = 9.14           // characters: of columns that are given no width
	broad                  = 120.0          // characters from which a sheet is printed across
	pageShare              = 0.96           // of a page that is filled
)

// layPage sets the sheet up for A4, as wide as the paper.
func (b *workbook) layPage(widths []float64) {
	fit, way, a4, wide, high := true, "landscape", 9, 1, 0
	if b.upright = sum(widths) < broad; b.upright {
		way = "portrait"
	}
	fixed, row := true, rowHeight
	b.keep(b.file.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{
		FitToPage: &fit, CustomHeight: &fixed, DefaultRowHeight: &row,
	}))
	b.keep(b.file.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{
		Orientation: &way, Size: &a4, FitToWidth: &wide, FitToHeight: &high,
	}))
	side, end := sideMargin, endMargin
	b.keep(b.file.SetPageMargins(b.sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &end, Bottom: &end,
	}))
}

// pageHeight is how much of the sheet's height goes on a printed page, in points of the sheet.
func (b *workbook) pageHeight() float64 {
	across, down := a4Long-2*sideMargin*inch, a4Short-2*endMargin*inch
	if b.upright {
		across, down = a4Short-2*sideMargin*inch, a4Long-2*endMargin*inch
	}
	wide := (sum(b.widths)*columnUnit + columnEdge*float64(len(b.widths))) * pixel
	return down * max(1, max(wide, chartWidth*pixel)/across) * pageShare
}

// keepTogether begins a page with a row, unless what stands there surely fits on a page with all above it.
// Where pages end by themselves is not known: it hangs on the letters that a program has.
func (b *workbook) keepTogether(row int, high float64) {
	used := high
	for r := b.pageRow; r < row; r++ {
		if h, ok := b.heights[r]; ok {
			used += h
		} else {
			used += rowHeight
		}
	}
	if used > b.pageHeight() {
		b.pageRow = row
		b.keep(b.file.InsertPageBreak(b.sheet, fmt.Sprintf("A%d", row)))
	}
}

// repeatHead prints a row again at the top of every page of a sheet that goes on over several.
func repeatHead(f *excelize.File, sheet string, row int) error {
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$%d:$%d", sheet, row, row), Scope: sheet,
	})
}
