package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean brings text into one form: composed characters, no invisible ones, single plain spaces.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// plain tells whether clean would change nothing, quickly and for most texts.
func plain(s string) bool {
	space := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
		case c < ' ' || c > '~':
			return false
		default:
			space = false
		}
	}
	return !space || s == ""
}

// fold is what two spellings of one name have in common.
func fold(s string) string { return strings.ToLower(clean(s)) }

// unquote strips the one apostrophe that people put before digits to keep them in a spreadsheet.
func unquote(s string) string {
	for _, mark := range []string{"'", "’", "‘", "`"} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// strip removes every rune of a set.
func strip(s, set string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(set, r) {
			return -1
		}
		return r
	}, s)
}

// allDigits tells whether s is digits only and not empty.
func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
