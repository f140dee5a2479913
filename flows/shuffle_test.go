package flows_test

import (
	"slices"
	"strings"
	"testing"

	"suara/flows"

	"pgregory.net/rapid"
)

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
