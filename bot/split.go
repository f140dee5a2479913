package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"suara/bot/texts"
)

// maxUnits is how long a message may be: UTF-16 units after entity parsing. maxCaption is the
// same for the words under a document.
const (
	maxUnits   = 4096
	maxCaption = 1024
)

// numberRoom is what the mark "(2/3)" in front of a part takes at most.
const numberRoom = 16

// units counts the UTF-16 units that Telegram counts of an HTML text: tags are not counted, a
// character reference counts as its character.
func units(html string) (n int) {
	for html != "" {
		size, width, _ := token(html)
		n += width
		html = html[size:]
	}
	return n
}

// token measures what stands first in an HTML text: a tag, a character reference or a character.
func token(html string) (size, width int, tag bool) {
	switch html[0] {
	case '<':
		if end := strings.IndexByte(html, '>'); end > 0 {
			return end + 1, 0, true
		}
	case '&':
		if end := strings.IndexByte(html[:min(len(html), 10)], ';'); end > 1 {
			return end + 1, 1, false
		}
	}
	r, size := utf8.DecodeRuneInString(html)
	if r > 0xFFFF {
		return size, 2, false
	}
	return size, 1, false
}

// split cuts an HTML text into parts of at most limit UTF-16 units, at line borders where it can,
// inside a longer line between two characters. Tags open at a cut are closed and opened again, and
// two or more parts are numbered.
func split(html string, limit int) []string {
	if units(html) <= limit {
		return []string{html}
	}
	s := splitter{limit: max(1, limit-numberRoom)}
	for i, line := range strings.Split(html, "\n") {
		if i > 0 {
			s.newLine(units(line))
		}
		s.add(line)
	}
	s.cut()
	if len(s.parts) == 1 {
		return s.parts
	}
	for i, part := range s.parts {
		s.parts[i] = fmt.Sprintf("(%d/%d)\n%s", i+1, len(s.parts), part)
	}
	return s.parts
}

type splitter struct {
	limit int
	parts []string
	open  []string // the tags that are open, as written
	b     strings.Builder
	used  int
}

// newLine begins a new line, in the next part where the line fits there only.
func (s *splitter) newLine(next int) {
	if s.used+1+next > s.limit && s.used > 0 {
		s.cut()
		return
	}
	s.b.WriteByte('\n')
	s.used++
}

func (s *splitter) add(line string) {
	for line != "" {
		size, width, tag := token(line)
		if s.used+width > s.limit && s.used > 0 {
			s.cut()
		}
		s.b.WriteString(line[:size])
		s.used += width
		if tag {
			s.note(line[:size])
		}
		line = line[size:]
	}
}

// note keeps the list of open tags.
func (s *splitter) note(tag string) {
	if !strings.HasPrefix(tag, "</") {
		s.open = append(s.open, tag)
	} else if len(s.open) > 0 {
		s.open = s.open[:len(s.open)-1]
	}
}

// cut ends the part that is being written and begins another with the same tags open. A part
// without a visible character is dropped: Telegram refuses empty messages.
func (s *splitter) cut() {
	part := strings.TrimLeft(s.b.String(), "\n")
	for i := len(s.open) - 1; i >= 0; i-- {
		part += "</" + tagName(s.open[i]) + ">"
	}
	if strings.TrimSpace(texts.Strip(part)) != "" {
		s.parts = append(s.parts, part)
	}
	s.b.Reset()
	s.used = 0
	for _, tag := range s.open {
		s.b.WriteString(tag)
	}
}

func tagName(tag string) string {
	name := strings.Trim(tag, "</>")
	if at := strings.IndexByte(name, ' '); at > 0 {
		name = name[:at]
	}
	return name
}
