package flows_test

import (
	"strings"
	"testing"

	"suara/flows"
)

// Items of published instruments are named A1, Q12b: capitals are letters too, and another item's.
func TestIDsMayHaveCapitals(t *testing.T) {
	const src = "flow: bfi\ntitle: x\nlanguages: [id]\nscales:\n  Six: [{value: 1, label: x}, {value: 2, label: y}]\n" +
		"dimensions: [{id: A, title: x, items: [A1], score: mean}]\nitems:\n" +
		"  - {id: A1, type: scale, scale: Six, text: x}\n  - {id: a1, type: scale, scale: Six, when: \"${A1} = 2\", text: y}\n"
	f := load(t, src)
	upper, at := f.Item("A1")
	lower, after := f.Item("a1")
	if upper == nil || lower == nil || at != 0 || after != 1 || f.Dimensions[0].Items[0] != "A1" {
		t.Errorf("A1 is %v at %d, a1 %v at %d", upper, at, lower, after)
	}
	for _, id := range []string{"1A", "_A", "A-1", "Ä1"} {
		_, err := flows.Load("flow.yaml", []byte(strings.ReplaceAll(src, "A1", id)))
		if err == nil || !strings.Contains(err.Error(), "use letters, digits and _, beginning with a letter") {
			t.Errorf("%s: %v", id, err)
		}
	}
}
