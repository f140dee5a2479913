package flows

import (
	"strings"
	"unicode/utf8"

	"suara/flows/writing"
)

// Lists of more options than longList are shown in pages of shelfRows, and typing some letters shows
// the options that hold them.
const (
	longList   = 12
	shelfRows  = 8
	maxLetters = 40
)

// isLong tells whether an item's options are shown in pages.
func (v *view) isLong(item *Item) bool {
	switch item.Type {
	case TypeChoice, TypeChoices, TypeRanking:
		return len(item.Options) > longList && len(v.offered(item)) > longList
	}
	return false
}

// matching gives of a list the options whose label holds the letters.
func matching(item *Item, list []int, letters string) []int {
	if letters == "" {
		return list
	}
	var out []int
	for _, n := range list {
		for _, label := range item.Options[n].Label {
			if strings.Contains(writing.Folded(label), letters) {
				out = append(out, n)
				break
			}
		}
	}
	return out
}

// numbered lists the options that typed words may mean. Numbers are places among the options that are
// shown: where letters were searched for, among those found.
func (w *walk) numbered(item *Item) []int {
	list := w.offered(item)
	if w.s.letters == "" || strings.Trim(writing.Folded(w.in.Text), "0123456789 ,;") != "" {
		return list
	}
	return matching(item, list, w.s.letters)
}

// search shows the options that hold the letters typed.
func (w *walk) search(item *Item) {
	letters := writing.Folded(w.in.Text)
	args := map[string]string{"text": writing.Cut(letters, maxLetters)}
	if n := utf8.RuneCountInString(letters); n == 0 || n > maxLetters {
		w.refuse(Notice{NoticeNoMatch, args})
		return
	}
	if len(matching(item, w.offered(item), letters)) == 0 {
		w.refuse(Notice{NoticeNoMatch, args})
		return
	}
	w.s.letters, w.s.shelf = letters, 0
	w.changed()
}

// pressShelf turns the page of a long list, or shows all of it again.
func (w *walk) pressShelf(item *Item, p press) bool {
	if !w.isLong(item) {
		return false
	}
	if p.action == actAll {
		w.s.letters, w.s.shelf = "", 0
		w.changed()
		return true
	}
	if p.index >= shelves(len(matching(item, w.offered(item), w.s.letters))) {
		return false
	}
	w.s.shelf = p.index
	w.changed()
	return true
}

func shelves(options int) int { return max(1, (options+shelfRows-1)/shelfRows) }
