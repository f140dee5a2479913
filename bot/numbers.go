package bot

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// number writes a count with separated thousands: 10.000, in English 10,000.
func (p *page) number(n int) string {
	digits := strconv.Itoa(n)
	if n < 1000 {
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(p.separators()[1])
		}
		b.WriteRune(d)
	}
	return b.String()
}

// separators are the signs before decimals and between thousands.
func (p *page) separators() string {
	if p.t.lang == "en" {
		return ".,"
	}
	return ",."
}

// grouped writes a count that was stored as text.
func (p *page) grouped(digits string) string {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return digits
	}
	return p.number(n)
}

// decimal writes a figure with the given number of decimals, rounded half up as it is printed.
func (p *page) decimal(f float64, decimals int) string {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	if !ok { // not a number
		return ""
	}
	return strings.Replace(exact.FloatString(decimals), ".", p.separators()[:1], 1)
}

// percent writes a share of 0 to 1 with one decimal.
func (p *page) percent(share float64) string { return p.decimal(share*100, 1) + "%" }

// span writes minutes in words, from two hours on in hours and minutes.
func (p *page) span(minutes string) string {
	n, err := strconv.Atoi(minutes)
	if err != nil {
		return minutes
	}
	if n < 120 {
		return p.t.plain("word.minutes", args{"n": p.number(max(1, n))})
	}
	rest := ""
	if n%60 > 0 {
		rest = strconv.Itoa(n % 60)
	}
	return p.t.plain("word.hours", args{"n": p.number(n / 60), "minutes": rest})
}

// barCells is how many cells a bar has.
const barCells = 10

// bar draws so many filled cells.
func bar(filled int) string {
	const full, empty = "▰▰▰▰▰▰▰▰▰▰", "▱▱▱▱▱▱▱▱▱▱"
	const width = len(full) / barCells
	filled = min(max(filled, 0), barCells)
	return full[:filled*width] + empty[filled*width:]
}

// shareBar draws a share of 0 to 1 on a fixed scale.
func shareBar(share float64) string { return bar(int(math.Floor(share*barCells + 0.5))) }
