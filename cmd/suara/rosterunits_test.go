package main

import (
	"strings"
	"testing"
	"time"
)

// onlyUnits changes nobody: a unit is in another zone, another below a parent.
const onlyUnits = `nip,name,unit,parent_unit,timezone
198501012010011001,Siti Rahma,Dinas Kesehatan,,WIB
199002022015022002,Budi <Santoso> & Co,Dinas Kesehatan,,WIB
198703032012031003,Ahmad Yani,Dinas Pendidikan,Dinas Kesehatan,
199104042016042004,Dewi Lestari,Dinas Pendidikan,Dinas Kesehatan,
`

// An import that changes units only is previewed, noted in the audit and told to the owners like any other.
func TestImportOfUnitsOnly(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	lacking := func(where, text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", where, want, text)
			}
		}
	}
	dry := c.command("roster import", map[string]string{"dry-run": "true"}, onlyUnits)
	lacking("the preview", string(dry.Stdout), "new 0, changed 0, unchanged 4", "changed 2", `-> "Asia/Jakarta"`,
		`parent "" -> "Dinas Kesehatan"`)
	c.owner.SendFile("unit.csv", []byte(onlyUnits), "")
	c.rest(time.Minute)
	c.sees("the owner", c.owner.Messages(), "Terapkan daftar pegawai", "0 baru", "2 unit baru atau berubah")
	lacking("the file", sheetText(t, []byte(c.file(c.owner))), "unit: zona waktu||Dinas Kesehatan|",
		"|Asia/Jakarta", "unit: unit induk||Dinas Pendidikan||Dinas Kesehatan")
	c.press(c.owner, "Ya, terapkan")
	c.sees("the owner", c.owner.Messages(), "Daftar pegawai berubah: 0 baru, 0 berubah", "2 unit baru atau berubah")
	lacking("the audit", string(c.command("audit", nil, "").Stdout), "roster imported: 0 new, 0 changed, 0 retired, 2 units new or changed")
	c.jump(time.Date(2026, 11, 9, 1, 0, 0, 0, time.UTC))
	list := c.reports(c.owner)
	if len(list) != 1 {
		t.Fatalf("%d reports", len(list))
	}
	lacking("the report", list[0].Caption, "2 unit baru")
	lacking("its file", sheetText(t, list[0].Document.Bytes), "zona waktu unit berubah|||Dinas Kesehatan · ",
		"|Dinas Kesehatan · Asia/Jakarta|2", "unit berpindah induk|||")
	c.owner.SendFile("unit.csv", []byte(onlyUnits), "")
	c.rest(time.Minute)
	c.sees("the owner", c.owner.Messages(), "tidak mengubah daftar pegawai")
}

// The preview's details go to the owner in private, whole; the group gets the counts.
func TestRosterPreviewOneByOne(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	c.group.PromoteBot()
	moved := strings.NewReplacer("Co;Dinas Kesehatan", "Co;Bagian Baru", "199912312025011009", "199912312025011000").
		Replace(changedRoster)
	c.group.SendFile(c.owner, "pegawai.csv", []byte(moved), "lengkap", 0)
	c.rest(time.Minute)
	c.sees("the group", c.group.Messages(), "1 baru", "2 berubah", "1 unit baru atau berubah", "1 catatan tentang berkas",
		"dikirim kepada Anda secara pribadi")
	sent := c.sees("the owner", c.owner.Messages(), "satu per satu", "pegawai.csv")
	text := sheetText(t, sent.Document.Bytes)
	for _, want := range []string{
		"|catatan||||kolom yang tidak disimpan: agama",
		"|unit baru||Bagian Baru",
		"4|pegawai baru|199912312025011000|Orang Baru||Dinas Pendidikan",
		"4|catatan|199912312025011000|Orang Baru||NIP berakhiran 000: mungkin digitnya hilang",
		"2|nama|198501012010011001|Siti Rahma, S.KM.|Siti Rahma|Siti Rahma, S.KM.",
		"3|unit|199002022015022002|Budi <Santoso> & Co|Dinas Kesehatan|Bagian Baru",
		"|akan dinonaktifkan|198703032012031003|Ahmad Yani|Dinas Pendidikan",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %q:\n%s", want, text)
		}
	}
	for _, m := range c.group.Messages() {
		if m.FromBot && m.Document != nil {
			t.Error("the group got a file with names")
		}
	}
	if strings.Contains(text, "rahasia") {
		t.Error("the file holds a column that is not kept")
	}
}
