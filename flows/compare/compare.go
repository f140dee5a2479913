package compare

import (
	"slices"

	"suara/flows"
)

// Flows says part by part what two versions of a flow have in common. It is the one rule for what
// may be joined across versions: results of items with [Changes.SameItem], scores with
// [Changes.SameScore], [Changes.SameDimension] and [Changes.SameIndex].
//
// An item is the same when the same people are asked the same question and can give the same answers:
// its type, words, options, limits and conditions are as they were, and so are the items its
// conditions name. Words are compared in the languages that both versions have; only capitals, spaces,
// kinds of quotes, emphasis and a final full stop may differ. No rule tells a mended typing error from another
// meaning (baik, naik), so any other letter makes an item another. Place, section title and shuffling
// leave it the same.
func Flows(before, after *flows.Flow) *Changes {
	c := comparison{before: before, after: after, known: map[string]*PartChange{}}
	c.langs = slices.DeleteFunc(slices.Clone(after.Languages),
		func(l string) bool { return !slices.Contains(before.Languages, l) })
	out := &Changes{Before: before.Version(), After: after.Version(), Texts: c.flowTexts(),
		LanguagesAdded:   without(after.Languages, before.Languages),
		LanguagesRemoved: without(before.Languages, after.Languages)}
	c.moved = movedItems(before, after)
	for _, item := range after.Items {
		out.Items = append(out.Items, *c.item(item.ID))
	}
	for _, item := range before.Items {
		if i, _ := after.Item(item.ID); i == nil {
			out.Items = append(out.Items, *c.item(item.ID))
		}
	}
	out.Dimensions = c.dimensions()
	out.Index = c.index(out)
	return out
}

// comparison compares two versions, each item once.
type comparison struct {
	before, after *flows.Flow
	langs         []string // in both
	moved         map[string]bool
	known         map[string]*PartChange
}

// part judges a part by its edits.
func part(id string, edits []Edit) PartChange {
	p := PartChange{ID: id, Status: StatusSame, Edits: edits}
	if slices.ContainsFunc(edits, func(e Edit) bool { return !slices.Contains(joined, e.Aspect) }) {
		p.Status = StatusChanged
	}
	return p
}

// presence is the status of a part that only one version has; empty: both have it.
func presence(before, after bool) Status {
	switch {
	case !before:
		return StatusAdded
	case !after:
		return StatusRemoved
	}
	return ""
}

func without(list, other []string) (out []string) {
	for _, s := range list {
		if !slices.Contains(other, s) {
			out = append(out, s)
		}
	}
	return out
}
