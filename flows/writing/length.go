package writing

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Units counts a text as Telegram does, in UTF-16 units.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// Cut puts a text on one line and cuts it at a word's end to so many UTF-16 units.
func Cut(s string, most int) string {
	s = strings.Join(strings.Fields(s), " ")
	if Units(s) <= most {
		return s
	}
	end, n := 0, 1 // the mark of what is missing takes one
	for i, r := range s {
		if n += utf16.RuneLen(r); n > most {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	kept := s[:end]
	if i := strings.LastIndexByte(kept, ' '); i > len(kept)/2 {
		kept = kept[:i]
	}
	return strings.TrimRight(kept, " ,.;:") + "…"
}

// Quote puts what somebody wrote between quotation marks, at most 40 characters of it.
func Quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
