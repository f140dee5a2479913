package expression

import (
	"slices"
	"unicode/utf8"
)

type nodeKind int

const (
	literalNode nodeKind = iota
	referenceNode
	selfNode
	negationNode
	binaryNode
	chainNode // and, or: any number of parts, evaluated until one decides
	callNode
)

// node is a part of a parsed expression.
type node struct {
	kind     nodeKind
	offset   int
	text     string // name or operator
	value    Value  // of a literal
	parts    []*node
	function *function
	pattern  *pattern // of a call to regex with a literal pattern
}

// powers says how tightly an operator binds; signs bind tighter than all.
var powers = map[string]int{
	"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
	"+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
}

const signPower = 7

// doubled are comparisons as other languages write them, with ours.
var doubled = map[string]string{"==": "=", "!==": "!=", "<>": "!=", "=>": ">=", "=<": "<="}

type parser struct {
	lexer lexer
	token token
	depth int
	names []string
	self  bool
	clock bool
}

// Parse reads an expression. Names of functions, their numbers of arguments and patterns and date
// formats given as literals are checked here. Its error is an *Error.
func Parse(src string) (*Expr, error) {
	if len(src) > maxSource {
		return nil, &Error{Column: 1, Message: Say("longer than %d bytes", maxSource)}
	}
	if !utf8.ValidString(src) {
		return nil, &Error{Column: 1, Message: Say("not valid UTF-8")}
	}
	p := parser{lexer: lexer{source: src}}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	return &Expr{source: src, root: root, names: p.names, self: p.self, clock: p.clock}, nil
}

func (p *parser) parse() (*node, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	root, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.token.kind != endToken {
		return nil, p.unexpected()
	}
	return root, nil
}

func (p *parser) advance() *Error {
	t, err := p.lexer.next()
	p.token = t
	return err
}

func (p *parser) fail(offset int, format string, args ...any) *Error {
	return errorAt(p.lexer.source, offset, format, args...)
}

func (p *parser) unexpected() *Error {
	if p.token.kind == endToken {
		return p.fail(p.token.offset, "unexpected end")
	}
	return p.fail(p.token.offset, "unexpected %q", p.token.text)
}

// expression reads operands and operators that bind more tightly than power.
func (p *parser) expression(power int) (*node, *Error) {
	left, err := p.operand()
	for err == nil && p.token.kind == operatorToken && powers[p.token.text] > power {
		left, err = p.binary(left)
	}
	return left, err
}

// nested reads an expression within another.
func (p *parser) nested(power int) (*node, *Error) {
	if p.depth == maxDepth {
		return nil, p.fail(p.token.offset, "nested more than %d deep", maxDepth)
	}
	p.depth++
	defer func() { p.depth-- }()
	return p.expression(power)
}

// binary reads an operator and its right side. A row of the same "and" or "or" becomes one node.
func (p *parser) binary(left *node) (*node, *Error) {
	operator := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	if mend := doubled[operator.text+p.token.text]; mend != "" && p.token.kind == operatorToken {
		return nil, p.fail(operator.offset, "unexpected %q: write %s", operator.text+p.token.text, mend)
	}
	right, err := p.expression(powers[operator.text])
	if err != nil {
		return nil, err
	}
	kind := binaryNode
	if operator.text == "and" || operator.text == "or" {
		kind = chainNode
	}
	if kind == chainNode && left.kind == kind && left.text == operator.text {
		left.parts = append(left.parts, right)
		return left, nil
	}
	parts := []*node{left, right}
	return &node{kind: kind, offset: operator.offset, text: operator.text, parts: parts}, nil
}

func (p *parser) operand() (*node, *Error) {
	t := p.token
	n := &node{offset: t.offset, text: t.text}
	switch t.kind {
	case numberToken:
		n.value = Number(t.number)
	case textToken:
		n.value = Text(t.text)
	case referenceToken:
		n.kind = referenceNode
		if !slices.Contains(p.names, t.text) {
			p.names = append(p.names, t.text)
		}
	case selfToken:
		n.kind, p.self = selfNode, true
	case functionToken:
		return p.call(n)
	case openToken:
		return p.group()
	default:
		if t.kind == operatorToken && t.text == "-" {
			return p.negation(n)
		}
		return nil, p.unexpected()
	}
	return n, p.advance()
}

func (p *parser) negation(n *node) (*node, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	part, err := p.nested(signPower)
	n.kind, n.parts = negationNode, []*node{part}
	return n, err
}

// group reads a parenthesis.
func (p *parser) group() (*node, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	inner, err := p.nested(0)
	if err != nil {
		return nil, err
	}
	if p.token.kind != closeToken {
		return nil, p.unexpected()
	}
	return inner, p.advance()
}

// call reads the arguments of a function and checks them.
func (p *parser) call(n *node) (*node, *Error) {
	n.kind = callNode
	f, known := functions[n.text]
	if !known {
		return nil, p.fail(n.offset, "unknown function '%s'", n.text)
	}
	n.function = &f
	p.clock = p.clock || f.clock
	if err := p.advance(); err != nil { // to the opening parenthesis
		return nil, err
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.arguments(n); err != nil {
		return nil, err
	}
	if takes := f.checkCount(len(n.parts)); takes.Said() {
		return nil, p.fail(n.offset, "%s takes %s, not %d", n.text, takes, len(n.parts))
	}
	if err := p.checkLiteral(n); err != nil {
		return nil, err
	}
	return n, p.advance()
}

func (p *parser) arguments(n *node) *Error {
	if p.token.kind == closeToken {
		return nil
	}
	for {
		argument, err := p.nested(0)
		if err != nil {
			return err
		}
		n.parts = append(n.parts, argument)
		if p.token.kind == closeToken {
			return nil
		}
		if p.token.kind != commaToken {
			return p.unexpected()
		}
		if err := p.advance(); err != nil {
			return err
		}
	}
}

// checkLiteral lets a function see a literal second argument, so that a wrong pattern or date
// format is found when a form is checked and not when a person answers.
func (p *parser) checkLiteral(n *node) *Error {
	check := n.function.literal
	if check == nil || n.parts[1].kind != literalNode {
		return nil
	}
	if err := check(n, n.parts[1].value.String()); err != nil {
		return p.fail(n.parts[1].offset, "%s", err)
	}
	return nil
}
