package docx_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"suara/report/docx"
	"suara/report/folder"
	"suara/report/reporttest"
	"suara/report/words"
)

// wordsOf gives what a DOCX file says, its paragraphs one a line; every part must be well formed.
func wordsOf(t testing.TB, data []byte) string {
	t.Helper()
	parts, err := folder.Unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range parts {
		if !strings.HasSuffix(p.Name, ".xml") && !strings.HasSuffix(p.Name, ".rels") {
			continue
		}
		dec, in := xml.NewDecoder(bytes.NewReader(p.Data)), false
		for {
			token, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", p.Name, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				in = x.Name.Local == "t"
			case xml.EndElement:
				if in = false; x.Name.Local == "p" {
					b.WriteByte('\n')
				}
			case xml.CharData:
				if in {
					b.Write(x)
				}
			}
		}
	}
	return b.String()
}

// partOf gives one part of a DOCX file; empty where there is none.
func partOf(t *testing.T, data []byte, name string) string {
	t.Helper()
	parts, err := folder.Unpack(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range parts {
		if p.Name == name {
			return string(p.Data)
		}
	}
	return ""
}

func letterOf(t *testing.T, d *words.Document, kind docx.Letter, template []byte) []byte {
	t.Helper()
	data, err := docx.Fill(d, kind, docx.Letterhead{Number: "800/123 & <a>", Place: "Sofifi"},
		[]folder.File{{Name: "release.json", Data: []byte("{}")}}, template)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLettersAreFilled(t *testing.T) {
	for name, d := range map[string]*words.Document{
		"province": reporttest.Province(t, "w", 1, 0.4), "too few": reporttest.Small(t, 3, 3), "small": reporttest.Small(t, 12, 5),
	} {
		for _, lang := range []string{"id", "en"} {
			d.Language = lang
			for _, kind := range []docx.Letter{docx.Report, docx.Minutes} {
				s := wordsOf(t, letterOf(t, d, kind, nil))
				if strings.Contains(s, "{{") || !strings.Contains(s, "800/123 & <a>") {
					t.Errorf("%s, %s, %s:\n%s", name, lang, kind, s)
				}
			}
		}
	}
}

func TestReportLetterHasFiguresBasePictureAndSignature(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	data := letterOf(t, d, docx.Report, nil)
	s := wordsOf(t, data)
	for _, want := range []string{
		words.Shown(*d.Release.Index.Score, "", "id"), "Tingkat partisipasi: ", "Dinas Sosial 😀", "tidak ditampilkan",
		"Badan Penelitian dan Pengembangan Daerah <Balitbangda>", d.FormulaOf(d.Release.Dimensions[0].ID), "Sofifi, 17 November 2026", "NIP …",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	// The last lines before the signature go to its page, and the table of dimensions stays in one piece.
	body := partOf(t, data, "word/document.xml")
	last := body[strings.LastIndex(body, "</w:tbl>"):strings.Index(body, "Sofifi, ")]
	last = last[strings.LastIndex(last, "Alfa = "):]
	if n, all := strings.Count(last, "<w:keepNext/>"), strings.Count(last, "<w:pStyle")-1; n != all || n < 3 {
		t.Errorf("%d of %d paragraphs before the signature are kept with it:\n%s", n, all, last)
	}
	table := body[:strings.Index(body, "</w:tbl>")]
	table = table[strings.LastIndex(table, "<w:tbl>"):]
	if rows, kept := strings.Count(table, "<w:tr>"), strings.Count(table, "<w:keepNext/>"); kept != 5*(rows-1) {
		t.Errorf("%d cells of %d rows are kept together", kept, rows)
	}
	if png := partOf(t, data, "word/media/suara.png"); !strings.HasPrefix(png, "\x89PNG") {
		t.Error("the letter has no picture")
	}
	if types := partOf(t, data, "[Content_Types].xml"); !strings.Contains(types, `Extension="png"`) {
		t.Error("the picture has no content type")
	}
}

func TestMinutesNameTheFilesByTheirHashes(t *testing.T) {
	s := wordsOf(t, letterOf(t, reporttest.Province(t, "w", 1, 0.4), docx.Minutes, nil))
	for _, want := range []string{"release.json", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
		"17 November 2026", "3 November 2026", "801"} {
		if !strings.Contains(s, want) {
			t.Errorf("the minutes lack %q:\n%s", want, s)
		}
	}
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// template makes a DOCX file with this body.
func template(t testing.TB, body string) []byte {
	t.Helper()
	data, err := folder.Pack([]folder.File{{
		Name: "word/document.xml", Data: []byte("<w:document " + wordSpace + "><w:body>" + body + "</w:body></w:document>"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTemplatesOfABureau(t *testing.T) {
	d := reporttest.Small(t, 40, 3)
	for name, row := range map[string]struct{ body, want string }{
		"among words":           {`<w:p><w:r><w:t>Periode {{wave}}.</w:t></w:r></w:p>`, "Periode uji-1."},
		"twice in a paragraph":  {`<w:p><w:r><w:t>{{wave}} {{ wave }}</w:t></w:r></w:p>`, "uji-1 uji-1"},
		"cut into runs":         {`<w:p><w:r><w:t>A {{wa</w:t></w:r><w:r><w:t>ve}</w:t></w:r><w:r><w:t>} B</w:t></w:r></w:p>`, "A uji-1 B"},
		"in a table":            {`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{title}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "Survei uji"},
		"escaped words kept":    {`<w:p><w:r><w:t>R&amp;D &lt;{{wave}}&gt;</w:t></w:r></w:p>`, "R&D <uji-1>"},
		"a list alone":          {`<w:p><w:pPr><w:jc/></w:pPr><w:r><w:t>{{method}}</w:t></w:r></w:p>`, "(rata-rata − min)/(maks − min)·100"},
		"nothing to fill":       {`<w:p><w:r><w:t>Salam</w:t></w:r></w:p>`, "Salam"},
		"an empty run stays":    {`<w:p><w:r><w:t/></w:r><w:r><w:t>{{wave}}</w:t></w:r></w:p>`, "uji-1"},
		"a paragraph in a box":  {`<w:p><w:r><w:pict><w:p><w:r><w:t>{{wave}}</w:t></w:r></w:p></w:pict></w:r></w:p>`, "uji-1"},
		"a single brace stands": {`<w:p><w:r><w:t>{wave} {{wave}}</w:t></w:r></w:p>`, "{wave} uji-1"},
	} {
		t.Run(name, func(t *testing.T) {
			if s := wordsOf(t, letterOf(t, d, docx.Report, template(t, row.body))); !strings.Contains(s, row.want) {
				t.Errorf("the letter says %q, want %q", s, row.want)
			}
		})
	}
}

func TestTemplatesThatCannotBeFilled(t *testing.T) {
	d := reporttest.Small(t, 40, 3)
	for name, row := range map[string]struct {
		template []byte
		want     string
	}{
		"no zip":              {[]byte("x"), "no DOCX file"},
		"broken XML":          {template(t, "<w:p>"), "word/document.xml"},
		"an unknown word":     {template(t, "<w:p><w:r><w:t>{{answers}}</w:t></w:r></w:p>"), "{{answers}} is unknown"},
		"a table among words": {template(t, "<w:p><w:r><w:t>Lihat {{units}}</w:t></w:r></w:p>"), "alone in a paragraph"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := docx.Fill(d, docx.Report, docx.Letterhead{}, nil, row.template)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("error: %v", err)
			}
		})
	}
}

func FuzzTemplate(f *testing.F) {
	for _, s := range []string{
		`<w:p><w:r><w:t>{{wave}}</w:t></w:r></w:p>`, `<w:p><w:r><w:t>{{wa</w:t><w:t>ve}}</w:t></w:r></w:p>`,
		`<w:p><w:p><w:t>{{base}}</w:t></w:p></w:p>`, `<w:t>{{wave}}</w:t>`, `<w:p><w:pPr/><w:t>{{method}}</w:t></w:p>`,
	} {
		f.Add(s)
	}
	d := reporttest.Small(f, 40, 3)
	f.Fuzz(func(t *testing.T, body string) {
		data, err := docx.Fill(d, docx.Report, docx.Letterhead{}, nil, template(t, body))
		if err == nil {
			wordsOf(t, data) // what was filled is well formed again
		}
	})
}
