package expression_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"suara/flows/expression"
)

// answers draws values of every kind an item can have.
func answers() *rapid.Generator[expression.Value] {
	return rapid.OneOf(
		rapid.Just(expression.Absent()),
		rapid.Map(rapid.Bool(), expression.Bool),
		rapid.Map(rapid.Float64(), expression.Number),
		rapid.Map(rapid.Just(math.NaN()), expression.Number),
		rapid.Map(rapid.StringN(0, 20, -1), expression.Text),
		rapid.Map(rapid.StringMatching(`-?[0-9]{1,6}([.,][0-9]{1,4})?`), expression.Text),
	)
}

// with evaluates source where ${a} and ${b} have the values given.
func with(t *rapid.T, source string, a, b expression.Value) expression.Value {
	parsed, err := expression.Parse(source)
	if err != nil {
		t.Fatalf("parse %s: %v", source, err)
	}
	values := map[string]expression.Value{"a": a, "b": b}
	got, err := parsed.Eval(expression.Env{
		Lookup: func(name string) (expression.Value, bool) { v, ok := values[name]; return v, ok },
	})
	if err != nil {
		t.Fatalf("eval %s: %v", source, err)
	}
	return got
}

func TestLaws(t *testing.T) {
	const (
		chosen = "string(coalesce(${a}, ${b}))"
		halves = "substring-before(${a}, ${b}), ${b}, substring-after(${a}, ${b})"
	)
	for rule, source := range map[string]string{
		"De Morgan, and":           "not(${a} and ${b}) = (not(${a}) or not(${b}))",
		"De Morgan, or":            "not(${a} or ${b}) = (not(${a}) and not(${b}))",
		"and either way":           "(${a} and ${b}) = (${b} and ${a})",
		"double not":               "not(not(${a})) = boolean(${a})",
		"unequal is not equal":     "(${a} != ${b}) = not(${a} = ${b})",
		"equal either way":         "(${a} = ${b}) = (${b} = ${a})",
		"less is greater turned":   "(${a} < ${b}) = (${b} > ${a})",
		"at most one order":        "(${a} < ${b}) + (${a} > ${b}) <= 1",
		"if is and, or":            "boolean(if(${a}, ${b}, 0)) = (${a} and ${b})",
		"coalesce keeps":           "string(${a}) = '' or string(${a}) = 'NaN' or " + chosen + " = string(${a})",
		"coalesce takes":           "string(${a}) != '' or " + chosen + " = string(${b})",
		"text is its halves":       "concat(substr(${a}, 0, 3), substr(${a}, 3)) = string(${a})",
		"contains its parts":       "contains(concat(${a}, ${b}), ${b}) and starts-with(concat(${a}, ${b}), ${a})",
		"before, part, after":      "not(contains(${a}, ${b})) or concat(" + halves + ") = string(${a})",
		"translate by itself":      "translate(${a}, ${b}, ${b}) = string(${a})",
		"normalised once is all":   "normalize-space(normalize-space(${a})) = normalize-space(${a})",
		"text of text":             "string(string(${a})) = string(${a})",
		"min is not above max":     "not(min(${a}, ${b}) > max(${a}, ${b}))",
		"boolean of its own text":  "boolean-from-string(boolean(${a})) = boolean(${a})",
		"a list has what it holds": "selected(concat('x ', translate(${a}, ' ', '')), 'x')",
	} {
		t.Run(rule, rapid.MakeCheck(func(t *rapid.T) {
			a, b := answers().Draw(t, "a"), answers().Draw(t, "b")
			if got := with(t, source, a, b); got.String() != "true" {
				t.Fatalf("%s is %s", source, got)
			}
		}))
	}
}

func TestIntAndRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e9, 1e9).Draw(t, "x")
		places := rapid.IntRange(-6, 6).Draw(t, "places")
		value, digits := expression.Number(x), expression.Number(float64(places))
		rounded := with(t, "round(${a}, ${b})", value, digits)
		half := math.Pow(10, -float64(places)) / 2
		if d := math.Abs(rounded.Number() - x); d > half*(1+1e-9)+math.Abs(x)*1e-15 {
			t.Errorf("round is %v away", d)
		}
		if again := with(t, "round(${a}, ${b})", rounded, digits); again.Number() != rounded.Number() {
			t.Errorf("rounded twice: %v, once: %v", again.Number(), rounded.Number())
		}
		cut := with(t, "int(${a})", value, digits).Number()
		if cut != math.Trunc(cut) || math.Abs(cut) > math.Abs(x) || math.Abs(x-cut) >= 1 {
			t.Errorf("int is %v", cut)
		}
	})
}

func TestNumbersKeepTheirTextForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Int64Range(-1<<53+1, 1<<53-1).Draw(t, "x")
		shown := expression.Number(float64(x)).String()
		if shown != fmt.Sprint(x) || expression.Text(shown).Number() != float64(x) {
			t.Errorf("%d is shown as %s, read as %v", x, shown, expression.Text(shown).Number())
		}
	})
}

// sum is an arithmetic expression with its value, and how tightly its operator binds.
type sum struct {
	source string
	value  float64
	power  int
}

// sums draws expressions with as few parentheses as the precedence rules need.
func sums(depth int) *rapid.Generator[sum] {
	return rapid.Custom(func(t *rapid.T) sum {
		if depth == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
			n := rapid.IntRange(0, 9).Draw(t, "n")
			return sum{fmt.Sprint(n), float64(n), 4}
		}
		left, right := sums(depth-1).Draw(t, "left"), sums(depth-1).Draw(t, "right")
		switch rapid.SampledFrom([]string{"+", "-", "*", "div", "neg"}).Draw(t, "operator") {
		case "+":
			return sum{left.within(1) + " + " + right.within(2), left.value + right.value, 1}
		case "-":
			return sum{left.within(1) + "-" + right.within(2), left.value - right.value, 1}
		case "*":
			return sum{left.within(2) + "*" + right.within(3), left.value * right.value, 2}
		case "div":
			return sum{left.within(2) + " div " + right.within(3), left.value / right.value, 2}
		}
		return sum{"-" + left.within(3), -left.value, 3}
	})
}

func (s sum) within(power int) string {
	if s.power < power {
		return "(" + s.source + ")"
	}
	return s.source
}

func TestPrecedence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := sums(5).Draw(t, "sum")
		if len(s.source) > expression.MaxSource {
			t.Skip("longer than an expression may be")
		}
		got := with(t, s.source, expression.Absent(), expression.Absent()).Number()
		if got != s.value && !(math.IsNaN(got) && math.IsNaN(s.value)) {
			t.Errorf("%s = %v, want %v", s.source, got, s.value)
		}
	})
}

func TestExprIsSafeForConcurrentUse(t *testing.T) {
	parsed, err := expression.Parse("regex(., '[0-9]+') and . > 5 and ${bp1} = 2")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				if ok, err := parsed.True(env()); !ok || err != nil {
					t.Errorf("got %t, %v", ok, err)
				}
			}
		})
	}
	all.Wait()
}

var seeds = []string{
	"${bp1} <= 2 and selected(${media}, 'radio')", ". >= 17", "-(1 + 2) * 3 div 4 mod 5",
	"if(${a} = '', 1, 2) != 3 or false()", "regex(., '[a-z]{1,3}(x|y)*')",
	"format-date(date('2026-02-03T10:00+09:00'), '%Y-%m-%d')", "round(., 2)", "date-time(.)",
	"join(' ', ., \"'\", substr(., -2))", "translate(., 'abc', 'x')", "decimal-time(now())",
	"digest(., 'MD5', 'hex')", "3mod4", "/data/a", "((", "'", "${", "coalesce(., string(1 div 0))",
	"checklist(1, -1, ., ${a})", "5andnot(6)", "selected-at(., 1) = count-selected(.)",
}

func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		parsed, err := expression.Parse(source)
		if err != nil {
			requireError(t, err)
			if column := err.(*expression.Error).Column; column > len([]rune(source))+1 {
				t.Errorf("column %d lies beyond %q", column, source)
			}
			return
		}
		again, err := expression.Parse(parsed.Source())
		if err != nil || parsed.Source() != source || expression.Tree(again) != expression.Tree(parsed) {
			t.Errorf("%q parsed again differs: %v", source, err)
		}
		for _, name := range parsed.Names() {
			if !strings.Contains(source, "${"+name+"}") {
				t.Errorf("%q has no ${%s}", source, name)
			}
		}
	})
}

func FuzzEval(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed, "radio 17")
		f.Add(seed, "2026-11-03T10:20:30.5Z")
	}
	f.Fuzz(func(t *testing.T, source, answer string) {
		parsed, err := expression.Parse(source)
		if err != nil {
			return
		}
		e := expression.Env{
			Lookup: func(string) (expression.Value, bool) { return expression.Text(answer), true },
			Self:   expression.Text(answer),
			Now:    env().Now,
		}
		got, err := parsed.Eval(e)
		if err != nil {
			requireError(t, err)
			return
		}
		if len(got.String()) > expression.MaxText {
			t.Errorf("%d bytes of text", len(got.String()))
		}
		again, err := parsed.Eval(e)
		if err != nil || again.String() != got.String() {
			t.Errorf("%q evaluated again: %q, %v; before: %q", source, again, err, got)
		}
	})
}
