package expression

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// maxWork bounds an evaluation: a step costs 1, a text its length, a pattern its states times the
// length of the text. The dearest such unit takes some 10 ns.
const maxWork = 1 << 21

// Env is what an expression is evaluated in.
type Env struct {
	Lookup func(name string) (Value, bool) // value of ${name}; false: unknown name
	Self   Value                           // "."
	Now    time.Time                       // today(), now(); its location is the time zone of dates
}

// evaluation is one run of an expression.
type evaluation struct {
	env    Env
	source string
	work   int
}

// Eval computes the expression. Its error is an *Error: an unknown name, a value that can't be
// converted, or a bound that was met.
func (e *Expr) Eval(env Env) (Value, error) {
	run := evaluation{env: env, source: e.source}
	return run.eval(e.root)
}

// True computes the expression and converts the value as boolean() does.
func (e *Expr) True(env Env) (bool, error) {
	v, err := e.Eval(env)
	if err != nil {
		return false, err
	}
	return v.Bool(), nil
}

// eval computes a node and adds its place to an error that has none. Recursion is bounded by
// maxDepth and, for a row of operators such as 1+1+1, by maxSource.
func (r *evaluation) eval(n *node) (Value, error) {
	v, err := r.compute(n)
	if err == nil {
		err = r.charge(v)
	}
	var placed *Error
	if err != nil && !errors.As(err, &placed) {
		err = errorAt(r.source, n.offset, "%s", err)
	}
	if err != nil {
		return Value{}, err
	}
	return v, nil
}

// charge counts the work for a value and refuses a text that is too long.
func (r *evaluation) charge(v Value) error {
	if len(v.text) > maxText {
		return fmt.Errorf("text longer than %d bytes", maxText)
	}
	return r.spend(1 + len(v.text))
}

func (r *evaluation) spend(work int) error {
	if work > maxWork-r.work {
		return errors.New("too much work for one expression")
	}
	r.work += work
	return nil
}

func (r *evaluation) compute(n *node) (Value, error) {
	switch n.kind {
	case literalNode:
		return n.value, nil
	case referenceNode:
		return r.lookup(n.text)
	case selfNode:
		return r.env.Self, nil
	case negationNode:
		v, err := r.eval(n.parts[0])
		return Number(-v.Number()), err
	case chainNode:
		return r.chain(n)
	case binaryNode:
		return r.binary(n)
	}
	return r.call(n)
}

func (r *evaluation) lookup(name string) (Value, error) {
	if r.env.Lookup != nil {
		if v, known := r.env.Lookup(name); known {
			return v, nil
		}
	}
	return Value{}, fmt.Errorf("unknown name ${%s}", name)
}

// chain computes and, or up to the part that decides.
func (r *evaluation) chain(n *node) (Value, error) {
	decisive := n.text == "or"
	for _, part := range n.parts {
		v, err := r.eval(part)
		if err != nil {
			return Value{}, err
		}
		if v.Bool() == decisive {
			return Bool(decisive), nil
		}
	}
	return Bool(!decisive), nil
}

func (r *evaluation) binary(n *node) (Value, error) {
	a, err := r.eval(n.parts[0])
	if err != nil {
		return Value{}, err
	}
	b, err := r.eval(n.parts[1])
	if err != nil {
		return Value{}, err
	}
	switch n.text {
	case "=":
		return Bool(equal(a, b)), nil
	case "!=":
		return Bool(!equal(a, b)), nil
	}
	return arithmetic(n.text, a.Number(), b.Number()), nil
}

// equal compares as truth values if either is one, else as numbers if either is one, else as text.
func equal(a, b Value) bool {
	switch {
	case a.kind == boolean || b.kind == boolean:
		return a.Bool() == b.Bool()
	case a.kind == number || b.kind == number:
		return math.Abs(a.Number()-b.Number()) < tolerance
	}
	return a.String() == b.String()
}

// arithmetic computes an operator that is defined on numbers only, orders among them.
func arithmetic(operator string, a, b float64) Value {
	switch operator {
	case "<":
		return Bool(a < b)
	case "<=":
		return Bool(a <= b)
	case ">":
		return Bool(a > b)
	case ">=":
		return Bool(a >= b)
	case "+":
		return Number(a + b)
	case "-":
		return Number(a - b)
	case "*":
		return Number(a * b)
	case "div":
		return Number(a / b)
	}
	return Number(math.Mod(a, b))
}

func (r *evaluation) call(n *node) (Value, error) {
	if n.function.lazy != nil {
		return n.function.lazy(r, n)
	}
	values := make([]Value, len(n.parts))
	for i, part := range n.parts {
		v, err := r.eval(part)
		if err != nil {
			return Value{}, err
		}
		values[i] = v
	}
	return n.function.call(r, values)
}
