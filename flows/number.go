package flows

import (
	"regexp"
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

// ParseNumber reads a number as Indonesians write it, in the digits of any script, and returns it
// with a decimal point, without grouping and needless zeros. The notice says why it can't: not a
// number, too long, or ambiguous, as 12.5 and 1,500, which others write for 12,5 and 1.500.
func ParseNumber(s string) (string, Notice) {
	s = Visible(ascii(s))
	switch {
	case commaGroups.MatchString(s):
		return "", ambiguous(s)
	case groupedNumber.MatchString(s):
		return canonical(strings.ReplaceAll(s, ".", ""))
	case plainNumber.MatchString(s):
		return canonical(s)
	case pointDecimal.MatchString(s):
		return "", Notice{NoticeNumberAmbiguous,
			map[string]string{"decimal": strings.Replace(s, ".", ",", 1), "thousands": ""}}
	}
	return "", Notice{Key: NoticeNumberInvalid}
}

// ambiguous gives both readings of 1,500 and the only one of 1,500,000 and 1,500.25.
func ambiguous(s string) Notice {
	swap := strings.NewReplacer(",", ".", ".", ",")
	args := map[string]string{"decimal": "", "thousands": swap.Replace(s)}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		args["decimal"] = trimZeros(s, ",")
	}
	return Notice{NoticeNumberAmbiguous, args}
}

// canonical writes digits with at most one comma as a plain decimal number.
func canonical(s string) (string, Notice) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(digits, ",")
	whole = strings.TrimLeft(whole, "0")
	fraction = strings.TrimRight(fraction, "0")
	if len(whole)+len(fraction) > maxDigits {
		return "", Notice{Key: NoticeNumberLong}
	}
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if !negative {
		return whole, Notice{}
	}
	if whole == "0" { // a zero has no sign
		return "", Notice{Key: NoticeNumberInvalid}
	}
	return "-" + whole, Notice{}
}

// trimZeros drops needless zeros after the decimal sign.
func trimZeros(s, sign string) string {
	if !strings.Contains(s, sign) {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), sign)
}

// readableNumber writes a plain decimal number for people. Four digits stay together: they are
// most often years.
func readableNumber(s, lang string) string {
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
