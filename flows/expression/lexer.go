package expression

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	endToken tokenKind = iota
	numberToken
	textToken
	referenceToken // ${name}; text is the name
	selfToken
	functionToken // a name before a parenthesis
	operatorToken
	openToken
	closeToken
	commaToken
)

type token struct {
	kind   tokenKind
	text   string
	number float64
	offset int
}

const noPaths = "paths are not supported: use ${name}"

// symbols are the operators of signs, longer ones first.
var symbols = [...]string{"!=", "<=", ">=", "=", "<", ">", "+", "-", "*"}

// words are the operators of letters. As in JavaRosa they are operators only where a value has
// ended, in any case, and need no space: "3mod4".
var words = [...]string{"and", "or", "div", "mod"}

// lexer cuts a source into tokens.
type lexer struct {
	source string
	at     int
	ended  bool // the last token ended a value, so an operator may follow
}

// next returns the token at the lexer's place and moves behind it.
func (l *lexer) next() (token, *Error) {
	l.at += len(l.rest()) - len(strings.TrimLeft(l.rest(), " \n\t\f\r"))
	t, length, err := l.scan()
	if err != nil {
		return token{}, err
	}
	t.offset = l.at
	l.at += length
	switch t.kind {
	case numberToken, textToken, referenceToken, selfToken, closeToken:
		l.ended = true
	default:
		l.ended = false
	}
	return t, nil
}

func (l *lexer) rest() string { return l.source[l.at:] }

func (l *lexer) scan() (token, int, *Error) {
	rest := l.rest()
	if rest == "" {
		return token{kind: endToken}, 0, nil
	}
	if operator := l.operator(); operator != "" {
		return token{kind: operatorToken, text: strings.ToLower(operator)}, len(operator), nil
	}
	switch c := rest[0]; {
	case c == '(':
		return token{kind: openToken, text: "("}, 1, nil
	case c == ')':
		return token{kind: closeToken, text: ")"}, 1, nil
	case c == ',':
		return token{kind: commaToken, text: ","}, 1, nil
	case c == '\'' || c == '"':
		return l.literal(rest)
	case c == '$':
		return l.reference(rest)
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		return scanNumber(rest)
	case c == '.' && !strings.HasPrefix(rest, ".."):
		return token{kind: selfToken, text: "."}, 1, nil
	}
	if mend := otherwise(rest); mend.Said() {
		return token{}, 0, l.fail("%s", mend)
	}
	if strings.IndexByte("/.@[]*|:", rest[0]) >= 0 {
		return token{}, 0, l.fail(noPaths)
	}
	return l.function(rest)
}

// otherwise says how signs of other languages are written here.
func otherwise(rest string) Message {
	for _, sign := range [...][2]string{{"&&", "and"}, {"||", "or"}, {"≤", "<="}, {"≥", ">="}, {"≠", "!="}} {
		if strings.HasPrefix(rest, sign[0]) {
			return Say("unexpected %s: write %s", sign[0], sign[1])
		}
	}
	if r, _ := utf8.DecodeRuneInString(rest); strings.ContainsRune("“”„‘’", r) {
		return Say("unexpected %c: write straight quotes, ' or \"", r)
	}
	return Message{}
}

func (l *lexer) fail(format string, args ...any) *Error {
	return errorAt(l.source, l.at, format, args...)
}

func (l *lexer) operator() string {
	rest := l.rest()
	for _, symbol := range symbols {
		if strings.HasPrefix(rest, symbol) && (l.ended || symbol != "*") {
			return symbol
		}
	}
	for _, word := range words {
		if l.ended && len(rest) >= len(word) && strings.EqualFold(rest[:len(word)], word) {
			return rest[:len(word)]
		}
	}
	return ""
}

func (l *lexer) literal(rest string) (token, int, *Error) {
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return token{}, 0, l.fail("text without a closing %c", rest[0])
	}
	return token{kind: textToken, text: rest[1 : 1+end]}, end + 2, nil
}

func (l *lexer) reference(rest string) (token, int, *Error) {
	if !strings.HasPrefix(rest, "${") {
		return token{}, 0, l.fail("variables are not supported: use ${name}")
	}
	name, _, closed := strings.Cut(rest[2:], "}")
	if !closed {
		return token{}, 0, l.fail("${ without a closing }")
	}
	if name == "" || nameLength(name) != len(name) {
		return token{}, 0, l.fail("%q is no name", name)
	}
	return token{kind: referenceToken, text: name}, len(name) + 3, nil
}

// scanNumber reads digits with at most one point; Java's Double makes too large ones infinite.
func scanNumber(rest string) (token, int, *Error) {
	whole := digits(rest)
	length := whole
	if strings.HasPrefix(rest[whole:], ".") {
		length += 1 + digits(rest[whole+1:])
	}
	f, err := strconv.ParseFloat(rest[:length], 64)
	if err != nil {
		f = math.Inf(1)
	}
	return token{kind: numberToken, text: rest[:length], number: f}, length, nil
}

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// function reads a name, which must be a function's: every other name is a path.
func (l *lexer) function(rest string) (token, int, *Error) {
	length := nameLength(rest)
	if l.ended && length > 0 {
		return token{}, 0, l.fail("unexpected %q: between values stands and, or, =, !=, <, <=, >, >=, +, -, *, div or mod",
			rest[:length])
	}
	if length == 0 || isDigit(rest[0]) {
		r, _ := utf8.DecodeRuneInString(rest)
		return token{}, 0, l.fail("unexpected %q", r)
	}
	if after := rest[length:]; strings.HasPrefix(after, ":") && !strings.HasPrefix(after, "::") {
		length += 1 + nameLength(after[1:])
	}
	if !strings.HasPrefix(strings.TrimLeft(rest[length:], " \n\t\f\r"), "(") {
		return token{}, 0, l.fail(noPaths)
	}
	return token{kind: functionToken, text: rest[:length]}, length, nil
}

// nameLength counts the bytes at the start of s that may stand in a name.
func nameLength(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.' {
			return i
		}
	}
	return len(s)
}
