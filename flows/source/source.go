package source

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"suara/flows/expression"
	"suara/flows/writing"
)

// Bounds on the YAML itself. The parser is recursive and slow on deep nesting, and an alias can
// make a small file large, so nesting is bounded before parsing and visits while reading.
const (
	maxSource  = 1 << 20
	maxTokens  = 100_000
	maxNesting = 16
	maxVisits  = 200_000
)

// Document is a file's YAML, made by [Open].
type Document struct {
	fail    func(at Place, format string, args ...any)
	anchors map[string]Node
	visits  int
}

// Place is where something stands in the file; both count from 1.
type Place struct{ Line, Column int }

// Node is a value somewhere in a document; nil where a key has none. What it holds is asked of the document.
type Node = ast.Node

// Open reads a document and returns it with its root, nil where it can't be read. What is wrong in the document,
// now and when its nodes are read, is told to fail: its place and a message of the flow's check.
func Open(src []byte, fail func(at Place, format string, args ...any)) (*Document, Node) {
	d := &Document{fail: fail, anchors: map[string]Node{}}
	return d, d.parse(src)
}

func (d *Document) parse(src []byte) Node {
	if len(src) > maxSource {
		d.fail(Place{1, 1}, "the file is larger than 1 MiB; shorten it")
		return nil
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // which some editors put before the first line
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		d.fail(Place{1, 1}, "the file is no UTF-8 text; save it as UTF-8 in your editor")
		return nil
	}
	tokens := lexer.Tokenize(string(src))
	if p, bad := tooDeep(tokens); bad {
		d.fail(p, "nested too deeply or too long; a flow needs no more than %d levels", maxNesting)
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.failYAML(err)
		return nil
	}
	var roots []Node
	for _, part := range file.Docs {
		if part.Body != nil {
			roots = append(roots, part.Body)
		}
	}
	switch {
	case len(roots) == 0:
		d.fail(Place{1, 1}, "the file is empty; write flow:, title:, languages: and items:")
		return nil
	case len(roots) > 1:
		d.fail(At(roots[1]), "a second document begins here; keep one flow a file")
		return nil
	}
	ast.Walk(anchorFinder{d.anchors}, roots[0])
	return roots[0]
}

// tooDeep finds nesting beyond the bound from tokens alone.
func tooDeep(tokens token.Tokens) (Place, bool) {
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
	return Place{}, false
}

type anchorFinder struct{ found map[string]Node }

// Visit keeps the anchors of a document by name.
func (f anchorFinder) Visit(n Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil && a.Value != nil {
		f.found[a.Name.GetToken().Value] = a.Value
	}
	return f
}

// failYAML says where the YAML breaks, without repeating the line.
func (d *Document) failYAML(err error) {
	var e yaml.Error
	if errors.As(err, &e) && e.GetToken() != nil {
		d.fail(tokenPlace(e.GetToken()), "no valid YAML here: %s", mendYAML(e.GetMessage()))
		return
	}
	d.fail(Place{1, 1}, "no valid YAML; check indentation and quotes")
}

// mendYAML says in plain words what the parser's message comes from.
func mendYAML(message string) expression.Message {
	for _, known := range [...]struct {
		part string
		mend expression.Message
	}{
		{"that cannot start", expression.Say("a tab stands before the words; indent with spaces")},
		{"must be specified", expression.Say("{…} or […] is not closed before this place, or a text in it holds " +
			"one of , : { } [ ] # or \"; close it, or put the text in quotes")},
		{"could not find end character", expression.Say("the quote that opens here is not closed; close it")},
		{"not allowed in this context", expression.Say("the line does not begin where its neighbours begin, or a text " +
			"holds \": \"; indent it as the lines above, or put the text in quotes")},
	} {
		if strings.Contains(message, known.part) {
			return known.mend
		}
	}
	return expression.Say("%s; check indentation and quotes", writing.Quote(message))
}
