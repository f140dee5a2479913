package library_test

import (
	"errors"
	"slices"
	"testing"

	"suara/flows/library"
	"suara/survey"
)

func TestOpen(t *testing.T) {
	if !slices.Contains(library.Names(), "berakhlak") {
		t.Errorf("names %v", library.Names())
	}
	for _, name := range library.Names() {
		if src, err := library.Open(name); err != nil || len(src) == 0 {
			t.Errorf("open %s: %d bytes, %v", name, len(src), err)
		}
	}
	for _, name := range []string{"", "nothing", "../library", "berakhlak.yaml"} {
		if _, err := library.Open(name); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("open %q: %v", name, err)
		}
	}
}
