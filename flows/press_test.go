package flows_test

import (
	"strings"
	"testing"

	"suara/flows"
)

// FuzzParsePress reads any data of a button; whose interview it is for is a word of its own.
func FuzzParsePress(f *testing.F) {
	for _, s := range []string{"abc.1.2.o3", "abc.1.2.d", "...", "a.zz.zz.o-1", "a.1.2", ".1.2.b", strings.Repeat("9", 64)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		id, ok := flows.ParsePress(token)
		if ok != (id != "") || ok && (!strings.HasPrefix(token, id+".") || len(token) > 64 || strings.ContainsAny(id, ". ")) {
			t.Fatalf("%q is for %q, %t", token, id, ok)
		}
	})
}
