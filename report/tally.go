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
	return &tally{
		answered: make([]int, len(p.items)), counts: make([]int, p.options),
		sums: make([]exactSum, p.numbers), moments: newMoments(len(p.columns)),
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
	t.moments.merge(o.moments)
}

// counter tallies responses one after another; row is the scratch for one person's columns.
type counter struct {
	p       *plan
	row     []float64
	scratch []float64
}

func (p *plan) newCounter() *counter {
	return &counter{p, make([]float64, len(p.columns)), make([]float64, len(p.columns))}
}

// count adds one complete response to a group.
func (c *counter) count(t *tally, values []string) {
	t.complete++
	for i := range c.row {
		c.row[i] = math.NaN()
	}
	for _, i := range c.p.listed {
		if i >= len(values) {
			break
		}
		if v := values[i]; v != survey.NotReached && v != survey.Skipped {
			c.item(t, i, v)
		}
	}
	t.moments.add(c.row)
	c.p.alphaRow(c.row, c.scratch)
}

func (c *counter) item(t *tally, i int, v string) {
	ip := &c.p.items[i]
	switch ip.kind {
	case oneOption:
		o := ip.code(v)
		if o < 0 {
			return
		}
		t.counts[ip.offset+o]++
		if !ip.base[o] {
			return
		}
		t.answered[i]++
		for _, col := range c.p.ofItem[i] {
			c.row[col] = c.p.columns[col].value[o]
		}
	case manyOptions:
		if c.many(t, ip, v) {
			t.answered[i]++
		}
	case decimalNumber:
		if t.sums[ip.number].add(v) {
			t.answered[i]++
		}
	}
}

// many counts each option of a multiple choice once; words beside "other" hold no option twice.
func (c *counter) many(t *tally, ip *itemPlan, v string) bool {
	var seen [4]uint64 // options are pressed on a screen: far fewer than 256
	found := false
	for part := range strings.FieldsSeq(v) {
		o := ip.code(part)
		if o < 0 || o > 255 || seen[o/64]>>(o%64)&1 == 1 {
			continue
		}
		seen[o/64] |= 1 << (o % 64)
		t.counts[ip.offset+o]++
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
