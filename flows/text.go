package flows

import (
	"maps"
	"slices"
)

// Text is what people read, by language: language code → text.
type Text map[string]string

// In returns the text in the language, else in the first of id, en and the others in alphabetical
// order that has it.
func (t Text) In(lang string) string {
	if s := t[lang]; s != "" {
		return s
	}
	for _, l := range []string{"id", "en"} {
		if s := t[l]; s != "" {
			return s
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		if t[l] != "" {
			return t[l]
		}
	}
	return ""
}
