package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"suara/flows"
)

// place is where something stands in a file, from 1.
type place struct{ line, column int }

// reader walks the YAML of a configuration, collects every problem, and remembers where each
// value stands. Problems never repeat a value of the file: it may be the token.
type reader struct {
	file     string
	env      func(string) (string, bool)
	problems flows.Problems
	places   map[string]place // by path, such as surveys[0].open
}

// readFunc reads the value at a path.
type readFunc func(path string, n ast.Node)

func (r *reader) add(at place, format string, args ...any) {
	r.problems = append(r.problems, flows.Problem{
		File: r.file, Line: at.line, Column: at.column, Message: flows.Say("%s", fmt.Sprintf(format, args...)),
	})
}

// at finds the place of a path, or of the nearest thing around it that the file has.
func (r *reader) at(path string) place {
	for {
		if p, ok := r.places[path]; ok {
			return p
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return place{1, 1}
		}
		path = path[:cut]
	}
}

func placeOf(n ast.Node) place {
	if values, ok := entries(n); ok && len(values) > 0 {
		n = values[0].Key // a mapping's own token is its first colon
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return place{t.Position.Line, t.Position.Column}
	}
	return place{1, 1}
}

// parse returns the file's one document; nil where it is empty or no YAML.
func (r *reader) parse(src []byte) ast.Node {
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	var placed yaml.Error
	if errors.As(err, &placed) {
		at := placed.GetToken().Position
		r.add(place{at.Line, at.Column}, "no YAML: %s%s", placed.GetMessage(), syntaxHint(src, at.Line))
		return nil
	}
	if err != nil {
		r.add(place{1, 1}, "no YAML; compare the file with config.example.yaml")
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			r.add(placeOf(doc.Body), "a second document begins here; keep one and delete the line ---")
		default:
			body = doc.Body
		}
	}
	return body
}

// syntaxHint explains the commonest cause of a syntax error.
func syntaxHint(src []byte, line int) string {
	lines := strings.Split(string(src), "\n")
	if line >= 1 && line <= len(lines) && strings.Contains(lines[line-1], "${") {
		return `; between braces write "${NAME}" with the quotes`
	}
	return ""
}

// mapping reads a mapping whose keys are known; others are problems.
func (r *reader) mapping(path string, n ast.Node, fields map[string]readFunc) {
	values, ok := entries(n)
	if !ok {
		r.add(placeOf(n), "%s: keys with values are expected here; there are: %s", nameOf(path), known(fields))
		return
	}
	seen := map[string]int{}
	for _, v := range values {
		key, at := v.Key.GetToken().Value, placeOf(v.Key)
		read, ok := fields[key]
		switch first := seen[key]; {
		case !ok:
			r.add(at, "unknown key %q in %s; there are: %s", printable(key), nameOf(path), known(fields))
		case first != 0:
			r.add(at, "key %q stands twice, first in line %d; keep one", key, first)
		default:
			seen[key] = at.line
			r.child(join(path, key), v.Value, read)
		}
	}
}

// child reads a value; one that is left out (key:) keeps its default.
func (r *reader) child(path string, n ast.Node, read readFunc) {
	n = bare(n)
	if n == nil || n.Type() == ast.NullType {
		return
	}
	r.places[path] = placeOf(n)
	if n.Type() == ast.AliasType || n.Type() == ast.AnchorType {
		r.add(placeOf(n), "%s: & and * are not read here; write the value out", path)
		return
	}
	read(path, n)
}

// sequence reads a list.
func (r *reader) sequence(path string, n ast.Node, read readFunc) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		r.add(placeOf(n), "%s: a list is expected, such as [1, 2]", path)
		return
	}
	for i, v := range list.Values {
		r.child(fmt.Sprintf("%s[%d]", path, i), v, read)
	}
}

// entries gives the pairs of a mapping.
func entries(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch x := n.(type) {
	case *ast.MappingNode:
		return x.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{x}, true
	}
	return nil, false
}

// scalar gives the text of a single value as written.
func scalar(n ast.Node) (string, bool) {
	switch x := n.(type) {
	case *ast.LiteralNode:
		return x.Value.Value, true
	case *ast.StringNode:
		return x.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// bare takes off a tag such as !!str.
func bare(n ast.Node) ast.Node {
	for {
		tag, ok := n.(*ast.TagNode)
		if !ok {
			return n
		}
		n = tag.Value
	}
}

func known(fields map[string]readFunc) string {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func nameOf(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// printable shortens what the file says where it is repeated in a problem: a key may be anything.
func printable(s string) string {
	if len(s) > 30 || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' }) {
		return "…"
	}
	return Redact(s)
}
