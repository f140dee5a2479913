package bot

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"suara/bot/texts"
)

// balanced tells whether tags close in the order in which they opened.
func balanced(html string) bool {
	var open []string
	for html != "" {
		size, _, tag := token(html)
		if tag {
			name := tagName(html[:size])
			if !strings.HasPrefix(html, "</") {
				open = append(open, name)
			} else if len(open) == 0 || open[len(open)-1] != name {
				return false
			} else {
				open = open[:len(open)-1]
			}
		}
		html = html[size:]
	}
	return len(open) == 0
}

func checkSplit(t interface{ Fatalf(string, ...any) }, html string, limit int) {
	parts := split(html, limit)
	whole := strings.ReplaceAll(texts.Strip(html), "\n", "")
	var joined strings.Builder
	for i, part := range parts {
		if n := len(utf16.Encode([]rune(texts.Strip(part)))); n > limit {
			t.Fatalf("part %d has %d units, more than %d", i+1, n, limit)
		}
		if !balanced(part) {
			t.Fatalf("part %d: tags are not balanced: %q", i+1, part)
		}
		if len(parts) > 1 {
			_, part, _ = strings.Cut(part, "\n")
		}
		joined.WriteString(strings.ReplaceAll(texts.Strip(part), "\n", ""))
	}
	if got := joined.String(); got != whole && strings.TrimSpace(whole) != "" &&
		strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(whole), "") {
		t.Fatalf("text changed: %q, was %q", got, whole)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name  string
		html  string
		parts int
	}{
		{"4096 exclamation marks fit", strings.Repeat("!", 4096), 1},
		{"2048 emoji fit", strings.Repeat("👍", 2048), 1},
		{"2100 emoji count double", strings.Repeat("👍", 2100), 2},
		{"an escaped sign counts once", strings.Repeat("&amp;", 4096), 1},
		{"tags don't count", "<b>" + strings.Repeat("x", 4096) + "</b>", 1},
		{"bold across the cut", strings.Repeat("line\n", 700) + "<b>" + strings.Repeat("bold\n", 300) + "</b>", 2},
		{"a link across the cut", `<a href="tg://user?id=1">` + strings.Repeat("x ", 3000) + "</a>", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if parts := split(c.html, maxUnits); len(parts) != c.parts {
				t.Errorf("%d parts, want %d", len(parts), c.parts)
			}
			checkSplit(t, c.html, maxUnits)
		})
	}
}

func TestSplitCutsAtLines(t *testing.T) {
	html := "<b>" + strings.Repeat("0123456789\n", 10) + "</b>"
	for _, part := range split(html, 50) {
		for _, line := range strings.Split(texts.Strip(part), "\n")[1:] {
			if line != "" && line != "0123456789" {
				t.Errorf("a line was cut: %q", line)
			}
		}
	}
}

func TestSplitOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`[a-z ]{1,12}`),
			rapid.SampledFrom([]string{"👍", "&amp;", "&lt;", "\n", "\n\n", "é"}))
		wrap := rapid.SampledFrom([]string{"", "", "b", "i", "code"})
		var b strings.Builder
		for range rapid.IntRange(1, 40).Draw(t, "pieces") {
			tag := wrap.Draw(t, "tag")
			text := strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), "")
			if tag != "" {
				text = "<" + tag + ">" + text + "</" + tag + ">"
			}
			b.WriteString(text)
		}
		checkSplit(t, b.String(), rapid.IntRange(40, 300).Draw(t, "limit"))
	})
}

// FuzzSplit cuts any text, escaped as values are and with one tag around its second half.
func FuzzSplit(f *testing.F) {
	f.Add("a < b & c\n"+strings.Repeat("👍", 90), 60)
	f.Add("", 40)
	f.Add("\n\n\n", 40)
	f.Add(strings.Repeat("x\n", 100), 41)
	f.Fuzz(func(t *testing.T, words string, limit int) {
		if limit < 40 || limit > 5000 {
			return
		}
		words = strings.ToValidUTF8(words, "?")
		half := len(words) / 2
		for half > 0 && half < len(words) && words[half]&0xC0 == 0x80 {
			half--
		}
		var b strings.Builder
		texts.Escape(&b, words[:half])
		b.WriteString("<b>")
		texts.Escape(&b, words[half:])
		b.WriteString("</b>")
		checkSplit(t, b.String(), limit)
	})
}

func TestShorten(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"abcde", "abcde"}, {"abcdef", "abcd…"}, {"👍👍👍", "👍👍…"}, {"a👍👍b", "a👍…"},
	} {
		if got := shorten(c.in, 5); got != c.want {
			t.Errorf("%q became %q, want %q", c.in, got, c.want)
		}
	}
}
