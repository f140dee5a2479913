package writing

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxDigits is how many digits a float64 keeps exactly.
const maxDigits = 15

// The ways of writing a number. Indonesians write 1.500,25: the comma is the decimal sign, the
// point groups thousands.
var (
	plainNumber   = regexp.MustCompile(`\A-?[0-9]+(,[0-9]+)?\z`)
	groupedNumber = regexp.MustCompile(`\A-?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?\z`)
	commaGroups   = regexp.MustCompile(`\A-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?\z`)
	pointDecimal  = regexp.MustCompile(`\A-?[0-9]+\.[0-9]+\z`)
)

// Why a number can't be read; see also [Ambiguous].
var (
	ErrNumber = errors.New("no number as one writes it")
	ErrLong   = errors.New("more digits than are kept exactly")
)

// Ambiguous is the error of a number whose signs others use the other way round.
type Ambiguous struct {
	Decimal   string // how to write it as a decimal, with a comma; empty: it can't be meant so
	Thousands string // how to write it in groups, with points; empty: it can't be meant so
}

// Error names the readings.
func (a *Ambiguous) Error() string {
	return fmt.Sprintf("ambiguous: decimal %q, thousands %q", a.Decimal, a.Thousands)
}

// ParseNumber reads a number as Indonesians write it, in the digits of any script, and returns it
// with a decimal point, without grouping and needless zeros. The error is [ErrNumber], [ErrLong] or
// an [*Ambiguous], as of 12.5 and 1,500, which others write for 12,5 and 1.500.
func ParseNumber(s string) (string, error) {
	s = Visible(ASCII(s))
	switch {
	case commaGroups.MatchString(s):
		return "", ambiguous(s)
	case groupedNumber.MatchString(s):
		return canonical(strings.ReplaceAll(s, ".", ""))
	case plainNumber.MatchString(s):
		return canonical(s)
	case pointDecimal.MatchString(s):
		return "", &Ambiguous{Decimal: strings.Replace(s, ".", ",", 1)}
	}
	return "", ErrNumber
}

// ambiguous gives both readings of 1,500 and the only one of 1,500,000 and 1,500.25.
func ambiguous(s string) *Ambiguous {
	a := &Ambiguous{Thousands: strings.NewReplacer(",", ".", ".", ",").Replace(s)}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		a.Decimal = trimZeros(s, ",")
	}
	return a
}

// canonical writes digits with at most one comma as a plain decimal number.
func canonical(s string) (string, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(digits, ",")
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if len(whole)+len(fraction) > maxDigits {
		return "", ErrLong
	}
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if !negative {
		return whole, nil
	}
	if whole == "0" { // a zero has no sign
		return "", ErrNumber
	}
	return "-" + whole, nil
}

// trimZeros drops needless zeros after the decimal sign.
func trimZeros(s, sign string) string {
	if !strings.Contains(s, sign) {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), sign)
}

// Decimal writes a number as a plain decimal, with as few digits as give it back.
func Decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// Number writes a plain decimal number for people. Four digits stay together: they are
// most often years.
func Number(s, lang string) string {
	group, decimal := ".", ","
	if lang == "en" {
		group, decimal = ",", "."
	}
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(whole) > 4 {
		var b strings.Builder
		for i, r := range whole {
			if i > 0 && (len(whole)-i)%3 == 0 {
				b.WriteString(group)
			}
			b.WriteRune(r)
		}
		whole = b.String()
	}
	if fraction != "" {
		whole += decimal + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole
}
