package source_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"suara/flows/expression"
	"suara/flows/source"
)

// written walks a document and writes it on one line, then what was wrong.
func written(src string) string {
	var b, wrong strings.Builder
	doc, root := source.Open([]byte(src), func(at source.Place, format string, args ...any) {
		fmt.Fprintf(&wrong, " %d:%d %s", at.Line, at.Column, expression.Say(format, args...))
	})
	if root != nil {
		write(&b, doc, root, 0)
	}
	return b.String() + wrong.String()
}

func write(b io.Writer, doc *source.Document, n source.Node, depth int) {
	if s, ok := doc.Scalar(n); ok || n == nil || depth > 20 {
		io.WriteString(b, s)
		return
	}
	if doc.IsList(n) {
		io.WriteString(b, "[")
		for i, v := range doc.Sequence(n, expression.Say("a list")) {
			io.WriteString(b, strings.Repeat(",", min(i, 1)))
			write(b, doc, v, depth+1)
		}
		io.WriteString(b, "]")
		return
	}
	pairs, _ := doc.Pairs(n, expression.Say("it"))
	io.WriteString(b, "{")
	for i, p := range pairs {
		fmt.Fprintf(b, "%s%s@%d:%d=", strings.Repeat(",", min(i, 1)), p.Key, p.At.Line, p.At.Column)
		write(b, doc, p.Value, depth+1)
	}
	io.WriteString(b, "}")
}

func TestOpen(t *testing.T) {
	for _, c := range []struct{ rule, src, want string }{
		{"values as they are written", "a: 01\nb: 'x'\nc: 1.50\nd: true", "{a@1:1=01,b@2:1=x,c@3:1=1.50,d@4:1=true}"},
		{"byte order mark", "\ufeffa: 1", "{a@1:1=1}"},
		{"a key twice is the reader's to refuse", "a: 1\na: 2", "{a@1:1=1,a@2:1=2}"},
		{"alias", "a: &x [1, 2]\nb: *x", "{a@1:1=[1,2],b@2:1=[1,2]}"},
		{"own keys before merged ones", "a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", "{a@1:1={k@1:8=1,l@1:14=2},b@2:1={k@2:13=3,l@1:14=2}}"},
		{"merge within a merge", "a: &x {k: 1}\nb: &y {<<: *x}\nc: {<<: *y}",
			"{a@1:1={k@1:8=1},b@2:1={k@1:8=1},c@3:1={}} 2:8 << within what << adds is not followed; write the keys out"},
		{"no such anchor, said at each of three readings", "a: *x", "{a@1:1={}}" + strings.Repeat(" 1:4 no anchor of this name; define it with & before", 3)},
		{"empty", "# nothing", " 1:1 the file is empty; write flow:, title:, languages: and items:"},
		{"two documents", "a: 1\n---\nb: 2", " 3:1 a second document begins here; keep one flow a file"},
		{"tab", "a:\n\tb: 1", " 2:1 no valid YAML here: a tab stands before the words; indent with spaces"},
		{"deep", strings.Repeat("[", 20), " 1:17 nested too deeply or too long; a flow needs no more than 16 levels"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			if got := written(c.src); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// However the bound on visits is reached, that the rest of the file is not read is said, and once.
func TestAliasesWithoutEnd(t *testing.T) {
	const anchor = "a: &x {k: 1, k: 1, k: 1, k: 1, k: 1, k: 1, k: 1, k: 1, k: 1, k: 1}\nb: "
	for rule, src := range map[string]string{"aliases": "*x", "merged keys": "{<<: *x}"} {
		t.Run(rule, func(t *testing.T) {
			said := 0
			doc, root := source.Open([]byte(anchor+src), func(source.Place, string, ...any) { said++ })
			pairs, _ := doc.Pairs(root, expression.Say("it"))
			for read := 0; said == 0 && read < 200_000; read++ {
				doc.Pairs(pairs[1].Value, expression.Say("it"))
			}
			if doc.Pairs(pairs[1].Value, expression.Say("it")); said != 1 {
				t.Errorf("said %d times", said)
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{"a: 1", "a: &x [1, *x]", "flow: &a {<<: *a}\nitems: [*b, &b {<<: *b}]", "!!str {? [a] : b}", "a: |\n  b", "- 'x'\n- \"y\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, root := source.Open([]byte(src), func(at source.Place, format string, args ...any) {
			if at.Line < 1 || at.Column < 1 || format == "" {
				t.Fatalf("%q: %v %q", src, at, format)
			}
		})
		if root != nil {
			write(io.Discard, doc, root, 0)
		}
	})
}
