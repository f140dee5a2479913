package source

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"suara/flows/expression"
)

// resolve follows aliases and drops anchors and tags. It is nil past the bound on visits.
func (d *Document) resolve(n Node) Node {
	for range maxNesting {
		if !d.visit(n) {
			return nil
		}
		switch t := n.(type) {
		case *ast.AnchorNode:
			n = t.Value
		case *ast.TagNode:
			n = t.Value
		case *ast.AliasNode:
			n = d.anchors[t.Value.GetToken().Value]
			if n == nil {
				d.fail(At(t), "no anchor of this name; define it with & before")
			}
		default:
			return n
		}
		if n == nil {
			return nil
		}
	}
	d.fail(At(n), "aliases point to each other; write the value out")
	return nil
}

// visit counts a node that is read; false past the bound, which is told once.
func (d *Document) visit(n Node) bool {
	if d.visits++; d.visits == maxVisits+1 {
		d.fail(At(n), "aliases make the file too large; write it out or shorten it")
	}
	return d.visits <= maxVisits
}

// Pair is one key of a mapping with its value.
type Pair struct {
	Key   string
	At    Place
	Value Node
}

// Pairs reads a mapping, merges included, called what in a message. False: it is none, which is told.
func (d *Document) Pairs(n Node, what expression.Message) ([]Pair, bool) {
	r := d.resolve(n)
	var values []*ast.MappingValueNode
	switch m := r.(type) {
	case nil:
		return nil, false
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		d.fail(At(r), "%s is written as keys with values here; write key: value", what)
		return nil, false
	}
	var own, merged []Pair
	for _, v := range values {
		if _, ok := v.Key.(*ast.MergeKeyNode); ok {
			merged = append(merged, d.mergePairs(v.Value, what)...)
			continue
		}
		own = append(own, Pair{v.Key.GetToken().Value, tokenPlace(v.Key.GetToken()), v.Value})
	}
	for _, p := range merged {
		if !slices.ContainsFunc(own, func(o Pair) bool { return o.Key == p.Key }) {
			own = append(own, p)
		}
	}
	return own, true
}

// mergePairs reads what << adds. A merge within a merge is not followed: it could go round.
func (d *Document) mergePairs(n Node, what expression.Message) (out []Pair) {
	m, ok := d.resolve(n).(*ast.MappingNode)
	if !ok {
		d.fail(At(n), "<< in %s adds the keys of one mapping; write << with an alias of one", what)
		return nil
	}
	for _, v := range m.Values {
		if !d.visit(v) {
			return nil
		}
		if _, nested := v.Key.(*ast.MergeKeyNode); nested {
			d.fail(At(v), "<< within what << adds is not followed; write the keys out")
			continue
		}
		out = append(out, Pair{v.Key.GetToken().Value, tokenPlace(v.Key.GetToken()), v.Value})
	}
	return out
}

// Sequence reads a list, called what in a message; none where the node is no list, which is told.
func (d *Document) Sequence(n Node, what expression.Message) []Node {
	r := d.resolve(n)
	if r == nil {
		return nil
	}
	s, ok := r.(*ast.SequenceNode)
	if !ok {
		d.fail(At(r), "a list is needed here: %s", what)
		return nil
	}
	return s.Values
}

// Scalar reads a single value as it is written. False: it is none, which is not told.
func (d *Document) Scalar(n Node) (string, bool) {
	switch s := d.resolve(n).(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return s.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return s.GetToken().Value, true
	}
	return "", false
}

// Peek returns the single value at a key, merged keys included; empty where there is none, which is not told.
func (d *Document) Peek(n Node, key string) (found string) {
	m, ok := d.resolve(n).(*ast.MappingNode)
	if !ok {
		return ""
	}
	for _, v := range m.Values {
		if v.Key.GetToken().Value == key {
			found, _ = d.Scalar(v.Value)
			return found
		}
		if _, merge := v.Key.(*ast.MergeKeyNode); merge {
			if from, ok := d.resolve(v.Value).(*ast.MappingNode); ok {
				found = d.peekOwn(from, key)
			}
		}
	}
	return found
}

// peekOwn returns the single value at a key of the mapping itself.
func (d *Document) peekOwn(m *ast.MappingNode, key string) string {
	for _, v := range m.Values {
		if !d.visit(v) {
			return ""
		}
		if v.Key.GetToken().Value == key {
			s, _ := d.Scalar(v.Value)
			return s
		}
	}
	return ""
}

// IsList tells whether the node is a list; only references to nothing are told.
func (d *Document) IsList(n Node) bool {
	_, ok := d.resolve(n).(*ast.SequenceNode)
	return ok
}
