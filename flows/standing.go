package flows

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"suara/flows/writing"
)

// standing is the answer that stands on the screen: the one given, else the item's default where it
// is a good answer.
func (v *view) standing(i int) answer {
	item, a := v.Items[i], v.s.answer(i)
	if a.state == answered && item.narrows {
		return v.narrowed(item, a)
	}
	if a.state != unanswered || item.Default == "" && item.DefaultFrom == nil {
		return a
	}
	value := item.Default
	if item.DefaultFrom != nil {
		value = v.eval(item.DefaultFrom).String()
	}
	if !item.accepts(value) || !v.stillOffered(item, value) {
		return a
	}
	a.state, a.value = answered, value
	return a
}

// narrowed leaves of an answer the options that are still offered.
func (v *view) narrowed(item *Item, a answer) answer {
	kept := slices.DeleteFunc(strings.Split(a.value, " "), func(value string) bool {
		n := item.option(value)
		return n < 0 || !v.offers(item, &item.Options[n])
	})
	if a.value = strings.Join(kept, " "); a.value == "" {
		a.state = unanswered
	}
	return a
}

// accepts tells whether a value in export form is a good answer to the item.
func (i *Item) accepts(value string) bool {
	switch i.Type {
	case TypeNumber:
		return isDecimal(value) && i.numberFault(value).Key == ""
	case TypeDate:
		_, err := time.Parse(time.DateOnly, value)
		return err == nil && value >= i.MinDate && (i.MaxDate == "" || value <= i.MaxDate)
	case TypeTime:
		return writing.IsTime(value) && value >= i.MinTime && (i.MaxTime == "" || value <= i.MaxTime)
	case TypeText:
		n := utf8.RuneCountInString(value)
		return n >= max(i.MinLength, 1) && n <= i.longest() && writing.Plain(value) == value
	case TypeChoices, TypeRanking:
		values := strings.Split(value, " ")
		for n, v := range values {
			if i.option(v) < 0 || v == OtherValue && i.Other || slices.Contains(values[:n], v) {
				return false
			}
		}
		return i.MaxSelect == 0 || len(values) <= i.MaxSelect
	}
	return i.option(value) >= 0 && (!i.Other || value != OtherValue)
}

// longest is how many characters a text item takes.
func (i *Item) longest() int {
	if i.MaxLength == 0 {
		return maxAnswer
	}
	return i.MaxLength
}
