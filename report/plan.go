package report

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// answerKind says how an item's answers are tallied.
type answerKind uint8

const (
	notListed answerKind = iota // free text, dates and notes have no figures
	oneOption
	manyOptions
	decimalNumber
)

// itemPlan is one item of the flow, prepared for tallying.
type itemPlan struct {
	item    *flows.Item
	kind    answerKind
	offset  int            // of its options in a tally's counts
	number  int            // of its sum in a tally's sums
	codes   map[string]int // option value → option
	quick   [256]uint8     // option + 1 for values of one byte; 0: none
	base    []bool         // which options count as answers; "don't know" has no number and doesn't
	value   []int64        // numeric values as pressed
	numeric bool           // has a mean
	first   bool           // a ranking: only what stands first is counted
	lo, hi  int64          // of value
}

// column is one item as scored in one way; the moments of a group are over columns.
type column struct {
	item  int
	way   scoreWay
	value []float64 // per option, after flipping
	exact []int64
}

// scoreWay tells how an option becomes a number: its value, whether it is favourable, or +1, 0
// and −1 for promoters, passives and detractors.
type scoreWay uint8

const (
	byValue scoreWay = iota
	byFavour
	byPromotion
)

// term is one column in a dimension: the item's score is a·mean + b, in the weight w (Σw = 1).
type term struct {
	column  int
	a, b, w *big.Rat
}

type dimensionPlan struct {
	def      *flows.Dimension
	terms    []term
	percent  bool // on a scale of 0 to 100, so that it can be capped
	lowest   float64
	highest  float64
	values   []int    // columns by value, for alpha; nil where an item has none
	complete *moments // of values over those who answered this dimension and not every column
}

// plan is a flow prepared for scoring.
type plan struct {
	flow       *flows.Flow
	items      []itemPlan
	columns    []column
	ofItem     [][]int // columns of an item
	dimensions []dimensionPlan
	index      []indexTerm // nil: no index
	options    int         // in all
	numbers    int
	listed     []int         // items with figures
	segments   []int         // items that make segment tables
	guarded    []int         // items on a scale and items of dimensions: rows must not tell what each person answered
	marks      [][]mark      // per item and option
	short      []*[256]*mark // per item of one option, by values of one sign
}

type indexTerm struct {
	dimension int
	w         *big.Rat
}

func newPlan(f *flows.Flow) (*plan, error) {
	p := &plan{flow: f, items: make([]itemPlan, len(f.Items)), ofItem: make([][]int, len(f.Items))}
	for i, item := range f.Items {
		p.items[i] = p.planItem(item)
		if p.items[i].kind != notListed {
			p.listed = append(p.listed, i)
		}
		if item.Segment && p.items[i].kind == oneOption {
			p.segments = append(p.segments, i)
		}
	}
	for i := range f.Dimensions {
		d, err := p.planDimension(&f.Dimensions[i])
		if err != nil {
			return nil, fmt.Errorf("score dimension %s: %w", f.Dimensions[i].ID, err)
		}
		p.dimensions = append(p.dimensions, d)
	}
	p.markOptions()
	scored := p.everyScored()
	for _, i := range p.listed {
		ip := &p.items[i]
		onScale := ip.kind == oneOption && ip.numeric
		if !ip.item.Segment && (onScale || slices.Contains(scored, i)) {
			p.guarded = append(p.guarded, i)
		}
	}
	return p, p.planIndex()
}

func (p *plan) planItem(item *flows.Item) itemPlan {
	ip := itemPlan{item: item, offset: p.options, number: p.numbers}
	switch item.Type {
	case flows.TypeScale, flows.TypeNPS, flows.TypeChoice, flows.TypeYesNo:
		ip.kind = oneOption
	case flows.TypeRanking:
		ip.kind, ip.first = oneOption, true
	case flows.TypeChoices:
		ip.kind = manyOptions
	case flows.TypeNumber:
		ip.kind, ip.numeric = decimalNumber, true
		p.numbers++
		return ip
	default:
		return ip
	}
	ip.prepareOptions()
	p.options += len(item.Options)
	return ip
}

func (ip *itemPlan) prepareOptions() {
	options := ip.item.Options
	ip.codes = make(map[string]int, len(options))
	ip.base, ip.value = make([]bool, len(options)), make([]int64, len(options))
	ip.numeric = ip.item.Type == flows.TypeScale || ip.item.Type == flows.TypeNPS
	first := true
	for o, option := range options {
		ip.codes[option.Value] = o
		if len(option.Value) == 1 && o < 255 {
			ip.quick[option.Value[0]] = uint8(o + 1)
		}
		score, ok := option.Score()
		ip.base[o] = ok || !ip.numeric
		if !ok {
			continue
		}
		ip.value[o] = int64(score)
		if first || ip.value[o] < ip.lo {
			ip.lo = ip.value[o]
		}
		if first || ip.value[o] > ip.hi {
			ip.hi = ip.value[o]
		}
		first = false
	}
}

