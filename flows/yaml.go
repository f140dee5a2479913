package flows

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Bounds on the YAML itself. The parser is recursive and slow on deep nesting, and an alias can
// make a small file large, so nesting is bounded before parsing and visits while reading.
const (
	maxTokens  = 100_000
	maxNesting = 16
	maxVisits  = 200_000
)

// parse returns the document's root, nil where it can't be read.
func (l *loader) parse(src []byte) ast.Node {
	if len(src) > maxSource {
		l.fail(place{1, 1}, "the file is larger than 1 MiB; shorten it")
		return nil
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // which some editors put before the first line
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		l.fail(place{1, 1}, "the file is no UTF-8 text; save it as UTF-8 in your editor")
		return nil
	}
	tokens := lexer.Tokenize(string(src))
	if p, bad := tooDeep(tokens); bad {
		l.fail(p, "nested too deeply or too long; a flow needs no more than %d levels", maxNesting)
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.failYAML(err)
		return nil
	}
	var roots []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil {
			roots = append(roots, d.Body)
		}
	}
	switch {
	case len(roots) == 0:
		l.fail(place{1, 1}, "the file is empty; write flow:, title:, languages: and items:")
		return nil
	case len(roots) > 1:
		l.fail(at(roots[1]), "a second document begins here; keep one flow a file")
		return nil
	}
	l.anchors = map[string]ast.Node{}
	ast.Walk(anchorFinder{l.anchors}, roots[0])
	return roots[0]
}

// failYAML says where the YAML breaks, without repeating the line.
func (l *loader) failYAML(err error) {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		l.fail(tokenPlace(e.GetToken()), "no valid YAML here: %s", mendYAML(e.GetMessage()))
		return
	}
	l.fail(place{1, 1}, "no valid YAML; check indentation and quotes")
}

// mendYAML says in plain words what the parser's message comes from.
func mendYAML(message string) Message {
	for _, known := range [...]struct {
		part string
		mend Message
	}{
		{"that cannot start", Say("a tab stands before the words; indent with spaces")},
		{"must be specified", Say("{…} or […] is not closed before this place, or a text in it holds one of , : { } [ ] # or \"; " +
			"close it, or put the text in quotes")},
		{"could not find end character", Say("the quote that opens here is not closed; close it")},
		{"not allowed in this context", Say("the line does not begin where its neighbours begin, or a text holds \": \"; " +
			"indent it as the lines above, or put the text in quotes")},
	} {
		if strings.Contains(message, known.part) {
			return known.mend
		}
	}
	return Say("%s; check indentation and quotes", quote(message))
}

// tooDeep finds nesting beyond the bound from tokens alone.
func tooDeep(tokens token.Tokens) (place, bool) {
	if len(tokens) > maxTokens {
		return tokenPlace(tokens[maxTokens]), true
	}
	flow, run, line := 0, 0, 0
	for _, t := range tokens {
		if flow == 0 && t.Position.Line != line {
			line, run = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow, run = flow+1, 0
		case token.SequenceEndType, token.MappingEndType:
			flow, run = max(0, flow-1), 0
		case token.CollectEntryType:
			run = 0
		case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType,
			token.TagType, token.AnchorType, token.AliasType:
			run++
		}
		if flow > maxNesting || run > maxNesting || t.Position.Column > 2*maxNesting &&
			flow == 0 && t.Type == token.SequenceEntryType {
			return tokenPlace(t), true
		}
	}
	return place{}, false
}

type anchorFinder struct{ found map[string]ast.Node }

// Visit keeps the anchors of a document by name.
func (f anchorFinder) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil && a.Value != nil {
		f.found[a.Name.GetToken().Value] = a.Value
	}
	return f
}

func tokenPlace(t *token.Token) place {
	if t == nil || t.Position == nil {
		return place{1, 1}
	}
	return place{t.Position.Line, t.Position.Column}
}

// at is where a node begins; a mapping begins at its first key.
func at(n ast.Node) place {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return at(n.Values[0])
		}
	case *ast.MappingValueNode:
		return tokenPlace(n.Key.GetToken())
	}
	return tokenPlace(n.GetToken())
}

// resolve follows aliases and drops anchors and tags. It is nil past the bound on visits.
func (l *loader) resolve(n ast.Node) ast.Node {
	for range maxNesting {
		if l.visits++; l.visits > maxVisits {
			if l.visits == maxVisits+1 {
				l.fail(at(n), "aliases make the file too large; write it out or shorten it")
			}
			return nil
		}
		switch t := n.(type) {
		case *ast.AnchorNode:
			n = t.Value
		case *ast.TagNode:
			n = t.Value
		case *ast.AliasNode:
			n = l.anchors[t.Value.GetToken().Value]
			if n == nil {
				l.fail(at(t), "no anchor of this name; define it with & before")
			}
		default:
			return n
		}
		if n == nil {
			return nil
		}
	}
	l.fail(at(n), "aliases point to each other; write the value out")
	return nil
}

// pair is one key of a mapping with its value.
type pair struct {
	key   string
	at    place
	value ast.Node
}

// pairs reads a mapping, merges included.
func (l *loader) pairs(n ast.Node, what Message) ([]pair, bool) {
	r := l.resolve(n)
	var values []*ast.MappingValueNode
	switch m := r.(type) {
	case nil:
		return nil, false
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		l.fail(at(r), "%s is written as keys with values here; write key: value", what)
		return nil, false
	}
	var own, merged []pair
	for _, v := range values {
		if _, ok := v.Key.(*ast.MergeKeyNode); ok {
			more, _ := l.mergePairs(v.Value, what)
			merged = append(merged, more...)
			continue
		}
		own = append(own, pair{v.Key.GetToken().Value, tokenPlace(v.Key.GetToken()), v.Value})
	}
	for _, p := range merged {
		if !slices.ContainsFunc(own, func(o pair) bool { return o.key == p.key }) {
			own = append(own, p)
		}
	}
	return own, true
}

// mergePairs reads what << adds. A merge within a merge is not followed: it could go round.
func (l *loader) mergePairs(n ast.Node, what Message) ([]pair, bool) {
	m, ok := l.resolve(n).(*ast.MappingNode)
	if !ok {
		l.fail(at(n), "<< in %s adds the keys of one mapping; write << with an alias of one", what)
		return nil, false
	}
	var out []pair
	for _, v := range m.Values {
		if l.visits++; l.visits > maxVisits {
			return nil, false
		}
		if _, nested := v.Key.(*ast.MergeKeyNode); nested {
			l.fail(at(v), "<< within what << adds is not followed; write the keys out")
			continue
		}
		out = append(out, pair{v.Key.GetToken().Value, tokenPlace(v.Key.GetToken()), v.Value})
	}
	return out, true
}

// sequence reads a list.
func (l *loader) sequence(n ast.Node, what Message) []ast.Node {
	r := l.resolve(n)
	if r == nil {
		return nil
	}
	s, ok := r.(*ast.SequenceNode)
	if !ok {
		l.fail(at(r), "a list is needed here: %s", what)
		return nil
	}
	return s.Values
}

// scalar reads a single value as it is written.
func (l *loader) scalar(n ast.Node) (string, bool) {
	switch s := l.resolve(n).(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return s.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return s.GetToken().Value, true
	}
	return "", false
}

// number reads a plain decimal number.
func (l *loader) number(n ast.Node, what Message) (float64, bool) {
	s, ok := l.scalar(n)
	if ok && isDecimal(s) {
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return f, true
		}
	}
	l.fail(at(n), "%s is no number; write digits, such as 10 or 2.5", what)
	return 0, false
}
