package archive

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"suara/report/docx"
	"suara/report/export"
	"suara/report/folder"
	"suara/report/html"
	"suara/report/picture"
	"suara/report/words"
	"suara/report/xlsx"
	"suara/survey"
)

// pictures is the folder of the pictures.
const pictures = "pictures/"

// Bundle is what the archive of a wave is made from.
type Bundle struct {
	Document   *words.Document
	Letterhead docx.Letterhead
	FlowSource []byte // the flow's YAML as it was fielded
	Release    []byte // as stored, word for word
	Notice     []byte // what respondents were told; nil: not known
	Rows       iter.Seq[survey.Response]
	Export     export.Options
	Report     []byte // templates; nil: the built-in ones
	Minutes    []byte
}

// Files makes the files that a later reader needs, so that nothing of the wave is lost with the
// program: each in a form that ordinary programs open, with the hashes of all.
func Files(b *Bundle) ([]folder.File, error) {
	a := &maker{Bundle: b, w: textsIn(b.Document.Language)}
	a.add("flow.yaml", b.FlowSource, nil)
	if b.Notice != nil {
		a.add("notice.txt", b.Notice, nil)
	}
	a.add("method.txt", []byte(strings.Join(b.Document.MethodLines(), "\n")+"\n"), nil)
	a.add("release.json", b.Release, nil)
	a.add("summary.txt", []byte(words.Text(b.Document.Release, b.Document.Flow, b.Document.Language)), nil)
	a.rows()
	a.codebook()
	a.comments()
	a.reports()
	minutes, err := docx.Fill(b.Document, docx.Minutes, b.Letterhead, a.listed(), b.Minutes)
	a.add("minutes.docx", minutes, err)
	a.add(a.w.readme, a.explanation(), nil)
	a.add("SHA256SUMS", sums(a.files), nil)
	if a.err != nil {
		return nil, fmt.Errorf("archive wave %s: %w", b.Document.Wave(), a.err)
	}
	return a.files, nil
}

// maker is the files made so far.
type maker struct {
	*Bundle
	w     texts
	files []folder.File
	err   error // the first
}

func (a *maker) add(name string, data []byte, err error) {
	if err != nil && a.err == nil {
		a.err = err
	}
	a.files = append(a.files, folder.File{Name: name, Data: data})
}

func (a *maker) rows() {
	var b bytes.Buffer
	err := export.CSV(&b, a.Export, a.Document.Flow, a.Rows)
	a.add("rows.csv", b.Bytes(), err)
}

func (a *maker) codebook() {
	var b bytes.Buffer
	err := export.Codebook(&b, a.Document.Flow)
	a.add("codebook.csv", b.Bytes(), err)
}

func (a *maker) comments() {
	if len(a.Document.Comments) == 0 {
		return
	}
	var b bytes.Buffer
	err := export.Comments(&b, 0, a.Document.Comments)
	a.add("comments.csv", b.Bytes(), err)
}

func (a *maker) reports() {
	page, err := html.Page(a.Document)
	a.add("report.html", page, err)
	book, err := xlsx.Workbook(a.Document)
	a.add("report.xlsx", book, err)
	letter, err := docx.Fill(a.Document, docx.Report, a.Letterhead, nil, a.Report)
	a.add("report.docx", letter, err)
	for _, which := range picture.Kinds(a.Document) {
		pages, err := picture.Draw(a.Document, which)
		if err != nil {
			a.add(string(which), nil, err)
		}
		for i, data := range pages {
			name := fmt.Sprintf(pictures+"%s.png", which)
			if len(pages) > 1 {
				name = fmt.Sprintf(pictures+"%s-%d.png", which, i+1)
			}
			a.add(name, data, nil)
		}
	}
}

// listed are the files that the minutes list: not the pictures, which are drawn from the release.
func (a *maker) listed() []folder.File {
	return slices.DeleteFunc(slices.Clone(a.files), func(f folder.File) bool {
		return strings.HasPrefix(f.Name, pictures)
	})
}

// sums lists hashes in the form that sha256sum checks.
func sums(files []folder.File) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.Sum(), f.Name)
	}
	return b.Bytes()
}

// explanation says what each file is.
func (a *maker) explanation() []byte {
	var b bytes.Buffer
	d := a.Document
	fmt.Fprintf(&b, "%s\n%s: %s\n", d.Title(), d.Labels().Wave, d.Wave())
	if d.Organisation != "" {
		fmt.Fprintf(&b, "%s: %s\n", d.Labels().Organisation, d.Organisation)
	}
	if dates := d.Dates(); dates != "" {
		fmt.Fprintf(&b, "%s\n", dates)
	}
	fmt.Fprintf(&b, "%s: %s\n\n%s\n\n", d.Labels().Mode, d.Mode(), a.w.about)
	for _, f := range a.files {
		if about := a.w.of[f.Name]; about != "" {
			fmt.Fprintf(&b, "%-14s %s\n", f.Name, about)
		}
	}
	fmt.Fprintf(&b, "%-14s %s\n%-14s %s\n\n%s\n\n%s\n", pictures, a.w.of[pictures],
		"SHA256SUMS", a.w.of["SHA256SUMS"], a.w.values, a.w.release)
	return b.Bytes()
}
