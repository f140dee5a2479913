package export

import (
	"fmt"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"

	"suara/flows"
	"suara/report"
	"suara/report/xlsx"
	"suara/survey"
)

// XLSX writes rows as one sheet of text cells, so that no id is rounded and nothing runs as a
// formula; the header is frozen. The sheet is named after the flow's title.
func XLSX(w io.Writer, opt Options, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	book := excelize.NewFile()
	defer book.Close()
	name := xlsx.SheetName(f.Title.In(""), nil)
	if err := writeSheet(book, name, newRowWriter(opt, f), rows); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writeSheet(book *excelize.File, name string, layout *rowWriter, rows iter.Seq[survey.Response]) error {
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	header := layout.header()
	if err := layout.shape(sheet, header); err != nil {
		return err
	}
	if err := writeRows(book, sheet, layout, header, rows); err != nil {
		return err
	}
	return sheet.Flush()
}

func writeRows(
	book *excelize.File, sheet *excelize.StreamWriter, layout *rowWriter, header []string, rows iter.Seq[survey.Response],
) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: xlsx.AsText})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: xlsx.AsText})
	if err != nil {
		return err
	}
	if err := sheet.SetRow("A1", xlsx.TextCells(header, bold)); err != nil {
		return err
	}
	at := 1
	for r := range rows {
		cells, ok := layout.row(r)
		if !ok {
			continue
		}
		at++
		if err := sheet.SetRow(fmt.Sprintf("A%d", at), xlsx.TextCells(cells, text)); err != nil {
			return err
		}
	}
	return nil
}

// shape sets widths by what the columns hold and freezes the header.
func (w *rowWriter) shape(sheet *excelize.StreamWriter, header []string) error {
	for i, name := range header {
		width := float64(max(10, min(24, len(name)+2)))
		if at := i - 6; at < 0 {
			width = 18
		} else if at < len(w.items) && report.FreeText(w.flow.Items[w.items[at]]) {
			width = 60
		}
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
