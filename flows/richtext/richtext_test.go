package richtext_test

import (
	"fmt"
	"strings"
	"testing"

	"suara/flows/richtext"
)

// styled writes pieces with their styles in angle brackets, and names as references.
func styled(pieces []richtext.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		text := p.Text
		if p.Name != "" {
			text = "${" + p.Name + "}"
		}
		switch {
		case p.Link != "":
			fmt.Fprintf(&b, "<%s:%s>", p.Link, text)
		case p.Bold && p.Italic:
			fmt.Fprintf(&b, "<b i:%s>", text)
		case p.Bold:
			fmt.Fprintf(&b, "<b:%s>", text)
		case p.Italic:
			fmt.Fprintf(&b, "<i:%s>", text)
		default:
			b.WriteString(text)
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"plain", "Budaya kerja.", "Budaya kerja."},
		{"bold", "Sangat *penting*.", "Sangat <b:penting>."},
		{"italic", "_Penting_ sekali", "<i:Penting> sekali"},
		{"both", "*_Penting_*", "<b i:Penting>"},
		{"signs inside words", "nama_berkas_baru dan 5*3*2", "nama_berkas_baru dan 5*3*2"},
		{"signs alone", "5 * 3, _ dan *", "5 * 3, _ dan *"},
		{"behind a backslash", `\*penting\* 10\$ \[x]`, "*penting* 10$ [x]"},
		{"link", "[panduan](https://a.id/x?y=1)", "<https://a.id/x?y=1:panduan>"},
		{"brackets", "pilihan [a] atau [b]", "pilihan [a] atau [b]"},
		{"name", "Pegawai ${unit}", "Pegawai ${unit}"},
		{"bold name", "*${sex}*", "<b:${sex}>"},
		{"dollar", "$ 10", "$ 10"},
	} {
		t.Run(row.name, func(t *testing.T) {
			pieces, err := richtext.Parse(row.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := styled(pieces); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"open bold": "Sangat *penting.", "open italic": "_Penting", "http": "[x](http://a.id)",
		"script": "[x](javascript:alert(1))", "no address": "[x](https://)", "no words": "[ ](https://a.id)",
		"open link": "[x](https://a.id", "open name": "${unit", "no name": "${1}",
		"mark-up in an address": `[x](https://a.id/"onclick=)`,
	} {
		t.Run(name, func(t *testing.T) {
			if pieces, err := richtext.Parse(text); err == nil {
				t.Errorf("taken as %s", styled(pieces))
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"*a* _b_ [c](https://d.id)", "${unit} \\*", "*_*_", "[[](", "**", "__x__", "*a _b* c_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pieces, err := richtext.Parse(text)
		if err != nil {
			return
		}
		for _, p := range pieces {
			if p.Link != "" && (!strings.HasPrefix(p.Link, "https://") || strings.ContainsAny(p.Link, "\"<> ")) {
				t.Fatalf("link %q", p.Link)
			}
		}
		if !richtext.Marked(text) && richtext.Plain(pieces) != text {
			t.Fatalf("%q has no markup and is read as %q", text, richtext.Plain(pieces))
		}
	})
}
