package roster_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/roster"
)

// workbook writes an XLSX file with the spreadsheet library, so that reader and writer differ.
func workbook(t testing.TB, edit func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	edit(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rows(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
}

func TestXLSXTextAndNumericKeys(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1",
			[]any{"DAFTAR PEGAWAI"}, []any{},
			[]any{"NIP", "Nama", "Unit Kerja", "HP", "Agama"},
			[]any{nipBudi, "Budi <&> Co", "Dinas A", 81234567890, "Islam"},
			[]any{198501012010011001, "Ani", "Dinas A"},
			[]any{1.98501e17, "Siti", "Dinas A"},
			[]any{nipSiti, "Siti", "Dinas A", "0812 3456 7891"})
	})
	f, err := roster.Read("x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 2 || f.Rows[0].Line != 4 || f.Rows[0].Phone != "+6281234567890" ||
		f.Rows[0].Name != "Budi <&> Co" || f.Rows[1].Line != 7 {
		t.Errorf("rows %+v", f.Rows)
	}
	if len(f.Rejected) != 2 || f.Rejected[0].Row != 5 || f.Rejected[1].Row != 6 {
		t.Fatalf("rejected %+v", f.Rejected)
	}
	for _, r := range f.Rejected {
		if !strings.Contains(r.Reason, "as text") || !strings.HasPrefix(r.Value, "1985") {
			t.Errorf("rejected %+v", r)
		}
	}
}

func TestXLSXMergedUnitIsAnErrorWithItsRow(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1",
			[]any{"NIP", "Nama", "Unit", "Unor Induk"},
			[]any{nipBudi, "Budi", "Dinas A", "P"},
			[]any{nipAni, "Ani", "", "P"},
			[]any{nipSiti, "Siti", "Dinas A", ""})
		for _, m := range [][2]string{{"C2", "C3"}, {"D3", "D4"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	f, err := roster.Read("x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 1 || len(f.Rejected) != 2 ||
		f.Rejected[0].Row != 3 || !strings.Contains(f.Rejected[0].Reason, "C2:C3") ||
		f.Rejected[1].Row != 4 || !strings.Contains(f.Rejected[1].Reason, "D3:D4") {
		t.Errorf("rows %+v rejected %+v", f.Rows, f.Rejected)
	}
}

func TestXLSXHeaderWithAGroup(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1",
			[]any{"NIP", "Nama", "Unit Kerja", "", "Jabatan"},
			[]any{"", "", "OPD", "Nama Unor", ""},
			[]any{nipBudi, "Budi", "Dinas A", "Bidang A", "Analis"})
		for _, m := range [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "D1"}, {"E1", "E2"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	})
	f, err := roster.Read("x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rejected) > 0 || len(f.Rows) != 1 || f.Rows[0].Unit != "Bidang A" || f.Rows[0].ParentUnit != "Dinas A" ||
		f.Rows[0].Position != "Analis" || f.Rows[0].Line != 3 {
		t.Errorf("rows %+v rejected %+v", f.Rows, f.Rejected)
	}
}

func TestXLSXFirstVisibleSheetWithHeader(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		for _, name := range []string{"Rekap", "Arsip", "Pegawai"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		rows(t, f, "Arsip", []any{"NIP", "Nama", "Unit"}, []any{nipAni, "Ani", "Lama"})
		rows(t, f, "Pegawai", []any{"NIP", "Nama", "Unit"}, []any{nipBudi, "Budi", "Dinas A"})
		if err := f.SetSheetVisible("Arsip", false); err != nil {
			t.Fatal(err)
		}
	})
	f, err := roster.Read("x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	if f.Sheet != "Pegawai" || len(f.Rows) != 1 || f.Rows[0].Key != nipBudi {
		t.Errorf("file %+v", f)
	}
}

