package flows

import (
	"slices"

	"suara/survey"
)

// Findings is all that is to be said of a flow at once.
type Findings struct {
	Flow     *Flow     // nil where it can't be read
	Errors   []Problem // with one of these no wave of the mode opens
	Warnings []Problem // allowed, but seldom meant
}

// Inspect reads a flow and gives everything wrong with it and everything to be warned of, for waves of
// the mode. Where the flow has errors, what is said of the rest of it still holds.
func Inspect(name string, src []byte, mode survey.Mode) Findings {
	l := newLoader(name, src)
	l.read(src)
	l.advise()
	f := Findings{Warnings: l.flow.warnings}
	f.Errors = append(slices.Clone([]Problem(l.problems)), l.flow.CheckMode(mode)...)
	if len(l.problems) == 0 {
		f.Flow = l.flow
	}
	sortProblems(f.Errors)
	sortProblems(f.Warnings)
	f.Errors, f.Warnings = slices.CompactFunc(f.Errors, Problem.Same), slices.CompactFunc(f.Warnings, Problem.Same)
	return f
}
