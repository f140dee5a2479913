package roster_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"suara/roster"
)

func letterRows(n int) (rows []roster.CodeRow) {
	for i := range n {
		unit := "Dinas Kesehatan"
		if i%3 == 2 {
			unit = "Badan Pengelola Keuangan, Pendapatan dan Aset Daerah Kabupaten Kepulauan Sula (Sekretariat)"
		}
		code := fmt.Sprintf("K7MQ2X%02d", i+22)
		rows = append(rows, roster.CodeRow{
			Key: "19850101201001100" + fmt.Sprint(i%10), Name: "Dr. Siti Rahma Ñoër, M.Kes.", Unit: unit, Code: code,
			Link: "https://t.me/suara_uji_bot?start=" + code,
		})
	}
	return rows
}

var head = roster.LetterHead{
	Organisation: "Biro Organisasi Setda Provinsi Maluku Utara", Bot: "suara_uji_bot", Letter: "800/12/2026",
	Phrase: "kora-kora", Contact: "0921 123456", Days: 90, Made: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC),
}

func TestLetters(t *testing.T) {
	var b bytes.Buffer
	if err := roster.WriteLetters(&b, head, letterRows(13)); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
		t.Fatal("no PDF")
	}
	// 9 people of one unit on two pages, 4 of the other on one: no unit shares a page.
	if n := bytes.Count(b.Bytes(), []byte("/Type /Page\n")); n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	if path := os.Getenv("SUARA_LETTERS"); path != "" { // to look at it
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLettersWithoutABotName(t *testing.T) {
	rows := letterRows(1)
	rows[0].Link = ""
	bare := head
	bare.Bot, bare.Letter, bare.Phrase, bare.Contact, bare.Days = "", "", "", "", 0
	var b bytes.Buffer
	if err := roster.WriteLetters(&b, bare, rows); err != nil {
		t.Fatal(err)
	}
	if squares := drawn(t, b.Bytes()); len(squares) > 0 {
		t.Error("a strip without a link has a QR code")
	}
}

func TestCodesSheetIsText(t *testing.T) {
	var b bytes.Buffer
	rows := letterRows(2)
	rows[1].Name = "=1+1"
	if err := roster.WriteCodesSheet(&b, rows); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	for _, cell := range []string{"A2", "B3", "D2"} {
		kind, err := f.GetCellType(sheet, cell)
		if err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s has type %v, %v; want text", cell, kind, err)
		}
		if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
			t.Errorf("%s is a formula", cell)
		}
	}
	if nip, _ := f.GetCellValue(sheet, "A2"); nip != rows[0].Key {
		t.Errorf("the NIP became %q", nip)
	}
}
