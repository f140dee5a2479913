package texts

import (
	"math"
	"testing"
)

func TestNumbers(t *testing.T) {
	all := testCatalogues(t)
	write := map[string]func(*Catalogue) string{
		"a count below a thousand": func(c *Catalogue) string { return c.Number(999) },
		"a count":                  func(c *Catalogue) string { return c.Number(1234567) },
		"a stored count":           func(c *Catalogue) string { return c.Grouped("10000") },
		"a stored word":            func(c *Catalogue) string { return c.Grouped("x") },
		"half up":                  func(c *Catalogue) string { return c.Decimal(2.345, 2) },
		"zeros are kept":           func(c *Catalogue) string { return c.Decimal(3, 2) },
		"not a number":             func(c *Catalogue) string { return c.Decimal(math.NaN(), 2) },
		"as it is":                 func(c *Catalogue) string { return c.Figure(0.125) },
		"a share":                  func(c *Catalogue) string { return c.Percent(0.1234) },
		"no minutes":               func(c *Catalogue) string { return c.Span("0") },
		"hours":                    func(c *Catalogue) string { return c.Span("120") },
		"hours and minutes":        func(c *Catalogue) string { return c.Span("125") },
		"no span":                  func(c *Catalogue) string { return c.Span("x") },
	}
	for name, want := range map[string][2]string{
		"a count below a thousand": {"999", "999"},
		"a count":                  {"1.234.567", "1,234,567"},
		"a stored count":           {"10.000", "10,000"},
		"a stored word":            {"x", "x"},
		"half up":                  {"2,35", "2.35"},
		"zeros are kept":           {"3,00", "3.00"},
		"not a number":             {"", ""},
		"as it is":                 {"0,125", "0.125"},
		"a share":                  {"12,3%", "12.3%"},
		"no minutes":               {"1 menit", "1 min"},
		"hours":                    {"2 jam", "2 h"},
		"hours and minutes":        {"2 jam 5 menit", "2 h 5 min"},
		"no span":                  {"x", "x"},
	} {
		if id, en := write[name](all["id"]), write[name](all["en"]); id != want[0] || en != want[1] {
			t.Errorf("%s: %q and %q, want %q", name, id, en, want)
		}
	}
}

func TestAnotherLanguageFallsBack(t *testing.T) {
	all := testCatalogues(t)
	for lang, want := range map[string]string{"en": "en", "id": "id", "jv": "id", "": "id"} {
		if got := all.In(lang).Lang(); got != want {
			t.Errorf("%q gives %s, want %s", lang, got, want)
		}
	}
}
