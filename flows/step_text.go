package flows

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"suara/flows/writing"
)

// maxSpecify bounds the words for "other".
const maxSpecify = 500

// text takes typed words as the answer to what is on screen.
func (w *walk) text() {
	item := w.item()
	switch {
	case item == nil:
		w.refuse(Notice{Key: NoticeReviewUseButtons})
	case w.s.specify:
		w.specify()
	case item.Type == TypeNote:
		w.refuse(Notice{Key: NoticeUseDone})
	default:
		w.typed(item)
	}
}

// typed takes typed words at an item.
func (w *walk) typed(item *Item) {
	if value, ok := item.typedSpecial(w.in.Text); ok {
		w.out.Typed = true
		w.answerSpecial(value)
		return
	}
	if item.many() {
		w.typeChoices(item)
		return
	}
	a, fault := w.read(item, w.s.answer(w.s.position))
	switch {
	case fault.Key == NoticeUseButtons && w.isLong(item):
		w.search(item)
		return
	case fault.Key != "":
		w.refuse(fault)
		return
	}
	switch item.Type {
	case TypeNumber, TypeDate, TypeTime, TypePhone:
		value := w.Readable(item, a.value, w.s.lang)
		_, err := strconv.Atoi(value)
		if err != nil || value != writing.Plain(w.in.Text) { // bare digits can't be misread
			w.out.Notice = Notice{NoticeValueUnderstood, map[string]string{"value": value}}
		}
	case TypePhoto, TypeFile, TypeLocation:
		w.out.Notice = w.in.Sent.kept()
	}
	w.out.Typed = true
	w.set(w.s.position, a)
	w.settle(item)
}

// read turns typed words into an answer of the item, checked.
func (w *walk) read(item *Item, a answer) (answer, Notice) {
	value, fault := w.readValue(item)
	if fault.Key != "" {
		return a, fault
	}
	a.state, a.value, a.message = answered, value, w.in.Message
	return a, w.checkFault(item, a)
}

// readValue turns typed words into the export form of an answer, or says what is wrong with them.
func (w *walk) readValue(i *Item) (string, Notice) {
	if i.sent() || w.in.Sent != nil {
		return i.readSent(w.in.Sent)
	}
	switch i.Type {
	case TypeNumber:
		return i.readNumber(w.in.Text)
	case TypeText:
		return readText(w.in.Text, max(i.MinLength, 1), i.longest())
	case TypeDate:
		return i.readDate(w.in)
	case TypeTime:
		return i.readTime(w.in.Text)
	case TypeEmail:
		return readContact(writing.ParseEmail, w.in.Text, NoticeEmailInvalid)
	case TypePhone:
		return readContact(writing.ParsePhone, w.in.Text, NoticePhoneInvalid)
	}
	list := w.numbered(i)
	if i.many() {
		values, ok := typedOptions(i, list, w.in.Text)
		if !ok {
			return "", Notice{Key: NoticeUseButtons}
		}
		return values, selectFault(i, values)
	}
	n, ok := typedOption(i, list, w.in.Text)
	if !ok {
		return "", Notice{Key: NoticeUseButtons}
	}
	return i.Options[n].Value, Notice{}
}

// readContact reads an address; the notice is that of a text that is none.
func readContact(parse func(string) (string, bool), text, notice string) (string, Notice) {
	value, ok := parse(text)
	if !ok {
		return "", Notice{Key: notice}
	}
	return value, Notice{}
}

func readText(text string, least, most int) (string, Notice) {
	text = writing.Plain(text)
	n := utf8.RuneCountInString(text)
	args := map[string]string{"min": strconv.Itoa(least), "max": strconv.Itoa(most),
		"length": strconv.Itoa(n)}
	switch {
	case n == 0:
		return "", Notice{Key: NoticeTextEmpty}
	case n < least:
		return "", Notice{NoticeTextShort, args}
	case n > most:
		return "", Notice{NoticeTextLong, args}
	}
	return text, Notice{}
}

// typeChoices ticks what is typed, beside what is ticked, and waits for the button that ends it. In a
// ranking what is typed is the whole order.
func (w *walk) typeChoices(item *Item) {
	add, ok := typedOptions(item, w.numbered(item), w.in.Text)
	a := w.standing(w.s.position)
	switch {
	case ok:
	case w.isLong(item):
		w.search(item)
		return
	case item.Other && a.state == answered && ticked(a.value, OtherValue):
		w.specifyTicked(item, a)
		return
	default:
		w.refuse(Notice{Key: NoticeUseButtons})
		return
	}
	if a.state != answered || item.Type == TypeRanking {
		a.value = ""
	}
	for v := range strings.SplitSeq(add, " ") {
		if !ticked(a.value, v) {
			a.value = toggled(item, a.value, v)
		}
	}
	if n := item.MaxSelect; n > 0 && countTicked(a.value) > n {
		w.refuse(Notice{NoticeChoicesMax, map[string]string{"max": strconv.Itoa(n)}})
		return
	}
	a.state, a.message = answered, w.in.Message
	w.out.Typed = true
	w.set(w.s.position, a)
	w.changed()
}

// specifyTicked takes words typed while "other" is ticked and more can be: they say what it is.
func (w *walk) specifyTicked(item *Item, a answer) {
	words, ok := w.keepOther(a)
	if !ok {
		return
	}
	label := item.Options[item.option(OtherValue)].Label.In(w.s.lang)
	w.out.Notice = Notice{NoticeValueUnderstood, map[string]string{"value": label + ": " + words}}
	w.changed()
}

// specify takes the words for "other".
func (w *walk) specify() {
	if _, ok := w.keepOther(w.s.answer(w.s.position)); ok {
		w.advance(w.s.position)
	}
}

// keepOther adds the words for "other" to the answer on screen; false: they were refused.
func (w *walk) keepOther(a answer) (words string, ok bool) {
	words, fault := readText(w.in.Text, 1, maxSpecify)
	if fault.Key != "" {
		w.refuse(fault)
		return "", false
	}
	a.other, a.otherMessage = words, w.in.Message
	w.out.Typed = true
	w.set(w.s.position, a)
	return words, true
}

// edit replaces the answer that was typed in the message now edited, and stays where one is
// unless that place is gone or an item before the review waits for something now.
func (w *walk) edit() {
	i, words := w.typedIn(w.in.Message)
	if i < 0 {
		w.out.Notice = Notice{Key: NoticeEditClosed}
		return
	}
	item := w.Items[i]
	a, fault := w.s.answer(i), Notice{}
	said := ""
	if words {
		a.other, fault = readText(w.in.Text, 1, maxSpecify)
		said = a.other
	} else {
		a, fault = w.read(item, a)
		said = w.Readable(item, a.value, w.s.lang)
	}
	if fault.Key != "" {
		w.out.Notice = fault
		return
	}
	w.out.Notice = Notice{NoticeEditKept, map[string]string{"value": said}}
	w.out.Typed = true
	w.set(i, a)
	at := w.s.position
	if at == len(w.Items) || !w.asked(at) ||
		w.s.specify && !ticked(w.s.answer(at).value, OtherValue) {
		w.advance(at)
		return
	}
	w.changed()
}

// typedIn finds the answer typed in a message, and whether it was the words for "other".
func (w *walk) typedIn(message int) (i int, words bool) {
	if message == 0 {
		return -1, false
	}
	for i := range min(len(w.s.answers), len(w.Items)) {
		a := &w.s.answers[i]
		if a.message == message && a.state == answered {
			return i, false
		}
		if a.otherMessage == message {
			return i, true
		}
	}
	return -1, false
}
