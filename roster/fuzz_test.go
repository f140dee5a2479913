package roster_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"suara/roster"
)

// checkFile holds what is true of every file that could be read.
func checkFile(t *testing.T, f *roster.File, err error) {
	t.Helper()
	if err != nil {
		var broken *roster.FileError
		if f != nil || !errors.As(err, &broken) || broken.Message == "" || broken.Indonesian == "" {
			t.Fatalf("file %v, error %v", f, err)
		}
		return
	}
	keys := map[string]bool{}
	for _, r := range f.Rows {
		if keys[r.Key] || r.Name == "" || r.Unit == "" || r.Line < 2 || !utf8.ValidString(r.Name+r.Unit) {
			t.Fatalf("row %+v", r)
		}
		if same, _, err := roster.NormalizeKey(r.Key); err != nil || same != r.Key {
			t.Fatalf("key %q is read as %q, %v", r.Key, same, err)
		}
		keys[r.Key] = true
	}
	for _, r := range f.Rejected {
		if r.Reason == "" || r.Row < 2 {
			t.Fatalf("rejection %+v", r)
		}
	}
	p := roster.Compare(f, nil, nil, roster.Options{NextID: 1})
	if again := roster.Compare(f, p.Respondents(), p.Units, roster.Options{}); len(again.Respondents()) > 0 {
		t.Fatalf("twice: %s", again.Text())
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add([]byte("nip;nama;unit\r\n" + nipBudi + ";Budi;Dinas A\r\n"))
	f.Add([]byte("sep=,\n\ufeffnip,name,unit,parent_unit\n'" + nipAni + ",\"A\nB\",X,Y\n"))
	f.Add([]byte("\xff\xfen\x00i\x00p\x00"))
	f.Add([]byte("nip,name,unit\n\"1985,Budi\n"))
	f.Add([]byte("nip\tnama\tUNOR INDUK\n1,2,3\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := roster.Read("x.csv", data)
		checkFile(t, file, err)
	})
}

func FuzzReadXLSXSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="str"><v>nip</v></c><c t="str"><v>nama</v></c><c t="str"><v>unit</v></c></row>` +
		`<row><c t="inlineStr"><is><t>HON-1</t></is></c><c t="s"><v>0</v></c><c><v>1.5E3</v></c></row>` +
		`<mergeCell ref="C2:C9"/>`)
	f.Add(`<row r="99999999999"><c r="ZZZZ0"><v>1</v></c></row>`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := roster.Read("x.xlsx", zipped(t, map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="A" id="1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<R><Relationship Id="1" Target="s.xml"/></R>`,
			"xl/s.xml":                   `<worksheet>` + text + `</worksheet>`,
		}))
		checkFile(t, file, err)
	})
}

func FuzzReadXLSXBytes(f *testing.F) {
	f.Add(workbook(f, func(x *excelize.File) {
		rows(f, x, "Sheet1", []any{"NIP", "Nama", "Unit"}, []any{nipBudi, "Budi", "Dinas A"})
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := roster.Read("x.xlsx", data)
		checkFile(t, file, err)
	})
}

func FuzzNormalizeKey(f *testing.F) {
	for _, s := range []string{nipBudi, "'" + nipAni, "1,98501E+17", "hon-001", "", "\u00a0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, _, err := roster.NormalizeKey(s)
		if (key == "") != (err != nil) {
			t.Fatalf("key %q, error %v", key, err)
		}
		if err != nil {
			return
		}
		if again, _, err := roster.NormalizeKey(key); err != nil || again != key {
			t.Fatalf("%q then %q, %v", key, again, err)
		}
	})
}

func FuzzNormalizePhone(f *testing.F) {
	for _, s := range []string{"0812-3456-7890", "+62 (0)812 3456", "006281234567890", "1/2", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		phone, err := roster.NormalizePhone(s)
		if (phone == "") != (err != nil) {
			t.Fatalf("phone %q, error %v", phone, err)
		}
		if err != nil {
			return
		}
		if again, err := roster.NormalizePhone(phone); err != nil || again != phone {
			t.Fatalf("%q then %q, %v", phone, again, err)
		}
	})
}
