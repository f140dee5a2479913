package expression

import (
	"math"
	"math/big"
	"strconv"
)

var numberFunctions = map[string]function{
	"number": pure(1, 1, func(args []Value) Value { return Number(args[0].Number()) }),
	"int":    pure(1, 1, func(args []Value) Value { return Number(math.Trunc(args[0].Number())) }),
	"round":  pure(1, 2, round),
	"sum":    fold(0, func(a, b float64) float64 { return a + b }),
	"min":    fold(math.NaN(), least),
	"max":    fold(math.NaN(), greatest),
	"pi":     pure(0, 0, func([]Value) Value { return Number(math.Pi) }),
	"pow":    ofNumbers(power),
	"atan2":  ofNumbers(math.Atan2),
	"abs":    ofNumber(math.Abs),
	"sqrt":   ofNumber(math.Sqrt),
	"exp":    ofNumber(math.Exp),
	"exp10":  ofNumber(func(x float64) float64 { return math.Pow(10, x) }),
	"log":    ofNumber(math.Log),
	"log10":  ofNumber(math.Log10),
	"sin":    ofNumber(math.Sin),
	"cos":    ofNumber(math.Cos),
	"tan":    ofNumber(math.Tan),
	"asin":   ofNumber(math.Asin),
	"acos":   ofNumber(math.Acos),
	"atan":   ofNumber(math.Atan),
}

// fold joins the arguments that are numbers, beginning with start.
func fold(start float64, join func(a, b float64) float64) function {
	return pure(1, -1, func(args []Value) Value {
		result := start
		for _, argument := range args {
			if x := argument.Number(); !math.IsNaN(x) {
				result = join(result, x)
			}
		}
		return Number(result)
	})
}

// least and greatest return the other number where one is NaN, which stands for none so far.
func least(a, b float64) float64 {
	if math.IsNaN(a) {
		return b
	}
	return math.Min(a, b)
}

func greatest(a, b float64) float64 {
	if math.IsNaN(a) {
		return b
	}
	return math.Max(a, b)
}

// power is Java's Math.pow, which gives NaN where the base is 1 and the exponent is not finite,
// and where the base is -1 and the exponent is infinite.
func power(a, b float64) float64 {
	if math.IsNaN(b) || math.Abs(a) == 1 && math.IsInf(b, 0) {
		return math.NaN()
	}
	return math.Pow(a, b)
}

// whole is Java's conversion to int: truncated, NaN as 0, held within 32 bits.
func whole(f float64) int {
	if math.IsNaN(f) {
		return 0
	}
	return int(max(math.MinInt32, min(math.MaxInt32, f)))
}

// maxPlaces is where rounding ends and JavaRosa answers NaN.
const maxPlaces = 30

// round rounds half up (towards positive infinity) to decimal places, computed on the decimal
// digits of the number as it is shown: round(1.005, 2) is 1.01.
func round(args []Value) Value {
	x, places := args[0].Number(), 0
	if len(args) == 2 {
		places = whole(args[1].Number())
	}
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Number(x)
	}
	if places > maxPlaces || places < -maxPlaces {
		return Number(math.NaN())
	}
	return Number(roundDecimal(x, places))
}

func roundDecimal(x float64, places int) float64 {
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'e', -1, 64))
	factor := tenTo(places)
	exact.Mul(exact, factor).Add(exact, big.NewRat(1, 2))
	floor := new(big.Int).Div(exact.Num(), exact.Denom()) // Euclidean: floor, as Denom is positive
	rounded, _ := new(big.Rat).Quo(new(big.Rat).SetInt(floor), factor).Float64()
	return rounded
}

func tenTo(places int) *big.Rat {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil)
	factor := new(big.Rat).SetInt(power)
	if places < 0 {
		factor.Inv(factor)
	}
	return factor
}
