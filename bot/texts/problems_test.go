package texts

import (
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"testing"
)

// saying are the functions that make messages of a format.
var saying = map[string]bool{"Say": true, "fail": true, "warn": true, "problem": true, "about": true, "errorAt": true}

// sources hold all messages of a flow's check.
func sources(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"../../flows/*.go", "../../flows/*/*.go", "../../cmd/suara/pictures.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v %v", pattern, found, err)
		}
		for _, f := range found {
			if !strings.HasSuffix(f, "_test.go") {
				files = append(files, f)
			}
		}
	}
	return files
}

// constants are the texts of the constants of a file.
func constants(f *ast.File) map[string]string {
	known := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == 1 && len(spec.Values) == 1 {
			if s, ok := literal(spec.Values[0], nil); ok {
				known[spec.Names[0].Name] = s
			}
		}
		return true
	})
	return known
}

// literal gives the text of a constant expression.
func literal(e ast.Expr, known map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, e.Kind == gotoken.STRING && err == nil
	case *ast.BinaryExpr:
		a, isText := literal(e.X, known)
		b, goesOn := literal(e.Y, known)
		return a + b, isText && goesOn && e.Op == gotoken.ADD
	case *ast.Ident:
		s, ok := known[e.Name]
		return s, ok
	}
	return "", false
}

// formats lists the formats of all messages with the number of their arguments, as the code has them.
func formats(t *testing.T) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, file := range sources(t) {
		files := gotoken.NewFileSet()
		f, err := parser.ParseFile(files, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		known := constants(f)
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !saying[called(call)] {
				return true
			}
			for i, arg := range call.Args {
				if format, ok := literal(arg, known); ok {
					all[format] = len(call.Args) - i - 1
					return true
				}
				if name, ok := arg.(*ast.Ident); ok && name.Name == "format" {
					return true // hands it on
				}
			}
			if file == filepath.Join("..", "..", "flows", "expression", "regex.go") {
				return true // the library's, see below
			}
			t.Errorf("%s: the format is no constant", files.Position(call.Pos()))
			return true
		})
	}
	for _, code := range []syntax.ErrorCode{
		syntax.ErrInternalError, syntax.ErrInvalidCharClass, syntax.ErrInvalidCharRange, syntax.ErrInvalidEscape,
		syntax.ErrInvalidNamedCapture, syntax.ErrInvalidPerlOp, syntax.ErrInvalidRepeatOp, syntax.ErrInvalidRepeatSize,
		syntax.ErrInvalidUTF8, syntax.ErrMissingBracket, syntax.ErrMissingParen, syntax.ErrMissingRepeatArgument,
		syntax.ErrTrailingBackslash, syntax.ErrUnexpectedParen, syntax.ErrNestingDepth, syntax.ErrLarge,
	} {
		all[string(code)] = 0
	}
	return all
}

// called is the name of a called function or method.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?([a-z%])`)

// verbs gives the verbs of a format by the numbers of their arguments, from 1. In a text every number is
// written.
func verbs(format string, numbered bool) (map[int]string, error) {
	found, next := map[int]string{}, 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if numbered != (err == nil) {
			return nil, fmt.Errorf("a verb of %q has a number: %t", format, err == nil)
		}
		if !numbered {
			n = next
		}
		if was := found[n]; was != "" && was != m[2] {
			return nil, fmt.Errorf("argument %d of %q stands as %s and as %s", n, format, was, m[2])
		}
		found[n], next = m[2], next+1
	}
	return found, nil
}

// TestProblemsAreToldInIndonesian finds the messages of a flow's check that have no Indonesian text, and
// texts that say something else than their message.
func TestProblemsAreToldInIndonesian(t *testing.T) {
	texts := testCatalogues(t)["id"].problems
	all := formats(t)
	if len(all) < 150 {
		t.Fatalf("%d messages found", len(all))
	}
	for format, args := range all {
		want, err := verbs(format, false)
		if err != nil || len(want) != args {
			t.Errorf("%q is given %d arguments: %v", format, args, err)
		}
		text, ok := texts[format]
		if !ok {
			t.Errorf("no Indonesian text for %q", format)
			continue
		}
		got, err := verbs(text, true)
		switch {
		case err != nil:
			t.Error(err)
		case len(got) == 0 && !strings.Contains(text, "%"): // a text can do without
		case fmt.Sprint(got) != fmt.Sprint(want):
			t.Errorf("%q tells %v, its text %v", format, want, got)
		}
	}
	for format := range texts {
		if _, ok := all[format]; !ok {
			t.Errorf("nothing says %q", format)
		}
	}
}
