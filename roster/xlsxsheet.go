package roster

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// lines reads the rows of a sheet as a stream and, behind them, the merged ranges.
func (b *workbook) lines(part string, merged *[]span) lineSource {
	return func(yield func(line) bool) error {
		row := 0
		return b.walk(part, maxSheet, func(d *xml.Decoder, t xml.Token) (bool, error) {
			start, ok := t.(xml.StartElement)
			if !ok {
				return true, nil
			}
			switch start.Name.Local {
			case "row":
				row++
				if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n > 0 {
					row = n
				}
				cells, err := b.rowCells(d)
				if err != nil {
					return false, err
				}
				return yield(line{row, cells}), nil
			case "mergeCell":
				if s, ok := parseSpan(attribute(start, "ref")); ok {
					*merged = append(*merged, s)
				}
			}
			return true, nil
		})
	}
}

// rowCells reads the cells up to the end of a row.
func (b *workbook) rowCells(d *xml.Decoder) (cells []cell, err error) {
	next := 0
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return cells, nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if _, col, ok := parseRef(attribute(t, "r")); ok {
				next = col
			}
			content, err := b.cellContent(d, attribute(t, "t"))
			if err != nil {
				return nil, err
			}
			if content.text != "" && next < maxColumns {
				for len(cells) <= next {
					cells = append(cells, cell{})
				}
				cells[next] = content
			}
			next++
		}
	}
}

// cellContent reads one cell of a stored type: s shared text, inlineStr, str and d texts, b truth, e
// error, otherwise a number.
func (b *workbook) cellContent(d *xml.Decoder, kind string) (cell, error) {
	value, inline, inValue := "", "", false
	for {
		token, err := d.RawToken()
		if err != nil {
			return cell{}, unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue = true
			case "is":
				if inline, err = textIn(d, "is"); err != nil {
					return cell{}, err
				}
			}
		case xml.CharData:
			if inValue {
				value += string(t)
			}
		case xml.EndElement:
			inValue = false
			if t.Name.Local == "c" {
				return b.typed(kind, value, inline)
			}
		}
	}
}

// typed gives a cell its text by its stored type.
func (b *workbook) typed(kind, value, inline string) (cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if value != "" && (err != nil || i < 0 || i >= len(b.strings)) {
			return cell{}, fmt.Errorf("shared text %q is missing", value)
		}
		if value == "" {
			return cell{}, nil
		}
		return cell{text: b.strings[i]}, nil
	case "inlineStr":
		return cell{text: inline}, nil
	case "str":
		return cell{text: unescape(value)}, nil
	case "b", "d":
		return cell{text: value}, nil
	case "e": // such as #N/A of a failed look-up: nothing to keep
		return cell{}, nil
	}
	return cell{text: wholeNumber(strings.TrimSpace(value)), numeric: value != ""}, nil
}

// parseRef reads "AB12" as row 12 and column 27.
func parseRef(ref string) (row, col int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		col = col*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return row, col - 1, err == nil && i > 0 && row > 0
}

func parseSpan(ref string) (span, bool) {
	from, to, ok := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	top, left, ok1 := parseRef(from)
	bottom, right, ok2 := parseRef(to)
	return span{ref, top, bottom, left, right}, ok && ok1 && ok2 && top <= bottom && left <= right
}
