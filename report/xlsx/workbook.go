package xlsx

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"suara/report"
	"suara/report/folder"
	"suara/report/words"
)

// Workbook writes a document as sheets: summary, dimensions, items, units, participation, comments,
// method and codebook. Numbers are numbers, ids and words are text, hidden figures say so, and the
// charts are the spreadsheet's own.
func Workbook(d *words.Document) ([]byte, error) {
	b := &workbook{Document: d, file: excelize.NewFile(), w: d.Labels()}
	defer b.file.Close()
	if err := b.fill(); err != nil {
		return nil, fmt.Errorf("write the workbook of wave %s: %w", d.Wave(), err)
	}
	out, err := b.bytes()
	if err != nil {
		return nil, fmt.Errorf("write the workbook of wave %s: %w", d.Wave(), err)
	}
	return out, nil
}

// bytes writes the file. The library lists content types in another order each time; they are
// sorted, so that the same release gives the same bytes and the hashes in the minutes stay true.
func (b *workbook) bytes() ([]byte, error) {
	var written bytes.Buffer
	if err := b.file.Write(&written); err != nil {
		return nil, err
	}
	parts, err := folder.Unpack(written.Bytes())
	if err != nil {
		return nil, err
	}
	for i := range parts {
		if parts[i].Name == "[Content_Types].xml" {
			parts[i].Data = sortedTypes(parts[i].Data)
		}
	}
	slices.SortFunc(parts, func(x, y folder.File) int { return strings.Compare(x.Name, y.Name) })
	return folder.Pack(parts)
}

// sortedTypes puts the Default elements of a part of content types in order.
func sortedTypes(part []byte) []byte {
	types := defaultType.FindAllString(string(part), -1)
	slices.Sort(types)
	return defaultType.ReplaceAllFunc(part, func([]byte) []byte {
		first := types[0]
		types = types[1:]
		return []byte(first)
	})
}

var defaultType = regexp.MustCompile(`<Default [^>]*>(</Default>)?`)

// workbook is a file of sheets being filled.
type workbook struct {
	*words.Document
	file    *excelize.File
	w       words.Labels
	styles  [lookHidden + 1]int
	names   []string        // of the sheets
	sheet   string          // the one being filled
	row     int             // last one filled
	widths  []float64       // of the sheet's columns, in characters
	heights map[int]float64 // of the rows filled, in points
	pageRow int             // where the last page begun so far begins
	upright bool            // the sheet is printed so
	right   map[int]bool    // columns of the sheet's table whose head stands over numbers; nil: there is no table
	err     error           // the first
}

// look is how a cell looks.
type look int

const (
	lookText look = iota
	lookHead
	lookHeadRight // over numbers
	lookTitle
	lookCount   // 1.234
	lookScore   // 0,00
	lookPercent // 0,0 %
	lookHidden
)

func (b *workbook) fill() error {
	b.makeStyles()
	b.summarySheet()
	b.dimensionSheet()
	b.itemSheet()
	b.unitSheet()
	b.shareSheet()
	b.commentSheet()
	b.methodSheet()
	b.codeSheet()
	b.keep(b.file.DeleteSheet("Sheet1"))
	b.file.SetActiveSheet(0)
	b.keep(b.file.SetDocProps(&excelize.DocProperties{
		Title: b.Title(), Subject: string(b.Wave()), Creator: b.Organisation, Language: b.Language,
	}))
	return b.err
}

func (b *workbook) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *workbook) makeStyles() {
	wrap := &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1, WrapText: true}
	top := &excelize.Alignment{Vertical: "top"}
	right := &excelize.Alignment{Vertical: "top", Horizontal: "right", WrapText: true}
	blue := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"2166AC"}}
	whole, two, share := "#,##0", "0.00", "0.0%"
	letters := func(f excelize.Font) *excelize.Font { f.Family = "Calibri"; return &f }
	for l, style := range [...]excelize.Style{
		lookText: {NumFmt: asText, Alignment: wrap},
		lookHead: {NumFmt: asText, Font: letters(excelize.Font{Bold: true, Color: "FFFFFF", Size: 11}), Alignment: wrap,
			Fill: blue},
		lookHeadRight: {NumFmt: asText, Font: letters(excelize.Font{Bold: true, Color: "FFFFFF", Size: 11}), Alignment: right,
			Fill: blue},
		lookTitle:   {NumFmt: asText, Font: letters(excelize.Font{Bold: true, Size: 14})},
		lookCount:   {CustomNumFmt: &whole, Alignment: top},
		lookScore:   {CustomNumFmt: &two, Alignment: top},
		lookPercent: {CustomNumFmt: &share, Alignment: top},
		lookHidden: {NumFmt: asText, Font: letters(excelize.Font{Italic: true, Color: "5B646E", Size: 11}), Alignment: wrap,
			Fill: excelize.Fill{Type: "pattern", Pattern: 14, Color: []string{"C9CFD6"}}},
	} {
		id, err := b.file.NewStyle(&style)
		b.keep(err)
		b.styles[l] = id
	}
}

