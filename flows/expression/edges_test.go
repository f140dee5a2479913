package expression_test

import (
	"fmt"
	"testing"

	"suara/flows/expression"
)

func TestEdges(t *testing.T) {
	for source, want := range map[string]string{
		"${x} > 3 and not(-2.5 <= ${x})": "[3 -2.5] true",
		"${x} = '7' or ${k} = 'yes'":     "[7] true",
		"(${x} > 3) = ${y} and true()":   "[3] true",
		"(${x}) < (${y})":                "false",
		"${x} > 5 -3":                    "false",
		"${x} + 1 > 3":                   "false",
		"-${x} > 3":                      "false",
		"round(${x}) = 3":                "false",
		"${x} > today()":                 "false",
		". > 3":                          "false",
	} {
		e, err := expression.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		edges, ok := e.Edges()
		got := fmt.Sprint(edges, ok)
		if !ok {
			got = "false"
		}
		if got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}

func TestComparisons(t *testing.T) {
	for source, want := range map[string]string{
		"${a} = 'x' and 'y' != ${b}":          "[{a x} {b y}]",
		"not(selected(${a}, \"x\")) or ${a}":  "[{a x}]",
		"${a} = 3 and concat(${a}, 'x') = ''": "[]",
		"selected('x y', ${a})":               "[]",
		"${b} + ${a} = 'x'":                   "[]",
	} {
		e, err := expression.Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(e.Comparisons()); got != want {
			t.Errorf("%s: %s, want %s", source, got, want)
		}
	}
}
