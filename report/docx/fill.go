package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"suara/report/folder"
	"suara/report/words"
)

// letter is a template being filled.
type letter struct {
	*words.Document
	head    Letterhead
	files   []folder.File
	w       words.Labels
	picture []byte // set where the template asks for it
	words   map[string]string
}

// stretch is a piece of a part's bytes.
type stretch struct{ from, to int }

// paragraph is one w:p, with the places of the words of its w:t.
type paragraph struct {
	stretch
	texts      []stretch
	properties stretch // of w:pPr; empty: none
}

// fill replaces the placeholders of one part. Word processors cut words into runs as they like, so
// that a placeholder is looked for in the words of a whole paragraph.
func (l *letter) fill(part []byte) ([]byte, error) {
	paragraphs, err := paragraphsOf(part)
	if err != nil {
		return nil, err
	}
	if l.words == nil {
		l.words = l.placeholders()
	}
	var out bytes.Buffer
	at := 0
	for _, p := range paragraphs {
		filled, changed, err := l.paragraph(part, p)
		if err != nil {
			return nil, err
		}
		if changed {
			out.Write(part[at:p.from])
			out.WriteString(filled)
			at = p.to
		}
	}
	out.Write(part[at:])
	return out.Bytes(), nil
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// paragraphsOf finds the innermost paragraphs, in order.
func paragraphsOf(part []byte) (out []paragraph, err error) {
	d := xml.NewDecoder(bytes.NewReader(part))
	var open []paragraph
	inner := []bool{} // whether an open paragraph has others inside
	for {
		start := int(d.InputOffset())
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Space != wordSpace || len(open) == 0 && t.Name.Local != "p" {
				continue
			}
			switch t.Name.Local {
			case "p":
				for i := range inner {
					inner[i] = true
				}
				open, inner = append(open, paragraph{stretch: stretch{from: start}}), append(inner, false)
			case "pPr":
				if last := &open[len(open)-1]; last.properties.to == 0 {
					last.properties = stretch{from: start}
				}
			case "t":
				last := &open[len(open)-1]
				last.texts = append(last.texts, stretch{from: int(d.InputOffset())})
			}
		case xml.EndElement:
			if t.Name.Space != wordSpace || len(open) == 0 {
				continue
			}
			last := &open[len(open)-1]
			switch t.Name.Local {
			case "t":
				last.texts[len(last.texts)-1].to = start
			case "pPr":
				last.properties.to = int(d.InputOffset())
			case "p":
				last.to = int(d.InputOffset())
				if !inner[len(inner)-1] {
					out = append(out, *last)
				}
				open, inner = open[:len(open)-1], inner[:len(inner)-1]
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{\s*([a-z_]+)\s*\}\}`)

// paragraph fills one paragraph.
func (l *letter) paragraph(part []byte, p paragraph) (filled string, changed bool, err error) {
	words, err := wordsOf(part, p)
	if err != nil {
		return "", false, err
	}
	whole := strings.Join(words, "")
	found := placeholder.FindAllStringSubmatchIndex(whole, -1)
	if found == nil {
		return "", false, nil
	}
	if m := found[0]; len(found) == 1 && strings.TrimSpace(whole) == whole[m[0]:m[1]] {
		if block, ok, err := l.block(whole[m[2]:m[3]], string(part[p.properties.from:p.properties.to])); ok || err != nil {
			return block, true, err
		}
	}
	for _, m := range slices.Backward(found) {
		value, ok := l.words[whole[m[2]:m[3]]]
		if !ok {
			return "", false, fmt.Errorf("{{%s}} is unknown here; words are %s; alone in a paragraph also %s",
				whole[m[2]:m[3]], strings.Join(slices.Sorted(maps.Keys(l.words)), ", "), strings.Join(blockNames(), ", "))
		}
		splice(words, m[0], m[1], value)
	}
	var b strings.Builder
	at := p.from
	for i, t := range p.texts {
		b.Write(part[at:t.from])
		b.WriteString(strings.ReplaceAll(escaped(words[i]), "\n", `</w:t><w:br/><w:t xml:space="preserve">`))
		at = t.to
	}
	b.Write(part[at:p.to])
	return b.String(), true, nil
}

// wordsOf gives the words of each w:t.
func wordsOf(part []byte, p paragraph) ([]string, error) {
	out := make([]string, len(p.texts))
	for i, t := range p.texts {
		var s string
		raw := append(append([]byte("<t>"), part[t.from:max(t.from, t.to)]...), "</t>"...)
		if err := xml.Unmarshal(raw, &s); err != nil {
			return nil, err
		}
		out[i] = s
	}
	return out, nil
}

// splice replaces the bytes from–to of the joined words: the value goes where they begin.
func splice(words []string, from, to int, value string) {
	at := 0
	for i, w := range words {
		start, end := max(from, at), min(to, at+len(w))
		if start < end {
			words[i] = w[:start-at] + value + w[end-at:]
			value = ""
		}
		at += len(w)
	}
}

func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteByte('\n')
		case r < 0x20 && r != '\t':
		default:
			if err := xml.EscapeText(&b, []byte(string(r))); err != nil {
				return "" // a strings.Builder never fails
			}
		}
	}
	return b.String()
}
