package report

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// Rows reads responses back from CSV, one after another: an export, with or without changes, or any
// file with a column an item id. It keeps no row, so that any number of them can be read. Cells that
// are empty or NA are missing, #skip is skipped; the delimiter is found from the header.
type Rows struct {
	flow    *flows.Flow
	plan    *plan
	split   *splitter
	columns []rowColumn
	width   int
	values  []string
	known   interned

	problems RowProblems
	failed   error
	seed     maphash.Seed
	met      map[uint64]struct{} // hashes of response ids
	wave     string
	waves    bool // more than one
	partial  int
	versions int // rows of another version of the flow
	ignored  []string
	absent   []string
}

// rowColumn is what a column holds.
type rowColumn struct {
	name string
	kind columnKind
	item int
}

type columnKind uint8

const (
	columnIgnored columnKind = iota
	columnItem
	columnID
	columnUnit
	columnWave
	columnVersion
	columnDisposition
)

// exportColumns are the columns of an export beside the items.
var exportColumns = map[string]columnKind{
	"response_id": columnID, "wave": columnWave, "survey": columnIgnored, "flow_version": columnVersion,
	"submitted_on": columnIgnored, "unit": columnUnit, "disposition": columnDisposition,
}

// RowProblem is a cell or a row that can't be read. Rows are numbered as a spreadsheet program
// does: the header is row 1.
type RowProblem struct {
	Row    int
	Column string // empty: the whole row
	Value  string
	Reason string
}

func (p RowProblem) String() string {
	if p.Column == "" {
		return fmt.Sprintf("row %d: %s", p.Row, p.Reason)
	}
	return fmt.Sprintf("row %d, column %s: %q %s", p.Row, p.Column, p.Value, p.Reason)
}

// maxRowProblems is how many problems are kept; of a file that is wrong throughout nobody reads more.
const maxRowProblems = 1000

// RowProblems are all problems of a file.
type RowProblems struct {
	List []RowProblem
	More int // beyond the list
}

// Error lists the problems, one a line.
func (p *RowProblems) Error() string {
	var b strings.Builder
	for i, problem := range p.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(problem.String())
	}
	if p.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", p.More)
	}
	return b.String()
}

func (p *RowProblems) count() int { return len(p.List) + p.More }

// Unwrap tells that the rows are invalid.
func (p *RowProblems) Unwrap() error { return survey.ErrInvalid }

// ReadRows begins to read rows of a flow: it reads the header.
func ReadRows(src io.Reader, f *flows.Flow) (*Rows, error) {
	p, err := newPlan(f)
	if err != nil {
		return nil, err
	}
	r := &Rows{
		flow: f, plan: p, split: newSplitter(src), values: make([]string, len(f.Items)),
		known: interned{}, seed: maphash.MakeSeed(), met: map[uint64]struct{}{},
	}
	if err := r.readHeader(); err != nil {
		return nil, err
	}
	return r, nil
}

var (
	errNoRows = fmt.Errorf("the file is empty: a header with item ids is expected: %w", survey.ErrInvalid)
	errUTF16  = fmt.Errorf("the file is in UTF-16: save it as CSV in UTF-8: %w", survey.ErrInvalid)
)

func (r *Rows) readHeader() error {
	line, _, err := r.split.record()
	if errors.Is(err, io.EOF) {
		return errNoRows
	}
	if err != nil {
		return err
	}
	if bytes.HasPrefix(line, []byte{0xff, 0xfe}) || bytes.HasPrefix(line, []byte{0xfe, 0xff}) {
		return errUTF16
	}
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	r.split.row, r.split.delimiter = 1, delimiterOf(line)
	r.split.splitQuoted(line)
	r.width = len(r.split.cells)
	return r.readColumns(r.split.cells)
}

func (r *Rows) readColumns(header [][]byte) error {
	seen := map[string]bool{}
	items := map[int]bool{}
	for _, cell := range header {
		name := strings.TrimPrefix(string(trimmed(cell)), "'")
		kind, export := exportColumns[name]
		_, at := r.flow.Item(name)
		switch {
		case export && !seen[name]:
		case at >= 0 && items[at]:
			return fmt.Errorf("column %s stands twice: %w", name, survey.ErrInvalid)
		case at >= 0:
			items[at] = true
			kind = columnItem
			if r.plan.items[at].kind == notListed {
				kind = columnIgnored
			}
		default:
			r.ignored = append(r.ignored, name)
		}
		seen[name] = true
		r.columns = append(r.columns, rowColumn{name, kind, at})
	}
	return r.expectItems(items)
}

// expectItems notes the items without a column; a file without any item is another one.
func (r *Rows) expectItems(items map[int]bool) error {
	for _, i := range r.plan.listed {
		if !items[i] {
			r.absent = append(r.absent, r.flow.Items[i].ID)
		}
	}
	if len(r.absent) == len(r.plan.listed) {
		return fmt.Errorf("no column is an item of flow %s: the header is expected to name %s: %w",
			r.flow.ID, strings.Join(firstOf(r.absent, 5), ", "), survey.ErrInvalid)
	}
	return nil
}

func firstOf(words []string, n int) []string {
	if len(words) <= n {
		return words
	}
	return append(slices.Clone(words[:n]), "…")
}

// All gives the responses. Each is valid until the next; after the last, Err tells whether all rows were
// read.
func (r *Rows) All(yield func(survey.Response) bool) {
	for {
		cells, err := r.split.next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.failed = err
			return
		}
		if response, ok := r.response(cells); ok && !yield(response) {
			return
		}
	}
}

// Err is what kept rows from being read: a failure, or [RowProblems].
func (r *Rows) Err() error {
	if len(r.problems.List) > 0 {
		if r.failed != nil {
			return errors.Join(&r.problems, r.failed)
		}
		return &r.problems
	}
	return r.failed
}

// Wave is the wave that all rows name; empty where none does, or several are.
func (r *Rows) Wave() survey.WaveID {
	if r.waves {
		return ""
	}
	return survey.WaveID(r.wave)
}

// Notes tell after the last row what was left out or is worth knowing.
func (r *Rows) Notes() []string {
	var out []string
	if len(r.ignored) > 0 {
		out = append(out, "columns that are no items are ignored: "+strings.Join(firstOf(r.ignored, 20), ", "))
	}
	if len(r.absent) > 0 {
		out = append(out, "items without a column count as not answered: "+strings.Join(firstOf(r.absent, 20), ", "))
	}
	if r.waves {
		out = append(out, "the rows are of several waves and counted together")
	}
	if r.versions > 0 {
		out = append(out, fmt.Sprintf("%d rows were answered with another version of the flow than %s",
			r.versions, r.flow.Version()))
	}
	if r.partial > 0 {
		out = append(out, fmt.Sprintf("%d partial responses are not counted", r.partial))
	}
	return out
}
