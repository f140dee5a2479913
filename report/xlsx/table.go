package xlsx

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Table is a list of words for people to print: a heading, titled columns, rows.
type Table struct {
	Heading string
	Columns []Column
	Rows    [][]string
}

// Column is a column of words; its width is in characters.
type Column struct {
	Title string
	Width float64
}

// XLSX writes the table on A4, with the titles on every page. Every cell is text, so that no NIP loses a
// digit and nothing is run as a formula.
func (t Table) XLSX() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	s := &tableSheet{f: f, name: f.GetSheetName(0)}
	if err := s.write(t); err != nil {
		return nil, fmt.Errorf("write the table %q: %w", t.Heading, err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("write the table %q: %w", t.Heading, err)
	}
	return b.Bytes(), nil
}

// tableSheet is the sheet being written.
type tableSheet struct {
	f    *excelize.File
	name string
}

func (s *tableSheet) write(t Table) error {
	lines := []excelize.Border{{Type: "bottom", Color: "999999", Style: 1}}
	bold, err := s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 13}, NumFmt: asText})
	if err != nil {
		return err
	}
	head, err := s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Border: lines, NumFmt: asText})
	if err != nil {
		return err
	}
	text, err := s.f.NewStyle(&excelize.Style{
		Border: lines, NumFmt: asText, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	})
	if err != nil {
		return err
	}
	if err := s.page(len(t.Columns)); err != nil {
		return err
	}
	out, err := s.f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
		if err := out.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	rows := append([][]string{{t.Heading}, titles}, t.Rows...)
	for i, row := range rows {
		style := text
		if i < 2 {
			style = []int{bold, head}[i]
		}
		cells := make([]any, len(row))
		for c, value := range row {
			cells[c] = excelize.Cell{StyleID: style, Value: value}
		}
		if err := out.SetRow(fmt.Sprintf("A%d", i+1), cells, excelize.RowOpts{Height: t.height(i, row)}); err != nil {
			return err
		}
	}
	return out.Flush()
}

// height is that of a row in points: not every program makes room for wrapped text by itself.
func (t Table) height(i int, row []string) float64 {
	const line = 15
	most := 1
	for c, value := range row {
		if i > 0 && c < len(t.Columns) { // the heading runs over its neighbours
			most = max(most, 1+int(float64(utf8.RuneCountInString(value))*1.1/t.Columns[c].Width))
		}
	}
	if i == 0 {
		return line * 1.5
	}
	return line * float64(most)
}

// page sets the sheet up for A4, as wide as the paper, with page numbers.
func (s *tableSheet) page(columns int) error {
	a4, wide, tall, orientation := 9, 1, 0, "portrait"
	if columns > 5 {
		orientation = "landscape"
	}
	fit := true
	if err := s.f.SetSheetProps(s.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := s.f.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall,
	}); err != nil {
		return err
	}
	if err := s.f.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: "&R&P / &N"}); err != nil {
		return err
	}
	return repeatHead(s.f, s.name, 2)
}
