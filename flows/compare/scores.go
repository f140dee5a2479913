package compare

import (
	"maps"
	"math/big"
	"strings"

	"suara/flows"
	"suara/flows/outline"
	"suara/flows/writing"
)

func (c *comparison) dimensions() (out []PartChange) {
	for _, d := range c.after.Dimensions {
		out = append(out, c.dimension(d.ID))
	}
	for _, d := range c.before.Dimensions {
		if c.after.Dimension(d.ID) == nil {
			out = append(out, c.dimension(d.ID))
		}
	}
	return out
}

func (c *comparison) dimension(id string) PartChange {
	a, b := c.before.Dimension(id), c.after.Dimension(id)
	if status := presence(a != nil, b != nil); status != "" {
		return PartChange{ID: id, Status: status}
	}
	var e edits
	e.add(AspectFormula, string(a.Score), string(b.Score))
	e.parts(AspectItems, a.Items, b.Items, a.Weights, b.Weights)
	e.add(AspectParts, "", strings.Join(c.others(b.Items), " "))
	e.words(c.langs, AspectTitle, a.Title, b.Title)
	return part(id, e)
}

// others lists the items of both versions that are not the same.
func (c *comparison) others(items []string) (out []string) {
	for _, id := range items {
		if c.item(id).Status == StatusChanged {
			out = append(out, id)
		}
	}
	return out
}

// parts compares parts with their weights, in any order; no weights are equal ones.
func (e *edits) parts(a Aspect, before, after []string, was, is []float64) {
	switch {
	case len(without(before, after))+len(without(after, before)) > 0:
		*e = append(*e, Edit{a, "", strings.Join(before, " "), strings.Join(after, " ")})
	case !maps.Equal(weighed(before, was), weighed(after, is)):
		*e = append(*e, Edit{AspectWeights, "", outline.Weights(before, was), outline.Weights(after, is)})
	}
}

// weighed gives each part its share of the whole, as an exact fraction of the decimals written.
func weighed(parts []string, weights []float64) map[string]string {
	all, sum := make([]*big.Rat, len(parts)), new(big.Rat)
	for i := range parts {
		all[i] = big.NewRat(1, 1)
		if len(weights) == len(parts) {
			all[i].SetString(writing.Decimal(weights[i])) // always a number
		}
		sum.Add(sum, all[i])
	}
	out := map[string]string{}
	for i, p := range parts {
		out[p] = all[i].Quo(all[i], sum).RatString()
	}
	return out
}

// index compares the index; another id is another index.
func (c *comparison) index(done *Changes) *PartChange {
	a, b := c.before.Index, c.after.Index
	switch {
	case a == nil && b == nil:
		return nil
	case a == nil:
		return &PartChange{ID: b.ID, Status: StatusAdded}
	case b == nil:
		return &PartChange{ID: a.ID, Status: StatusRemoved}
	}
	var e edits
	e.add(AspectID, a.ID, b.ID)
	e.parts(AspectDimensions, a.Dimensions, b.Dimensions, a.Weights, b.Weights)
	var others []string
	for _, id := range b.Dimensions {
		if d, _ := done.Dimension(id); d.Status == StatusChanged {
			others = append(others, id)
		}
	}
	e.add(AspectParts, "", strings.Join(others, " "))
	e.words(c.langs, AspectTitle, a.Title, b.Title)
	e.add(AspectBands, bandsOf(a, c.langs), bandsOf(b, c.langs))
	e.add(AspectTarget, targetOf(a), targetOf(b))
	p := part(b.ID, e)
	return &p
}

func bandsOf(x *flows.Index, langs []string) string {
	var out []string
	for _, band := range x.Bands {
		for _, lang := range langs {
			out = append(out, writing.Decimal(band.From)+" "+band.Label.In(lang))
		}
	}
	return strings.Join(out, ", ")
}

func targetOf(x *flows.Index) string {
	if x.Target == nil {
		return ""
	}
	return writing.Decimal(*x.Target)
}
