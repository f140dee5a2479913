package bot

import (
	"embed"
	"fmt"
	"html"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// languages are those with a catalogue; the first is the default.
func languages() []string { return []string{"id", "en"} }

// catalogue holds the texts of one language by key. Texts of keys that begin with "button.",
// "notice.", "command." or "word." are plain; the others are HTML.
type catalogue struct {
	lang     string
	texts    map[string]text
	problems problemTexts
}

// args are the values of a text's placeholders, not yet escaped.
type args map[string]string

func loadCatalogues() (map[string]*catalogue, error) {
	all := map[string]*catalogue{}
	for _, lang := range languages() {
		src, err := textFiles.ReadFile("texts/" + lang + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("read catalogue %s: %w", lang, err)
		}
		if all[lang], err = newCatalogue(lang, src); err != nil {
			return nil, err
		}
		if all[lang].problems, err = loadProblems(lang); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func newCatalogue(lang string, src []byte) (*catalogue, error) {
	var raw map[string]string
	if err := yaml.Unmarshal(src, &raw); err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", lang, err)
	}
	c := &catalogue{lang: lang, texts: make(map[string]text, len(raw))}
	for key, src := range raw {
		t, err := parseText(strings.TrimSpace(src))
		if err != nil {
			return nil, fmt.Errorf("catalogue %s, text %s: %w", lang, key, err)
		}
		c.texts[key] = t
	}
	return c, nil
}

// has tells whether there is a text of that key.
func (c *catalogue) has(key string) bool { _, ok := c.texts[key]; return ok }

// plain gives a text that is no HTML: of a button, or of the answer to a press.
func (c *catalogue) plain(key string, a args) string {
	t, ok := c.texts[key]
	if !ok {
		return ""
	}
	var b strings.Builder
	t.write(&b, a, nil)
	return b.String()
}

// write appends an HTML text with its values escaped.
func (c *catalogue) write(b *strings.Builder, key string, a args) {
	t, ok := c.texts[key]
	if !ok {
		return
	}
	if isPlain(key) {
		var plain strings.Builder
		t.write(&plain, a, nil)
		escapeTo(b, plain.String())
		return
	}
	t.write(b, a, escapeTo)
}

func isPlain(key string) bool {
	group, _, _ := strings.Cut(key, ".")
	switch group {
	case "button", "notice", "command", "word":
		return true
	}
	return false
}

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
func (t text) write(b *strings.Builder, a args, escape func(*strings.Builder, string)) {
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
func (t text) filled(a args) bool {
	for _, p := range t {
		if p.name != "" && a[p.name] == "" {
			return false
		}
	}
	return true
}

// escapeTo appends a value with the signs of HTML escaped.
func escapeTo(b *strings.Builder, s string) {
	for {
		at := strings.IndexAny(s, "<>&")
		if at < 0 {
			b.WriteString(s)
			return
		}
		b.WriteString(s[:at])
		switch s[at] {
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '&':
			b.WriteString("&amp;")
		}
		s = s[at+1:]
	}
}

// stripHTML turns an HTML text into the plain text that it shows.
func stripHTML(s string) string {
	var b strings.Builder
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:at])
		end := strings.IndexByte(s[at:], '>')
		if end < 0 {
			b.WriteString(s[at:])
			break
		}
		s = s[at+end+1:]
	}
	return html.UnescapeString(b.String())
}
