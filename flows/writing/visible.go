package writing

import (
	"strings"
	"unicode"
)

// Visible returns the text without what nobody sees around it: spaces, control and format
// characters, zero-width signs and blank letters. A text of only these becomes empty; joiners
// inside it stay, since emoji are made with them.
func Visible(s string) string { return strings.TrimFunc(s, unseen) }

// unseen tells characters that leave no mark; the blanks listed are letters or symbols to Unicode.
func unseen(r rune) bool {
	switch r {
	case '\u115F', '\u1160', '\u2800', '\u3164', '\uFFA0', '\u034F', '\u17B4', '\u17B5', '\uFFFD':
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.C, r) || unicode.Is(unicode.Variation_Selector, r)
}

// Plain prepares a typed answer: visible ends, no control characters but line breaks and tabs.
func Plain(s string) string {
	s = strings.ToValidUTF8(s, "")
	return Visible(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s))
}

// ASCII writes the digits of all scripts as 0 to 9, with their separators and minus signs, and
// drops format characters that hide between them.
func ASCII(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x80:
			return r
		case unicode.Is(unicode.Nd, r):
			return '0' + digit(r)
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		switch r {
		case '\u066B', '，':
			return ','
		case '\u066C', '．':
			return '.'
		case '−', '–', '‐', '‑':
			return '-'
		case '／':
			return '/'
		}
		return r
	}, s)
}

// digit is the value of a decimal digit: Unicode holds them in runs of ten, from zero.
func digit(r rune) rune {
	for _, run := range unicode.Nd.R16 {
		if r <= rune(run.Hi) && r >= rune(run.Lo) {
			return (r - rune(run.Lo)) % 10
		}
	}
	for _, run := range unicode.Nd.R32 {
		if r <= rune(run.Hi) && r >= rune(run.Lo) {
			return (r - rune(run.Lo)) % 10
		}
	}
	return 0
}

// Folded prepares words for comparing: small letters, single spaces, no full stop at the end.
func Folded(s string) string {
	s = strings.Join(strings.FieldsFunc(ASCII(Plain(s)), unicode.IsSpace), " ")
	return strings.TrimRight(strings.ToLower(s), ".! ")
}
