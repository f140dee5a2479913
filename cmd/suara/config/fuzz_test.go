package config

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzConfig reads any text as a configuration: it is refused or taken, and the token is never repeated.
func FuzzConfig(f *testing.F) {
	f.Add([]byte("telegram: {token: \"123456:fuzzfuzzfuzz\"}\norganisation: {name: Biro}\n"))
	f.Add([]byte("organisation: {name: &a [*a]}\n"))
	f.Add([]byte("surveys: [{id: a, flow: \"library:berakhlak\", open: \"0 9 L * *\", duration: 9999999999d}]\n" +
		"organisation: {name: x}"))
	f.Add([]byte("storage: {path: \"${NONE}\", backup: {dir: x, schedule: \"@daily\", keep: -1}}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := source(filepath.Join(t.TempDir(), "config.yaml"), string(raw))
		s.Token = true
		_, err := Load(s)
		if err != nil && bytes.Contains(raw, []byte("fuzzfuzzfuzz")) && strings.Contains(err.Error(), "fuzzfuzzfuzz") {
			t.Errorf("the token is repeated: %v", err)
		}
	})
}
