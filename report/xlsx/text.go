package xlsx

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// asText is the built-in number format "@".
const asText = 49

// textCells makes string cells: a string value never becomes a number or formula in excelize. An empty
// one stays an empty cell; one longer than a cell holds is cut there.
func textCells(values []string, style int) []any {
	out := make([]any, len(values))
	for i, v := range values {
		if v != "" {
			out[i] = excelize.Cell{StyleID: style, Value: cut(v, excelize.TotalCellChars)}
		}
	}
	return out
}

// sheetName makes a name that spreadsheet programs accept and that is not among those taken: at
// most 31 UTF-16 units without : \ / ? * [ ], controls and symbols such as emoji, no apostrophe at
// either end, and not History, which is reserved.
func sheetName(title string, taken []string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]`, r):
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r) && !unicode.Is(unicode.So, r) && r < 0x10000:
			return r
		}
		return -1
	}, title)
	clean = strings.Trim(strings.Join(strings.Fields(clean), " "), "' ")
	if clean == "" || strings.EqualFold(clean, "history") {
		clean = "Data"
	}
	used := map[string]bool{}
	for _, t := range taken {
		used[strings.ToLower(t)] = true
	}
	name := tidy(cut(clean, excelize.MaxSheetNameLength))
	for n := 2; used[strings.ToLower(name)]; n++ {
		tail := fmt.Sprintf(" %d", n)
		name = tidy(cut(clean, excelize.MaxSheetNameLength-len(tail))) + tail
	}
	return name
}

func tidy(s string) string { return strings.TrimRight(s, "' ") }

// cut keeps at most so many UTF-16 units, whole characters only.
func cut(s string, units int) string {
	n := 0
	for at, r := range s {
		if n += utf16.RuneLen(r); n > units {
			return s[:at]
		}
	}
	return s
}
