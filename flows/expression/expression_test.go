package expression_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/flows/expression"
)

var wit = time.FixedZone("WIT", 9*60*60)

// env holds answers of every kind; "kosong" has none.
func env() expression.Env {
	answers := map[string]expression.Value{
		"bp1":    expression.Number(2),
		"media":  expression.Text("radio tv"),
		"nama":   expression.Text("Siti Nurbaya"),
		"usia":   expression.Text("34"),
		"lahir":  expression.Date(time.Date(1991, 5, 7, 0, 0, 0, 0, wit)),
		"kosong": expression.Absent(),
		"emoji":  expression.Text("a😀b"),
	}
	return expression.Env{
		Lookup: func(name string) (expression.Value, bool) { v, ok := answers[name]; return v, ok },
		Self:   expression.Number(17),
		Now:    time.Date(2026, 11, 3, 0, 30, 0, 0, wit), // still 2 November in UTC
	}
}

func eval(t *testing.T, source string) (expression.Value, error) {
	t.Helper()
	parsed, err := expression.Parse(source)
	if err != nil {
		t.Fatalf("parse %s: %v", source, err)
	}
	return parsed.Eval(env())
}

func TestEval(t *testing.T) {
	for _, c := range []struct{ rule, source, want string }{
		{"a condition of a flow", "${bp1} <= 2 and selected(${media}, 'radio')", "true"},
		{"self", ". >= 17", "true"},
		{"operators in any case", "1 = 1 AND 2 = 2 Or 0", "true"},
		{"number-like text counts as number", "${usia} > 33", "true"},
		{"text against number compares numbers", "${usia} = 34.0", "true"},
		{"text against text compares text", "${usia} = '34.0'", "false"},
		{"absent is the empty text", "${kosong} = ''", "true"},
		{"absent is no number", "${kosong} < 5 or ${kosong} >= 5", "false"},
		{"absent differs from every number", "${kosong} != 0", "true"},
		{"absent is false", "not(${kosong})", "true"},
		{"absent as number", "number(${kosong})", "NaN"},
		{"absent in arithmetic", "${kosong} + 1", "NaN"},
		{"absent selects nothing", "count-selected(${kosong})", "0"},
		{"NaN equals nothing", "number('x') = number('x')", "false"},
		{"coalesce takes the first that is there", "coalesce(${kosong}, ${nama})", "Siti Nurbaya"},
		{"coalesce passes over the empty text", "coalesce('', 1)", "1"},
		{"coalesce passes over NaN", "coalesce(number('x'), 1)", "1"},
		{"coalesce needs no second", "coalesce(${nama}, ${tiada})", "Siti Nurbaya"},
		{"if evaluates one branch", "if(true(), 1, ${tiada})", "1"},
		{"or stops at true", "true() or ${tiada}", "true"},
		{"and stops at false", "false() and ${tiada}", "false"},
		{"a choice is no part of another", "selected('radio', 'radi')", "false"},
		{"is-selected is selected", "is-selected(${media}, 'tv')", "true"},
		{"a number may be a choice", "selected(${bp1}, 2)", "true"},
		{"selected-at before the first", "selected-at(${media}, -1)", ""},
		{"weighted-checklist", "weighted-checklist(2, 3, true(), 1.5, false(), 9, 1, 1)", "true"},
		{"today is the day of the zone", "string(today())", "2026-11-03"},
		{"now compares as its day", "now() = today()", "true"},
		{"a moment is not after its day", "now() > today()", "false"},
		{"a moment as number is its day", "number(date-time('1970-01-02T06:00'))", "1"},
		{"today has no time", "decimal-time(today())", "0"},
		{"date takes the time away", "decimal-time(date(now()))", "0"},
		{"now keeps its time", "format-date-time(now(), '%Y-%n-%e %h:%M:%S.%3 %y%m%d %a %b W%W %%')",
			"2026-11-3 0:30:00.000 261103 Tue Nov W45 %"},
		{"dates compare as days", "today() > ${lahir}", "true"},
		{"age in years", "int((today() - ${lahir}) div 365.25)", "35"},
		{"date plus days", "date(date('2026-02-27') + 2)", "2026-03-01"},
		{"date equals its text", "${lahir} = '1991-05-07'", "true"},
		{"date of nothing", "date('')", ""},
		{"date-time with offset is shown in the zone", "format-date('2026-11-02T23:30Z', '%d %H')", "03 08"},
		{"time of day as fraction", "round(decimal-time(now()) * 48, 6)", "1"},
		{"time of day outside UTC", "decimal-time('2026-11-03T12:00')", "0.5"},
		{"the fraction of a number of days", "decimal-time(1.25)", "0.25"},
		{"a number of days stays", "decimal-date-time(1.25)", "1.25"},
		{"decimal of nothing", "decimal-time(${kosong})", ""},
		{"west of Greenwich", "format-date('2026-11-03T12:00:30-03:30', '%d %H:%M:%S')", "04 00:30:30"},
		{"a date in mathematics counts its time", "abs(date-time('1970-01-02T06:00')) ", "1.25"},
		{"a number of days with fraction", "format-date-time(date-time(0.5), '%H')", "21"},
		{"format of nothing", "format-date('', '%Y')", ""},
		{"max of negative numbers", "max(-3, -2, 'x')", "-2"},
		{"min leaves out what is no number", "min('', 4, 3)", "3"},
		{"min of no numbers", "min('')", "NaN"},
		{"sum", "sum(1, '', 2.5)", "3.5"},
		{"round half up", "round(1.005, 2)", "1.01"},
		{"round negative half up", "round(-2.5)", "-2"},
		{"round negative numbers to tens", "round(-12399, -1)", "-12400"},
		{"round with absurd places", "round(1, 31)", "NaN"},
		{"round nothing", "round(1 div 0)", "Infinity"},
		{"power of NaN", "pow(1, number('x'))", "NaN"},
		{"int truncates", "int(-1.9)", "-1"},
		{"large whole numbers", "3000000000 * 2", "6000000000"},
		{"very large numbers", "12300000000000000000000", "1.23E22"},
		{"numbers without end", strings.Repeat("9", 400), "Infinity"},
		{"seven places and more", "12345678.5", "1.23456785E7"},
		{"position without number", "substr('abc', 'x', 1 div 0)", "abc"},
		{"small numbers", "0.00025", "2.5E-4"},
		{"smallest whole power", "1 div 1024 div 1024", "9.5367431640625E-7"},
		{"characters, not bytes", "string-length(${emoji})", "3"},
		{"substr by characters", "substr(${emoji}, 1, 2)", "😀"},
		{"substr with end before start", "substr('hello', 3, 1)", ""},
		{"translate takes the first of two", "translate('aba', 'aa', 'xy')", "xbx"},
		{"join", "join('; ', 1, 'a', true())", "1; a; true"},
		{"join nothing", "join('; ')", ""},
		{"concat nothing", "concat()", ""},
		{"concat", "concat('ab', 1, false())", "ab1false"},
		{"both quotes", `concat("it's ", 'a "b"')`, `it's a "b"`},
		{"a reference in a text is text", "'${bp1}'", "${bp1}"},
		{"regex matches the whole text", "regex(${nama}, 'Siti')", "false"},
		{"regex", "regex(${nama}, 'Siti .*')", "true"},
		{"regex alternatives are one", "regex('ab', 'a|b')", "false"},
		{"regex tries all alternatives", "regex('ab', 'a|ab')", "true"},
		{"regex with flags", "regex('AB', '(?i)a(?-i:B)')", "true"},
		{"regex named group", "regex('a', '(?<x>a)')", "true"},
		{"regex class with bracket", "regex(']', '[]]') and regex('a', '[^]]')", "true"},
		{"regex computed", "regex('17', concat('[0-9]', '{2}'))", "true"},
		{"NIP", "regex('199105072015031002', '[0-9]{18}')", "true"},
		{"digest in hex", "digest('', 'sha-1', 'HEX')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{"base64-decode", "base64-decode('U3VhcmE=')", "Suara"},
		{"base64-decode makes valid text", "base64-decode('/w==')", "\uFFFD"},
		{"depend", "depend(5, ${bp1})", "5"},
		{"minus beside a name", "${bp1}-1", "1"},
		{"a row of minus signs", "5---5", "0"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			got, err := eval(t, c.source)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != c.want {
				t.Errorf("%s: got %q, want %q", c.source, got, c.want)
			}
		})
	}
}

