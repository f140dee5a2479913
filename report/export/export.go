package export

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// Options say how rows are written.
type Options struct {
	Delimiter rune // of CSV; 0: a comma
	Wave      survey.WaveID
	Survey    survey.SurveyID
	Mode      survey.Mode // anonymous: free text has no columns
	Partial   bool        // partial responses too, and a last column disposition
}

// rowWriter lays out responses as the Contract has them.
type rowWriter struct {
	opt   Options
	flow  *flows.Flow
	items []int // columns: places in the flow
}

func newRowWriter(opt Options, f *flows.Flow) *rowWriter {
	w := &rowWriter{opt: opt, flow: f}
	for i, item := range f.Items {
		if opt.Mode != survey.Anonymous || !report.FreeText(item) {
			w.items = append(w.items, i)
		}
	}
	return w
}

// fixedColumns is how many columns stand before those of the items.
const fixedColumns = 6

func (w *rowWriter) header() []string {
	out := []string{"response_id", "wave", "survey", "flow_version", "submitted_on", "unit"}
	for _, i := range w.items {
		out = append(out, w.flow.Items[i].ID)
	}
	if w.opt.Partial {
		out = append(out, "disposition")
	}
	return out
}

// row gives the cells of a response; false where it is not to be written.
func (w *rowWriter) row(r survey.Response) ([]string, bool) {
	if r.Partial && !w.opt.Partial {
		return nil, false
	}
	out := []string{r.ID, string(w.opt.Wave), string(w.opt.Survey), r.Flow, r.SubmittedOn, string(r.Unit)}
	for _, i := range w.items {
		out = append(out, valueAt(r, i))
	}
	if w.opt.Partial {
		out = append(out, string(dispositionOf(r)))
	}
	return out, true
}

func valueAt(r survey.Response, i int) string {
	if i < len(r.Values) {
		return r.Values[i]
	}
	return survey.NotReached
}

func dispositionOf(r survey.Response) survey.Disposition {
	if r.Partial {
		return survey.DispPartial
	}
	return survey.DispComplete
}

// lines gives the cells of the responses that are to be written.
func (w *rowWriter) lines(rows iter.Seq[survey.Response]) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for r := range rows {
			if cells, ok := w.row(r); ok && !yield(cells) {
				return
			}
		}
	}
}

// CSV writes rows as CSV in UTF-8 with a byte-order mark, as spreadsheet programs want it.
func CSV(w io.Writer, opt Options, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	layout := newRowWriter(opt, f)
	return writeCSV(w, opt.Delimiter, layout.header(), "rows", layout.lines(rows))
}

// Comments writes released comments as CSV with the columns item and text.
func Comments(w io.Writer, delimiter rune, comments []survey.Comment) error {
	return writeCSV(w, delimiter, []string{"item", "text"}, "comments", func(yield func([]string) bool) {
		for _, c := range comments {
			if !yield([]string{c.Item, c.Text}) {
				return
			}
		}
	})
}

// Codebook writes the items of a flow and their options as CSV, see [words.Codebook].
func Codebook(w io.Writer, f *flows.Flow) error {
	header := []string{"item", "type", "value"}
	for _, l := range f.Languages {
		header = append(header, "text_"+l)
	}
	return writeCSV(w, 0, header, "codebook", slices.Values(words.Codebook(f)))
}

// writeCSV writes a header and lines under it, called what in an error, with a comma for a delimiter of 0.
func writeCSV(w io.Writer, delimiter rune, header []string, what string, lines iter.Seq[[]string]) error {
	out := csv.NewWriter(w)
	if delimiter != 0 {
		out.Comma = delimiter
	}
	_, err := io.WriteString(w, "\ufeff")
	if err == nil {
		err = out.Write(header)
	}
	for line := range lines {
		if err != nil {
			break
		}
		err = out.Write(guarded(line))
	}
	out.Flush()
	if err = cmp.Or(err, out.Error()); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

// guarded keeps spreadsheet programs from running cells as formulas: a cell that begins like one
// gets an apostrophe before it. Numbers and places are let through.
func guarded(cells []string) []string {
	for i, c := range cells {
		if c == "" || !strings.ContainsRune("=+-@\t\r\n", rune(c[0])) {
			continue
		}
		if !report.IsDecimal(c) && !flows.IsPlace(c) {
			cells[i] = "'" + c
		}
	}
	return cells
}

// JSONL writes one JSON object a line: the columns of the CSV, the items under "answers".
func JSONL(w io.Writer, opt Options, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	out, layout := bufio.NewWriter(w), newRowWriter(opt, f)
	header := layout.header()
	for cells := range layout.lines(rows) {
		line, err := jsonLine(header, cells, len(layout.items))
		if err == nil {
			_, err = out.Write(line)
		}
		if err != nil {
			return fmt.Errorf("write rows: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}

// jsonLine keeps the order of the columns, which a map would lose.
func jsonLine(header, cells []string, items int) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range header {
		switch i {
		case 0:
		case fixedColumns + items:
			b.WriteString("},")
		case fixedColumns:
			b.WriteString(`,"answers":{`)
		default:
			b.WriteByte(',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(cells[i])
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	if len(header) == fixedColumns+items {
		b.WriteByte('}')
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}
