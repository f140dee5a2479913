package simulator

import (
	"strings"
	"testing"
)

func TestRichText(t *testing.T) {
	for _, row := range []struct{ name, source, plain, fault string }{
		{"paragraphs and line ends", "<p>a<br>b</p><p>c &lt;d&gt; &amp; e</p>", "a\nb\n\nc <d> & e", ""},
		{"a table", `<table bordered><tr><th>x</th><th align="right">y</th></tr><tr><td>1</td><td>2</td></tr></table>`, "x | y\n1 | 2", ""},
		{"line ends of the source are spaces", "<p>a\nb</p>", "a b", ""},
		{"a tag that is none", "<p><script>x</script></p>", "", "unsupported tag script"},
		{"an end too many", "a</b>", "", "unexpected end tag b"},
		{"an end too few", "<p>a", "", "no end tag for p"},
		{"crossed ends", "<b><i>a</b></i>", "", "unexpected end tag b"},
		{"a bare sign", "<p>a < b</p>", "", "a sign that is no tag"},
	} {
		t.Run(row.name, func(t *testing.T) {
			plain, fault := richText(row.source)
			if fault != row.fault || fault == "" && plain != row.plain {
				t.Errorf("%q, %q; want %q, %q", plain, fault, row.plain, row.fault)
			}
		})
	}
}

func FuzzRichText(f *testing.F) {
	f.Add("<p>a</p><table><tr><td>1</td></tr></table>")
	f.Add("<b>&lt;</b><")
	f.Fuzz(func(t *testing.T, source string) {
		if plain, fault := richText(source); fault == "" && len(plain) > 2*len(source)+2 {
			t.Errorf("%q became %q", source, plain)
		} else if fault != "" && strings.TrimSpace(fault) == "" {
			t.Error("a fault without words")
		}
	})
}
