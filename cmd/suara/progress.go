package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// progressLine shows on a terminal how far a command is that takes long; elsewhere nothing.
type progressLine struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	phase string
}

func newProgressLine(out io.Writer) *progressLine {
	if !isTerminal(out) {
		out = nil
	}
	return &progressLine{out: out}
}

func (l *progressLine) show(p progress) {
	if l.out == nil {
		return
	}
	if p.Phase != l.phase {
		l.end()
		whole := p.Of
		if whole == 0 {
			whole = -1 // not known: something that moves
		}
		l.phase = p.Phase
		l.bar = progressbar.NewOptions(whole, progressbar.OptionSetWriter(l.out), progressbar.OptionSetWidth(40),
			progressbar.OptionSetDescription(fmt.Sprintf("%-8s", p.Phase)), progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish())
	}
	_ = l.bar.Set(p.Done) // a terminal that can't be written to is no failure
}

// end takes the bar away.
func (l *progressLine) end() {
	if l.bar != nil {
		_ = l.bar.Finish()
		l.bar = nil
	}
}
