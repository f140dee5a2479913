package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"suara/flows"
)

// place is where something stands in a file, from 1.
type place struct{ line, column int }

// configReader walks the YAML of a configuration, collects every problem, and remembers where each
// value stands. Problems never repeat a value of the file: it may be the token.
type configReader struct {
	file     string
	env      func(string) (string, bool)
	problems flows.Problems
	places   map[string]place // by path, such as surveys[0].open
}

// readFunc reads the value at a path.
type readFunc func(path string, n ast.Node)

func (r *configReader) add(at place, format string, args ...any) {
	r.problems = append(r.problems, flows.Problem{
		File: r.file, Line: at.line, Column: at.column, Message: flows.Say("%s", fmt.Sprintf(format, args...)),
	})
}

// at finds the place of a path, or of the nearest thing around it that the file has.
func (r *configReader) at(path string) place {
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
func (r *configReader) parse(src []byte) ast.Node {
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
func (r *configReader) mapping(path string, n ast.Node, fields map[string]readFunc) {
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
func (r *configReader) child(path string, n ast.Node, read readFunc) {
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
func (r *configReader) sequence(path string, n ast.Node, read readFunc) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		r.add(placeOf(n), "%s: a list is expected, such as [1, 2]", path)
		return
	}
	for i, v := range list.Values {
		r.child(fmt.Sprintf("%s[%d]", path, i), v, read)
	}
}

var envName = regexp.MustCompile(`\$\{([^}]*)\}`)

// text gives a scalar's text with ${NAME} taken from the environment.
func (r *configReader) text(path string, n ast.Node) (string, bool) {
	raw, ok := scalar(n)
	if !ok {
		r.add(placeOf(n), "%s: one value is expected, not a list or keys", path)
		return "", false
	}
	fine := true
	out := envName.ReplaceAllStringFunc(raw, func(ref string) string {
		name := ref[2 : len(ref)-1]
		value, set := r.env(name)
		if !set {
			r.add(placeOf(n), "%s: the environment has no %s; set it or write the value here", path, printable(name))
			fine = false
		}
		return value
	})
	return strings.TrimSpace(out), fine
}

func (r *configReader) intoText(to *string) readFunc {
	return func(path string, n ast.Node) {
		if s, ok := r.text(path, n); ok {
			*to = s
		}
	}
}

// intoTexts reads a list of texts.
func (r *configReader) intoTexts(to *[]string) readFunc {
	return func(path string, n ast.Node) {
		*to = nil
		r.sequence(path, n, func(path string, n ast.Node) {
			if s, ok := r.text(path, n); ok {
				*to = append(*to, s)
			}
		})
	}
}

func (r *configReader) intoInt(to *int) readFunc {
	return func(path string, n ast.Node) {
		if v, ok := r.whole(path, n); ok {
			*to = int(v)
		}
	}
}

func (r *configReader) intoInt64(to *int64) readFunc {
	return func(path string, n ast.Node) {
		if v, ok := r.whole(path, n); ok {
			*to = v
		}
	}
}

// whole gives a scalar that is a whole number.
func (r *configReader) whole(path string, n ast.Node) (int64, bool) {
	s, ok := r.text(path, n)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		r.add(placeOf(n), "%s: a whole number is expected", path)
	}
	return v, err == nil
}

func (r *configReader) intoBool(to *bool) readFunc {
	return func(path string, n ast.Node) {
		s, ok := r.text(path, n)
		if !ok {
			return
		}
		v, err := strconv.ParseBool(s)
		if err != nil {
			r.add(placeOf(n), "%s: true or false is expected", path)
			return
		}
		*to = v
	}
}

func (r *configReader) intoFloat(to *float64) readFunc {
	return func(path string, n ast.Node) {
		s, ok := r.text(path, n)
		if !ok {
			return
		}
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			r.add(placeOf(n), "%s: a number is expected, with a dot for decimals", path)
			return
		}
		*to = v
	}
}

// intoCounts reads whole numbers by names of the file's own.
func (r *configReader) intoCounts(to *map[string]int) readFunc {
	return func(path string, n ast.Node) {
		values, ok := entries(n)
		if !ok {
			r.add(placeOf(n), "%s: names with numbers are expected, such as {dinas-kesehatan: 30}", path)
			return
		}
		*to = nil
		for _, v := range values {
			name := v.Key.GetToken().Value
			if *to == nil {
				*to = map[string]int{}
			}
			if _, twice := (*to)[name]; twice {
				r.add(placeOf(v.Key), "%s: %q stands twice; keep one", path, printable(name))
			}
			r.child(join(path, name), v.Value, func(path string, n ast.Node) {
				if count, ok := r.whole(path, n); ok {
					(*to)[name] = int(count)
				}
			})
		}
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
	return redact(s)
}