// value is one cell: text, or a number with its look.
type value struct {
	text   string
	number *float64
	look   look
}

func said(s string) value { return value{text: s} }
func head(s string) value { return value{text: s, look: lookHead} }

func counted(n int) value {
	x := float64(n)
	return value{number: &x, look: lookCount}
}

// scored is a figure: a number; words where a bound stands, so that nobody takes it for exact; the
// mark where it is hidden.
func (b *workbook) scored(x *float64, bound report.Bound, l look) value {
	switch {
	case x == nil:
		return b.hidden()
	case bound != "" && l == lookPercent:
		return said(words.Percent(*x, bound, b.Language))
	case bound != "":
		return said(words.Shown(*x, bound, b.Language))
	}
	return value{number: x, look: l}
}

func (b *workbook) hidden() value { return value{text: b.HiddenMark(), look: lookHidden} }

// maybe is a figure that can be missing without being hidden.
func maybe(x *float64, l look) value {
	if x == nil {
		return said("")
	}
	return value{number: x, look: l}
}

func maybeCount(n *int) value {
	if n == nil {
		return said("")
	}
	return counted(*n)
}

// begin makes a sheet with columns of these widths.
func (b *workbook) begin(name string, widths ...float64) {
	b.sheet = sheetName(name, b.names)
	b.names = append(b.names, b.sheet)
	b.row, b.widths, b.right = 0, widths, nil
	b.heights, b.pageRow = map[int]float64{}, 1
	_, err := b.file.NewSheet(b.sheet)
	b.keep(err)
	b.layPage(widths)
	for i, w := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		b.keep(err)
		b.keep(b.file.SetColWidth(b.sheet, column, column, w))
	}
}

// table begins a sheet with a header that stays in sight.
func (b *workbook) table(name string, widths []float64, heads ...string) {
	b.begin(name, widths...)
	cells := make([]value, len(heads))
	for i, h := range heads {
		cells[i] = head(h)
	}
	b.add(cells...)
	b.right = map[int]bool{}
	b.keep(b.file.SetPanes(b.sheet, &excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight",
	}))
}

// add writes a row. Words go in as strings, which never become numbers or formulas.
func (b *workbook) add(cells ...value) {
	b.row++
	for i, c := range cells {
		if c.number != nil {
			b.headRight(i + 1)
		}
		if c.text != "" || c.number != nil {
			b.put(i+1, b.row, c)
		}
	}
	b.heights[b.row] = b.height(cells)
	b.keep(b.file.SetRowHeight(b.sheet, b.row, b.heights[b.row]))
}

// put writes one cell; columns and rows count from 1.
func (b *workbook) put(column, row int, c value) {
	at, err := excelize.CoordinatesToCellName(column, row)
	b.keep(err)
	if c.number != nil {
		b.keep(b.file.SetCellFloat(b.sheet, at, *c.number, -1, 64))
	} else {
		b.keep(b.file.SetCellStr(b.sheet, at, cut(c.text, excelize.TotalCellChars)))
	}
	b.keep(b.file.SetCellStyle(b.sheet, at, at, b.styles[c.look]))
}

// headRight puts the head of a column of numbers over them.
func (b *workbook) headRight(column int) {
	if b.right == nil || b.right[column] {
		return
	}
	b.right[column] = true
	at, err := excelize.CoordinatesToCellName(column, 1)
	b.keep(err)
	b.keep(b.file.SetCellStyle(b.sheet, at, at, b.styles[lookHeadRight]))
}

// height is how high a row must be for its words, which programs do not always work out themselves.
func (b *workbook) height(cells []value) float64 {
	lines := 1
	for i, c := range cells {
		if i < len(b.widths) && c.look != lookTitle {
			lines = max(lines, int(math.Ceil(float64(len([]rune(c.text)))*1.15/b.widths[i])))
		}
	}
	high := rowHeight
	if len(cells) > 0 && cells[0].look == lookTitle {
		high = 22
	}
	return min(400, high*float64(lines))
}

func sum(widths []float64) (total float64) {
	for _, w := range widths {
		total += w
	}
	return total
}

func (b *workbook) heading(s string) { b.add(value{text: s, look: lookTitle}) }
