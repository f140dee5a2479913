package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"suara/simulator"
)

// laterRoster has a newcomer, a transfer and a renamed unit; Dewi Lestari is gone.
const laterRoster = `nip,name,unit
198501012010011001,Siti Rahma,Dinas Kesehatan
199002022015022002,Budi <Santoso> & Co,Dinas Pendidikan
198703032012031003,Ahmad Yani,Dinas Pendidikan
199912312025011009,Orang Baru,Bagian Baru
`

func (c *cast) reports(p *simulator.Phone) (files []simulator.Message) {
	for _, m := range p.Messages() {
		if m.FromBot && m.Document != nil && strings.Contains(m.Caption, "Perubahan daftar pegawai") {
			files = append(files, m)
		}
	}
	return files
}

// Every owner is told once what changed of the roster in the last 30 days: at an opening, else when the
// week begins.
func TestOwnersAreToldOfTheRoster(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	second := c.phone(902, "")
	second.Start("")
	c.admin("/hak_akses 902 owner")
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	for _, owner := range []*simulator.Phone{c.owner, second} {
		if list := c.reports(owner); len(list) != 0 {
			t.Fatalf("owner %d was told of the first roster at the opening: %+v", owner.ID(), list)
		}
	}
	c.command("roster import", map[string]string{"complete": "true"}, laterRoster)
	c.rest(time.Minute)
	if len(c.reports(c.owner)) != 0 {
		t.Error("a report came between")
	}
	c.jump(time.Date(2026, 11, 9, 1, 0, 0, 0, time.UTC)) // a Monday, 10.00 WIT
	for _, owner := range []*simulator.Phone{c.owner, second} {
		list := c.reports(owner)
		if len(list) != 1 {
			t.Fatalf("owner %d has %d reports on Monday, want 1", owner.ID(), len(list))
		}
		for _, want := range []string{"1 pegawai baru", "1 pegawai tidak aktif lagi",
			"1 pegawai pindah unit", "1 unit baru",
			"operator di server", "unit kecil", "Bagian Baru: 1 masuk, sekarang 1 pegawai",
			"Dinas Pendidikan: 1 masuk, sekarang 2 pegawai"} {
			if !strings.Contains(list[0].Caption, want) {
				t.Errorf("the report lacks %q:\n%s", want, list[0].Caption)
			}
		}
		table := sheetText(t, list[0].Document.Bytes)
		for _, want := range []string{"pegawai baru|199912312025011009|Orang Baru||Bagian Baru|1",
			"pindah unit|199002022015022002|Budi <Santoso> & Co|Dinas Kesehatan|Dinas Pendidikan|2",
			"tidak aktif lagi|199104042016042004|Dewi Lestari|Dinas Pendidikan", "unit baru||||Bagian Baru|1"} {
			if !strings.Contains(table, want) {
				t.Errorf("the file lacks %q:\n%s", want, table)
			}
		}
		if strings.Contains(table, "Siti Rahma") {
			t.Error("the file names somebody of whom nothing changed")
		}
	}
	c.jump(time.Date(2026, 11, 16, 1, 0, 0, 0, time.UTC))
	if n := len(c.reports(c.owner)); n != 1 {
		t.Errorf("the same changes were reported again: %d reports", n)
	}
	admin := c.phone(903, "")
	admin.Start("")
	c.admin("/hak_akses 903 admin")
	c.command("wave close", nil, "", string(c.wave().ID))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	if len(c.reports(admin)) != 0 || len(c.reports(c.owner)) != 1 {
		t.Error("an admin got a report, or an opening without news made one")
	}
	c.command("wave close", nil, "", string(c.wave().ID))
	c.command("roster import", nil, stageRoster)
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	for _, owner := range []*simulator.Phone{c.owner, second} {
		if list := c.reports(owner); len(list) != 2 || !strings.Contains(list[1].Caption, "1 pegawai aktif kembali") {
			t.Errorf("owner %d is not told at the opening: %+v", owner.ID(), list)
		}
	}
}

// sheetText is a workbook's first sheet, a line each row, cells with | between.
func sheetText(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, "|") + "\n")
	}
	return b.String()
}

// A transfer keeps its history, and the person's file tells it.
func TestTransferKeepsHistory(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{mode: "confidential"})
	p := c.phone(501, "")
	c.register(p, c.code("199002022015022002"))
	c.command("roster import", nil, laterRoster)
	if r := c.person("199002022015022002"); r.Account != 501 || len(r.Past) != 1 ||
		r.Past[0].Unit != "dinas-kesehatan" {
		t.Fatalf("after the transfer the person is %+v", r)
	}
	p.Send("/data_saya")
	c.rest(time.Minute)
	if text := c.file(p); !strings.Contains(text, "Unit sebelumnya: Dinas Kesehatan, sampai Selasa, 3 November 2026") {
		t.Errorf("the own file lacks the unit before:\n%s", text)
	}
}