// code finds an option by its value, of a ranking that in its first place; -1 where it is none. What a
// person wrote beside "other" counts as that option.
func (ip *itemPlan) code(v string) int {
	if ip.first {
		v, _, _ = strings.Cut(v, " ")
	}
	if len(v) == 1 {
		return int(ip.quick[v[0]]) - 1
	}
	if o, ok := ip.codes[v]; ok {
		return o
	}
	if ip.item.Other && v != survey.Skipped && v != survey.NotReached && !flows.IsSpecial(v) {
		if o, ok := ip.codes[flows.OtherValue]; ok {
			return o
		}
	}
	return -1
}

// flipped gives the value of an option for scoring.
func (ip *itemPlan) flipped(o int) int64 {
	if ip.item.Reverse {
		return ip.lo + ip.hi - ip.value[o]
	}
	return ip.value[o]
}

// favourable tells whether an option counts as favourable; with a flipped item it is the option at
// the other end of the scale that is marked.
func (ip *itemPlan) favourable(o int) bool {
	if !ip.item.Reverse {
		return ip.item.Options[o].Favourable
	}
	for other := range ip.item.Options {
		if ip.base[other] && ip.value[other] == ip.flipped(o) {
			return ip.item.Options[other].Favourable
		}
	}
	return false
}

func (ip *itemPlan) hasFavourable() bool {
	for _, o := range ip.item.Options {
		if o.Favourable {
			return true
		}
	}
	return false
}

func (p *plan) planDimension(def *flows.Dimension) (dimensionPlan, error) {
	d := dimensionPlan{def: def, percent: def.Score != flows.ScoreMean, highest: 100}
	if def.Score == flows.ScoreNPS {
		d.lowest = -100
	}
	weights, err := normalised(def.Weights, len(def.Items))
	if err != nil {
		return d, err
	}
	alpha := true
	for i, id := range def.Items {
		item, at := p.flow.Item(id)
		if item == nil {
			return d, fmt.Errorf("item %s: %w", id, survey.ErrNotFound)
		}
		ip := &p.items[at]
		way, a, b, err := ip.formula(def.Score)
		if err != nil {
			return d, fmt.Errorf("item %s: %w", id, err)
		}
		if way == byValue {
			ip.scoreByNumber()
		}
		d.terms = append(d.terms, term{p.columnOf(at, way), a, b, weights[i]})
		alpha = alpha && ip.numeric
	}
	if alpha {
		for _, id := range def.Items {
			_, at := p.flow.Item(id)
			d.values = append(d.values, p.columnOf(at, byValue))
		}
	}
	d.complete = newMoments(len(d.values))
	return d, nil
}

func (p *plan) planIndex() error {
	if p.flow.Index == nil {
		return nil
	}
	weights, err := normalised(p.flow.Index.Weights, len(p.flow.Index.Dimensions))
	if err != nil {
		return fmt.Errorf("score index %s: %w", p.flow.Index.ID, err)
	}
	for i, id := range p.flow.Index.Dimensions {
		at := -1
		for d := range p.dimensions {
			if p.dimensions[d].def.ID == id {
				at = d
			}
		}
		if at < 0 {
			return fmt.Errorf("score index %s: dimension %s: %w", p.flow.Index.ID, id, survey.ErrNotFound)
		}
		p.index = append(p.index, indexTerm{at, weights[i]})
	}
	return nil
}

// FreeText tells whether an item's answers are words of the person.
func FreeText(item *flows.Item) bool { return item.Type == flows.TypeText }

// knownOptions reduces a choice to the options of the flow: words written beside "other" go.
func knownOptions(item *flows.Item, v string) string {
	if v == survey.NotReached || v == survey.Skipped || flows.IsSpecial(v) || !item.Other {
		return v
	}
	known := map[string]bool{}
	for _, o := range item.Options {
		known[o.Value] = true
	}
	if item.Type == flows.TypeChoice {
		if known[v] {
			return v
		}
		return flows.OtherValue
	}
	if item.Type != flows.TypeChoices {
		return v
	}
	var kept []string
	other := false
	for _, part := range strings.Fields(v) {
		switch {
		case part == flows.OtherValue || !known[part]:
			other = true
		default:
			kept = append(kept, part)
		}
	}
	if other {
		kept = append(kept, flows.OtherValue)
	}
	return strings.Join(kept, " ")
}
