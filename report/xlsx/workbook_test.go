package xlsx_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/report/folder"
	"suara/report/reporttest"
	"suara/report/words"
	"suara/report/xlsx"
	"suara/survey"
)

func workbook(t *testing.T, d *words.Document) (*excelize.File, []byte) {
	t.Helper()
	data, err := xlsx.Workbook(d)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f, data
}

func TestWorkbookHasItsSheets(t *testing.T) {
	for lang, want := range map[string][]string{
		"id": {"Ringkasan", "Dimensi", "Butir", "Unit", "Partisipasi", "Komentar", "Metode", "Kode"},
		"en": {"Summary", "Dimensions", "Items", "Units", "Participation", "Comments", "Method", "Codebook"},
	} {
		d := reporttest.Province(t, "w", 1, 0.4)
		d.Language = lang
		f, data := workbook(t, d)
		if got := f.GetSheetList(); !slices.Equal(got, want) {
			t.Errorf("sheets: %v", got)
		}
		if n := len(partsOf(t, data, "xl/charts/chart")); n != 3 {
			t.Errorf("%d charts", n)
		}
		for _, sheet := range want[1:6] {
			panes, err := f.GetPanes(sheet)
			if err != nil || !panes.Freeze || panes.YSplit != 1 {
				t.Errorf("sheet %s: the header is not frozen: %+v %v", sheet, panes, err)
			}
		}
	}
}

// partsOf gives the parts of a zip whose names begin so.
func partsOf(t *testing.T, data []byte, prefix string) map[string]string {
	t.Helper()
	parts, err := folder.Unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range parts {
		if strings.HasPrefix(p.Name, prefix) {
			out[p.Name] = string(p.Data)
		}
	}
	return out
}

func TestWorkbookRunsNoFormulaAndRoundsNoID(t *testing.T) { // cases K 176, 178, 179
	d := reporttest.Small(t, 40, 3)
	d.Release.Units[0].ID = "198501012010011001"
	d.Release.Units[0].Name = `=HYPERLINK("http://x","klik")`
	d.Organisation = "@SUM(1)"
	d.Comments = []survey.Comment{{Item: "saran", Text: "=1+1"}, {Item: "saran", Text: "-2"}}
	f, data := workbook(t, d)
	for name, part := range partsOf(t, data, "xl/worksheets/") {
		if strings.Contains(part, "<f>") || strings.Contains(part, "<f ") {
			t.Errorf("%s has a formula", name)
		}
	}
	for _, row := range []struct{ sheet, cell, want string }{
		{"Unit", "A2", `=HYPERLINK("http://x","klik")`}, {"Unit", "B2", "198501012010011001"},
		{"Komentar", "C2", "=1+1"}, {"Komentar", "C3", "-2"}, {"Kode", "C3", "1"}, {"Ringkasan", "B2", "@SUM(1)"},
	} {
		got, err := f.GetCellValue(row.sheet, row.cell)
		if err != nil || got != row.want {
			t.Errorf("%s %s: %q %v", row.sheet, row.cell, got, err)
		}
		kind, err := f.GetCellType(row.sheet, row.cell)
		if err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
			t.Errorf("%s %s is of type %v %v", row.sheet, row.cell, kind, err)
		}
	}
}

func TestWorkbookHasNumbersAsNumbersAndSaysWhatIsHidden(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	f, _ := workbook(t, d)
	rows, err := f.GetRows("Unit", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, u := range d.Release.Units {
		cell := rows[i+1][4]
		switch {
		case u.Score != nil && u.Bound == "":
			if kind, _ := f.GetCellType("Unit", "E"+strconv.Itoa(i+2)); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
				t.Errorf("unit %s: the score is of type %v", u.ID, kind)
			}
		case u.Suppressed && (cell != "tidak ditampilkan" || rows[i+1][3] != cell || rows[i+1][5] != cell):
			t.Errorf("unit %s: hidden n, score and band read %q", u.ID, rows[i+1][3:6])
		case u.Score == nil && !u.Suppressed && cell != "–":
			t.Errorf("unit %s: no answers read %q", u.ID, cell)
		}
	}
}

func TestWorkbookOfTooFewAnswers(t *testing.T) {
	d := reporttest.Small(t, 4, 3)
	f, data := workbook(t, d)
	if n := len(partsOf(t, data, "xl/charts/chart")); n > 1 {
		t.Errorf("%d charts of hidden figures", n)
	}
	if got, _ := f.GetCellValue("Dimensi", "C2"); got != d.HiddenMark() {
		t.Errorf("a hidden score reads %q", got)
	}
}
