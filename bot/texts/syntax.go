package texts

import (
	"fmt"
	"strings"
)

// text is a catalogue text, cut at its placeholders.
type text []part

// part is fixed words, a placeholder, or a group in square brackets that is left out where one of
// its placeholders is empty.
type part struct {
	words string
	name  string
	group text
}

// parseText reads words with {placeholders} and [groups].
func parseText(src string) (text, error) {
	t, rest, err := parseParts(src, false)
	if err == nil && rest != "" {
		err = fmt.Errorf("] without [")
	}
	return t, err
}

func parseParts(src string, inside bool) (t text, rest string, err error) {
	for src != "" {
		at := strings.IndexAny(src, "{[]")
		if at < 0 {
			t = append(t, part{words: src})
			src = ""
			break
		}
		if at > 0 {
			t = append(t, part{words: src[:at]})
		}
		sign := src[at]
		src = src[at+1:]
		switch sign {
		case ']':
			if !inside {
				return nil, "]", nil
			}
			return t, src, nil
		case '[':
			var group text
			if group, src, err = parseParts(src, true); err != nil {
				return nil, "", err
			}
			t = append(t, part{group: group})
		case '{':
			end := strings.IndexByte(src, '}')
			if end <= 0 {
				return nil, "", fmt.Errorf("{ without }")
			}
			t = append(t, part{name: src[:end]})
			src = src[end+1:]
		}
	}
	if inside {
		return nil, "", fmt.Errorf("[ without ]")
	}
	return t, "", nil
}

// write appends the text; escape is applied to values, nil takes them as they are.
func (t text) write(b *strings.Builder, a Args, escape func(*strings.Builder, string)) {
	for _, p := range t {
		switch {
		case p.group != nil:
			if p.group.filled(a) {
				p.group.write(b, a, escape)
			}
		case p.name == "":
			b.WriteString(p.words)
		case escape != nil:
			escape(b, a[p.name])
		default:
			b.WriteString(a[p.name])
		}
	}
}

// filled tells whether every placeholder has a value.
func (t text) filled(a Args) bool {
	for _, p := range t {
		if p.name != "" && a[p.name] == "" {
			return false
		}
	}
	return true
}
