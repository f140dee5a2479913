package report

import (
	"fmt"
	"math/big"

	"suara/flows"
	"suara/survey"
)

// columnOf returns the column of an item scored in that way, made when first asked for.
func (p *plan) columnOf(item int, way scoreWay) int {
	for _, c := range p.ofItem[item] {
		if p.columns[c].way == way {
			return c
		}
	}
	ip := &p.items[item]
	c := column{item: item, way: way}
	for o := range ip.item.Options {
		var v int64
		switch x := ip.flipped(o); {
		case way == byValue:
			v = x
		case way == byFavour && ip.favourable(o):
			v = 1
		case way == byPromotion:
			v = promotion(x)
		}
		c.exact, c.value = append(c.exact, v), append(c.value, float64(v))
	}
	p.columns = append(p.columns, c)
	p.ofItem[item] = append(p.ofItem[item], len(p.columns)-1)
	return len(p.columns) - 1
}

// promotion is 1 for promoters, −1 for detractors, 0 between.
func promotion(x int64) int64 {
	switch {
	case x >= 9:
		return 1
	case x <= 6:
		return -1
	}
	return 0
}

// scoreByNumber makes the item's base the options with a number.
func (ip *itemPlan) scoreByNumber() {
	ip.numeric = true
	for o, option := range ip.item.Options {
		_, ip.base[o] = option.Score()
	}
}

// formula gives the score of an item as a·mean + b over options scored in that way.
func (ip *itemPlan) formula(s flows.Score) (way scoreWay, a, b *big.Rat, err error) {
	if ip.kind != oneOption {
		return way, nil, nil, fmt.Errorf("%s items have no score: %w", ip.item.Type, survey.ErrInvalid)
	}
	a, b = big.NewRat(1, 1), new(big.Rat)
	switch s {
	case flows.ScoreMean:
	case flows.ScoreX25:
		a.SetInt64(25)
	case flows.ScoreMax100:
		if ip.hi <= 0 {
			return way, nil, nil, fmt.Errorf("max100 needs a positive maximum: %w", survey.ErrInvalid)
		}
		a.SetFrac64(100, ip.hi)
	case flows.ScoreRange100:
		if ip.lo >= ip.hi {
			return way, nil, nil, fmt.Errorf("range100 needs a minimum under a maximum: %w", survey.ErrInvalid)
		}
		a.SetFrac64(100, ip.hi-ip.lo)
		b.Mul(a, big.NewRat(-ip.lo, 1))
	case flows.ScoreFavourable, flows.ScoreNPS:
		way = byFavour
		if s == flows.ScoreNPS {
			way = byPromotion
		}
		a.SetInt64(100)
	default:
		return way, nil, nil, fmt.Errorf("score %q: %w", s, survey.ErrInvalid)
	}
	return way, a, b, nil
}

// normalised gives exact weights with the sum 1: a report that takes 0.11 for 1/9 loses a point.
func normalised(weights []float64, n int) ([]*big.Rat, error) {
	out := make([]*big.Rat, n)
	if n == 0 || (weights != nil && len(weights) != n) {
		return nil, fmt.Errorf("%d weights for %d parts: %w", len(weights), n, survey.ErrInvalid)
	}
	sum := new(big.Rat)
	for i := range out {
		out[i] = big.NewRat(1, 1)
		if weights != nil {
			out[i] = decimal(weights[i])
		}
		if out[i].Sign() < 0 {
			return nil, fmt.Errorf("weight %v: %w", weights[i], survey.ErrInvalid)
		}
		sum.Add(sum, out[i])
	}
	if sum.Sign() == 0 {
		return nil, fmt.Errorf("weights with the sum 0: %w", survey.ErrInvalid)
	}
	for i := range out {
		out[i].Quo(out[i], sum)
	}
	return out, nil
}
