package expression_test

import (
	"strings"
	"testing"
	"time"

	"suara/flows/expression"
)

func TestSourceIsBounded(t *testing.T) {
	atBound := "1" + strings.Repeat("+1", (expression.MaxSource-1)/2)
	parsed, err := expression.Parse(atBound)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := parsed.Eval(expression.Env{}); err != nil || v.Number() != 2048 {
		t.Errorf("a row of additions: %v, %v", v, err)
	}
	_, err = expression.Parse(atBound + "+1")
	requireError(t, err)
}

func TestNestingIsBounded(t *testing.T) {
	for rule, wrap := range map[string][2]string{
		"parentheses": {"(", ")"},
		"signs":       {"-", ""},
		"arguments":   {"not(", ")"},
		"operators":   {"1 or 1 and 1 = 1 < 1 + 1 * (", ")"},
	} {
		t.Run(rule, func(t *testing.T) {
			nest := func(depth int) string {
				return strings.Repeat(wrap[0], depth) + "1" + strings.Repeat(wrap[1], depth)
			}
			if _, err := expression.Parse(nest(expression.MaxDepth)); err != nil {
				t.Errorf("at the bound: %v", err)
			}
			_, err := expression.Parse(nest(expression.MaxDepth + 1))
			requireError(t, err)
		})
	}
}

func TestRowOfOrIsNotNested(t *testing.T) {
	parsed, err := expression.Parse(strings.Repeat("0 or ", 500) + "1")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := parsed.True(expression.Env{}); !ok || err != nil {
		t.Errorf("got %t, %v", ok, err)
	}
}

// The most that an expression can be made to do ends with an error, soon.
func TestWorkIsBounded(t *testing.T) {
	fill := func(part string) string { return strings.Repeat(part, (expression.MaxSource-40)/len(part)) }
	long := expression.Text(strings.Repeat("a", expression.MaxText))
	answer := expression.Text(strings.Repeat("a", 4096))
	for _, c := range []struct {
		rule, source string
		self         expression.Value
	}{
		{"text grows", "concat(" + fill(".,") + "1)", long},
		{"separator grows", "join(." + fill(",1") + ")", long},
		{"replacement grows", "translate(.,'a','😀')", long},
		{"answer too long", ".", expression.Text(long.String() + "a")},
		{"many conversions", "0" + fill("+."), long},
		{"many comparisons", "0" + fill("!=(.=.)"), long},
		{"many digests", "''" + fill("=digest(.,'SHA-512')"), long},
		{"slow pattern", "regex(., '(a?){500}a{500}')", answer},
		{"dense pattern", "0" + fill("!=regex(.,'"+strings.Repeat("a*", 100)+"b')"), answer},
		{"deep pattern", "0" + fill("!=regex(.,'"+"(((a*)*)*)*((((a*)*)*)*)b"+"')"), long},
		{"many patterns", "0" + fill("!=regex(.,'(a|a)*b')"), answer},
		{"many computed patterns", "0" + fill("!=regex('',concat('((a{9}){9}','){9}'))"), answer},
	} {
		t.Run(c.rule, func(t *testing.T) {
			parsed, err := expression.Parse(c.source)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			_, err = parsed.Eval(expression.Env{Self: c.self})
			took := time.Since(began)
			requireError(t, err)
			t.Logf("%v: %v", took, err)
			if took > time.Second { // some milliseconds on an idle machine
				t.Errorf("took %v", took)
			}
		})
	}
}

// An ordinary pattern works on the longest answer that Telegram can carry.
func TestPatternOnLongAnswer(t *testing.T) {
	for _, pattern := range []string{".*", "[a-z ]{1,200}[a-z ]*", "(?s).*(masalah|kendala).*", `.{10,}`} {
		parsed, err := expression.Parse("regex(., '" + pattern + "')")
		if err != nil {
			t.Fatal(err)
		}
		self := expression.Text(strings.Repeat("kendala ", 512))
		if ok, err := parsed.True(expression.Env{Self: self}); !ok || err != nil {
			t.Errorf("%s: %t, %v", pattern, ok, err)
		}
	}
}
