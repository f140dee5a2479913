package roster

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteCodesSheet writes the list of personal codes as XLSX. Every cell is text, so that no NIP loses
// a digit and nothing is run as a formula.
func WriteCodesSheet(w io.Writer, rows []CodeRow) error {
	f := excelize.NewFile()
	defer f.Close()
	sheet := f.GetSheetName(0)
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // @
	if err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	if err := out.SetColWidth(1, 5, 24); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	cells := func(values ...string) []any {
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = excelize.Cell{StyleID: text, Value: v}
		}
		return list
	}
	err = out.SetRow("A1", cells("nip", "name", "unit", "code", "link"))
	for i, r := range rows {
		if err == nil {
			err = out.SetRow(fmt.Sprintf("A%d", i+2), cells(r.Key, r.Name, r.Unit, r.Code, r.Link))
		}
	}
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	return nil
}
