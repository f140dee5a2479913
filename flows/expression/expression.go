package expression

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

const (
	// maxSource bounds the length of an expression in bytes.
	maxSource = 4 << 10
	// maxDepth bounds nesting: parentheses, arguments and signs within each other.
	maxDepth = 64
	// maxText bounds every text met or made during an evaluation, in bytes.
	maxText = 64 << 10
)

// Expr is a parsed expression. It never changes and is safe for concurrent use.
type Expr struct {
	source string
	root   *node
	names  []string
	self   bool
	clock  bool
}

// Error is a problem with an expression, found by Parse or Eval.
type Error struct {
	Column  int // 1-based, in characters
	Message Message
}

// Error says where and what, such as "column 7: unknown function 'foo'".
func (e *Error) Error() string { return fmt.Sprintf("column %d: %v", e.Column, e.Message) }

// Names returns the names used as ${name}, each once, in order of appearance.
func (e *Expr) Names() []string { return slices.Clone(e.names) }

// UsesSelf reports whether the expression uses ".".
func (e *Expr) UsesSelf() bool { return e.self }

// UsesClock reports whether the expression depends on when it is evaluated.
func (e *Expr) UsesClock() bool { return e.clock }

// Source returns the text that was parsed.
func (e *Expr) Source() string { return e.source }

// errorAt makes an Error of a byte offset in source.
func errorAt(source string, offset int, format string, args ...any) *Error {
	return &Error{
		Column:  utf8.RuneCountInString(source[:offset]) + 1,
		Message: Say(format, args...),
	}
}