func TestEvalErrors(t *testing.T) {
	for _, c := range []struct{ rule, source, want string }{
		{"unknown name", "1 + ${tiada}", "column 5: unknown name ${tiada}"},
		{"columns count characters", "'😀é' = ${tiada}", "column 8: unknown name ${tiada}"},
		{"no date", "1 < date('besok')", "column 5: a value that is no date"},
		{"no such day", "date('2026-02-30')", "column 1: a value that is no date"},
		{"true is no date", "date(true())", "column 1: a value that is no date"},
		{"beyond dates", "date(1 div 0)", "column 1: a value that is no date"},
		{"no time", "date('2026-02-01T')", "column 1: a value that is no date"},
		{"no such hour", "date('2026-02-01T24:00')", "column 1: a value that is no date"},
		{"no such second", "date('2026-02-01T10:00:60')", "column 1: a value that is no date"},
		{"no clock", "date('2026-02-01T10')", "column 1: a value that is no date"},
		{"moment beyond dates", "date-time(3000000000)", "column 1: a value that is no date"},
		{"error in a condition", "if(date('x'), 1, 2)", "column 4: a value that is no date"},
		{"error in a part", "0 or date('x')", "column 6: a value that is no date"},
		{"error in a text", "regex(date('x'), 'a')", "column 7: a value that is no date"},
		{"error in a pattern", "regex('x', date('x'))", "column 12: a value that is no date"},
		{"error in what is formatted", "format-date('x', '%Y')", "column 1: a value that is no date"},
		{"no offset", "date('2026-02-01T10:00+x')", "column 1: a value that is no date"},
		{"not base64", "base64-decode('?')", "column 1: base64-decode of a text that is not base64"},
		{"unknown encoding", "digest('', 'MD5', 'z')", "column 1: unknown encoding: use hex or base64"},
		{"unknown digest", "digest('', ${nama})",
			"column 1: unknown digest: use MD5, SHA-1, SHA-256, SHA-384 or SHA-512"},
		{"computed pattern", "not(regex('a', concat('(', ${nama})))",
			"column 5: pattern is wrong, too large or not supported"},
		{"computed format", "format-date('2026-01-01', concat('%', 'Q'))",
			"column 1: unknown escape %Q in a date format"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := eval(t, c.source)
			requireError(t, err)
			if err.Error() != c.want {
				t.Errorf("%s: got %q, want %q", c.source, err, c.want)
			}
		})
	}
}

