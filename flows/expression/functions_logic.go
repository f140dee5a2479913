package expression

import "strings"

var logicFunctions = map[string]function{
	"true":                pure(0, 0, func([]Value) Value { return Bool(true) }),
	"false":               pure(0, 0, func([]Value) Value { return Bool(false) }),
	"not":                 pure(1, 1, func(args []Value) Value { return Bool(!args[0].Bool()) }),
	"boolean":             pure(1, 1, func(args []Value) Value { return Bool(args[0].Bool()) }),
	"boolean-from-string": pure(1, 1, booleanFromString),
	"depend":              pure(1, -1, func(args []Value) Value { return args[0] }),
	"if":                  {min: 3, max: 3, lazy: ifThenElse},
	"coalesce":            {min: 2, max: 2, lazy: coalesce},
}

func booleanFromString(args []Value) Value {
	s := args[0].String()
	return Bool(strings.EqualFold(s, "true") || s == "1")
}

func ifThenElse(r *evaluation, n *node) (Value, error) {
	condition, err := r.eval(n.parts[0])
	if err != nil {
		return Value{}, err
	}
	if condition.Bool() {
		return r.eval(n.parts[1])
	}
	return r.eval(n.parts[2])
}

// coalesce returns the first argument, or the second where the first is empty.
func coalesce(r *evaluation, n *node) (Value, error) {
	first, err := r.eval(n.parts[0])
	if err != nil || !first.isEmpty() {
		return first, err
	}
	return r.eval(n.parts[1])
}
