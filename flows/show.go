package flows

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"suara/flows/richtext"
)

// How long labels may be to stand on buttons, in characters; a longer one moves all labels of its
// item into the text.
const (
	maxScaleButton  = 20
	maxOptionButton = 24
	maxHalfButton   = 12 // two of these stand side by side
)

// Show returns what the person sees now.
func (f *Flow) Show(s Session) Screen {
	s.position = min(s.position, len(f.Items))
	v := f.view(&s)
	screen := Screen{Heading: f.Title.In(s.lang), Later: s.token(actLater, 0)}
	screen.Number, screen.Total = v.progress()
	if _, ok := v.back(); ok || s.specify {
		screen.Back = s.token(actBack, 0)
	}
	switch {
	case s.position == len(f.Items):
		v.showReview(&screen)
	case s.specify:
		v.showSpecify(&screen)
	default:
		v.showItem(&screen)
	}
	return screen
}

// progress counts the asked items up to the one on screen, and all; notes are not counted.
func (v *view) progress() (number, total int) {
	at := v.placeOf(v.s.position)
	for n := range v.Items {
		if !v.reviewable(v.at(n)) {
			continue
		}
		if total++; n <= at {
			number = total
		}
	}
	return number, total
}

// titled is the title of the item's section: of the nearest one that has a title.
func (f *Flow) titled(item *Item, lang string) string {
	for s := f.Section(item.Section); s != nil; s = f.Section(s.Within) {
		if len(s.Title) > 0 {
			return s.Title.In(lang)
		}
	}
	return ""
}

// within tells whether an item stands in a section, directly or in a group of it.
func (f *Flow) within(i int, section *Section) bool {
	if i < 0 {
		return false
	}
	for s := f.Section(f.Items[i].Section); s != nil; s = f.Section(s.Within) {
		if s == section {
			return true
		}
	}
	return false
}

// introduce gives the introductions of the sections that begin with the item on screen.
func (v *view) introduce(item *Item, screen *Screen) {
	before := v.preceding(v.s.position)
	for s := v.Section(item.Section); s != nil && !v.within(before, s); s = v.Section(s.Within) {
		if len(s.Intro) == 0 {
			continue
		}
		text, spans := v.passage(s.Intro, s.richIntro)
		if screen.Intro != "" { // the outer section's comes first
			text, spans = text+"\n\n"+screen.Intro, joinSpans(text, spans, screen.Intro, screen.Spans.Intro)
		}
		screen.Intro, screen.Spans.Intro = text, spans
	}
}

// joinSpans puts two texts under each other; nil where neither has markup.
func joinSpans(first string, a []richtext.Span, second string, b []richtext.Span) []richtext.Span {
	if a == nil && b == nil {
		return nil
	}
	if a == nil {
		a = []richtext.Span{{Text: first}}
	}
	if b == nil {
		b = []richtext.Span{{Text: second}}
	}
	return append(append(a, richtext.Span{Text: "\n\n"}), b...)
}

func (v *view) showItem(screen *Screen) {
	i := v.s.position
	item := v.Items[i]
	screen.Kind = ScreenItem
	v.showTexts(item, screen)
	screen.Hint, screen.Spans.Hint = v.passage(item.Hint, item.richHint)
	screen.Many, screen.Ranked = item.many(), item.Type == TypeRanking
	screen.Typing = !item.Pressed() && item.Type != TypeNote
	screen.Picture = item.Picture
	a := v.standing(i)
	v.showOptions(item, a, screen)
	v.showAlso(item, a, screen)
	if v.optional(i) && item.Type != TypeNote {
		screen.Skip = v.s.token(actSkip, 0)
	}
	if item.Type == TypeNote || item.many() {
		screen.Done = v.s.token(actDone, 0)
	}
	if v.canNext(item) {
		screen.Next = v.s.token(actNext, 0)
	}
	screen.Current = v.Flow.said(v.s, i, a)
	screen.Typed = a.message != 0
	screen.Proposed = a.state == answered && v.s.answer(i).state == unanswered
}

