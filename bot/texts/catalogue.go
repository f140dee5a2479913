package texts

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed *.yaml
var files embed.FS

// Languages are those with a catalogue; the first is the default.
func Languages() []string { return []string{"id", "en"} }

// Catalogue holds the texts of one language by key. Texts of keys that begin with "button.",
// "notice.", "command." or "word." are plain; the others are HTML. It is safe for concurrent use.
type Catalogue struct {
	lang     string
	texts    map[string]text
	problems map[string]string
}

// Args are the values of a text's placeholders, not yet escaped.
type Args map[string]string

// Catalogues are those of all languages; nothing changes them.
type Catalogues map[string]*Catalogue

// In gives the catalogue of a language, the default one where there is none.
func (all Catalogues) In(lang string) *Catalogue {
	if c := all[lang]; c != nil {
		return c
	}
	return all[Languages()[0]]
}

// Load gives the embedded catalogues, which are read once. A test excludes that it fails.
func Load() (Catalogues, error) { return loaded() }

var loaded = sync.OnceValues(load)

func load() (Catalogues, error) {
	all := Catalogues{}
	for _, lang := range Languages() {
		src, err := files.ReadFile(lang + ".yaml")
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

func newCatalogue(lang string, src []byte) (*Catalogue, error) {
	var raw map[string]string
	if err := yaml.Unmarshal(src, &raw); err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", lang, err)
	}
	c := &Catalogue{lang: lang, texts: make(map[string]text, len(raw))}
	for key, src := range raw {
		t, err := parseText(strings.TrimSpace(src))
		if err != nil {
			return nil, fmt.Errorf("catalogue %s, text %s: %w", lang, key, err)
		}
		c.texts[key] = t
	}
	return c, nil
}

// Lang is the catalogue's language.
func (c *Catalogue) Lang() string { return c.lang }

// Has tells whether there is a text of that key.
func (c *Catalogue) Has(key string) bool { _, ok := c.texts[key]; return ok }

// Plain gives a text with its values as they are: of a button, or of the answer to a press. It is empty
// where there is no such text.
func (c *Catalogue) Plain(key string, a Args) string {
	t, ok := c.texts[key]
	if !ok {
		return ""
	}
	var b strings.Builder
	t.write(&b, a, nil)
	return b.String()
}

// Write appends a text as HTML with its values escaped; nothing where there is no such text.
func (c *Catalogue) Write(b *strings.Builder, key string, a Args) {
	t, ok := c.texts[key]
	if !ok {
		return
	}
	if isPlain(key) {
		var plain strings.Builder
		t.write(&plain, a, nil)
		Escape(b, plain.String())
		return
	}
	t.write(b, a, Escape)
}

func isPlain(key string) bool {
	group, _, _ := strings.Cut(key, ".")
	switch group {
	case "button", "notice", "command", "word":
		return true
	}
	return false
}
