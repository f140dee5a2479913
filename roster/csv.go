package roster

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// readCSV reads text with separators.
func readCSV(data []byte) (*File, error) {
	text, warnings, err := decode(data)
	if err != nil {
		return nil, err
	}
	separator, text := separatorOf(text)
	h, records, err := collect(csvLines(text, separator))
	var broken *csv.ParseError
	switch {
	case errors.As(err, &broken):
		return nil, becausef(
			"line %d: a quotation mark is not closed or stands inside a value: close or remove it, "+
				"or save the file as .xlsx; nothing was imported",
			"baris %d: tanda kutip tidak ditutup atau berada di tengah isian: tutup atau hapus, "+
				"atau simpan sebagai .xlsx; tidak ada yang diimpor",
			broken.StartLine).file()
	case errors.Is(err, errNoHeader):
		return nil, noHeader(h, "", "")
	case err != nil:
		return nil, err
	}
	f := h.file(records, nil)
	for _, w := range warnings {
		f.warn(w)
	}
	return f, nil
}

// decode turns the bytes of a text file into UTF-8 with plain line ends.
func decode(data []byte) (text []byte, warnings notes, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
	case utf8.Valid(data):
		text = bytes.TrimPrefix(data, []byte("\ufeff"))
	default:
		text, err = charmap.Windows1252.NewDecoder().Bytes(data)
		warnings = append(warnings, because("the file is not UTF-8 and was read as Windows-1252: "+
			"check names with accents, or save it as CSV UTF-8",
			"berkas bukan UTF-8 dan dibaca sebagai Windows-1252: periksa nama beraksen, atau simpan sebagai CSV UTF-8"))
	}
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return nil, nil, because("this is not a text file: save it as .csv (UTF-8) or .xlsx",
			"ini bukan berkas teks: simpan sebagai .csv (UTF-8) atau .xlsx").file()
	}
	if bytes.IndexByte(text, '\n') < 0 {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	return text, warnings, nil
}

// separatorOf finds the separator with which the header is best understood, and strips the line
// "sep=;" that tells it to spreadsheets and that they don't show.
func separatorOf(text []byte) (rune, []byte) {
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	told, ok := strings.CutPrefix(strings.ToLower(strings.TrimRight(string(first), "\r")), "sep=")
	if ok && len(told) == 1 && strings.Contains(";,\t|", told) {
		return rune(told[0]), rest
	}
	best, most, parts := ';', -1, 0
	for _, separator := range ";,\t|" {
		h, cells := csvHeader(text, separator)
		score := len(h.found)
		if h.usable() {
			score += columnCount
		}
		// Where no header tells, it is the one that parts the text most.
		if score > most || score == most && score == 0 && cells > parts {
			best, most, parts = separator, score, cells
		}
	}
	return best, text
}

// csvHeader finds the header with one separator, as far as the first rows can be read, and counts their
// cells.
func csvHeader(text []byte, separator rune) (h header, cells int) {
	var head []line
	// A broken quotation mark shows again when the whole file is read.
	_ = csvLines(text, separator)(func(l line) bool {
		head = append(head, l)
		cells += len(l.cells)
		return l.row <= headerRows
	})
	return findHeader(head), cells
}

// csvLines reads records. Their rows are counted as a spreadsheet shows them: blank lines count, line
// breaks inside a value do not.
func csvLines(text []byte, separator rune) lineSource {
	return func(yield func(line) bool) error {
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator, -1, true
		r.TrimLeadingSpace = separator != '\t'
		breaks := 0
		for {
			fields, err := r.Read()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			at, _ := r.FieldPos(0)
			l := line{row: at - breaks, cells: make([]cell, len(fields))}
			for i, field := range fields {
				l.cells[i].text = field
				breaks += strings.Count(field, "\n")
			}
			if !yield(l) {
				return nil
			}
		}
	}
}
