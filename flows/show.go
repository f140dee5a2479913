package flows

import (
	"strconv"
	"unicode/utf8"
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
	relevant := f.relevance(&s)
	screen := Screen{Heading: f.Title.In(s.lang), Later: s.token(actLater, 0)}
	screen.Number, screen.Total = f.progress(&s, &relevant)
	if _, ok := f.back(&s, &relevant); ok || s.specify {
		screen.Back = s.token(actBack, 0)
	}
	switch {
	case s.position == len(f.Items):
		f.showReview(&s, &relevant, &screen)
	case s.specify:
		f.showSpecify(&s, &screen)
	default:
		f.showItem(&s, &relevant, &screen)
	}
	return screen
}

// progress counts the relevant items up to the one on screen, and all; notes are not counted.
func (f *Flow) progress(s *Session, relevant *set) (number, total int) {
	for i, item := range f.Items {
		if item.Type == TypeNote || !relevant.has(i) {
			continue
		}
		if total++; i <= s.position {
			number = total
		}
	}
	return number, total
}

func (f *Flow) sectionTitle(item *Item, lang string) string {
	for i := range f.Sections {
		if f.Sections[i].ID == item.Section {
			return f.Sections[i].Title.In(lang)
		}
	}
	return ""
}

func (f *Flow) showItem(s *Session, relevant *set, screen *Screen) {
	item := f.Items[s.position]
	screen.Kind, screen.Item = ScreenItem, item
	screen.Section = f.sectionTitle(item, s.lang)
	screen.Text, screen.Hint = item.Text.In(s.lang), item.Hint.In(s.lang)
	screen.Many = item.Type == TypeChoices
	screen.Typing = !item.Pressed() && item.Type != TypeNote
	a := s.answer(s.position)
	f.showOptions(s, item, a.value, screen)
	if item.Optional && item.Type != TypeNote {
		screen.Skip = s.token(actSkip, 0)
	}
	if item.Type == TypeNote || item.Type == TypeChoices {
		screen.Done = s.token(actDone, 0)
	}
	if f.canNext(s, relevant, item) {
		screen.Next = s.token(actNext, 0)
	}
	screen.Current = f.said(s, s.position)
	screen.Typed = a.message != 0
}

func (f *Flow) showSpecify(s *Session, screen *Screen) {
	item := f.Items[s.position]
	a := s.answer(s.position)
	screen.Kind, screen.Item, screen.Typing = ScreenSpecify, item, true
	screen.Section, screen.Text = f.sectionTitle(item, s.lang), item.Text.In(s.lang)
	screen.Current, screen.Typed = a.other, a.otherMessage != 0
	if item.Optional {
		screen.Skip = s.token(actSkip, 0)
	}
	if a.other != "" {
		screen.Next = s.token(actNext, 0)
	}
}

func (f *Flow) showOptions(s *Session, item *Item, chosen string, screen *Screen) {
	if !item.Pressed() {
		return
	}
	longest := 0
	screen.Options = make([]ScreenOption, len(item.Options))
	for i := range item.Options {
		o := &item.Options[i]
		label := o.Label.In(s.lang)
		longest = max(longest, utf8.RuneCountInString(label))
		screen.Options[i] = ScreenOption{Label: label, Short: item.short(i, s.lang), Value: o.Value,
			Chosen: chosen != "" && ticked(chosen, o.Value), Press: s.token(actOption, i)}
		if screen.Options[i].Chosen {
			screen.Ticked++
		}
	}
	screen.Listed, screen.Columns = layout(item, longest)
}

// short is what stands on an option's button while its label stands in the text: the words given
// for it where all options have some, else the numeric value or the place in the list.
func (i *Item) short(n int, lang string) string {
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
	return strconv.Itoa(n + 1)
}

// layout decides whether labels move into the text, and how many buttons stand in a row.
func layout(item *Item, longest int) (listed bool, columns int) {
	most := maxOptionButton
	if item.Type == TypeScale {
		most = maxScaleButton
	}
	n := len(item.Options)
	switch {
	case item.Type == TypeNPS:
		return false, 6
	case longest > most:
		return true, min(n, 5)
	case longest <= maxHalfButton && item.Type != TypeScale:
		return false, min(n, 2)
	}
	return false, 1
}
