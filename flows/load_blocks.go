package flows

import (
	"strings"
)

// What stands before the id in the keys of blocks.
const (
	matrixBlock  = "matrix "
	sectionBlock = "section "
)

// buildBlocks makes the tree of what is shuffled; none where nothing is.
func (l *loader) buildBlocks() {
	f := l.flow
	root := &block{item: -1}
	any := false
	for i, item := range f.Items {
		at := root
		for _, part := range l.path(item) {
			if n := len(at.parts); n == 0 || at.parts[n-1].item >= 0 || at.parts[n-1].key != part.key {
				l.checkWhole(root, part, item)
				at.parts = append(at.parts, &block{item: -1, key: part.key, shuffle: part.shuffle})
			}
			at = at.parts[len(at.parts)-1]
			any = any || part.shuffle
		}
		at.parts = append(at.parts, &block{item: i})
	}
	if any {
		f.blocks = root
	}
}

// path lists what an item lies in, the outermost first.
func (l *loader) path(item *Item) []block {
	var out []block
	if item.Matrix != "" {
		out = append(out, block{key: matrixBlock + item.Matrix, shuffle: l.shuffledRows[item.Matrix]})
	}
	for s := l.flow.Section(item.Section); s != nil; s = l.flow.Section(s.Within) {
		out = append([]block{{key: sectionBlock + s.ID, shuffle: s.Shuffle}}, out...)
	}
	return out
}

// checkWhole refuses a shuffled part that stands in two places.
func (l *loader) checkWhole(root *block, part block, item *Item) {
	if part.shuffle && root.has(part.key) {
		whole := Say("section %s", strings.TrimPrefix(part.key, sectionBlock))
		if matrix, ok := strings.CutPrefix(part.key, matrixBlock); ok {
			whole = Say("matrix %s", matrix)
		}
		l.fail(item.place(), "%s is shuffled and other items stand between its own; "+
			"move them together", whole)
	}
}

func (b *block) has(key string) bool {
	if b.key == key {
		return true
	}
	for _, p := range b.parts {
		if p.item < 0 && p.has(key) {
			return true
		}
	}
	return false
}

// apart tells whether the order of two items differs between interviews.
func (b *block) apart(first, second int) bool {
	if b == nil {
		return false
	}
	at := -1
	for n, p := range b.parts {
		holdsFirst, holdsSecond := p.holds(first), p.holds(second)
		switch {
		case holdsFirst && holdsSecond:
			return p.item < 0 && p.apart(first, second)
		case holdsFirst || holdsSecond:
			if at >= 0 {
				return b.shuffle
			}
			at = n
		}
	}
	return false
}

func (b *block) holds(item int) bool {
	if b.item >= 0 {
		return b.item == item
	}
	for _, p := range b.parts {
		if p.holds(item) {
			return true
		}
	}
	return false
}
