package report

import (
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// blankTold blanks in rows what they would tell of everybody behind them. An item without a score
// that a combination tells (more than half answered, and all the same) is blanked there, and in the smallest
// combinations beside it until those blanked could be shown together, since the organisation's counts
// less the rows that show the item are theirs. An item with a score is blanked where the whole
// organisation tells it; combinations that tell one don't stand.
func (c *coarsener) blankTold() {
	scored := c.plan.everyScored()
	for i, item := range c.plan.flow.Items {
		switch {
		case item.Segment || freeText(item):
		case slices.Contains(scored, i):
			if c.skip[i] {
				for _, r := range c.rows {
					r.Values[i] = survey.NotReached
				}
			}
		default:
			c.blankUnscored(i)
		}
	}
}

func (c *coarsener) blankUnscored(item int) {
	var blank, shown []place
	for p, members := range c.pools {
		if c.tells(members, item) {
			blank = append(blank, p)
		} else {
			shown = append(shown, p)
		}
	}
	slices.SortFunc(shown, c.compare)
	var members []int
	for _, p := range blank {
		members = append(members, c.pools[p]...)
	}
	for len(shown) > 0 && c.tells(members, item) {
		members = append(members, c.pools[shown[0]]...)
		shown = shown[1:]
	}
	for _, i := range members {
		c.rows[i].Values[item] = survey.NotReached
	}
}

// tells tells whether rows give away what each of their people answered to an item: more than half
// answered, all the same.
func (c *coarsener) tells(members []int, item int) bool {
	n, first := 0, ""
	for _, i := range members {
		v := c.rows[i].Values[item]
		if v == survey.NotReached || v == survey.Skipped || flows.IsSpecial(v) {
			continue
		}
		if c.plan.items[item].kind == manyOptions {
			parts := strings.Fields(v)
			slices.Sort(parts)
			v = strings.Join(parts, " ")
		}
		if n++; n == 1 {
			first = v
		}
		if v != first {
			return false
		}
	}
	return 2*n > len(members)
}
