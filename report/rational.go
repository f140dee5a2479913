package report

import (
	"math/big"
	"strconv"
	"strings"

	"suara/flows"
)

// Band finds the band of a score: the highest From not above the score rounded half up to two
// decimals. The zero Band is returned where the score is under every band.
func Band(score float64, bands []flows.Band) flows.Band {
	shown := round2(decimal(score))
	var found flows.Band
	ok := false
	for _, b := range bands {
		if decimal(b.From).Cmp(shown) <= 0 && (!ok || b.From > found.From) {
			found, ok = b, true
		}
	}
	return found
}

// decimal reads a float as the shortest decimal that gives it, which is what was meant: the score
// 74.995 is a tie although the float lies just under it.
func decimal(x float64) *big.Rat {
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(x, 'f', -1, 64))
	if !ok {
		return new(big.Rat) // NaN and the infinities are no scores
	}
	return r
}

// round2 rounds half up to two decimals.
func round2(r *big.Rat) *big.Rat { return roundAt(r, 100) }

// roundAt rounds half up to whole parts of 1/unit.
func roundAt(r *big.Rat, unit int64) *big.Rat {
	scaled := new(big.Rat).Mul(r, big.NewRat(unit, 1))
	scaled.Add(scaled, big.NewRat(1, 2))
	// Div is Euclidean: with a positive divisor it is the floor.
	whole := new(big.Int).Div(scaled.Num(), scaled.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(unit))
}

func ratFloat(r *big.Rat) *float64 {
	f, _ := r.Float64()
	return &f
}

// Number prints a number with so many decimals, rounded half up, in the way of the language:
// 1.234,56 in Indonesian, 1,234.56 in English.
func Number(x float64, decimals int, lang string) string {
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	s := roundAt(decimal(x), unit).FloatString(decimals)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, part, _ := strings.Cut(s, ".")
	point, group := ",", "."
	if lang == "en" {
		point, group = ".", ","
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + group + whole[i:]
	}
	if part != "" {
		whole += point + part
	}
	return sign + whole
}

// exactSum adds decimals without rounding. Ordinary numbers go as whole millionths; the rare rest
// is kept as a fraction.
type exactSum struct {
	millionths big.Int
	rest       *big.Rat
	step       big.Int
	first      string
	mixed      bool // not all are written like the first
}

const million = 1_000_000

// add takes a number in export form; ok is false where it is none.
func (s *exactSum) add(value string) bool {
	if m, ok := inMillionths(value); ok {
		s.note(value)
		s.millionths.Add(&s.millionths, s.step.SetInt64(m))
		return true
	}
	r, ok := plainRat(value)
	if !ok {
		return false
	}
	if s.rest == nil {
		s.rest = new(big.Rat)
	}
	s.rest.Add(s.rest, r)
	s.note(value)
	return true
}

func (s *exactSum) note(value string) {
	if s.first == "" {
		s.first = value
	}
	s.mixed = s.mixed || value != s.first
}

func (s *exactSum) merge(o *exactSum) {
	if o.first != "" {
		s.note(o.first)
		s.mixed = s.mixed || o.mixed
	}
	s.millionths.Add(&s.millionths, &o.millionths)
	if o.rest != nil {
		if s.rest == nil {
			s.rest = new(big.Rat)
		}
		s.rest.Add(s.rest, o.rest)
	}
}

func (s *exactSum) rat() *big.Rat {
	r := new(big.Rat).SetFrac(new(big.Int).Set(&s.millionths), big.NewInt(million))
	if s.rest != nil {
		r.Add(r, s.rest)
	}
	return r
}

// inMillionths reads up to 12 digits before and 6 after the point.
func inMillionths(v string) (int64, bool) {
	negative := strings.HasPrefix(v, "-")
	whole, part, point := strings.Cut(strings.TrimPrefix(v, "-"), ".")
	if whole == "" || len(whole) > 12 || len(part) > 6 || (point && part == "") {
		return 0, false
	}
	var n int64
	for _, d := range []byte(whole + (part + "000000")[:6]) {
		if d < '0' || d > '9' {
			return 0, false
		}
		n = n*10 + int64(d-'0')
	}
	if negative {
		n = -n
	}
	return n, true
}

// IsDecimal tells whether a value is a number in export form.
func IsDecimal(v string) bool {
	if _, ok := inMillionths(v); ok {
		return true
	}
	_, ok := plainRat(v)
	return ok
}

// plainRat reads a decimal without exponent or fraction bar, of a length that a person writes.
func plainRat(v string) (*big.Rat, bool) {
	if len(v) > 64 || strings.Trim(v, "-0123456789.") != "" {
		return nil, false
	}
	return new(big.Rat).SetString(v)
}
