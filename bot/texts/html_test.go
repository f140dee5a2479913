package texts

import (
	"strings"
	"testing"
)

func TestEscape(t *testing.T) {
	for _, s := range []string{"A_B <PNS> & Co *", "R&D", "a < b", `a\_b`, "&lt;", "", "plain"} {
		var b strings.Builder
		Escape(&b, s)
		if got := Strip(b.String()); got != s || strings.ContainsAny(b.String(), "<>") {
			t.Errorf("%q became %q and back %q", s, b.String(), got)
		}
	}
}
