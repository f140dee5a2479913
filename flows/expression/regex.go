package expression

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
)

const (
	// maxPattern bounds a pattern's length in bytes, maxStates its size once repetitions such as
	// x{100} are written out.
	maxPattern = 1 << 10
	maxStates  = 4 << 10
	// compileWork weighs a state built while compiling against one met while matching.
	compileWork = 16
)

// pattern is a regular expression that must match a whole text, as Java's Pattern.matches.
type pattern struct {
	compiled *regexp.Regexp
	states   int
}

// regex is JavaRosa's regex(text, pattern) over RE2. What RE2 lacks (look-around, references back)
// or reads otherwise than Java (classes within classes, flags) is an error. Small differences stay:
// "." matches all line ends but \n, \s leaves out the vertical tab, which \v means.
func regex(r *evaluation, n *node) (Value, error) {
	s, err := r.eval(n.parts[0])
	if err != nil {
		return Value{}, err
	}
	p := n.pattern
	if p == nil {
		if p, err = r.pattern(n.parts[1]); err != nil {
			return Value{}, err
		}
	}
	if err := r.spend(p.states * len(s.String())); err != nil {
		return Value{}, err
	}
	return Bool(p.compiled.MatchString(s.String())), nil
}

func literalPattern(call *node, literal string) error {
	p, err := compile(literal)
	call.pattern = p
	return err
}

// pattern compiles a pattern that is not known before the evaluation.
func (r *evaluation) pattern(n *node) (*pattern, error) {
	v, err := r.eval(n)
	if err != nil {
		return nil, err
	}
	p, err := compile(v.String())
	if err != nil { // not shown: it may hold a person's answer
		return nil, errors.New("pattern is wrong, too large or not supported")
	}
	return p, r.spend(compileWork * p.states)
}

func compile(source string) (*pattern, error) {
	if len(source) > maxPattern {
		return nil, Say("pattern longer than %d bytes", maxPattern)
	}
	if err := refuseJavaOnly(source); err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, unsupported(err)
	}
	states := countStates(tree)
	if states > maxStates {
		return nil, Say("pattern repeats too much")
	}
	compiled, err := regexp.Compile(`\A(?:` + source + `)\z`)
	if err != nil {
		return nil, unsupported(err)
	}
	return &pattern{compiled: compiled, states: states}, nil
}

func unsupported(err error) error {
	var problem *syntax.Error
	if errors.As(err, &problem) {
		return Say("pattern is wrong or not supported: %s '%s'", Say(string(problem.Code)), problem.Expr)
	}
	return Say("pattern is wrong or not supported: %s", err)
}

// countStates estimates how many states a pattern has once its repetitions are written out.
func countStates(tree *syntax.Regexp) int {
	states := 1 + len(tree.Rune)
	if tree.Op == syntax.OpCharClass {
		states = 1
	}
	for _, sub := range tree.Sub {
		states += countStates(sub)
	}
	if tree.Op == syntax.OpRepeat {
		states *= max(tree.Min, tree.Max, 1)
	}
	return min(states, maxStates+1)
}

// refuseJavaOnly finds what Java gives another meaning than RE2: a class within a class, an
// intersection of classes, and the flags U, u, x and d.
func refuseJavaOnly(source string) error {
	inClass := false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\' && strings.HasPrefix(source[i:], `\Q`):
			return Say(`\Q is not supported in a pattern`)
		case c == '\\':
			i++
		case !inClass && c == '[':
			inClass = true
			if strings.HasPrefix(source[i+1:], "^") {
				i++
			}
			if strings.HasPrefix(source[i+1:], "]") {
				i++
			}
		case !inClass && hasJavaFlag(source[i:]):
			return Say("flags other than i, m and s are not supported in a pattern")
		case inClass && (c == '[' || strings.HasPrefix(source[i:], "&&")):
			return Say("a class within a class is not supported in a pattern")
		case inClass && c == ']':
			inClass = false
		}
	}
	return nil
}

// hasJavaFlag reports whether s begins a group with flags that are not i, m or s.
func hasJavaFlag(s string) bool {
	flags, isGroup := strings.CutPrefix(s, "(?")
	if !isGroup {
		return false
	}
	end := strings.IndexAny(flags, ":)<>=!")
	return end > 0 && strings.Trim(flags[:end], "ims-") != "" && flags[0] != 'P'
}
