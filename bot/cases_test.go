package bot

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"suara/bot/texts"
)

// TestCasesOfLongTexts holds rows 61 and 62: what Telegram counts, and cuts that leave no tag open.
func TestCasesOfLongTexts(t *testing.T) {
	t.Run("61 200 free texts, one bold across the cut", func(t *testing.T) {
		var b strings.Builder
		b.WriteString("<b>Komentar</b>\n")
		for n := range 200 {
			line := fmt.Sprintf("%d. Pelayanan &amp; antrean di loket perlu ditambah.", n+1)
			if n == 80 { // the first cut falls into it
				line = "<b>" + strings.Repeat("tebal ", 200) + "</b>"
			}
			b.WriteString(line + "\n")
		}
		parts := split(b.String(), maxUnits)
		if len(parts) < 2 {
			t.Fatalf("%d parts: nothing was cut", len(parts))
		}
		crossed := false
		for i, part := range parts {
			if !balanced(part) {
				t.Errorf("part %d leaves a tag open", i+1)
			}
			if !strings.HasPrefix(texts.Strip(part), fmt.Sprintf("(%d/%d)", i+1, len(parts))) {
				t.Errorf("part %d is not numbered: %.20q", i+1, part)
			}
			crossed = crossed || i > 0 && strings.Contains(part, "<b>tebal")
		}
		if !crossed {
			t.Error("the bold line was not cut: the row is not tried")
		}
		checkSplit(t, b.String(), maxUnits)
	})
	t.Run("62 UTF-16 units after escaping, emoji whole", func(t *testing.T) {
		for _, c := range []struct {
			text  string
			units int
			parts int
		}{
			{strings.Repeat("!", 4096), 4096, 1}, {strings.Repeat("!", 4097), 4097, 2}, {strings.Repeat("👍", 2100), 4200, 2},
			{strings.Repeat("👍", 2048), 4096, 1}, {strings.Repeat("&", 4096), 4096, 1},
		} {
			var b strings.Builder
			texts.Escape(&b, c.text)
			if n := units(b.String()); n != c.units {
				t.Errorf("%.8q…: %d units, want %d", c.text, n, c.units)
			}
			parts := split(b.String(), maxUnits)
			if len(parts) != c.parts {
				t.Errorf("%.8q…: %d parts, want %d", c.text, len(parts), c.parts)
			}
			for _, part := range parts {
				if n := len(utf16.Encode([]rune(texts.Strip(part)))); n > maxUnits || strings.ContainsRune(part, '\ufffd') {
					t.Errorf("%.8q…: a part of %d units", c.text, n)
				}
			}
		}
	})
}