func TestEvalWithoutTime(t *testing.T) {
	parsed, err := expression.Parse("today() > date('2026-01-01')")
	if err != nil {
		t.Fatal(err)
	}
	_, err = parsed.True(expression.Env{})
	requireError(t, err)
}

func TestParseErrors(t *testing.T) {
	const noPaths = "paths are not supported: use ${name}"
	for _, c := range []struct{ rule, source, want string }{
		{"nothing", "", "column 1: unexpected end"},
		{"blank", "  \t", "column 4: unexpected end"},
		{"end after operator", "1 + ", "column 5: unexpected end"},
		{"open parenthesis", "((1)", "column 5: unexpected end"},
		{"too many closed", "(1))", `column 4: unexpected ")"`},
		{"two values", "1 2", `column 3: unexpected "2"`},
		{"word after value", "5abc",
			`column 2: unexpected "abc": between values stands and, or, =, !=, <, <=, >, >=, +, -, *, div or mod`},
		{"two operators", "1 + = 2", `column 5: unexpected "="`},
		{"foreign operator", "5 % 5", `column 3: unexpected '%'`},
		{"open text", "1 = 'abc", "column 5: text without a closing '"},
		{"open name", "1 + ${abc", "column 5: ${ without a closing }"},
		{"no name", "${}", `column 1: "" is no name`},
		{"wrong name", "${a b}", `column 1: "a b" is no name`},
		{"variable", "$abc", "column 1: variables are not supported: use ${name}"},
		{"absolute path", "1 = /data/usia", "column 5: " + noPaths},
		{"relative path", "usia > 5", "column 1: " + noPaths},
		{"parent", "../usia > 5", "column 1: " + noPaths},
		{"child of self", "./usia", "column 2: " + noPaths},
		{"filter", "${a}[1]", "column 5: " + noPaths},
		{"axis", "child::a", "column 1: " + noPaths},
		{"any node", "count(*)", "column 1: unknown function 'count'"},
		{"star", "string(*)", "column 8: " + noPaths},
		{"union", "${a} | ${b}", "column 6: " + noPaths},
		{"unknown function", "1 or foo(2)", "column 6: unknown function 'foo'"},
		{"name that begins as an operator", "order(1)", "column 1: unknown function 'order'"},
		{"random needs what is not here", "random()", "column 1: unknown function 'random'"},
		{"too few arguments", "substr('a')", "column 1: substr takes 2 to 3 arguments, not 1"},
		{"too many arguments", "1 + not(1, 2)", "column 5: not takes 1 argument, not 2"},
		{"no arguments", "true(1)", "column 1: true takes 0 arguments, not 1"},
		{"at least", "max()", "column 1: max takes at least 1 argument, not 0"},
		{"pairs", "weighted-checklist(1, 2, 3)",
			"column 1: weighted-checklist takes an even number of arguments, at least 2, not 3"},
		{"open arguments", "max(1, ", "column 8: unexpected end"},
		{"wrong separator", "max(1 (", `column 7: unexpected "("`},
		{"look-around", "regex(., '(?=a)')",
			"column 10: pattern is wrong or not supported: invalid or unsupported Perl syntax '(?='"},
		{"back reference", `regex(., '(a)\1')`,
			`column 10: pattern is wrong or not supported: invalid escape sequence '\1'`},
		{"pattern that closes the wrapping", "regex(., 'a)|(b')",
			"column 10: pattern is wrong or not supported: unexpected ) 'a)|(b'"},
		{"possessive", "regex(., 'a++')",
			"column 10: pattern is wrong or not supported: invalid nested repetition operator '++'"},
		{"intersection of classes", "regex(., '[a-z&&[^b]]')",
			"column 10: a class within a class is not supported in a pattern"},
		{"union of classes", "regex(., '[a[bc]]')",
			"column 10: a class within a class is not supported in a pattern"},
		{"flags of Java", "regex(., '(?x)a b')",
			"column 10: flags other than i, m and s are not supported in a pattern"},
		{"quotation", `regex(., '\Qa')`, `column 10: \Q is not supported in a pattern`},
		{"pattern that repeats too much", "regex(., '(abcdefghi){1000}')",
			"column 10: pattern repeats too much"},
		{"wrong date format", "format-date(., '%Y-%Q')", "column 16: unknown escape %Q in a date format"},
		{"cut date format", "format-date(., '%')", "column 16: date format ends with %"},
		{"unknown digest", "digest(., 'MD4')",
			"column 11: unknown digest: use MD5, SHA-1, SHA-256, SHA-384 or SHA-512"},
		{"no UTF-8", "'\xff'", "column 1: not valid UTF-8"},
		{"equality of other languages", "${a} == 1", `column 6: unexpected "==": write =`},
		{"inequality of other languages", "${a} <> 1", `column 6: unexpected "<>": write !=`},
		{"turned comparison", "${a} => 1", `column 6: unexpected "=>": write >=`},
		{"and of other languages", "${a} && ${b}", "column 6: unexpected &&: write and"},
		{"or of other languages", "${a} || ${b}", "column 6: unexpected ||: write or"},
		{"sign of the keyboard", "${a} ≤ 1", "column 6: unexpected ≤: write <="},
		{"quotes of a word processor", "${a} = ‘x’", "column 8: unexpected ‘: write straight quotes, ' or \""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			_, err := expression.Parse(c.source)
			requireError(t, err)
			if err.Error() != c.want {
				t.Errorf("%s: got %q, want %q", c.source, err, c.want)
			}
		})
	}
}

