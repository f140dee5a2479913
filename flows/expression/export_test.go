package expression

import "strings"

// The bounds, for tests.
const (
	MaxSource = maxSource
	MaxDepth  = maxDepth
	MaxText   = maxText
)

// Tree writes the parsed expression as JavaRosa's own parser tests do.
func Tree(e *Expr) string { return tree(e.root) }

func tree(n *node) string {
	switch n.kind {
	case literalNode:
		if n.value.kind == number {
			return "{num:" + javaDouble(n.value.number) + "}"
		}
		return "{str:'" + n.value.text + "'}"
	case selfNode:
		return "{path-expr:rel,{{step:self,node()}}}"
	case negationNode:
		return "{unop-expr:num-neg," + tree(n.parts[0]) + "}"
	case callNode:
		return "{func-expr:" + n.text + ",{" + trees(n.parts) + "}}"
	case chainNode: // JavaRosa nests a row of and, or to the right
		nested := tree(n.parts[len(n.parts)-1])
		for i := len(n.parts) - 2; i >= 0; i-- {
			nested = "{binop-expr:" + n.text + "," + tree(n.parts[i]) + "," + nested + "}"
		}
		return nested
	}
	names := map[string]string{"=": "==", "div": "/", "mod": "%"}
	name, renamed := names[n.text]
	if !renamed {
		name = n.text
	}
	return "{binop-expr:" + name + "," + trees(n.parts) + "}"
}

func trees(nodes []*node) string {
	var all []string
	for _, n := range nodes {
		all = append(all, tree(n))
	}
	return strings.Join(all, ",")
}
