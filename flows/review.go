package flows

import (
	"strings"

	"suara/flows/writing"
)

// Rows on a page of the review, and UTF-16 units of a label or an answer in a row: together with
// their numbers they fit one message.
const (
	reviewRows  = 8
	reviewUnits = 120
)

// reviewable tells whether an item is on the review: those asked, but notes.
func (v *view) reviewable(i int) bool { return v.asked(i) && v.Items[i].Type != TypeNote }

// reviewed lists the items on the review, in the order they are asked.
func (v *view) reviewed() []int {
	var out []int
	for n := range v.Items {
		if i := v.at(n); v.reviewable(i) {
			out = append(out, i)
		}
	}
	return out
}

func reviewPages(rows int) int { return max(1, (rows+reviewRows-1)/reviewRows) }

func (v *view) showReview(screen *Screen) {
	rows := v.reviewed()
	pages := reviewPages(len(rows))
	page := min(v.s.page, pages-1)
	screen.Kind, screen.Page, screen.Pages = ScreenReview, page+1, pages
	screen.Submit = v.s.token(actSubmit, 0)
	if page > 0 {
		screen.PreviousPage = v.s.token(actPage, page-1)
	}
	if page+1 < pages {
		screen.NextPage = v.s.token(actPage, page+1)
	}
	first := page * reviewRows
	for n, i := range rows[first:min(first+reviewRows, len(rows))] {
		item := v.Items[i]
		screen.Review = append(screen.Review, ReviewRow{
			Number:  first + n + 1,
			Item:    item,
			Label:   writing.Cut(v.label(item), reviewUnits),
			Answer:  writing.Cut(v.said(i), reviewUnits),
			Skipped: v.s.answer(i).state == skipped,
			Missing: v.missing(i),
			Press:   v.s.token(actChange, i),
		})
	}
}

// Label gives the item's text where it stands alone, in tables and files: a row of a matrix with its
// heading before it, an item that nobody is asked by its id.
func (i *Item) Label(lang string) string {
	switch {
	case i.Silent():
		return i.ID
	case i.Matrix == "":
		return i.Text.In(lang)
	}
	return underHeading(i.Heading.In(lang), i.Text.In(lang))
}

func underHeading(heading, text string) string {
	if !strings.HasSuffix(heading, ":") {
		heading += " –"
	}
	return heading + " " + text
}

// label is the item's text on the review; a row of a matrix stands behind its heading.
func (v *view) label(item *Item) string {
	text, _ := v.passage(item.Text, item.richText)
	if item.Matrix == "" {
		return text
	}
	heading, _ := v.passage(item.Heading, item.richAbove)
	return underHeading(writing.Cut(heading, reviewUnits/2), text)
}
