package roster_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"suara/roster"
)

const (
	nipBudi = "198501012010011001"
	nipAni  = "199002282015022002"
	nipSiti = "197912312005012003"
)

func read(t *testing.T, name, text string) *roster.File {
	t.Helper()
	f, err := roster.Read(name, []byte(text))
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return f
}

// The cases of public reports J (163–175), with their numbers.
func TestReadAcceptsRealFiles(t *testing.T) {
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().
		String("nip\tnama\tunit\r\n" + nipBudi + "\tBudi\tDinas A\r\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		key, unit  string
		line       int
	}{
		{"plain comma", "nip,name,unit\n" + nipBudi + ",Budi,Dinas A\n", nipBudi, "Dinas A", 2},
		{"163 semicolon of Indonesian Excel", "nip;nama;unit\r\n" + nipBudi + ";Budi;Dinas A\r\n",
			nipBudi, "Dinas A", 2},
		{"tab", "nip\tnama\tunit\n" + nipBudi + "\tBudi\tDinas A\n", nipBudi, "Dinas A", 2},
		{"164 byte-order mark", "\ufeffnip,name,unit\n" + nipBudi + ",Budi,Dinas A", nipBudi, "Dinas A", 2},
		{"UTF-16 text of Excel", utf16, nipBudi, "Dinas A", 2},
		{"sep line is not shown as a row", "sep=;\nnip;nama;unit\n" + nipBudi + ";Budi;Dinas A\n",
			nipBudi, "Dinas A", 2},
		{"old Mac line ends", "nip,name,unit\r" + nipBudi + ",Budi,Dinas A\r", nipBudi, "Dinas A", 2},
		{"170 leading apostrophe", "nip,name,unit\n'" + nipBudi + ",Budi,Dinas A\n", nipBudi, "Dinas A", 2},
		{"172 stray and no-break spaces", "nip,name,unit\n 19850101 201001 1 001\u00a0,Budi, Dinas \u00a0A \n",
			nipBudi, "Dinas A", 2},
		{"173 letterhead above the header",
			"PEMERINTAH PROVINSI,,\nDAFTAR PEGAWAI,,\n,,\nNIP,Nama Pegawai,UNIT_KERJA\n" +
				nipBudi + ",Budi,Dinas A\n", nipBudi, "Dinas A", 5},
		{"173 header of two rows",
			",,Unit Kerja,\nNIP,Nama,,Jabatan\n" + nipBudi + ",Budi,Dinas A,Analis\n", nipBudi, "Dinas A", 3},
		{"row of column numbers", "NIP,Nama,Unit\n(1),(2),(3)\n" + nipBudi + ",Budi,Dinas A\n",
			nipBudi, "Dinas A", 3},
		{"header repeated on each page", "NIP,Nama,Unit\nNIP,Nama,Unit\n" + nipBudi + ",Budi,Dinas A\n",
			nipBudi, "Dinas A", 3},
		{"case, space and underscore are one", "Ni_p,N A M A,unit kerja\n" + nipBudi + ",Budi,Dinas A\n",
			nipBudi, "Dinas A", 2},
		{"blank lines count as rows", "nip,name,unit\n\n,,\n" + nipBudi + ",Budi,Dinas A\n",
			nipBudi, "Dinas A", 4},
		{"line break in a value is no row", "nip,name,unit,ket\n" + nipAni + ",Ani,Dinas A,\"a\nb\"\n" +
			nipBudi + ",Budi,Dinas A,\n", nipBudi, "Dinas A", 3},
		{"staff without NIP", "nip,name,unit\nhon-001,Budi,Dinas A\n", "HON-001", "Dinas A", 2},
		{"PPPK number", "nip,name,unit\n199001012022211003,Budi,Dinas A\n", "199001012022211003", "Dinas A", 2},
		{"new NIP before old", "NIP,NIP BARU,Nama,OPD\n131234567," + nipBudi + ",Budi,Dinas A\n",
			nipBudi, "Dinas A", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := read(t, "x.csv", tt.text)
			if len(f.Rows) == 0 || len(f.Rejected) > 0 {
				t.Fatalf("rows %+v, rejected %+v", f.Rows, f.Rejected)
			}
			got := f.Rows[len(f.Rows)-1]
			if got.Key != tt.key || got.Unit != tt.unit || got.Line != tt.line {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestReadRejectsRows(t *testing.T) {
	head := "nip,name,unit,position\n" + nipBudi + ",Budi,Dinas A,x\n"
	tests := []struct{ name, row, value, reason string }{
		{"166 scientific notation with comma", `"1,98501E+17",Ani,Dinas A,`, "1,98501E+17", "format the NIP column as text"},
		{"166 scientific notation with dot", `1.98501E+17,Ani,Dinas A,`, "1.98501E+17", "format the NIP column as text"},
		{"17 digits", nipAni[:17] + ",Ani,Dinas A,", nipAni[:17], "18 digits"},
		{"old NIP", "131234567,Ani,Dinas A,", "131234567", "old NIP"},
		{"letter O in an NIP", "19900228201502200O,Ani,Dinas A,", "19900228201502200O", "18 digits"},
		{"no NIP", " ,Ani,Dinas A,", "Ani", "HON-001"},
		{"no name", nipAni + ", ,Dinas A,", nipAni, "name is empty"},
		{"no unit", nipAni + ",Ani,,", nipAni, "unit is empty"},
		{"172 same NIP again", nipBudi + ",BUDI,Dinas B,", nipBudi, "same NIP as in row 2"},
		{"172 same NIP with two names", nipBudi + ",Ani,Dinas A,", nipBudi, "conflict: same NIP as in row 2"},
		{"too long", nipAni + "," + strings.Repeat("a", 201) + ",Dinas A,", nipAni, "longer than 200"},
		{"only a position", ",,,Jumlah", "", "NIP is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := read(t, "x.csv", head+tt.row+"\n")
			if len(f.Rows) != 1 || f.Rows[0].Name != "Budi" || len(f.Rejected) != 1 {
				t.Fatalf("rows %+v, rejected %+v", f.Rows, f.Rejected)
			}
			got := f.Rejected[0]
			if got.Row != 3 || got.Value != tt.value || !strings.Contains(got.Reason, tt.reason) ||
				got.ReasonIndonesian == "" || got.ReasonIndonesian == got.Reason {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestReadRefusesFiles(t *testing.T) {
	tests := []struct{ name, file, text, says, says2 string }{
		{"175 unclosed quote", "x.csv", "nip,name,unit\n\"1985,Budi,Dinas A\n1986,Ani,Dinas\n", "line 2",
			"nothing was imported"},
		{"quote inside a value", "x.csv", "nip,name,unit\n1,2,3\n1985,Budi \"B\",Dinas A\n", "line 3",
			"quotation mark"},
		{"missing column", "x.csv", "NIP,Nama,Agama\n1,2,3\n", "missing unit", "found NIP, Nama, Agama"},
		{"no header", "x.csv", nipBudi + ",Budi,Dinas A\n", `the first cells read are "…", "Budi", "Dinas A"`, "missing nip, name, unit"},
		{"header below row 20", "x.csv", strings.Repeat("x,,\n", 20) + "nip,name,unit\n", "first 20 rows", "missing"},
		{"empty", "x.csv", "", "no header", ""},
		{"old .xls", "x.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx", ""},
		{"web page named .xls", "x.xls", "<html><table>", "web page", ""},
		{"text named .xlsx", "x.xlsx", "nip,name,unit\n", "not an XLSX", ""},
		{"zip cut off", "x.xlsx", "PK\x03\x04abc", "broken", "save it again"},
		{"binary", "x.csv", "nip,name,unit\x00\n", "not a text file", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := roster.Read(tt.file, []byte(tt.text))
			var broken *roster.FileError
			if f != nil || !errors.As(err, &broken) {
				t.Fatalf("file %v, error %v", f, err)
			}
			if text := err.Error(); !strings.Contains(text, tt.says) || !strings.Contains(text, tt.says2) {
				t.Errorf("error %q", text)
			}
			if broken.Indonesian == "" || broken.Indonesian == broken.Message {
				t.Errorf("Indonesian %q", broken.Indonesian)
			}
		})
	}
}

func TestReadKeepsOnlyRosterColumns(t *testing.T) {
	f := read(t, "siasn.csv", "NAMA,NIP,JENIS KELAMIN,AGAMA,NIK,NOMOR HP,GOL AKHIR,NAMA JABATAN,"+
		"NAMA UNOR,UNOR INDUK,Zona Waktu\n"+
		"Budi,"+nipBudi+",Laki-laki,Islam,8271010101850001,0812-3456-7890,III/D,Analis,"+
		"Bidang A,Dinas B,WIT\n")
	want := roster.Row{Line: 2, Key: nipBudi, Name: "Budi", Unit: "Bidang A", ParentUnit: "Dinas B",
		Position: "Analis", Rank: "III/d", Sex: "m", Phone: "+6281234567890", Timezone: "Asia/Jayapura"}
	got := f.Rows[0]
	if len(got.Warnings) != 0 {
		t.Errorf("warnings %v", got.Warnings)
	}
	got.Warnings = nil
	if !equalRows(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if strings.Join(f.Dropped, ",") != "AGAMA,NIK" || f.Header["phone"] != "NOMOR HP" {
		t.Errorf("dropped %v, header %v", f.Dropped, f.Header)
	}
}

func equalRows(a, b roster.Row) bool {
	return a.Line == b.Line && a.Key == b.Key && a.Name == b.Name && a.Unit == b.Unit &&
		a.ParentUnit == b.ParentUnit && a.Position == b.Position && a.Rank == b.Rank &&
		a.Sex == b.Sex && a.Phone == b.Phone && a.Timezone == b.Timezone
}

func TestReadTellsUnitFromParent(t *testing.T) {
	tests := []struct{ name, header, unit, parent string }{
		{"UNOR and its parent", "nip,nama,UNOR INDUK,NAMA UNOR", "second", "first"},
		{"OPD above the unit", "nip,nama,OPD,Unit Kerja", "second", "first"},
		{"unit before Perangkat Daerah", "nip,nama,UNIT_KERJA,Perangkat Daerah", "first", "second"},
		{"OPD alone", "nip,nama,OPD,Agama", "first", ""},
		{"parent alone is the unit", "nip,nama,UNOR INDUK,Agama", "first", ""},
		{"names of the contract", "nip,name,unit,parent_unit", "first", "second"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(t, "x.csv", tt.header+"\n"+nipBudi+",Budi,first,second\n").Rows[0]
			if got.Unit != tt.unit || got.ParentUnit != tt.parent {
				t.Errorf("unit %q below %q", got.Unit, got.ParentUnit)
			}
		})
	}
}

func TestReadWarnsAndLeavesEmpty(t *testing.T) {
	f := read(t, "x.csv", "nip,name,unit,hp,jk,zona\n"+
		nipBudi+",Budi,A,rumah,X,WIX\n"+nipAni+",Ani,A,-,L,\n")
	if w := f.Rows[0].Warnings; len(w) != 3 || f.Rows[0].Phone+f.Rows[0].Sex+f.Rows[0].Timezone != "" {
		t.Errorf("row %+v", f.Rows[0])
	}
	if w := f.Rows[1].Warnings; len(w) != 1 || !strings.Contains(w[0], "another sex") {
		t.Errorf("row %+v", f.Rows[1])
	}
}

func TestReadPriaAndWanita(t *testing.T) {
	f := read(t, "x.csv", "nip,name,unit,jk\n"+nipBudi+",Budi,A,P\n"+nipAni+",Ani,A,W\n")
	if f.Rows[0].Sex != "m" || f.Rows[1].Sex != "f" {
		t.Errorf("rows %+v", f.Rows)
	}
	f = read(t, "x.csv", "nip,name,unit,jk\n"+nipBudi+",Budi,A,L\n"+nipAni+",Ani,A,P\n")
	if f.Rows[0].Sex != "m" || f.Rows[1].Sex != "f" {
		t.Errorf("rows %+v", f.Rows)
	}
}

func TestReadWindows1252(t *testing.T) {
	f := read(t, "x.csv", "nip,name,unit\n"+nipBudi+",Ren\xe9,A\n")
	if f.Rows[0].Name != "René" || !strings.Contains(strings.Join(f.Warnings, ""), "Windows-1252") {
		t.Errorf("file %+v", f)
	}
}

// The titles below a group count, also where the upper row alone would do as a header; neither row is
// ever a person.
func TestReadHeaderOfTwoRows(t *testing.T) {
	tests := []struct{ name, header string }{
		{"OPD and Nama Unor below Unit Kerja", "NIP,Nama,Unit Kerja,\n,,OPD,Nama Unor\n"},
		{"Unor Induk and Unor below Unit Kerja", "NIP,Nama,Unit Kerja,\n,,Unor Induk,Unor\n"},
		{"Induk and Nama below Unit Kerja", "NIP,Nama,Unit Kerja,\n,,Induk,Nama\n"},
		{"filled cells instead of merged ones", "NIP,Nama,Unit Kerja,Unit Kerja\nNIP,Nama,OPD,Nama Unor\n"},
		{"titles below every column", "NIP,Nama,Unit Kerja,\nBaru,Lengkap,OPD,Nama Unor\n"},
		{"column numbers below", "NIP,Nama,Unit Kerja,\n,,OPD,Nama Unor\n1,2,3,4\n"},
		{"repeated on the next page", "NIP,Nama,Unit Kerja,\n,,OPD,Nama Unor\n" + nipAni +
			",Ani,first,second\nNIP,Nama,Unit Kerja,\n,,OPD,Nama Unor\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := read(t, "x.csv", tt.header+nipBudi+",Budi,first,second\n")
			if len(f.Rows) == 0 || len(f.Rejected) > 0 {
				t.Fatalf("rows %+v, rejected %+v", f.Rows, f.Rejected)
			}
			for _, row := range f.Rows {
				if row.Unit != "second" || row.ParentUnit != "first" {
					t.Errorf("unit %q below %q", row.Unit, row.ParentUnit)
				}
			}
		})
	}
}

// A row of the header that can't be understood is said to be one; a person below a header of one row stays a
// person.
func TestReadSaysWhatMayBeAHeader(t *testing.T) {
	f := read(t, "x.csv", "NIP,Nama,Unit Kerja,\n,,Eselon Dua,Bagian\n"+nipBudi+",Budi,first,second\n")
	if len(f.Rows) != 1 || len(f.Rejected) != 1 || f.Rejected[0].Row != 2 ||
		!strings.Contains(f.Rejected[0].Reason, "a row of the header") {
		t.Errorf("rows %+v, rejected %+v", f.Rows, f.Rejected)
	}
	f = read(t, "x.csv", "NIP,Nama,Unit Kerja\n,Ani,Unit\n"+nipBudi+",Budi,OPD\n")
	if len(f.Rows) != 1 || len(f.Rejected) != 1 || !strings.Contains(f.Rejected[0].Reason, "HON-001") {
		t.Errorf("rows %+v, rejected %+v", f.Rows, f.Rejected)
	}
}