// showTexts gives the texts above an answer.
func (v *view) showTexts(item *Item, screen *Screen) {
	screen.Item, screen.Section = item, v.titled(item, v.s.lang)
	v.introduce(item, screen)
	screen.Above, screen.Spans.Above = v.passage(item.Heading, item.richAbove)
	screen.Text, screen.Spans.Text = v.passage(item.Text, item.richText)
}

// showAlso puts the special answers under the options.
func (v *view) showAlso(item *Item, a answer, screen *Screen) {
	for n, s := range specials {
		if slices.Contains(item.Also, s.value) {
			screen.Also = append(screen.Also, ScreenOption{Label: s.label.In(v.s.lang), Value: s.value,
				Chosen: a.state == special && a.value == s.value, Press: v.s.token(actAlso, n)})
		}
	}
}

func (v *view) showSpecify(screen *Screen) {
	item := v.Items[v.s.position]
	a := v.s.answer(v.s.position)
	screen.Kind, screen.Typing = ScreenSpecify, true
	v.showTexts(item, screen)
	screen.Current, screen.Typed = a.other, a.otherMessage != 0
	if v.optional(v.s.position) {
		screen.Skip = v.s.token(actSkip, 0)
	}
	if a.other != "" {
		screen.Next = v.s.token(actNext, 0)
	}
}

func (v *view) showOptions(item *Item, a answer, screen *Screen) {
	if !item.Pressed() {
		return
	}
	chosen := ""
	if a.state == answered {
		chosen = a.value
	}
	list := v.offered(item)
	screen.Ticked = countTicked(chosen)
	if v.isLong(item) {
		screen.Long, screen.Letters = true, v.s.letters
		list = v.showShelf(matching(item, list, v.s.letters), screen)
	}
	longest, first := 0, max(0, screen.Page-1)*shelfRows
	screen.Options = make([]ScreenOption, len(list))
	for n, i := range list {
		o := &item.Options[i]
		label := o.Label.In(v.s.lang)
		longest = max(longest, utf8.RuneCountInString(label))
		screen.Options[n] = ScreenOption{Label: label, Short: item.short(i, first+n, v.s.lang), Value: o.Value,
			Chosen: chosen != "" && ticked(chosen, o.Value), Press: v.s.token(actOption, i)}
		if screen.Options[n].Chosen && screen.Ranked {
			screen.Options[n].Rank = 1 + slices.Index(strings.Split(chosen, " "), o.Value)
		}
	}
	screen.Listed, screen.Columns = layout(item, len(list), longest)
	if screen.Long && !screen.Listed {
		screen.Columns = 1
	}
}

// showShelf gives the options on the page of a long list, and the buttons that turn it.
func (v *view) showShelf(list []int, screen *Screen) []int {
	screen.Pages = shelves(len(list))
	page := min(v.s.shelf, screen.Pages-1)
	screen.Page = page + 1
	if page > 0 {
		screen.PreviousPage = v.s.token(actShelf, page-1)
	}
	if page+1 < screen.Pages {
		screen.NextPage = v.s.token(actShelf, page+1)
	}
	if v.s.letters != "" {
		screen.All = v.s.token(actAll, 0)
	}
	return list[page*shelfRows : min((page+1)*shelfRows, len(list))]
}

// short is what stands on an option's button while its label stands in the text: the words given
// for it where all options have some, else the numeric value or the place at which it is shown.
func (i *Item) short(n, shown int, lang string) string {
	words, numeric := true, true
	for k := range i.Options {
		_, ok := i.Options[k].Score()
		numeric = numeric && ok
		words = words && len(i.Options[k].Short) > 0
	}
	switch {
	case words:
		return i.Options[n].Short.In(lang)
	case numeric:
		return i.Options[n].Value
	}
	return strconv.Itoa(shown + 1)
}

// layout decides whether labels move into the text, and how many buttons stand in a row.
func layout(item *Item, n, longest int) (listed bool, columns int) {
	most := maxOptionButton
	if item.Type == TypeScale {
		most = maxScaleButton
	}
	switch {
	case item.Type == TypeNPS:
		return false, 6
	case longest > most:
		return true, min(max(n, 1), 5)
	case longest <= maxHalfButton && item.Type != TypeScale && item.Type != TypeRanking:
		return false, min(max(n, 1), 2)
	}
	return false, 1
}
