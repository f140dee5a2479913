package expression

import (
	"strings"
	"unicode/utf8"
)

var textFunctions = map[string]function{
	"string":           pure(1, 1, func(args []Value) Value { return Text(args[0].String()) }),
	"concat":           pure(0, -1, concat),
	"join":             pure(1, -1, join),
	"string-length":    pure(1, 1, stringLength),
	"substr":           pure(2, 3, substr),
	"substring-before": pure(2, 2, substringBefore),
	"substring-after":  pure(2, 2, substringAfter),
	"contains":         ofTexts(strings.Contains),
	"starts-with":      ofTexts(strings.HasPrefix),
	"ends-with":        ofTexts(strings.HasSuffix),
	"translate":        pure(3, 3, translate),
	"normalize-space":  pure(1, 1, normalizeSpace),
	"regex":            {min: 2, max: 2, lazy: regex, literal: literalPattern},
}

func concat(args []Value) Value { return joined("", args) }

func join(args []Value) Value { return joined(args[0].String(), args[1:]) }

// joined stops once the text is longer than the evaluation will take.
func joined(separator string, args []Value) Value {
	var all strings.Builder
	for i, argument := range args {
		if i > 0 {
			all.WriteString(separator)
		}
		all.WriteString(argument.String())
		if all.Len() > maxText {
			break
		}
	}
	return Text(all.String())
}

func stringLength(args []Value) Value {
	return Number(float64(utf8.RuneCountInString(args[0].String())))
}

// substr counts from 0; negative positions count from the end; the end is not included.
func substr(args []Value) Value {
	characters := []rune(args[0].String())
	start, end := whole(args[1].Number()), len(characters)
	if len(args) == 3 {
		end = whole(args[2].Number())
	}
	start, end = position(start, len(characters)), position(end, len(characters))
	return Text(string(characters[min(start, end):end]))
}

func position(at, length int) int {
	if at < 0 {
		at += length
	}
	return min(max(at, 0), length)
}

func substringBefore(args []Value) Value {
	before, _, found := strings.Cut(args[0].String(), args[1].String())
	if !found {
		return Text("")
	}
	return Text(before)
}

func substringAfter(args []Value) Value {
	_, after, _ := strings.Cut(args[0].String(), args[1].String())
	return Text(after)
}

// translate replaces each character that stands in the second text by the one at the same place
// of the third; where the third is shorter, the character is dropped.
func translate(args []Value) Value {
	to := []rune(args[2].String())
	places := map[rune]int{}
	for i, r := range []rune(args[1].String()) {
		if _, seen := places[r]; !seen {
			places[r] = i
		}
	}
	return Text(strings.Map(func(r rune) rune {
		place, mapped := places[r]
		switch {
		case !mapped:
			return r
		case place < len(to):
			return to[place]
		}
		return -1
	}, args[0].String()))
}

func normalizeSpace(args []Value) Value {
	return Text(strings.Join(strings.FieldsFunc(args[0].String(), isSpace), " "))
}
