package flows

import (
	"suara/flows/expression"
	"suara/flows/source"
)

// Flow is a questionnaire: its items in the order they are asked and how they are scored. It is
// made by [Load] and never changed afterwards; any number of goroutines may use it.
type Flow struct {
	ID         string
	Title      Text
	Languages  []string
	Intro      Text      // optional: said before the first item
	Closings   []Closing // said after submission: the first whose condition holds
	Scales     map[string][]Option
	Sections   []Section
	Dimensions []Dimension
	Index      *Index // nil: no index
	Items      []*Item

	file     string // name given to Load
	version  string
	byID     map[string]int
	clock    bool // some condition reads today() or now(): sessions remember the time of the last step
	silent   bool // some item is computed
	gates    []*expression.Expr
	blocks   *block // nil: nothing is shuffled
	warnings []Problem
}

// Section is a titled part of a flow, or a group within one, which has no title.
type Section struct {
	ID      string
	Title   Text
	Intro   Text             // optional: said above its first item
	Within  string           // the section that the group is part of; empty: none
	Shuffle bool             // what is in it is asked in another order in each interview
	When    *expression.Expr // nil: no condition of its own

	gate      int // its place in the flow's gates, from 1; 0: no condition
	richIntro Text
	at        source.Place
}

// Closing is a text said after submission where its condition holds.
type Closing struct {
	When *expression.Expr // nil: always
	Text Text             // without markup

	rich Text
}

// Option is one answer that can be pressed.
type Option struct {
	Value      string // as written in the flow; stands in exports
	Label      Text
	Short      Text // optional: the button's words where the label is too long for a button
	Favourable bool // counted by ScoreFavourable

	When       *expression.Expr  // nil: always offered
	Attributes map[string]string // for the item's filter: ${option.NAME}
}

// Score names how a dimension's items are scored (design: Numbers).
type Score string

// The scores, with their formulas on an item's mean.
const (
	ScoreRange100   Score = "range100"   // (mean − min)/(max − min)·100
	ScoreMax100     Score = "max100"     // mean/max·100
	ScoreX25        Score = "x25"        // mean·25, scales 1–4 only
	ScoreMean       Score = "mean"       // the mean
	ScoreFavourable Score = "favourable" // share of the favourable options, in per cent
	ScoreNPS        Score = "nps"        // promoters 9–10 minus detractors 0–6, in per cent
)

// Dimension is a set of items scored together.
type Dimension struct {
	ID      string
	Title   Text
	Items   []string
	Score   Score
	Weights []float64 // one per item; nil: all alike
}

// Index is a set of dimensions scored together.
type Index struct {
	ID         string
	Title      Text
	Dimensions []string
	Weights    []float64 // one per dimension; nil: all alike
	Bands      []Band    // highest From first
	Target     *float64  // nil: none
}

// Band names the scores from From up to the next band.
type Band struct {
	From  float64
	Label Text
}

// Version identifies the flow's exact source: the first 16 hex digits of its SHA-256.
func (f *Flow) Version() string { return f.version }

// Item returns the item and its place in the flow, or nil and -1 where there is none of that id.
func (f *Flow) Item(id string) (*Item, int) {
	i, ok := f.byID[id]
	if !ok {
		return nil, -1
	}
	return f.Items[i], i
}
