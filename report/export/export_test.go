package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/flows"
	"suara/report/export"
	"suara/survey"
)

const exportFlow = `
flow: ekspor
title: {id: "Survei Kepuasan Layanan Kepegawaian 2025/2026 😀"}
languages: [id]
items:
  - {id: nilai, type: scale, scale: dua, text: {id: Nilai}}
  - {id: usia, type: number, text: {id: Usia}}
  - {id: saran, type: text, optional: true, max_length: 90, text: {id: Saran}}
scales:
  dua: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}]
`

var exported = []survey.Response{
	{ID: "r1", Unit: "dinas-a", Flow: "v1", SubmittedOn: "2026-11-03", Values: []string{"1", "-5", `=HYPERLINK("http://x","klik")`}},
	{ID: "r2", Unit: "dinas-a", Flow: "v1", Values: []string{"2", "199001012020121001", "baris;\nkedua"}},
	{ID: "r3", Flow: "v1", Values: []string{"#skip"}, Partial: true},
}

var exportOptions = export.Options{Wave: "uji-1", Survey: "uji"}

func flowOf(t *testing.T, src string) *flows.Flow {
	t.Helper()
	f, err := flows.Load("test.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestExportCSV(t *testing.T) {
	partial, semicolon, anonymous := exportOptions, exportOptions, exportOptions
	partial.Partial, semicolon.Delimiter, anonymous.Mode = true, ';', survey.Anonymous
	const head = "response_id,wave,survey,flow_version,submitted_on,unit,nilai,usia,saran"
	for _, c := range []struct {
		name string
		opt  export.Options
		want string
	}{
		{"complete rows; case 176: formulas are prefixed, numbers not", exportOptions, head + "\n" +
			`r1,uji-1,uji,v1,2026-11-03,dinas-a,1,-5,"'=HYPERLINK(""http://x"",""klik"")"` + "\n" +
			"r2,uji-1,uji,v1,,dinas-a,2,199001012020121001,\"baris;\nkedua\"\n"},
		{"partial rows", partial, head + ",disposition\n" +
			`r1,uji-1,uji,v1,2026-11-03,dinas-a,1,-5,"'=HYPERLINK(""http://x"",""klik"")",complete` + "\n" +
			"r2,uji-1,uji,v1,,dinas-a,2,199001012020121001,\"baris;\nkedua\",complete\n" +
			"r3,uji-1,uji,v1,,,#skip,,,partial\n"},
		{"case 181: semicolon", semicolon, strings.ReplaceAll(head, ",", ";") + "\n" +
			`r1;uji-1;uji;v1;2026-11-03;dinas-a;1;-5;"'=HYPERLINK(""http://x"",""klik"")"` + "\n" +
			"r2;uji-1;uji;v1;;dinas-a;2;199001012020121001;\"baris;\nkedua\"\n"},
		{"free text of anonymous waves is no column", anonymous, strings.TrimSuffix(head, ",saran") + "\n" +
			"r1,uji-1,uji,v1,2026-11-03,dinas-a,1,-5\nr2,uji-1,uji,v1,,dinas-a,2,199001012020121001\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := export.CSV(&b, c.opt, flowOf(t, exportFlow), slices.Values(exported)); err != nil {
				t.Fatal(err)
			}
			if got := b.String(); got != "\ufeff"+c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestExportOfNothingIsAHeader(t *testing.T) {
	var b bytes.Buffer
	if err := export.CSV(&b, exportOptions, flowOf(t, exportFlow), slices.Values[[]survey.Response](nil)); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "\n") != 1 {
		t.Errorf("%q", b.String())
	}
}

type brokenWriter struct{ left int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestExportSaysThatWritingFailed(t *testing.T) {
	f := flowOf(t, exportFlow)
	for left := range 100 {
		if export.CSV(&brokenWriter{left}, exportOptions, f, slices.Values(exported)) == nil {
			t.Errorf("CSV: no error after %d bytes", left)
		}
		if export.JSONL(&brokenWriter{left}, exportOptions, f, slices.Values(exported)) == nil {
			t.Errorf("JSONL: no error after %d bytes", left)
		}
	}
}

func TestExportJSONL(t *testing.T) {
	for _, partial := range []bool{false, true} {
		var b bytes.Buffer
		opt := exportOptions
		opt.Partial = partial
		if err := export.JSONL(&b, opt, flowOf(t, exportFlow), slices.Values(exported)); err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(b.String(), "\n")
		want := `{"response_id":"r1","wave":"uji-1","survey":"uji","flow_version":"v1","submitted_on":"2026-11-03","unit":"dinas-a",` +
			`"answers":{"nilai":"1","usia":"-5","saran":"=HYPERLINK(\"http://x\",\"klik\")"}`
		if partial {
			want += `,"disposition":"complete"`
		}
		if first != want+"}" {
			t.Errorf("%s", first)
		}
		for line := range strings.Lines(b.String()) {
			if !json.Valid([]byte(line)) {
				t.Errorf("no JSON: %s", line)
			}
		}
	}
}

func TestExportXLSX(t *testing.T) { // cases 176, 178, 179, 182
	var b bytes.Buffer
	if err := export.XLSX(&b, exportOptions, flowOf(t, exportFlow), slices.Values(exported)); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	name := book.GetSheetList()[0]
	if name != "Survei Kepuasan Layanan Kepegaw" {
		t.Errorf("sheet %q", name)
	}
	for cell, want := range map[string]string{"A1": "response_id", "G2": "1", "H3": "199001012020121001",
		"I2": `=HYPERLINK("http://x","klik")`} {
		got, err := book.GetCellValue(name, cell)
		kind, _ := book.GetCellType(name, cell)
		formula, _ := book.GetCellFormula(name, cell)
		if err != nil || got != want || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s = %q, type %v, formula %q (%v)", cell, got, kind, formula, err)
		}
	}
	if panes, err := book.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v (%v)", panes, err)
	}
	if rows, _ := book.GetRows(name); len(rows) != 3 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestCommentsCSV(t *testing.T) {
	var b bytes.Buffer
	if err := export.Comments(&b, ';', []survey.Comment{{Item: "saran", Text: "+62 saja; ya"}}); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "'+62 saja; ya" {
		t.Errorf("%q (%v)", rows, err)
	}
}
