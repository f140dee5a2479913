package flows

import "strings"

// Rows on a page of the review, and characters of a label or an answer in a row: together with
// their numbers they fit one message.
const (
	reviewRows  = 8
	reviewRunes = 120
)

// reviewed lists the items on the review: the relevant ones but notes.
func (f *Flow) reviewed(relevant *set) []int {
	var out []int
	for i, item := range f.Items {
		if item.Type != TypeNote && relevant.has(i) {
			out = append(out, i)
		}
	}
	return out
}

func reviewPages(rows int) int { return max(1, (rows+reviewRows-1)/reviewRows) }

func (f *Flow) showReview(s *Session, relevant *set, screen *Screen) {
	rows := f.reviewed(relevant)
	pages := reviewPages(len(rows))
	page := min(s.page, pages-1)
	screen.Kind, screen.Page, screen.Pages = ScreenReview, page+1, pages
	screen.Submit = s.token(actSubmit, 0)
	if page > 0 {
		screen.PreviousPage = s.token(actPage, page-1)
	}
	if page+1 < pages {
		screen.NextPage = s.token(actPage, page+1)
	}
	first := page * reviewRows
	for n, i := range rows[first:min(first+reviewRows, len(rows))] {
		item, state := f.Items[i], s.answer(i).state
		screen.Review = append(screen.Review, ReviewRow{
			Number:  first + n + 1,
			Item:    item,
			Label:   shorten(item.Text.In(s.lang)),
			Answer:  shorten(f.said(s, i)),
			Skipped: state == skipped,
			Missing: !item.Optional && f.open(s, relevant, i),
			Press:   s.token(actChange, i),
		})
	}
}

// shorten cuts a text at a word's end and puts it on one line.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	runes := []rune(s)
	if len(runes) <= reviewRunes {
		return s
	}
	cut := string(runes[:reviewRunes-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}
