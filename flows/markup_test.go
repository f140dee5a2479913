package flows_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"suara/flows"

	"pgregory.net/rapid"
)

// shownOf loads a flow whose first item has that text, and gives its screen.
func shownOf(text string) (flows.Screen, error) {
	f, err := flows.Load("x", fmt.Appendf(nil, "flow: x\ntitle: x\nlanguages: [id]\nitems: [{id: a, type: note, text: %q}]", text))
	if err != nil {
		return flows.Screen{}, err
	}
	return f.Show(f.Begin("x", "id", map[string]string{"unit": "d*n_s", "unit_name": "R&D", "sex": "m"})), nil
}

func TestMarkup(t *testing.T) {
	rows := []struct{ name, text, want string }{
		{"plain", "Budaya kerja.", "Budaya kerja."},
		{"bold", "Sangat *penting*.", "Sangat <b:penting>."},
		{"italic", "_Penting_ sekali", "<i:Penting> sekali"},
		{"both", "*_Penting_*", "<b i:Penting>"},
		{"signs inside words", "nama_berkas_baru dan 5*3*2", "nama_berkas_baru dan 5*3*2"},
		{"signs alone", "5 * 3, _ dan *", "5 * 3, _ dan *"},
		{"behind a backslash", `\*penting\* 10\$ \[x]`, "*penting* 10$ [x]"},
		{"link", "[panduan](https://a.id/x?y=1)", "<https://a.id/x?y=1:panduan>"},
		{"brackets", "pilihan [a] atau [b]", "pilihan [a] atau [b]"},
		{"attribute", "Pegawai ${unit}", "Pegawai R&D"},
		{"bold attribute", "*${sex}*", "<b:laki-laki>"},
		{"unknown attribute", "Golongan ${rank}.", "Golongan …."},
		{"dollar", "$ 10", "$ 10"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, err := shownOf(row.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := styled(s.Text, s.Spans.Text); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

func TestMarkupRefused(t *testing.T) {
	for name, text := range map[string]string{
		"open bold": "Sangat *penting.", "open italic": "_Penting", "http": "[x](http://a.id)",
		"script": "[x](javascript:alert(1))", "no address": "[x](https://)", "no words": "[ ](https://a.id)",
		"open link": "[x](https://a.id", "unknown name": "${bukan_item}", "itself": "${a}", "open name": "${unit",
		"mark-up in an address": `[x](https://a.id/"onclick=)`,
	} {
		t.Run(name, func(t *testing.T) {
			if s, err := shownOf(text); err == nil {
				t.Errorf("taken as %v", s.Spans.Text)
			}
		})
	}
}

func FuzzMarkup(f *testing.F) {
	for _, s := range []string{"*a* _b_ [c](https://d.id)", "${unit} \\*", "*_*_", "[[](", "**", "__x__", "*a _b* c_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := shownOf(text)
		if err != nil {
			return
		}
		var plain strings.Builder
		for _, span := range s.Spans.Text {
			plain.WriteString(span.Text)
			if span.Link != "" && (!strings.HasPrefix(strings.ToLower(span.Link), "https://") || strings.ContainsAny(span.Link, "\"<> ")) {
				t.Fatalf("link %q", span.Link)
			}
		}
		if s.Spans.Text != nil && plain.String() != s.Text {
			t.Fatalf("spans say %q, the text %q", plain.String(), s.Text)
		}
	})
}

// TestShuffle draws interviews: each asks every item once, keeps the order where it is not shuffled, and
// exports in the order of the flow; "other" stays last.
func TestShuffle(t *testing.T) {
	f := load(t, `
flow: acak
title: x
languages: [id]
sections: [{id: s, title: x, shuffle: true}, {id: g, within: s}]
items:
  - {id: a, type: yesno, text: x}
  - {id: b, type: yesno, text: x, section: s}
  - {id: c, type: yesno, text: x, section: s}
  - {id: d, type: yesno, text: x, section: g}
  - {id: e, type: yesno, text: x, section: g, when: "${d} = 'yes'"}
  - {id: f, type: choice, shuffle: true, other: true, optional: true, text: x, options: [{value: p, label: P}, {value: q, label: Q}, {value: r, label: R}]}
`)
	orders := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		s := f.Begin(rapid.StringMatching(`[a-z0-9]{1,10}`).Draw(t, "id"), "id", nil)
		asked := ""
		for range f.Items {
			screen := f.Show(s)
			asked += screen.Item.ID
			if screen.Number != len(asked) {
				t.Fatalf("number %d at %s", screen.Number, asked)
			}
			if screen.Skip != "" {
				if screen.Options[3].Value != "other" {
					t.Fatal("other is not last")
				}
				asked += screen.Options[0].Value
				s, _ = f.Step(s, flows.Input{Press: screen.Skip})
				continue
			}
			s, _ = f.Step(s, flows.Input{Press: screen.Options[0].Press})
		}
		orders[asked] = true
		if asked[0] != 'a' || asked[5] != 'f' || !strings.Contains(asked, "de") || strings.Count(asked, "b")+strings.Count(asked, "c") != 2 {
			t.Fatalf("asked %s", asked)
		}
		if want := []string{"yes", "yes", "yes", "yes", "yes", "#skip"}; !slices.Equal(f.Values(s), want) {
			t.Fatalf("values %q", f.Values(s))
		}
	})
	if len(orders) < 12 {
		t.Errorf("%d orders in all: %v", len(orders), orders)
	}
}

func TestLabel(t *testing.T) {
	f := load(t, deep)
	for id, want := range map[string]string{"m1": "M? – …?", "k": "k", "c": "C?"} {
		if item, _ := f.Item(id); item.Label("id") != want {
			t.Errorf("%s is called %q, want %q", id, item.Label("id"), want)
		}
	}
}
