package source

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

func tokenPlace(t *token.Token) Place {
	if t == nil || t.Position == nil {
		return Place{1, 1}
	}
	return Place{t.Position.Line, t.Position.Column}
}

// At is where a node begins; a mapping begins at its first key.
func At(n Node) Place {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return At(n.Values[0])
		}
	case *ast.MappingValueNode:
		return tokenPlace(n.Key.GetToken())
	}
	return tokenPlace(n.GetToken())
}

// Inside is the place of a column within a text on one line.
func (d *Document) Inside(n Node, column int) Place {
	p := At(n)
	s, ok := d.resolve(n).(*ast.StringNode)
	if !ok {
		return p
	}
	switch s.Token.Type {
	case token.SingleQuoteType, token.DoubleQuoteType:
		p.Column++
	}
	p.Column += column - 1
	return p
}
