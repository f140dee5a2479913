package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// rosterSheet is a workbook as an office sends it: letterhead, then a header, then people.
func rosterSheet(t *testing.T, cells map[string]any, merged ...string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, value := range cells {
		if err := f.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i+1 < len(merged); i += 2 {
		if err := f.MergeCell("Sheet1", merged[i], merged[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const newcomer = "199912312025011009"

// TestCasesOfTheRoster holds the rows on the roster the whole way: a file that an owner sends to the bot, its
// preview, the button, and who is on the roster then.
func TestCasesOfTheRoster(t *testing.T) {
	t.Parallel()
	long := "nip,name,unit\n"
	merged := map[string]any{
		"A1": "PEMERINTAH PROVINSI", "A2": "DAFTAR PEGAWAI", "A4": "NIP", "B4": "Nama", "C4": "Unit Kerja",
		"A5": newcomer, "B5": "Orang Baru", "C5": "Dinas Kesehatan", "A6": "199001012022211003", "B6": "Orang Lain",
	}
	numeric := map[string]any{
		"A1": "NIP", "B1": "Nama", "C1": "Unit", "A2": newcomer, "B2": "Orang Baru", "C2": "Dinas Kesehatan",
		"A3": 198501012010011001, "B3": "Siti Rahma", "C3": "Dinas Kesehatan",
	}
	for _, row := range []struct {
		name, file, data string
		preview          []string // what the group reads
		rejected         []string // what stands in the file of rejected rows
		taken            bool     // the newcomer is on the roster after the button
	}{
		{"163 semicolons of Indonesian Excel", "a.csv",
			"nip;nama;unit\r\n" + newcomer + ";Orang Baru;Dinas Kesehatan\r\n", []string{"1 baru"}, nil, true},
		{"164 byte-order mark", "a.csv", "\ufeffnip,name,unit\n" + newcomer + ",Orang Baru,Dinas Kesehatan\n",
			[]string{"1 baru"}, nil, true},
		{"166 an NIP as 1,98501E+17", "a.csv",
			long + newcomer +
				",Orang Baru,Dinas Kesehatan\n\"1,98501E+17\",Siti,Dinas Kesehatan\n1.98501E+17,Siti,Dinas Kesehatan\n",
			[]string{"1 baru", "2 baris ditolak"},
			[]string{"3|1,98501E+17", "4|1.98501E+17", "format kolom NIP menjadi teks"}, true},
		{"167 an NIP as a number", "a.xlsx", rosterSheet(t, numeric), []string{"1 baru", "1 baris ditolak"},
			[]string{"3|", "teks"}, true},
		{"169 170 an apostrophe and a lost zero", "a.csv",
			"nip,name,unit,phone\n'" + newcomer + ",Orang Baru,Dinas Kesehatan,81234567890\n",
			[]string{"1 baru"}, nil, true},
		{"172 the same NIP with two names", "a.csv",
			long + newcomer + " ,Orang Baru,Dinas Kesehatan\n" + newcomer + ",Orang Lain,Dinas Kesehatan\n",
			[]string{"1 baru", "1 baris ditolak"}, []string{"3|" + newcomer, "baris 2"}, true},
		{"173 letterhead, and a unit merged over two rows", "a.xlsx", rosterSheet(t, merged, "C5", "C6"),
			[]string{"1 baru", "1 baris ditolak"}, []string{"6|"}, true},
		{"175 an unclosed quote", "a.csv", "nip,name,unit\n\"" + newcomer + ",Orang Baru,Dinas Kesehatan\n",
			[]string{"a.csv", "baris 2", "tidak diterapkan"}, nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCast(t, scene{})
			c.group.PromoteBot()
			c.group.SendFile(c.owner, row.file, []byte(row.data), "", 0)
			c.rest(time.Minute)
			c.sees("the group", c.group.Messages(), row.preview...)
			if len(row.rejected) > 0 {
				list := sheetText(t, []byte(c.file(c.owner)))
				for _, want := range row.rejected {
					if !strings.Contains(list, want) {
						t.Errorf("the rejected rows lack %q:\n%s", want, list)
					}
				}
			}
			if !row.taken {
				return
			}
			c.groupPress("Ya, terapkan")
			if r := c.person(newcomer); r.Name != "Orang Baru" || r.Unit != "dinas-kesehatan" || !r.Active() ||
				r.Phone != "" && r.Phone != "+6281234567890" {
				t.Errorf("the newcomer is %+v", r)
			}
			if r := c.person(siti); r.Name != "Siti Rahma" {
				t.Errorf("a rejected row changed %+v", r)
			}
			c.group.SendFile(c.owner, row.file, []byte(row.data), "", 0) // 172: the same file again doubles nobody
			c.rest(time.Minute)
			c.sees("the group", c.group.Messages(), "tidak mengubah daftar pegawai")
		})
	}
}
