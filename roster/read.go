package roster

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// maxFile is the largest file that is read, in bytes.
const maxFile = 64 << 20

// maxText is the longest text a cell may hold for us, in runes.
const maxText = 200

// cell is one cell of a file.
type cell struct {
	text    string
	numeric bool // a number to the spreadsheet: long ones have lost digits
}

// line is one row of a file.
type line struct {
	row   int // 1-based, as a person sees it
	cells []cell
}

// span is a merged range of cells, 1-based rows and 0-based columns, both ends inside.
type span struct {
	ref                              string
	top, bottom, leftmost, rightmost int
}

// lineSource calls yield for line after line until it returns false.
type lineSource func(yield func(line) bool) error

// Read reads a roster file, CSV or XLSX by its content and name. Rows that can't be taken are in
// Rejected. Where nothing can be, because no header is usable or the file is broken, the error is a
// [*FileError] with place and mend.
func Read(name string, data []byte) (*File, error) {
	if len(data) > maxFile {
		return nil, because("the file is larger than 64 MiB: split it by unit",
			"berkas lebih besar dari 64 MiB: pisahkan per perangkat daerah").file()
	}
	extension := strings.ToLower(filepath.Ext(name))
	head := bytes.ToLower(bytes.TrimSpace(data[:min(len(data), 512)]))
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, because(
			"this is an old .xls file or one with a password: save it as .xlsx without a password",
			"ini berkas .xls lama atau berkata sandi: simpan sebagai .xlsx tanpa kata sandi").file()
	case bytes.HasPrefix(head, []byte("%pdf")), bytes.HasPrefix(head, []byte("<")):
		return nil, because("this is no table (a PDF or a web page): save it as .xlsx or .csv",
			"ini bukan tabel (PDF atau halaman web): simpan sebagai .xlsx atau .csv").file()
	case strings.HasPrefix(extension, ".xls"):
		return nil, because("this is not an XLSX file, or it is cut off: save it again as .xlsx",
			"ini bukan berkas XLSX, atau terpotong: simpan ulang sebagai .xlsx").file()
	}
	return readCSV(data)
}

// record is one row of a file with only the columns that are kept.
type record struct {
	row   int
	cells [columnCount]cell
}

// errNoHeader stops the reading of lines among which no header is.
var errNoHeader = errors.New("no header")

// collect finds the header among the first lines of a source and takes the kept columns of all lines
// below it.
func collect(source lineSource) (header, []record, error) {
	var head []line
	var h header
	var records []record
	found := false
	settle := func() bool {
		h, found = findHeader(head), true
		if !h.usable() {
			h.first = firstCells(head)
			return false
		}
		for _, l := range head[h.line : h.line+h.lines] {
			h.own = append(h.own, h.pick(l))
		}
		for _, l := range head[h.line+h.lines:] {
			records = append(records, h.pick(l))
		}
		return true
	}
	err := source(func(l line) bool {
		switch {
		case found:
			records = append(records, h.pick(l))
		case l.row <= headerRows:
			head = append(head, l)
		default:
			head = append(head, l)
			return settle()
		}
		return true
	})
	if err == nil && !found {
		settle()
	}
	if err == nil && !h.usable() {
		err = errNoHeader
	}
	return h, records, err
}

// pick takes the kept columns of a line.
func (h header) pick(l line) record {
	rec := record{row: l.row}
	for i, col := range h.at {
		if col >= 0 && col < len(l.cells) {
			rec.cells[i] = cell{clean(l.cells[col].text), l.cells[col].numeric}
		}
	}
	return rec
}

// shownCells and shownText bound what an error tells of a file in which no header was found.
const (
	shownCells = 6
	shownText  = 30
)

// firstCells are the first texts of a file, as a person would recognise it by. Numbers of people are not
// repeated: an error may be logged.
func firstCells(lines []line) (first []string) {
	for _, l := range lines {
		for _, c := range l.cells {
			text := clean(c.text)
			if text == "" {
				continue
			}
			text = longNumber.ReplaceAllString(text, "…")
			if runes := []rune(text); len(runes) > shownText {
				text = string(runes[:shownText]) + "…"
			}
			if first = append(first, strconv.Quote(text)); len(first) == shownCells {
				return first
			}
		}
	}
	return first
}

var longNumber = regexp.MustCompile(`[0-9]{5,}`)

// noHeader says which columns were found and which are missing.
func noHeader(h header, place, placeID string) *FileError {
	found := make([]string, 0, len(h.found))
	for _, c := range columns() {
		if title, ok := h.found[c.name]; ok {
			found = append(found, title)
		}
	}
	found = append(found, h.drop...)
	list, listID := "nothing", "tidak ada"
	switch {
	case len(h.found) > 0:
		list = strings.Join(found, ", ")
		listID = list
	case len(h.first) > 0:
		first := strings.Join(h.first, ", ")
		list, listID = "no known title (the first cells read are "+first+")",
			"tidak ada judul yang dikenal (sel pertama yang terbaca: "+first+")"
	}
	missing := strings.Join(h.missing(), ", ")
	return because(
		fmt.Sprintf("%sno header row with the columns nip, name and unit among the first %d rows: "+
			"found %s; missing %s: add or rename the columns; nothing was imported",
			place, headerRows, list, missing),
		fmt.Sprintf("%stidak ada baris judul dengan kolom nip, name (nama) dan unit di %d baris "+
			"pertama: ditemukan %s; belum ada %s: tambahkan atau ganti nama kolom; tidak ada yang diimpor",
			placeID, headerRows, listID, missing)).file()
}
