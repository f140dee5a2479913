package flows

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong in a flow's file. Message says what is wrong and how to mend it, and
// never repeats a line of the file.
type Problem struct {
	File         string
	Line, Column int
	Message      Message
}

// String gives the problem with its place: "berakhlak.yaml:12:5: …".
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d:%d: %v", p.File, p.Line, p.Column, p.Message)
}

// Same tells whether two problems say the same of the same place.
func (p Problem) Same(other Problem) bool { return p.String() == other.String() }

// Problems are all that is wrong in a flow's file, in the order of the file.
type Problems []Problem

// Error lists all problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}