func TestExprTellsItsNames(t *testing.T) {
	const source = "${b} + ${a} + ${b} > 'x ${c}' and ${d-1.x_y} = ."
	parsed, err := expression.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"b", "a", "d-1.x_y"}; !slices.Equal(parsed.Names(), want) {
		t.Errorf("names %v, want %v", parsed.Names(), want)
	}
	if !parsed.UsesSelf() || parsed.Source() != source {
		t.Errorf("self %t, source %q", parsed.UsesSelf(), parsed.Source())
	}
	parsed.Names()[0] = "changed"
	if parsed.Names()[0] != "b" {
		t.Error("a caller can change the names")
	}
	if other, _ := expression.Parse("'.' = 0.5"); other.UsesSelf() || len(other.Names()) != 0 {
		t.Error("a point in a text or number taken for self")
	}
}

func TestParseErrorIsError(t *testing.T) {
	_, err := expression.Parse("1 +")
	var problem *expression.Error
	if !errors.As(err, &problem) || problem.Column != 4 {
		t.Errorf("got %#v", err)
	}
}

func TestFunctionsAreSortedAndRefuseWrongCounts(t *testing.T) {
	names := expression.Functions()
	if !slices.IsSorted(names) {
		t.Errorf("not sorted: %v", names)
	}
	for _, name := range names {
		if name == "concat" {
			continue // takes any number
		}
		_, errNone := expression.Parse(name + "()")
		_, errMany := expression.Parse(name + "(" + strings.Repeat("1,", 40) + "1)")
		if errNone == nil && errMany == nil {
			t.Errorf("%s takes both 0 and 41 arguments", name)
		}
	}
}
