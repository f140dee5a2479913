package report

import (
	"cmp"
	"slices"
	"strings"

	"suara/flows"
	"suara/survey"
)

// ReleasedComments keeps the comments of items on which at least 2 × minGroup were written: free
// text, and what was written beside "other" under a name of its own. They come in the flow's order
// of items and sorted within one; the caller shuffles them.
func ReleasedComments(f *flows.Flow, comments []survey.Comment, minGroup int) []survey.Comment {
	least := 2 * max(minGroup, MinGroupFloor)
	written := map[string]int{}
	for _, c := range comments {
		if strings.TrimSpace(c.Text) != "" {
			written[c.Item]++
		}
	}
	var out []survey.Comment
	for _, c := range comments {
		if strings.TrimSpace(c.Text) != "" && written[c.Item] >= least {
			out = append(out, c)
		}
	}
	order := func(id string) int {
		if _, at := f.Item(id); at >= 0 {
			return at
		}
		return len(f.Items)
	}
	slices.SortFunc(out, func(a, b survey.Comment) int {
		return cmp.Or(cmp.Compare(order(a.Item), order(b.Item)),
			cmp.Compare(a.Item, b.Item), cmp.Compare(a.Text, b.Text))
	})
	return out
}
