package flows

import (
	"hash/fnv"
	"slices"
)

// block is a part of the flow for shuffling: an item, or what is in a section, a group or a matrix.
type block struct {
	item    int // −1: children
	key     string
	shuffle bool
	parts   []*block
}

// shuffled lists the items in the order in which an interview asks them. It depends on nothing but
// the flow and the interview's id, so it survives restarts.
func (f *Flow) shuffled(id string) []int {
	return f.blocks.list(id, make([]int, 0, len(f.Items)))
}

func (b *block) list(id string, out []int) []int {
	if b.item >= 0 {
		return append(out, b.item)
	}
	parts := b.parts
	if b.shuffle {
		parts = append([]*block(nil), parts...)
		shuffle(id, b.key, len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	for _, p := range parts {
		out = p.list(id, out)
	}
	return out
}

// ShufflesRows tells whether the rows of a matrix are asked in another order in each interview.
func (f *Flow) ShufflesRows(matrix string) bool {
	return f.blocks != nil && f.blocks.shuffles(matrixBlock+matrix)
}

func (b *block) shuffles(key string) bool {
	return b.key == key && b.shuffle ||
		slices.ContainsFunc(b.parts, func(p *block) bool { return p.item < 0 && p.shuffles(key) })
}

// shuffleOptions brings options into the interview's own order; "other" stays last.
func shuffleOptions(item *Item, id string, options []int) {
	n := len(options)
	if item.Other && n > 0 && options[n-1] == len(item.Options)-1 {
		n--
	}
	shuffle(id, item.ID, n, func(i, j int) { options[i], options[j] = options[j], options[i] })
}

// shuffle is Fisher and Yates's, drawing from SplitMix64 seeded by the interview and what is shuffled.
func shuffle(id, key string, n int, swap func(i, j int)) {
	h := fnv.New64a()
	h.Write([]byte(id + "/" + key)) // never fails
	state := h.Sum64()
	for i := n - 1; i > 0; i-- {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		swap(i, int((z^z>>31)%uint64(i+1)))
	}
}
