package export

import (
	"io"
	"iter"

	"suara/flows"
	"suara/report"
	"suara/report/xlsx"
	"suara/survey"
)

// XLSX writes rows as one sheet of text cells, so that no id is rounded and nothing runs as a
// formula; the header is frozen. The sheet is named after the flow's title.
func XLSX(w io.Writer, opt Options, f *flows.Flow, rows iter.Seq[survey.Response]) error {
	layout := newRowWriter(opt, f)
	return xlsx.Rows(w, f.Title.In(""), layout.columns(), layout.lines(rows))
}

// columns gives the header with widths by what the columns hold.
func (w *rowWriter) columns() []xlsx.Column {
	var out []xlsx.Column
	for i, name := range w.header() {
		width := float64(max(10, min(24, len(name)+2)))
		if at := i - fixedColumns; at < 0 {
			width = 18
		} else if at < len(w.items) && report.FreeText(w.flow.Items[w.items[at]]) {
			width = 60
		}
		out = append(out, xlsx.Column{Title: name, Width: width})
	}
	return out
}
