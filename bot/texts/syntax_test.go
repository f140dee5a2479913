package texts

import (
	"strings"
	"testing"
)

func TestTextSyntax(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a value", "a {x} b", "a 1 b"},
		{"a group with its value", "a[ ({x})]", "a (1)"},
		{"a group without its value", "a[ ({y})]", "a"},
		{"a group inside a group", "a[ {x}[ {y}]]", "a 1"},
		{"a value not given", "a {y}", "a "},
	} {
		parsed, err := parseText(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var b strings.Builder
		parsed.write(&b, Args{"x": "1"}, nil)
		if b.String() != c.want {
			t.Errorf("%s: %q, want %q", c.name, b.String(), c.want)
		}
	}
	for _, bad := range []string{"{", "{}", "[a", "a]", "[a]]"} {
		if _, err := parseText(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
