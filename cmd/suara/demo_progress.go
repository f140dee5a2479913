package main

import (
	"fmt"
	"io"

	"github.com/schollz/progressbar/v3"
)

// demoProgress shows how far the demo is: a bar on a terminal, else a line for each phase.
type demoProgress struct {
	out      io.Writer
	terminal bool
	bar      *progressbar.ProgressBar
	name     string
	whole    int
}

func newDemoProgress(out io.Writer) *demoProgress {
	return &demoProgress{out: out, terminal: isTerminal(out)}
}

// phase begins the next part, which has so many steps.
func (d *demoProgress) phase(name string, whole int) {
	d.end()
	d.name, d.whole = name, whole
	if !d.terminal {
		fmt.Fprintf(d.out, "%s ...\n", name)
		return
	}
	d.bar = progressbar.NewOptions(whole, progressbar.OptionSetWriter(d.out),
		progressbar.OptionSetDescription(fmt.Sprintf("%-13s", name)), progressbar.OptionSetWidth(40),
		progressbar.OptionThrottle(50_000_000), progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(true))
}

// set says how many steps are done.
func (d *demoProgress) set(done int) {
	if d.bar != nil {
		_ = d.bar.Set(min(max(done, 0), d.whole)) // a terminal that can't be written to is no failure
	}
}

// end ends the running phase.
func (d *demoProgress) end() {
	if d.bar != nil {
		_ = d.bar.Finish()
		fmt.Fprintln(d.out)
		d.bar = nil
	}
}
