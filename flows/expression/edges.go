package expression

import "math"

// Edges lists the numbers that names are compared with. Any number between two neighbours of these, 0 and 1
// (what does not hold, and what does, as numbers) gives the same result as any other between them. False: the
// expression does more than compare each name with literals, so this does not hold.
func (e *Expr) Edges() (edges []float64, ok bool) {
	ok = e.root.edges(&edges)
	return edges, ok
}

func (n *node) edges(out *[]float64) bool {
	switch n.kind {
	case literalNode:
		if f := n.value.Number(); !math.IsNaN(f) {
			*out = append(*out, f)
		}
		return true
	case referenceNode:
		return true
	case negationNode:
		*out = append(*out, -n.parts[0].value.Number())
		return n.parts[0].kind == literalNode
	case binaryNode:
		if powers[n.text] > powers["<"] || n.parts[0].kind == referenceNode && n.parts[1].kind == referenceNode {
			return false // arithmetic, or two names compared
		}
	case callNode:
		if n.text != "not" && len(n.parts) > 0 || n.function.clock {
			return false
		}
	case selfNode:
		return false
	}
	for _, p := range n.parts {
		if !p.edges(out) {
			return false
		}
	}
	return true
}

// Comparison is a name compared with a text: ${name} = 'text', ${name} != 'text' or selected(${name}, 'text').
type Comparison struct{ Name, Text string }

// Comparisons lists those in the expression, in order of appearance.
func (e *Expr) Comparisons() []Comparison { return e.root.comparisons(nil) }

func (n *node) comparisons(out []Comparison) []Comparison {
	switch n.text {
	case "=", "!=", "selected", "is-selected":
		if len(n.parts) == 2 {
			name, literal := n.parts[0], n.parts[1]
			if n.kind == binaryNode && name.kind != referenceNode {
				name, literal = literal, name
			}
			if name.kind == referenceNode && literal.kind == literalNode && literal.value.kind == text {
				out = append(out, Comparison{name.text, literal.value.String()})
			}
		}
	}
	for _, p := range n.parts {
		out = p.comparisons(out)
	}
	return out
}
