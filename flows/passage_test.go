package flows_test

import (
	"fmt"
	"strings"
	"testing"

	"suara/flows"
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
		{"styles", "Sangat *penting*, _sekali_", "Sangat <b:penting>, <i:sekali>"},
		{"link", "[panduan](https://a.id/x?y=1)", "<https://a.id/x?y=1:panduan>"},
		{"attribute", "Pegawai ${unit}", "Pegawai R&D"},
		{"bold attribute", "*${sex}*", "<b:laki-laki>"},
		{"unknown attribute", "Golongan ${rank}.", "Golongan …."},
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
		"open bold": "Sangat *penting.", "unknown name": "${bukan_item}", "itself": "${a}",
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

func TestLabel(t *testing.T) {
	f := load(t, deep)
	for id, want := range map[string]string{"m1": "M? – …?", "k": "k", "c": "C?"} {
		if item, _ := f.Item(id); item.Label("id") != want {
			t.Errorf("%s is called %q, want %q", id, item.Label("id"), want)
		}
	}
}
