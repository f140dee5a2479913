package roster

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// The limits of an unzipped workbook: sheets are read as a stream, shared texts are held.
const (
	maxSheet   = 512 << 20
	maxStrings = 64 << 20
	maxColumns = 1024
)

var errTooLarge = errors.New("larger than allowed")

// workbook is an open XLSX file. Only the stored type of a cell tells an NIP kept as text from one that
// has lost its digits. excelize hides it from its streaming reader, and loading whole sheets takes it
// 10 s and 1.1 GB for 50,000 rows of 33 columns; this stream takes 2.5 s and writes no temporary files
// with personal data.
type workbook struct {
	parts   map[string]*zip.File
	targets map[string]string // relation id → part
	strings []string
}

// readXLSX reads the first visible sheet with a usable header.
func readXLSX(data []byte) (*File, error) {
	book, sheets, err := openWorkbook(data)
	if err != nil {
		return nil, brokenXLSX(err)
	}
	var best header
	var bestSheet string
	for _, s := range sheets {
		var merged []span
		h, records, err := collect(book.lines(s.part, &merged))
		switch {
		case errors.Is(err, errNoHeader):
			if bestSheet == "" || len(h.found) > len(best.found) {
				best, bestSheet = h, s.name
			}
			continue
		case err != nil:
			return nil, brokenXLSX(err)
		}
		f := h.file(records, merged)
		f.Sheet = s.name
		return f, nil
	}
	if bestSheet == "" {
		return nil, because("the workbook has no visible sheet: save the roster on a sheet of its own",
			"buku kerja tidak memiliki lembar yang terlihat: simpan daftar pegawai di satu lembar").file()
	}
	return nil, noHeader(best, "sheet "+strconv.Quote(bestSheet)+": ", "lembar "+strconv.Quote(bestSheet)+": ")
}

func brokenXLSX(err error) *FileError {
	if errors.Is(err, errTooLarge) {
		return because("the workbook is too large when unzipped: delete other sheets and columns",
			"buku kerja terlalu besar: hapus lembar dan kolom lain").file()
	}
	return becausef("the XLSX file is broken (%v): open it in a spreadsheet and save it again as .xlsx",
		"berkas XLSX rusak (%v): buka di aplikasi lembar kerja dan simpan ulang sebagai .xlsx", err).file()
}

// sheet is one visible sheet.
type sheet struct{ name, part string }

func openWorkbook(data []byte) (*workbook, []sheet, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	b := &workbook{parts: map[string]*zip.File{}, targets: map[string]string{}}
	for _, part := range archive.File {
		b.parts[strings.ToLower(strings.TrimPrefix(part.Name, "/"))] = part
	}
	if b.parts["xl/workbook.xml"] == nil {
		return nil, nil, errors.New("it holds no workbook")
	}
	if err := b.readRelations(); err != nil {
		return nil, nil, err
	}
	sheets, err := b.readSheets()
	if err != nil {
		return nil, nil, err
	}
	return b, sheets, b.readStrings()
}

// walk reads the elements of a part until visit returns false.
func (b *workbook) walk(part string, limit int64, visit func(*xml.Decoder, xml.Token) (bool, error)) error {
	packed := b.parts[strings.ToLower(part)]
	if packed == nil {
		return errors.New("part " + path.Base(part) + " is missing")
	}
	stream, err := packed.Open()
	if err != nil {
		return err
	}
	defer stream.Close()
	decoder := xml.NewDecoder(&limitedReader{stream, limit})
	for {
		token, err := decoder.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if more, err := visit(decoder, token); err != nil || !more {
			return err
		}
	}
}

// limitedReader fails where a stream is longer than allowed, as a small file may unzip to a huge one.
type limitedReader struct {
	stream io.Reader
	left   int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.stream.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

func (b *workbook) readRelations() error {
	return b.walk("xl/_rels/workbook.xml.rels", maxStrings, func(_ *xml.Decoder, t xml.Token) (bool, error) {
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "Relationship" {
			target := strings.ReplaceAll(attribute(start, "Target"), `\`, "/")
			if rooted, ok := strings.CutPrefix(target, "/"); ok {
				target = rooted
			} else {
				target = path.Join("xl", target)
			}
			b.targets[attribute(start, "Id")] = target
			if strings.HasSuffix(attribute(start, "Type"), "/sharedStrings") {
				b.targets["sharedStrings"] = target
			}
		}
		return true, nil
	})
}

// readSheets lists the visible sheets in their order.
func (b *workbook) readSheets() (sheets []sheet, err error) {
	err = b.walk("xl/workbook.xml", maxStrings, func(_ *xml.Decoder, t xml.Token) (bool, error) {
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "sheet" {
			part, known := b.targets[attribute(start, "id")]
			if state := attribute(start, "state"); known && (state == "" || state == "visible") {
				sheets = append(sheets, sheet{attribute(start, "name"), part})
			}
		}
		return true, nil
	})
	return sheets, err
}

// readStrings reads the texts that cells refer to by number.
func (b *workbook) readStrings() error {
	part, ok := b.targets["sharedStrings"]
	if !ok || b.parts[strings.ToLower(part)] == nil {
		return nil
	}
	return b.walk(part, maxStrings, func(d *xml.Decoder, t xml.Token) (bool, error) {
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := textIn(d, "si")
			b.strings = append(b.strings, text)
			return true, err
		}
		return true, nil
	})
}

// textIn joins the text runs up to the end of an element, without the reading aids of Asian scripts.
func textIn(d *xml.Decoder, end string) (string, error) {
	var text strings.Builder
	inText, aids := false, 0
	for {
		token, err := d.RawToken()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				aids++
			}
		case xml.CharData:
			if inText && aids == 0 {
				text.Write(t)
			}
		case xml.EndElement:
			inText = false
			switch t.Name.Local {
			case "rPh":
				aids--
			case end:
				return unescape(text.String()), nil
			}
		}
	}
}

// unexpected makes the end of a stream inside an element an error.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attribute(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// escaped finds characters that the format writes as _x000D_.
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(m string) string {
		code, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil {
			return m
		}
		return string(rune(code))
	})
}

// wholeNumber writes a number of a numeric cell without exponent where it is whole.
func wholeNumber(s string) string {
	if !strings.ContainsAny(s, "eE.") || len(s) > 40 {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int64(f)) {
		return s
	}
	return new(big.Float).SetFloat64(f).Text('f', 0)
}
