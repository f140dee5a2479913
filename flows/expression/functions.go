package expression

import (
	"maps"
	"slices"
)

// function describes a function: its numbers of arguments and how it is computed.
type function struct {
	min, max int  // max < 0: any number
	pairs    bool // arguments come in pairs
	clock    bool // the day or the hour decides
	call     func(*evaluation, []Value) (Value, error)
	// lazy computes a function that does not need all of its arguments.
	lazy func(*evaluation, *node) (Value, error)
	// literal checks the second argument of the call where it is a literal.
	literal func(call *node, literal string) error
}

// functions holds every function by its name; nothing changes it.
var functions = joinTables(logicFunctions, choiceFunctions, numberFunctions, textFunctions,
	codingFunctions, dateFunctions)

func joinTables(tables ...map[string]function) map[string]function {
	all := map[string]function{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}

// Functions returns the names of the functions, sorted.
func Functions() []string { return slices.Sorted(maps.Keys(functions)) }

// checkCount says what a function takes where count does not fit, else nothing.
func (f function) checkCount(count int) Message {
	switch {
	case count >= f.min && (f.max < 0 || count <= f.max) && (!f.pairs || count%2 == 0):
		return Message{}
	case f.pairs:
		return Say("an even number of arguments, at least %d", f.min)
	case f.max < 0:
		return Say("at least %s", arguments(f.min))
	case f.min == f.max:
		return arguments(f.min)
	}
	return Say("%d to %d arguments", f.min, f.max)
}

func arguments(count int) Message {
	if count == 1 {
		return Say("%d argument", count)
	}
	return Say("%d arguments", count)
}

// pure makes a function of a computation that can't fail and needs nothing but its arguments.
func pure(least, most int, compute func([]Value) Value) function {
	return function{min: least, max: most, call: func(_ *evaluation, args []Value) (Value, error) {
		return compute(args), nil
	}}
}

// inPairs says of a function that its arguments come in pairs.
func inPairs(f function) function {
	f.pairs = true
	return f
}

// ofNumber makes a function of one number; a date counts with its time of day.
func ofNumber(compute func(float64) float64) function {
	return pure(1, 1, func(args []Value) Value { return Number(compute(args[0].exact())) })
}

// ofNumbers makes a function of two numbers.
func ofNumbers(compute func(a, b float64) float64) function {
	return pure(2, 2, func(args []Value) Value {
		return Number(compute(args[0].exact(), args[1].exact()))
	})
}

// ofTexts makes a test of two texts.
func ofTexts(test func(a, b string) bool) function {
	return pure(2, 2, func(args []Value) Value {
		return Bool(test(args[0].String(), args[1].String()))
	})
}
