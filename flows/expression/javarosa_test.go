package expression_test

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"suara/flows/expression"
)

// leftOut names functions that JavaRosa's tests call and this package lacks, with the reason.
var leftOut = map[string]string{
	"geofence":       "points against an area: no item holds an area",
	"text":           "no function but a path's node test: there are no paths",
	"not-a-function": "JavaRosa's example of an unknown function, which must be refused",
}

// row is one of JavaRosa's own tests.
type row struct {
	suite, name, expression, kind, want string
	needsDocument, customFunction       bool
}

func readRows(t *testing.T) []row {
	t.Helper()
	folder := os.Getenv("SUARA_DATA")
	if folder == "" {
		t.Skip("SUARA_DATA is not set: it names the folder of xforms_expressions.tsv")
	}
	content, err := os.ReadFile(filepath.Join(folder, "xforms_expressions.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	var rows []row
	for number, line := range lines[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 7 {
			t.Fatalf("line %d has %d fields", number+2, len(f))
		}
		rows = append(rows, row{f[0], f[1], unquote(t, f[2]), f[3], unquote(t, f[4]), f[5] == "1", f[6] == "1"})
	}
	return rows
}

func unquote(t *testing.T, quoted string) string {
	t.Helper()
	var s string
	if err := json.Unmarshal([]byte(quoted), &s); err != nil {
		t.Fatalf("%s: %v", quoted, err)
	}
	return s
}

var (
	literals = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	calls    = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_:-]*)\s*\(`)
)

// calledFunctions finds the names before parentheses, outside of literals.
func calledFunctions(source string) []string {
	var names []string
	for _, call := range calls.FindAllStringSubmatch(literals.ReplaceAllString(source, "''"), -1) {
		if !slices.Contains([]string{"and", "or", "div", "mod"}, call[1]) {
			names = append(names, call[1])
		}
	}
	return names
}

func TestJavaRosaValues(t *testing.T) {
	counts := map[string]int{}
	for _, r := range readRows(t) {
		if r.kind == "tree" || r.needsDocument || r.customFunction {
			counts["out of scope: "+scope(r)]++
			continue
		}
		if r.kind != "parse-error" && !implemented(t, r) {
			counts["left out function"]++
			continue
		}
		counts["required"]++
		t.Run(r.name+"/"+r.expression, func(t *testing.T) { requireRow(t, r) })
	}
	t.Logf("rows: %v", counts)
	if counts["required"] < 350 {
		t.Errorf("only %d rows required: the test has lost its rows", counts["required"])
	}
}

func scope(r row) string {
	switch {
	case r.kind == "tree":
		return "tree"
	case r.needsDocument:
		return "needs a document"
	}
	return "custom function"
}

// implemented reports whether the package has all functions of a row. One that is left out must
// be listed with its reason, and must be refused.
func implemented(t *testing.T, r row) bool {
	all := true
	for _, name := range calledFunctions(r.expression) {
		reason, listed := leftOut[name]
		has := slices.Contains(expression.Functions(), name)
		switch {
		case has && listed:
			t.Errorf("%s is implemented and listed as left out (%s)", name, reason)
		case !has && !listed:
			t.Errorf("%s: function %s is neither implemented nor left out with a reason", r.expression, name)
		case !has && listed:
			all = false
			if _, err := expression.Parse(r.expression); err == nil {
				t.Errorf("%s: left out function %s is not refused", r.expression, name)
			}
		}
	}
	return all
}

func requireRow(t *testing.T, r row) {
	parsed, err := expression.Parse(r.expression)
	if r.kind == "parse-error" {
		requireError(t, err)
		return
	}
	if r.kind != "error" && err != nil {
		t.Fatalf("parse: %v", err)
	}
	var got expression.Value
	if err == nil {
		got, err = parsed.Eval(expression.Env{Now: time.Date(2026, 11, 3, 16, 0, 0, 0, time.UTC)})
	}
	if r.kind == "error" {
		requireError(t, err)
		return
	}
	if err != nil {
		t.Fatalf("eval: %v", err)
	}
	requireValue(t, r, got)
}

func requireError(t *testing.T, err error) {
	t.Helper()
	var problem *expression.Error
	if !errors.As(err, &problem) || problem.Column < 1 {
		t.Fatalf("got error %v, want one with a column", err)
	}
}

func requireValue(t *testing.T, r row, got expression.Value) {
	switch r.kind {
	case "num":
		want, err := strconv.ParseFloat(r.want, 64)
		if err != nil {
			t.Fatal(err)
		}
		if !closeTo(got.Number(), want) || got.IsAbsent() {
			t.Errorf("got %v, want %v", got.Number(), want)
		}
	case "str":
		if got.String() != r.want {
			t.Errorf("got %q, want %q", got.String(), r.want)
		}
	case "bool":
		if got.String() != r.want {
			t.Errorf("got %s, want %s", got, r.want)
		}
	case "date", "datetime":
		layout := map[string]string{"date": time.DateOnly, "datetime": "2006-01-02T15:04:05.000"}[r.kind]
		if at, isDate := got.Time(); !isDate || at.Format(layout) != r.want {
			t.Errorf("got %v (date: %t), want %s", at, isDate, r.want)
		}
	default:
		t.Errorf("unknown kind %q", r.kind)
	}
}

func closeTo(got, want float64) bool {
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return got == want || math.IsNaN(got) && math.IsNaN(want)
	}
	return math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))
}

// Where the package accepts one of the expressions of JavaRosa's parser tests, it must have read
// it as JavaRosa does; it may refuse only what it has not: paths, unions, variables, filters and
// functions made up for the test.
func TestJavaRosaTrees(t *testing.T) {
	beyond := regexp.MustCompile(`step:(child|parent|self,node\(\)\},|desc|anc|fol|prec|attr|name|self,\*)` +
		`|abs,|union|var:|filt-expr|func-expr`)
	accepted, refused := 0, 0
	for _, r := range readRows(t) {
		if r.kind != "tree" {
			continue
		}
		parsed, err := expression.Parse(r.expression)
		if beyond.MatchString(r.want) {
			requireError(t, err)
			refused++
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", r.expression, err)
			continue
		}
		accepted++
		if got := expression.Tree(parsed); got != r.want {
			t.Errorf("%s: got %s, want %s", r.expression, got, r.want)
		}
	}
	t.Logf("%d trees equal to JavaRosa's, %d refused as beyond the language", accepted, refused)
}
