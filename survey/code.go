package survey

import (
	"fmt"
	"io"
	"strings"
)

// codeLetters are the 32 signs of personal codes: no 0/O and no 1/I, which people confuse. 32 of
// them make every byte's low five bits a sign, so no sign is likelier than another.
const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// codeLength makes 2^40 codes: with the tries that are allowed, guessing one is hopeless.
const codeLength = 8

// NewCode draws a personal code from random. One that a spreadsheet would read as a number, such as
// 23456E78, is drawn again.
func NewCode(random io.Reader) (string, error) {
	for {
		b := make([]byte, codeLength)
		if _, err := io.ReadFull(random, b); err != nil {
			return "", fmt.Errorf("draw a personal code: %w", err)
		}
		for i := range b {
			b[i] = codeLetters[b[i]&31]
		}
		if strings.Trim(string(b), "23456789E") != "" {
			return string(b), nil
		}
	}
}

var codeBlanks = strings.NewReplacer(" ", "", "\u00a0", "", "-", "", "‐", "", "‑", "", "‒", "", "–", "", "—", "")

// NormalizeCode reads a personal code as people type it: in any case, with spaces or dashes. ok is
// false for a text that can't be one.
func NormalizeCode(s string) (code string, ok bool) {
	s = strings.ToUpper(codeBlanks.Replace(strings.TrimSpace(s)))
	if len(s) != codeLength {
		return "", false
	}
	for i := range len(s) {
		if strings.IndexByte(codeLetters, s[i]) < 0 {
			return "", false
		}
	}
	return s, true
}
