package report

import (
	"math"
	"math/big"
	"strings"

	"suara/survey"
)

// tally holds the counts of one group: everything that its figures are made from. Its size does
// not depend on the number of responses.
type tally struct {
	complete int
	answered []int      // per item: answers in the base
	counts   []int      // per option of every item
	sums     []exactSum // per number item
	moments  *moments   // over the columns
}

func (p *plan) newTally() *tally {
	t := p.newCounts()
	t.moments = newMoments(len(p.columns))
	t.moments.lanes = newLanes(len(p.columns), p.laneLimit())
	return t
}

// newCounts makes a tally without moments, for groups that get no margin.
func (p *plan) newCounts() *tally {
	return &tally{
		answered: make([]int, len(p.items)), counts: make([]int, p.options),
		sums: make([]exactSum, p.numbers),
	}
}

func (t *tally) merge(o *tally) {
	t.complete += o.complete
	for i, n := range o.answered {
		t.answered[i] += n
	}
	for i, n := range o.counts {
		t.counts[i] += n
	}
	for i := range o.sums {
		t.sums[i].merge(&o.sums[i])
	}
	if t.moments != nil && o.moments != nil {
		t.moments.merge(o.moments)
	}
}

// counter reads one response after another into what the tallies of all its groups take.
type counter struct {
	p        *plan
	row      []float64 // per column; NaN: no answer
	filled   int       // columns with an answer
	whole    []uint64  // per column, as a whole number
	packed   []uint64  // the same, four in a word: see lanes
	scratch  []float64
	answered []int        // items with an answer in the base
	hits     []int        // places in a tally's counts
	chosen   []int        // option per item of one option; -1: none
	numbers  []numberRead // of number items
}

type numberRead struct {
	number int
	value  string
}

func (p *plan) newCounter() *counter {
	return &counter{
		p: p, whole: make([]uint64, len(p.columns)), packed: make([]uint64, (len(p.columns)+3)/4),
		row: make([]float64, len(p.columns)), scratch: make([]float64, len(p.columns)),
		chosen: make([]int, len(p.items)),
	}
}

// read takes the values of one complete response.
func (c *counter) read(values []string) {
	c.answered, c.hits, c.numbers, c.filled = c.answered[:0], c.hits[:0], c.numbers[:0], 0
	for i := range c.row {
		c.row[i] = math.NaN()
	}
	clear(c.packed)
	for i := range c.chosen {
		c.chosen[i] = -1
	}
	answered, hits := c.answered, c.hits
	for _, i := range c.p.listed {
		if i >= len(values) {
			break
		}
		v := values[i]
		if short := c.p.short[i]; len(v) == 1 && short != nil {
			if m := short[v[0]]; m != nil { // as option does, for nearly every answer
				c.chosen[i] = m.option
				hits = append(hits, m.hit)
				if m.base {
					answered = append(answered, i)
					c.score(m)
				}
			}
			continue
		}
		if v != survey.NotReached && v != survey.Skipped {
			c.answered, c.hits = answered, hits
			c.item(i, v)
			answered, hits = c.answered, c.hits
		}
	}
	c.answered, c.hits = answered, hits
	if c.filled < len(c.row) {
		c.p.alphaRow(c.row, c.scratch)
	}
}

// count adds the response that was read to a group.
func (c *counter) count(t *tally) {
	t.complete++
	for _, i := range c.answered {
		t.answered[i]++
	}
	for _, o := range c.hits {
		t.counts[o]++
	}
	for _, n := range c.numbers {
		t.sums[n.number].add(n.value)
	}
	switch {
	case t.moments == nil:
	case c.filled < len(c.row):
		t.moments.addPart(c.row)
	case t.moments.lanes.most > 0:
		t.moments.addLanes(c.whole, c.packed)
	default:
		t.moments.addWhole(c.row)
	}
}

func (c *counter) item(i int, v string) {
	ip := &c.p.items[i]
	switch ip.kind {
	case oneOption:
		if o := ip.code(v); o >= 0 {
			c.option(i, o)
		}
	case manyOptions:
		if c.many(ip, v) {
			c.answered = append(c.answered, i)
		}
	case decimalNumber:
		if IsDecimal(v) {
			c.numbers = append(c.numbers, numberRead{ip.number, v})
			c.answered = append(c.answered, i)
		}
	}
}

// option takes the option that an item of one option was answered with.
func (c *counter) option(i, o int) {
	m := &c.p.marks[i][o]
	c.chosen[i] = o
	c.hits = append(c.hits, m.hit)
	if !m.base {
		return
	}
	c.answered = append(c.answered, i)
	c.score(m)
}

// score takes an option into the columns of its item.
func (c *counter) score(m *mark) {
	for k := range m.columns {
		n := &m.columns[k]
		c.row[n.column] = n.value
		c.whole[n.column] = n.whole
		c.packed[n.column/4] |= n.packed
	}
	c.filled += len(m.columns)
}

// many counts each option of a multiple choice once; words beside "other" hold no option twice.
func (c *counter) many(ip *itemPlan, v string) bool {
	var seen [4]uint64 // options are pressed on a screen: far fewer than 256
	found := false
	for part := range strings.FieldsSeq(v) {
		o := ip.code(part)
		if o < 0 || o > 255 || seen[o/64]>>(o%64)&1 == 1 {
			continue
		}
		seen[o/64] |= 1 << (o % 64)
		c.hits = append(c.hits, ip.offset+o)
		found = true
	}
	return found
}

// columnMean is the exact mean of a column over the answers of a group, flipped where the item is;
// nil without answers.
func (p *plan) columnMean(t *tally, col int) *big.Rat {
	c := &p.columns[col]
	ip := &p.items[c.item]
	n := t.answered[c.item]
	if n == 0 {
		return nil
	}
	var sum int64
	for o, v := range c.exact {
		if ip.base[o] {
			sum += v * int64(t.counts[ip.offset+o])
		}
	}
	return big.NewRat(sum, int64(n))
}

// itemMean is the exact mean of an item as pressed; nil without answers or numbers.
func (p *plan) itemMean(t *tally, item int) *big.Rat {
	ip := &p.items[item]
	n := int64(t.answered[item])
	if n == 0 || !ip.numeric {
		return nil
	}
	if ip.kind == decimalNumber {
		sum := t.sums[ip.number].rat()
		return sum.Quo(sum, new(big.Rat).SetInt64(n))
	}
	var sum int64
	for o, v := range ip.value {
		if ip.base[o] {
			sum += v * int64(t.counts[ip.offset+o])
		}
	}
	return big.NewRat(sum, n)
}

// alike tells whether all answers of a group to an item are the same.
func (p *plan) alike(t *tally, item int) bool {
	ip := &p.items[item]
	if ip.kind == decimalNumber {
		return t.answered[item] > 0 && !t.sums[ip.number].mixed
	}
	return ip.alike(t.counts[ip.offset:ip.offset+len(ip.item.Options)], t.answered[item])
}

// alike tells whether n answers are the same by the counts of the options. With several options a
// person it takes that each option was pressed by all or by none.
func (ip *itemPlan) alike(counts []int, n int) bool {
	if n == 0 || ip.kind == decimalNumber { // of numbers only the means of the whole are shown
		return false
	}
	for o, c := range counts {
		if ip.base[o] && c > 0 && c < n {
			return false
		}
	}
	return true
}
