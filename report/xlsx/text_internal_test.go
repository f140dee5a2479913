package xlsx

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

func TestSheetNames(t *testing.T) { // case 182
	for _, c := range []struct {
		title string
		taken []string
		want  string
	}{
		{"Survei 2025/2026 😀", nil, "Survei 2025-2026"},
		{`[a]:\/?*`, nil, "-a------"[:8]},
		{"'kutip'", nil, "kutip"},
		{"History", nil, "Data"},
		{"😀", nil, "Data"},
		{"Data", []string{"DATA", "Data 2"}, "Data 3"},
		{strings.Repeat("x", 40), []string{strings.Repeat("x", 31)}, strings.Repeat("x", 29) + " 2"},
	} {
		if got := sheetName(c.title, c.taken); got != c.want {
			t.Errorf("%q: %q, want %q", c.title, got, c.want)
		}
	}
}

func FuzzSheetName(f *testing.F) {
	f.Add("Survei 2025/2026 😀")
	f.Add("'''''''''''''''''''''''''''''''''")
	f.Fuzz(func(t *testing.T, title string) {
		name := sheetName(title, []string{"Data"})
		if n := len(utf16.Encode([]rune(name))); n < 1 || n > 31 {
			t.Errorf("%q has %d units", name, n)
		}
		book := excelize.NewFile()
		defer book.Close()
		if err := book.SetSheetName("Sheet1", name); err != nil || strings.EqualFold(name, "data") {
			t.Errorf("%q: %v", name, err)
		}
	})
}
