package flows

import (
	"slices"
	"strconv"
	"strings"

	"suara/flows/writing"
)

// countTicked counts the values joined by spaces.
func countTicked(values string) int {
	if values == "" {
		return 0
	}
	return strings.Count(values, " ") + 1
}

// toggled returns the values with one added or taken away, in the order of the options; in a ranking
// the one added comes last.
func toggled(item *Item, values, value string) string {
	if item.Type == TypeRanking {
		return reranked(values, value)
	}
	var b strings.Builder
	for _, o := range item.Options {
		if ticked(values, o.Value) == (o.Value == value) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(o.Value)
	}
	return b.String()
}

// reranked gives a value the next rank, or takes its rank away: those behind it move up.
func reranked(values, value string) string {
	kept := slices.DeleteFunc(strings.Fields(values), func(v string) bool { return v == value })
	if countTicked(values) == len(kept) {
		kept = append(kept, value)
	}
	return strings.Join(kept, " ")
}

// selectFault says whether too few or too many options are ticked.
func selectFault(item *Item, values string) Notice {
	n, least := countTicked(values), max(item.MinSelect, 1)
	if item.Type == TypeRanking && n < least {
		return Notice{NoticeRankIncomplete, map[string]string{"min": strconv.Itoa(least)}}
	}
	switch {
	case n < least:
		return Notice{NoticeChoicesMin, map[string]string{"min": strconv.Itoa(least)}}
	case item.MaxSelect > 0 && n > item.MaxSelect:
		return Notice{NoticeChoicesMax, map[string]string{"max": strconv.Itoa(item.MaxSelect)}}
	}
	return Notice{}
}

// typedOption finds the option among those in list that someone means by typing its value, its label
// in any language, its short words, or, where the values are no numbers, its place in the list.
func typedOption(item *Item, list []int, text string) (int, bool) {
	text = writing.Folded(text)
	numbered := false
	for _, i := range list {
		o := &item.Options[i]
		if text == strings.ToLower(o.Value) || hasText(o.Label, text) || hasText(o.Short, text) {
			return i, true
		}
		_, numeric := o.Score()
		numbered = numbered || numeric
	}
	n, err := strconv.Atoi(text)
	if err != nil || numbered || n < 1 || n > len(list) {
		return 0, false
	}
	return list[n-1], true
}

func hasText(t Text, want string) bool {
	for _, s := range t {
		if writing.Folded(s) == want {
			return true
		}
	}
	return false
}

// typedOptions finds the options of a list such as "1, 3" or "radio; tv", or of one label.
func typedOptions(item *Item, list []int, text string) (values string, ok bool) {
	if i, ok := typedOption(item, list, text); ok {
		return item.Options[i].Value, true
	}
	text = writing.ASCII(writing.Plain(text))
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) })
	if len(parts) < 2 {
		parts = strings.Fields(text)
	}
	if len(parts) > len(list) {
		return "", false
	}
	for _, part := range parts {
		i, ok := typedOption(item, list, part)
		if !ok {
			return "", false
		}
		if value := item.Options[i].Value; !ticked(values, value) {
			values = toggled(item, values, value)
		}
	}
	return values, values != ""
}
