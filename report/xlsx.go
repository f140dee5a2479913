package report

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"suara/flows"
	"suara/survey"
)

// ExportXLSX writes rows as one sheet of text cells, so that no id is rounded and nothing runs as a
// formula; the header is frozen. The sheet is named after the flow's title.
func ExportXLSX(w io.Writer, opt ExportOptions, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	book := excelize.NewFile()
	defer book.Close()
	name := SheetName(f.Title.In(""), nil)
	if err := writeSheet(book, name, newRowWriter(opt, f), rows); err != nil {
		return fmt.Errorf("write sheet %q: %w", name, err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// asText is the built-in number format "@".
const asText = 49

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
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: asText})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: asText})
	if err != nil {
		return err
	}
	if err := sheet.SetRow("A1", textCells(header, bold)); err != nil {
		return err
	}
	at := 1
	for r := range rows {
		cells, ok := layout.row(r)
		if !ok {
			continue
		}
		at++
		if err := sheet.SetRow(fmt.Sprintf("A%d", at), textCells(cells, text)); err != nil {
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
		} else if at < len(w.items) && freeText(w.flow.Items[w.items[at]]) {
			width = 60
		}
		if err := sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	return sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// textCells makes string cells: a string value never becomes a number or formula in excelize. An empty
// one stays an empty cell; one longer than a cell holds is cut there.
func textCells(values []string, style int) []any {
	out := make([]any, len(values))
	for i, v := range values {
		if v != "" {
			out[i] = excelize.Cell{StyleID: style, Value: cut(v, excelize.TotalCellChars)}
		}
	}
	return out
}

// SheetName makes a name that spreadsheet programs accept and that is not among those taken: at
// most 31 UTF-16 units without : \ / ? * [ ], controls and symbols such as emoji, no apostrophe at
// either end, and not History, which is reserved.
func SheetName(title string, taken []string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r) && !unicode.Is(unicode.So, r) && r < 0x10000:
			return r
		}
		return -1
	}, title)
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "' ")
	if clean == "" || strings.EqualFold(clean, "history") {
		clean = "Data"
	}
	used := map[string]bool{}
	for _, t := range taken {
		used[strings.ToLower(t)] = true
	}
	name := tidy(cut(clean, excelize.MaxSheetNameLength))
	for n := 2; used[strings.ToLower(name)]; n++ {
		tail := fmt.Sprintf(" %d", n)
		name = tidy(cut(clean, excelize.MaxSheetNameLength-len(tail))) + tail
	}
	return name
}

func tidy(s string) string { return strings.TrimRight(s, "' ") }

// cut keeps at most so many UTF-16 units, whole characters only.
func cut(s string, units int) string {
	n := 0
	for at, r := range s {
		if n += utf16.RuneLen(r); n > units {
			return s[:at]
		}
	}
	return s
}
