package survey

import "errors"

// The kinds of failure that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("not found")
	ErrExists   = errors.New("exists already")
	ErrInvalid  = errors.New("invalid")
	ErrClosed   = errors.New("closed")
	ErrNotYet   = errors.New("not yet")
)
