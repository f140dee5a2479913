package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"suara/flows"
	"suara/survey"
)

// File is one file with its name inside a folder; parts of the name are divided by slashes.
type File struct {
	Name string
	Data []byte
}

// pictureFolder holds the pictures of an archive.
const pictureFolder = "pictures/"

// Sum is the file's SHA-256 in hexadecimal digits.
func (f File) Sum() string { return fmt.Sprintf("%x", sha256.Sum256(f.Data)) }

// Bundle is what the archive of a wave is made from.
type Bundle struct {
	Document   *Document
	Letterhead Letterhead
	FlowSource []byte // the flow's YAML as it was fielded
	Release    []byte // as stored, word for word
	Notice     []byte // what respondents were told; nil: not known
	Rows       iter.Seq[survey.Response]
	Export     ExportOptions
	Report     []byte // templates; nil: the built-in ones
	Minutes    []byte
}

// Archive makes the files that a later reader needs, so that nothing of the wave is lost with the
// program: each in a form that ordinary programs open, with the hashes of all.
func Archive(b *Bundle) ([]File, error) {
	a := &archive{Bundle: b, w: archiveWordsIn(b.Document.Language)}
	a.add("flow.yaml", b.FlowSource, nil)
	if b.Notice != nil {
		a.add("notice.txt", b.Notice, nil)
	}
	a.add("method.txt", []byte(strings.Join(b.Document.methodLines(), "\n")+"\n"), nil)
	a.add("release.json", b.Release, nil)
	a.add("summary.txt", []byte(Text(b.Document.Release, b.Document.Flow, b.Document.Language)), nil)
	a.rows()
	a.codebook()
	a.comments()
	a.reports()
	minutes, err := DOCX(b.Document, LetterMinutes, b.Letterhead, a.files, b.Minutes)
	a.add("minutes.docx", minutes, err)
	a.add(a.w.readme, a.explanation(), nil)
	a.add("SHA256SUMS", sums(a.files), nil)
	if a.err != nil {
		return nil, fmt.Errorf("archive wave %s: %w", b.Document.wave(), a.err)
	}
	return a.files, nil
}

// archive is the files made so far.
type archive struct {
	*Bundle
	w     archiveWords
	files []File
	err   error // the first
}

func (a *archive) add(name string, data []byte, err error) {
	if err != nil && a.err == nil {
		a.err = err
	}
	a.files = append(a.files, File{name, data})
}

func (a *archive) rows() {
	var b bytes.Buffer
	err := ExportCSV(&b, a.Export, a.Document.Flow, a.Rows)
	a.add("rows.csv", b.Bytes(), err)
}

func (a *archive) codebook() {
	header := []string{"item", "type", "value"}
	for _, l := range a.Document.Flow.Languages {
		header = append(header, "text_"+l)
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	rows := [][]string{header}
	for _, line := range Codebook(a.Document.Flow) {
		rows = append(rows, guarded(line))
	}
	err := w.WriteAll(rows)
	a.add("codebook.csv", b.Bytes(), err)
}

func (a *archive) comments() {
	if len(a.Document.Comments) == 0 {
		return
	}
	var b bytes.Buffer
	err := CommentsCSV(&b, 0, a.Document.Comments)
	a.add("comments.csv", b.Bytes(), err)
}

func (a *archive) reports() {
	page, err := HTML(a.Document)
	a.add("report.html", page, err)
	book, err := Workbook(a.Document)
	a.add("report.xlsx", book, err)
	letter, err := DOCX(a.Document, LetterReport, a.Letterhead, nil, a.Report)
	a.add("report.docx", letter, err)
	for _, which := range Pictures(a.Document) {
		pages, err := Draw(a.Document, which)
		if err != nil {
			a.add(string(which), nil, err)
		}
		for i, data := range pages {
			name := fmt.Sprintf(pictureFolder+"%s.png", which)
			if len(pages) > 1 {
				name = fmt.Sprintf(pictureFolder+"%s-%d.png", which, i+1)
			}
			a.add(name, data, nil)
		}
	}
}

// sums lists hashes in the form that sha256sum checks.
func sums(files []File) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.Sum(), f.Name)
	}
	return b.Bytes()
}

// explanation says what each file is.
func (a *archive) explanation() []byte {
	var b bytes.Buffer
	d := a.Document
	fmt.Fprintf(&b, "%s\n%s: %s\n", d.title(), d.words().wave, d.wave())
	if d.Organisation != "" {
		fmt.Fprintf(&b, "%s: %s\n", d.words().organisation, d.Organisation)
	}
	if dates := d.dates(); dates != "" {
		fmt.Fprintf(&b, "%s\n", dates)
	}
	fmt.Fprintf(&b, "%s: %s\n\n%s\n\n", d.words().mode, modeName(d.Release.Mode, d.words()), a.w.about)
	for _, f := range a.files {
		if about := a.w.of[f.Name]; about != "" {
			fmt.Fprintf(&b, "%-14s %s\n", f.Name, about)
		}
	}
	fmt.Fprintf(&b, "%-14s %s\n%-14s %s\n\n%s\n\n%s\n", pictureFolder, a.w.of[pictureFolder], "SHA256SUMS", a.w.of["SHA256SUMS"],
		a.w.values, a.w.release)
	return b.Bytes()
}

// WriteZip writes files as a zip archive in a folder of its own; all carry the same time.
func WriteZip(w io.Writer, folder string, files []File, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		out, err := z.CreateHeader(&zip.FileHeader{Name: folder + "/" + f.Name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = out.Write(f.Data)
		}
		if err != nil {
			return fmt.Errorf("write zip: %s: %w", f.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

// Codebook lists the items of a flow and their options: item, type, value, then the text in each of
// the flow's languages. The row of an item itself has no value.
func Codebook(f *flows.Flow) [][]string {
	var out [][]string
	row := func(item *flows.Item, value string, text flows.Text) {
		line := []string{item.ID, string(item.Type), value}
		for _, l := range f.Languages {
			line = append(line, text[l])
		}
		out = append(out, line)
	}
	for _, item := range f.Items {
		row(item, "", item.Text)
		for _, o := range item.Options {
			row(item, o.Value, o.Label)
		}
	}
	return out
}
