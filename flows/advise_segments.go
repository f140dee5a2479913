package flows

import (
	"slices"
	"strings"
	"unicode"
)

// quasiIdentifier is what narrows a group down to persons, told by words of an item's id or text.
type quasiIdentifier struct {
	name  string
	words []string // each one word, or several in a row
}

var quasiIdentifiers = []quasiIdentifier{
	{"age", []string{"usia", "umur", "age", "lahir", "born", "how old", "birth"}},
	{"length of service", []string{"masa kerja", "lama kerja", "lama bekerja", "lama anda bekerja", "masa bakti",
		"length of service", "years of service", "tenure", "tmt", "how long have you worked"}},
	{"position", []string{"jabatan", "eselon", "pangkat", "golongan", "position", "rank", "echelon"}},
}

// maxQuasi is how many of these an anonymous survey can ask for.
const maxQuasi = 2

// kindOf tells which of them a segment asks for; empty: none.
func kindOf(item *Item) string {
	said := []string{item.ID}
	for _, t := range item.Text {
		said = append(said, t)
	}
	for _, q := range quasiIdentifiers {
		for _, s := range said {
			if slices.ContainsFunc(q.words, func(w string) bool { return saysWord(s, w) }) {
				return q.name
			}
		}
	}
	return ""
}

// saysWord tells whether a text has the words in a row, at the borders of words.
func saysWord(text, words string) bool {
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	spaced := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), split), " ") + " "
	return strings.Contains(spaced, " "+words+" ")
}

// adviseSegments warns of segments that narrow groups down to persons, and of those asked too early.
func (l *loader) adviseSegments() {
	f := l.flow
	var met []string
	var segment *Item
	for _, item := range f.Items {
		if !item.Segment {
			if segment != nil && len(f.DimensionsOf(item.ID)) > 0 {
				f.warn(segment, "the segment %s stands before %s; ask segments after what is scored",
					segment.ID, item.ID)
				segment = nil
			}
			continue
		}
		segment = item
		if kind := kindOf(item); kind != "" && !slices.Contains(met, kind) {
			if met = append(met, kind); len(met) == maxQuasi+1 {
				f.warn(item, "%s together narrow groups down to persons; keep two of them in an anonymous survey",
					Say("age, length of service and position"))
			}
		}
	}
}
