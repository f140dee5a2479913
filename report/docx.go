package report

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Letter is a kind of official letter.
type Letter string

// The letters.
const (
	LetterReport  Letter = "report"  // the results
	LetterMinutes Letter = "minutes" // berita acara penutupan
)

//go:embed docx_parts/*.xml
var docxParts embed.FS

// maxPart bounds one part of a template, unpacked.
const maxPart = 32 << 20

// Parts that every office file, or every letter, has.
const (
	contentTypes = "[Content_Types].xml"
	mainPart     = "word/document.xml"
)

// Template gives the built-in template of a letter as a DOCX file, to be changed in a word
// processor and given back.
func Template(kind Letter, lang string) ([]byte, error) {
	if lang != "en" {
		lang = "id"
	}
	var parts []File
	for _, part := range []struct{ name, source string }{
		{contentTypes, "content_types.xml"}, {"_rels/.rels", "rels.xml"},
		{mainPart, string(kind) + "_" + lang + ".xml"}, {"word/_rels/document.xml.rels", "document_rels.xml"},
		{"word/styles.xml", "styles.xml"}, {"word/footer1.xml", "footer1.xml"},
	} {
		data, err := docxParts.ReadFile("docx_parts/" + part.source)
		if err != nil {
			return nil, fmt.Errorf("make template %s: %w", kind, err)
		}
		parts = append(parts, File{part.name, data})
	}
	out, err := zipped(parts)
	if err != nil {
		return nil, fmt.Errorf("make template %s: %w", kind, err)
	}
	return out, nil
}

func addFile(z *zip.Writer, name string, data []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// Letterhead is what stands around an official letter; what is empty leaves a line to write on.
type Letterhead struct {
	Address  string
	Number   string
	Place    string
	Position string // of who signs
	Name     string
	NIP      string
}

// DOCX fills a template with a document: words where a {{placeholder}} stands among others, tables,
// lists and the picture where one stands alone in its paragraph. A nil template is the built-in one.
// Files are those that the minutes list.
func DOCX(d *Document, kind Letter, head Letterhead, files []File, template []byte) ([]byte, error) {
	out, err := fillDOCX(d, kind, head, files, template)
	if err != nil {
		return nil, fmt.Errorf("write letter %s of wave %s: %w", kind, d.wave(), err)
	}
	return out, nil
}

func fillDOCX(d *Document, kind Letter, head Letterhead, files []File, template []byte) ([]byte, error) {
	if template == nil {
		var err error
		if template, err = Template(kind, d.Language); err != nil {
			return nil, err
		}
	}
	parts, err := readParts(template, mainPart)
	if err != nil {
		return nil, err
	}
	l := &letter{Document: d, head: head, files: files, w: d.words()}
	for i := range parts {
		if !isText(parts[i].Name) {
			continue
		}
		if parts[i].Data, err = l.fill(parts[i].Data); err != nil {
			return nil, fmt.Errorf("template, %s: %w", parts[i].Name, err)
		}
	}
	if l.picture != nil {
		parts = withPicture(parts, l.picture)
	}
	return zipped(parts)
}

func zipped(parts []File) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		if err := addFile(z, p.Name, p.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

var errNoDOCX = errors.New("the template is no DOCX file")

// readParts unpacks an office file that must have a part of that name.
func readParts(template []byte, needed string) ([]File, error) {
	z, err := zip.NewReader(bytes.NewReader(template), int64(len(template)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoDOCX, err)
	}
	var parts []File
	found := false
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		data, err := readPart(f)
		if err != nil {
			return nil, fmt.Errorf("template, %s: %w", f.Name, err)
		}
		found = found || f.Name == needed
		parts = append(parts, File{f.Name, data})
	}
	if !found {
		return nil, errNoDOCX
	}
	return parts, nil
}

func readPart(f *zip.File) (data []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if data, err = io.ReadAll(io.LimitReader(r, maxPart+1)); err != nil {
		return nil, err
	}
	if len(data) > maxPart {
		return nil, fmt.Errorf("larger than %d bytes", maxPart)
	}
	return data, nil
}

// isText tells whether a part has words that people read.
func isText(name string) bool {
	return name == mainPart || strings.HasSuffix(name, ".xml") &&
		(strings.HasPrefix(name, "word/header") || strings.HasPrefix(name, "word/footer"))
}

// The names that the headline picture has inside a letter.
const (
	pictureID   = "rIdSuaraPicture"
	picturePart = "media/suara.png"
)

func withPicture(parts []File, png []byte) []File {
	for i := range parts {
		switch p := &parts[i]; p.Name {
		case "word/_rels/document.xml.rels":
			p.Data = insertBefore(p.Data, "</Relationships>", `<Relationship Id="`+pictureID+
				`" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="`+picturePart+`"/>`)
		case contentTypes:
			if !bytes.Contains(bytes.ToLower(p.Data), []byte(`extension="png"`)) {
				p.Data = insertBefore(p.Data, "</Types>", `<Default Extension="png" ContentType="image/png"/>`)
			}
		}
	}
	return append(parts, File{"word/" + picturePart, png})
}

func insertBefore(data []byte, end, more string) []byte {
	return bytes.Replace(data, []byte(end), []byte(more+end), 1)
}
