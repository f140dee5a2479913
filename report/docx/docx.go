package docx

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"suara/report/folder"
	"suara/report/words"
)

// Letter is a kind of official letter.
type Letter string

// The letters.
const (
	Report  Letter = "report"  // the results
	Minutes Letter = "minutes" // berita acara penutupan
)

//go:embed parts/*.xml
var builtIn embed.FS

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
	var parts []folder.File
	for _, part := range []struct{ name, source string }{
		{contentTypes, "content_types.xml"}, {"_rels/.rels", "rels.xml"},
		{mainPart, string(kind) + "_" + lang + ".xml"}, {"word/_rels/document.xml.rels", "document_rels.xml"},
		{"word/styles.xml", "styles.xml"}, {"word/footer1.xml", "footer1.xml"},
	} {
		data, err := builtIn.ReadFile("parts/" + part.source)
		if err != nil {
			return nil, fmt.Errorf("make template %s: %w", kind, err)
		}
		parts = append(parts, folder.File{Name: part.name, Data: data})
	}
	out, err := folder.Pack(parts)
	if err != nil {
		return nil, fmt.Errorf("make template %s: %w", kind, err)
	}
	return out, nil
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

// Fill fills a template with a document: words where a {{placeholder}} stands among others, tables,
// lists and the picture where one stands alone in its paragraph. A nil template is the built-in one.
// Files are those that the minutes list.
func Fill(d *words.Document, kind Letter, head Letterhead, files []folder.File, template []byte) ([]byte, error) {
	out, err := fill(d, kind, head, files, template)
	if err != nil {
		return nil, fmt.Errorf("write letter %s of wave %s: %w", kind, d.Wave(), err)
	}
	return out, nil
}

func fill(d *words.Document, kind Letter, head Letterhead, files []folder.File, template []byte) ([]byte, error) {
	if template == nil {
		var err error
		if template, err = Template(kind, d.Language); err != nil {
			return nil, err
		}
	}
	parts, err := templateParts(template)
	if err != nil {
		return nil, err
	}
	l := &letter{Document: d, head: head, files: files, w: d.Labels()}
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
	return folder.Pack(parts)
}

var errNoDOCX = errors.New("the template is no DOCX file")

// templateParts unpacks a template.
func templateParts(template []byte) ([]folder.File, error) {
	parts, err := folder.Unpack(template)
	switch {
	case errors.Is(err, zip.ErrFormat):
		return nil, fmt.Errorf("%w: %w", errNoDOCX, err)
	case err != nil:
		return nil, fmt.Errorf("template, %w", err)
	}
	if !slices.ContainsFunc(parts, func(p folder.File) bool { return p.Name == mainPart }) {
		return nil, errNoDOCX
	}
	return parts, nil
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

func withPicture(parts []folder.File, png []byte) []folder.File {
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
	return append(parts, folder.File{Name: "word/" + picturePart, Data: png})
}

func insertBefore(data []byte, end, more string) []byte {
	return bytes.Replace(data, []byte(end), []byte(more+end), 1)
}
