package texts

import (
	"math/big"
	"strconv"
	"strings"
)

// Number writes a count with separated thousands: 10.000, in English 10,000.
func (c *Catalogue) Number(n int) string {
	digits := strconv.Itoa(n)
	if n < 1000 {
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(c.separators()[1])
		}
		b.WriteRune(d)
	}
	return b.String()
}

// separators are the signs before decimals and between thousands.
func (c *Catalogue) separators() string {
	if c.lang == "en" {
		return ".,"
	}
	return ",."
}

// Grouped writes a count that was stored as text; what is none stays as it is.
func (c *Catalogue) Grouped(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return digits
	}
	return c.Number(n)
}

// Decimal writes a figure with the given number of decimals, rounded half up as it is printed;
// what is not a number is empty.
func (c *Catalogue) Decimal(f float64, decimals int) string {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	if !ok { // not a number
		return ""
	}
	return strings.Replace(exact.FloatString(decimals), ".", c.separators()[:1], 1)
}

// Figure writes a figure with the decimals that it has.
func (c *Catalogue) Figure(f float64) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', -1, 64), ".", c.separators()[:1], 1)
}

// Percent writes a share of 0 to 1 with one decimal.
func (c *Catalogue) Percent(share float64) string { return c.Decimal(share*100, 1) + "%" }

// Span writes minutes in words, from two hours on in hours and minutes; what is no number stays as it is.
func (c *Catalogue) Span(minutes string) string {
	n, err := strconv.Atoi(minutes)
	if err != nil {
		return minutes
	}
	if n < 120 {
		return c.Plain("word.minutes", Args{"n": c.Number(max(1, n))})
	}
	rest := ""
	if n%60 > 0 {
		rest = strconv.Itoa(n % 60)
	}
	return c.Plain("word.hours", Args{"n": c.Number(n / 60), "minutes": rest})
}
