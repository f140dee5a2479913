package flows

import (
	"slices"
	"strings"

	"suara/flows/writing"
	"suara/survey"
)

// otherSuffix makes the name of a comment out of the item that asked to specify.
const otherSuffix = "_other"

// Values returns the answers in export form, one for each item in flow order: an option's value,
// values joined by a space in option order, ISO dates, numbers with a point, texts as typed,
// values joined by a space in rank order for a ranking, what is computed, [survey.Skipped], a special
// answer, or [survey.NotReached]. Only relevant items have one; notes never do.
func (f *Flow) Values(s Session) []string {
	return f.view(&s).values()
}

func (v *view) values() []string {
	values := make([]string, len(v.Items))
	for i, item := range v.Items {
		a := v.s.answer(i)
		switch {
		case !v.relevant.has(i) || item.Type == TypeNote:
		case item.Silent():
			values[i] = oneLine(v.computed[i].String())
		case a.state == skipped:
			values[i] = survey.Skipped
		case a.state == special:
			values[i] = a.value
		case item.many() && selectFault(item, a.value).Key != "", !v.stillOffered(item, a.value):
		case a.state == answered:
			values[i] = a.value
		}
	}
	return values
}

// Comments returns what was written freely: text items, and the words for "other" under the
// item's id with _other behind it.
func (f *Flow) Comments(s Session) []survey.Comment {
	var out []survey.Comment
	values := f.Values(s)
	for i, item := range f.Items {
		if item.Type == TypeText && s.answer(i).state == answered && values[i] != survey.NotReached {
			out = append(out, survey.Comment{Item: item.ID, Text: values[i]})
		}
		if a := s.answer(i); item.Other && a.other != "" && ticked(values[i], OtherValue) {
			out = append(out, survey.Comment{Item: item.ID + otherSuffix, Text: a.other})
		}
	}
	return out
}

// Readable writes a value in export form as people read it: labels, Indonesian numbers, dates
// with their weekday. It is empty where there is no answer.
func (f *Flow) Readable(item *Item, value, lang string) string {
	switch {
	case value == survey.NotReached || value == survey.Skipped:
		return ""
	case IsSpecial(value) && slices.Contains(item.Also, value):
		return specialLabel(value, lang)
	case item.Type == TypeNumber:
		return writing.Number(value, lang)
	case item.Type == TypeDate:
		return writing.Date(value, lang)
	case item.Type == TypeTime:
		return writing.Time(value, lang)
	case item.sent():
		return readableSent(item.Type, value, lang)
	case !item.Pressed():
		return value
	}
	var labels []string
	for v := range strings.SplitSeq(value, " ") {
		if i := item.option(v); i >= 0 {
			labels = append(labels, item.Options[i].Label.In(lang))
		}
	}
	return strings.Join(labels, ", ")
}

// said writes the answer of an interview, with the words for "other".
func (v *view) said(i int) string { return v.Flow.said(v.s, i, v.s.answer(i)) }

func (f *Flow) said(s *Session, i int, a answer) string {
	item := f.Items[i]
	switch a.state {
	case special:
		return specialLabel(a.value, s.lang)
	case answered:
	default:
		return ""
	}
	text := f.Readable(item, a.value, s.lang)
	if item.Other && a.other != "" && ticked(a.value, OtherValue) {
		text += ": " + a.other
	}
	return text
}

// oneLine keeps line breaks out of what is computed.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\r\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
