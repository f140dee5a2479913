package flows

import (
	"slices"

	"suara/flows/writing"
)

// The values of special answers, as they stand in exports. They are answers, but no option of a
// scale: no mean and no share counts them. An item offers those in its Also.
const (
	NotApplicable = "#na"      // tidak berlaku
	DontKnow      = "#dk"      // tidak tahu
	Refused       = "#refused" // tidak mau menjawab
)

// specials lists the special answers in the order of their buttons, with the words for them in a
// flow's file.
var specials = []struct {
	value, word string
	label       Text
}{
	{NotApplicable, "na", Text{"id": "Tidak berlaku", "en": "Not applicable"}},
	{DontKnow, "dk", Text{"id": "Tidak tahu", "en": "Don't know"}},
	{Refused, "refused", Text{"id": "Tidak mau menjawab", "en": "Prefer not to answer"}},
}

// IsSpecial tells whether a value is a special answer.
func IsSpecial(value string) bool {
	return value == NotApplicable || value == DontKnow || value == Refused
}

// specialLabel writes a special answer for people; empty: it is none.
func specialLabel(value, lang string) string {
	for _, s := range specials {
		if s.value == value {
			return s.label.In(lang)
		}
	}
	return ""
}

// typedSpecial finds the special answer of the item that someone means by typing its words. Words
// typed at a text item are its answer, whatever they are.
func (i *Item) typedSpecial(text string) (value string, ok bool) {
	if i.Type == TypeText || len(i.Also) == 0 {
		return "", false
	}
	text = writing.Folded(text)
	for _, s := range specials {
		if slices.Contains(i.Also, s.value) && hasText(s.label, text) {
			return s.value, true
		}
	}
	return "", false
}
