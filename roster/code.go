package roster

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// codeAlphabet leaves out what is confused on paper: 0 and O, 1, I and L.
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// codeLength makes 31^8 codes, some 850 thousand million.
const codeLength = 8

// NewCode makes a personal code from random bytes, each code equally likely. Codes that a
// spreadsheet would take for a number, such as 23456E78, are not made.
func NewCode(r io.Reader) (string, error) {
	for range 100 {
		code, err := drawCode(r)
		if err != nil {
			return "", fmt.Errorf("make personal code: %w", err)
		}
		if !scientific.MatchString(code) {
			return code, nil
		}
	}
	return "", errors.New("make personal code: the source of random bytes repeats itself")
}

func drawCode(r io.Reader) (string, error) {
	const fair = 256 - 256%len(codeAlphabet) // bytes from here on would favour the first letters
	code := make([]byte, 0, codeLength)
	one := make([]byte, 1)
	for len(code) < codeLength {
		if _, err := io.ReadFull(r, one); err != nil {
			return "", err
		}
		if int(one[0]) < fair {
			code = append(code, codeAlphabet[int(one[0])%len(codeAlphabet)])
		}
	}
	return string(code), nil
}

// NormalizeCode brings a typed code into its stored form, in upper case and without blanks and
// dashes; it is false for what can't be a code.
func NormalizeCode(s string) (string, bool) {
	if len(s) > 4*codeLength*4 {
		return "", false
	}
	code := strings.ToUpper(strip(clean(s), " -‐‑‒–—"))
	if len(code) != codeLength || strings.Trim(code, codeAlphabet) != "" {
		return "", false
	}
	return code, true
}

// CodeRow is one line of the list of personal codes.
type CodeRow struct{ Key, Name, Unit, Code, Link string }

// WriteCodes writes the list of personal codes as CSV with a byte-order mark, columns nip, name,
// unit, code and link. A cell that a spreadsheet would run as a formula gets an apostrophe.
func WriteCodes(w io.Writer, rows []CodeRow) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	out := csv.NewWriter(buffered)
	records := [][]string{{"nip", "name", "unit", "code", "link"}}
	for _, row := range rows {
		records = append(records, []string{
			guard(row.Key), guard(row.Name), guard(row.Unit), guard(row.Code), guard(row.Link),
		})
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	return nil
}

// guard keeps a spreadsheet from running a cell as a formula.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
