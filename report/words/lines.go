package words

import (
	"fmt"
	"math"

	"suara/report"
	"suara/survey"
)

// WaveLine names the wave and says whether it is open.
func (d *Document) WaveLine() string {
	return fmt.Sprintf(d.page().wave, d.Release.Wave, d.State())
}

// State says whether the wave is open.
func (d *Document) State() string { return d.page().stateName(d.Release.State) }

// Dates says when the wave was open.
func (d *Document) Dates() string {
	if d.Opened.IsZero() {
		return ""
	}
	s := LongDate(d.Opened, d.Language)
	if !d.Closed.IsZero() {
		s += " – " + LongDate(d.Closed, d.Language)
	}
	return s
}

// Nothing says why the release has no figures.
func (d *Document) Nothing() string { return d.page().nothing(d.Release) }

// RateLine says how many of how many responded.
func (d *Document) RateLine(rate float64, b survey.Base) string {
	t := d.page()
	return fmt.Sprintf(t.rate, report.Number(rate*100, 1, d.Language), t.count(b.Complete), t.count(b.Roster))
}

// MarginLine says how exact the index is.
func (d *Document) MarginLine(margin float64) string {
	return fmt.Sprintf(d.page().margin, report.Number(margin, 2, d.Language))
}

// BoundsLine says what those who did not respond could make of the index.
func (d *Document) BoundsLine(bounds [2]float64) string {
	return fmt.Sprintf(d.page().bounds, report.Number(bounds[0], 2, d.Language), report.Number(bounds[1], 2, d.Language))
}

// IndexLines say the index with its base, and the weighted one.
func (d *Document) IndexLines() []string {
	r := d.Release
	return d.lines(func(t *page) {
		t.index(r.Index, rosterOf(r), r.LowBase)
		t.weightedLine(r.Weighted)
	})
}

// WeightedLines say the weighted index.
func (d *Document) WeightedLines() []string {
	return d.lines(func(t *page) { t.weightedLine(d.Release.Weighted) })
}

// Outcome tells of dispositions and of what was asked for.
func (d *Document) Outcome() []string { return d.lines(func(t *page) { t.outcome(d.Release) }) }

// Changes tell what changed since the wave before; the first line is their heading.
func (d *Document) Changes() []string {
	return d.lines(func(t *page) { t.changeList(d.Release.Change) })
}

// Segments tell of each table of segments; the first line of one is its heading.
func (d *Document) Segments() [][]string {
	var out [][]string
	for i := range d.Release.Segments {
		out = append(out, d.lines(func(t *page) { t.segmentList(d.Release.Segments[i : i+1]) }))
	}
	return out
}

// Findings tell the strongest, the weakest and the change, one sentence each.
func (d *Document) Findings() []string { return Sentences(d.Release, d.Flow, d.Language) }

// BaseText says the response rate and how far people came.
func (d *Document) BaseText() (rate, funnel string) {
	lines := append(d.lines(func(t *page) { t.participation(d.Release.Base, d.Release.ResponseRate) }), "", "")
	return lines[0], lines[1]
}

// MethodLines are the lines of the text's method, with the formulas behind what stands beside the scores.
func (d *Document) MethodLines() []string {
	lines := d.lines(func(t *page) { t.method(d.Release) })[1:]
	if d.Release.Withheld() {
		return lines
	}
	return append(lines, formulaLines(d.Release, d.Language)...)
}

// TargetText names the flow's target.
func (d *Document) TargetText(target float64) string {
	return fmt.Sprintf(d.Labels().Target, report.Number(target, decimals(target), d.Language))
}

// decimals is how many places a configured number needs, two at most.
func decimals(x float64) int {
	switch {
	case x == math.Trunc(x):
		return 0
	case x*10 == math.Trunc(x*10):
		return 1
	}
	return 2
}

// Mode names the wave's mode.
func (d *Document) Mode() string {
	w := d.Labels()
	switch d.Release.Mode {
	case survey.Anonymous:
		return w.Anonymous
	case survey.Confidential:
		return w.Confidential
	case survey.Identified:
		return w.Identified
	}
	return string(d.Release.Mode)
}
