package flows

import (
	"strings"

	"suara/survey"
)

// otherSuffix makes the name of a comment out of the item that asked to specify.
const otherSuffix = "_other"

// Values returns the answers in export form, one for each item in flow order: an option's value,
// values joined by a space in option order, ISO dates, numbers with a point, texts as typed,
// [survey.Skipped], or [survey.NotReached]. Only relevant items have one; notes never do.
func (f *Flow) Values(s Session) []string {
	values := make([]string, len(f.Items))
	relevant := f.relevance(&s)
	for i, item := range f.Items {
		a := s.answer(i)
		switch {
		case !relevant.has(i) || item.Type == TypeNote:
		case a.state == skipped:
			values[i] = survey.Skipped
		case item.Type == TypeChoices && selectFault(item, a.value).Key != "":
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
		if item.Type == TypeText && values[i] != survey.NotReached && values[i] != survey.Skipped {
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
	case item.Type == TypeNumber:
		return readableNumber(value, lang)
	case item.Type == TypeDate:
		return readableDate(value, lang)
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
func (f *Flow) said(s *Session, i int) string {
	a, item := s.answer(i), f.Items[i]
	if a.state != answered {
		return ""
	}
	text := f.Readable(item, a.value, s.lang)
	if item.Other && a.other != "" && ticked(a.value, OtherValue) {
		text += ": " + a.other
	}
	return text
}
