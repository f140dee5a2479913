package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
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

// CSV writes rows as CSV in UTF-8 with a byte-order mark, as spreadsheet programs want it.
func CSV(w io.Writer, opt Options, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	out, layout := csv.NewWriter(w), newRowWriter(opt, f)
	if opt.Delimiter != 0 {
		out.Comma = opt.Delimiter
	}
	err := out.Write(guarded(layout.header()))
	for r := range rows {
		if err != nil {
			break
		}
		if cells, ok := layout.row(r); ok {
			err = out.Write(guarded(cells))
		}
	}
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write rows: %w", err)
	}
	return nil
}

// Comments writes released comments as CSV with the columns item and text.
func Comments(w io.Writer, delimiter rune, comments []survey.Comment) error {
	rows := [][]string{{"item", "text"}}
	for _, c := range comments {
		rows = append(rows, guarded([]string{c.Item, c.Text}))
	}
	return writeCSV(w, delimiter, rows, "comments")
}

// Codebook writes the items of a flow and their options as CSV, see [words.Codebook].
func Codebook(w io.Writer, f *flows.Flow) error {
	header := []string{"item", "type", "value"}
	for _, l := range f.Languages {
		header = append(header, "text_"+l)
	}
	rows := [][]string{header}
	for _, line := range words.Codebook(f) {
		rows = append(rows, guarded(line))
	}
	return writeCSV(w, 0, rows, "codebook")
}

// writeCSV writes whole rows, with a comma for a delimiter of 0.
func writeCSV(w io.Writer, delimiter rune, rows [][]string, what string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	out := csv.NewWriter(w)
	if delimiter != 0 {
		out.Comma = delimiter
	}
	if err := out.WriteAll(rows); err != nil {
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
	for r := range rows {
		cells, ok := layout.row(r)
		if !ok {
			continue
		}
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
	const fixedColumns = 6
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