func TestXLSXNoHeaderNamesTheSheet(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		rows(t, f, "Sheet1", []any{"NIP", "Nama", "Agama"}, []any{nipBudi, "Budi", "x"})
	})
	_, err := roster.Read("x.xlsx", data)
	if err == nil || !strings.Contains(err.Error(), `sheet "Sheet1"`) ||
		!strings.Contains(err.Error(), "missing unit") {
		t.Errorf("error %v", err)
	}
}

func TestXLSXInlineRichAndFormulaText(t *testing.T) {
	parts := map[string]string{
		"xl/workbook.xml": `<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets>` +
			`<x:sheet name="A" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="t/worksheet" ` +
			`Target="/xl/worksheets/s.xml"/><Relationship Id="rId2" Type="t/sharedStrings" ` +
			`Target="sharedStrings.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst>` +
			`<si><r><t>Bu_x000D_</t></r><r><t>di _x005F_x0041_</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/worksheets/s.xml": `<x:worksheet xmlns:x="m"><x:sheetData>` +
			`<x:row><x:c t="inlineStr"><x:is><x:t>nip</x:t></x:is></x:c>` +
			`<x:c t="str"><x:v>name</x:v></x:c><x:c t="str"><x:v>unit</x:v></x:c></x:row>` +
			`<x:row r="9"><x:c t="str"><x:f>"1"</x:f><x:v>` + nipBudi + `</x:v></x:c>` +
			`<x:c t="s"><x:v>0</x:v></x:c><x:c t="str"><x:v>Dinas&#10;A</x:v></x:c></x:row>` +
			`<x:row r="10"><x:c t="str"><x:v>` + nipAni + `</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c>` +
			`<x:c t="e"><x:v>#N/A</x:v></x:c></x:row>` +
			`</x:sheetData></x:worksheet>`,
	}
	f, err := roster.Read("x.xlsx", zipped(t, parts))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Rows) != 1 || f.Rows[0].Name != "Bu di _x0041_" || f.Rows[0].Unit != "Dinas A" ||
		f.Rows[0].Line != 9 {
		t.Errorf("rows %+v", f.Rows)
	}
	if len(f.Rejected) != 1 || f.Rejected[0].Row != 10 {
		t.Errorf("rejected %+v", f.Rejected)
	}
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSXBombIsRefused(t *testing.T) {
	data := zipped(t, map[string]string{
		"xl/workbook.xml":            `<workbook/>`,
		"xl/_rels/workbook.xml.rels": `<Relationships>` + strings.Repeat(" ", 65<<20) + `</Relationships>`,
	})
	_, err := roster.Read("x.xlsx", data)
	if err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("error %v", err)
	}
}

func TestXLSXBrokenPartsAreErrors(t *testing.T) {
	base := map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="A" id="1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="1" Target="s.xml"/></Relationships>`,
		"xl/s.xml": `<worksheet><sheetData><row><c t="str"><v>nip</v></c><c t="str"><v>name</v></c>` +
			`<c t="str"><v>unit</v></c></row></sheetData></worksheet>`,
	}
	if f, err := roster.Read("x.xlsx", zipped(t, base)); err != nil || len(f.Rows) != 0 {
		t.Fatalf("base: %+v, %v", f, err)
	}
	tests := []struct{ name, part, text string }{
		{"no workbook", "xl/workbook.xml", ""},
		{"no relations", "xl/_rels/workbook.xml.rels", ""},
		{"sheet missing", "xl/s.xml", ""},
		{"sheet cut off", "xl/s.xml", base["xl/s.xml"][:60]},
		{"shared text missing", "xl/s.xml", `<worksheet><row><c t="s"><v>7</v></c></row></worksheet>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := map[string]string{}
			for name, text := range base {
				if name != tt.part {
					parts[name] = text
				} else if tt.text != "" {
					parts[name] = tt.text
				}
			}
			if _, err := roster.Read("x.xlsx", zipped(t, parts)); err == nil ||
				!strings.Contains(err.Error(), "broken") {
				t.Errorf("error %v", err)
			}
		})
	}
}
