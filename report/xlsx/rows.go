package xlsx

import (
	"fmt"
	"io"
	"iter"

	"github.com/xuri/excelize/v2"
)

// Rows writes any number of rows under the titles of their columns, as one sheet of text cells, so that no id is
// rounded and nothing runs as a formula. The titles stay in sight; the sheet is named after the heading.
func Rows(w io.Writer, heading string, columns []Column, rows iter.Seq[[]string]) error {
	book := excelize.NewFile()
	defer book.Close()
	name := sheetName(heading, nil)
	if err := writeSheet(book, name, columns, rows); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writeSheet(book *excelize.File, name string, columns []Column, rows iter.Seq[[]string]) error {
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	sheet, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.Title
		if err := sheet.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	err = sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	if err != nil {
		return err
	}
	if err := writeRows(book, sheet, titles, rows); err != nil {
		return err
	}
	return sheet.Flush()
}

func writeRows(book *excelize.File, sheet *excelize.StreamWriter, titles []string, rows iter.Seq[[]string]) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: asText})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: asText})
	if err != nil {
		return err
	}
	if err := sheet.SetRow("A1", textCells(titles, bold)); err != nil {
		return err
	}
	at := 1
	for cells := range rows {
		at++
		if err := sheet.SetRow(fmt.Sprintf("A%d", at), textCells(cells, text)); err != nil {
			return err
		}
	}
	return nil
}
