package xlsx_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/report/xlsx"
)

// cases K 176, 178, 179: text stays text, whatever it looks like.
func TestTableIsText(t *testing.T) {
	data, err := xlsx.Table{
		Heading: "Belum menanggapi", Columns: []xlsx.Column{{Title: "NIP", Width: 22}, {Title: "Nama", Width: 30}},
		Rows: [][]string{{"198501012010011001", "=1+1"}, {"199002022015022002", "Budi <Santoso> & Co"}},
	}.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for at, want := range map[string]string{"A1": "Belum menanggapi", "B2": "Nama", "A3": "198501012010011001", "B3": "=1+1", "B4": "Budi <Santoso> & Co"} {
		kind, err := f.GetCellType(sheet, at)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.GetCellValue(sheet, at); err != nil || got != want {
			t.Errorf("%s is %q (%v), want %q", at, got, err, want)
		}
		if kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, want text", at, kind)
		}
		if formula, _ := f.GetCellFormula(sheet, at); formula != "" {
			t.Errorf("%s runs the formula %s", at, formula)
		}
	}
	if names := f.GetDefinedName(); len(names) != 1 || names[0].Name != "_xlnm.Print_Titles" {
		t.Errorf("the titles are not on every page: %+v", names)
	}
}
