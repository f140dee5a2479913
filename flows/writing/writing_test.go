package writing_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"suara/flows/writing"
)

// TestParseNumber holds rows 47 to 50 of the cases: Indonesian reading, other scripts' digits.
func TestParseNumber(t *testing.T) {
	decimal, thousands, both := &writing.Ambiguous{Decimal: "12,5"}, &writing.Ambiguous{Thousands: "1.500,25"},
		&writing.Ambiguous{Decimal: "1,5", Thousands: "1.500"}
	for _, c := range []struct {
		rule, in, want string
		err            error
	}{
		{"comma is decimal", "7,5", "7.5", nil},
		{"two decimals", "3,25", "3.25", nil},
		{"point groups thousands", "1.500", "1500", nil},
		{"two groups", "1.500.000", "1500000", nil},
		{"groups and decimals", "1.500,250", "1500.25", nil},
		{"negative", "-3", "-3", nil},
		{"minus sign", "−3,5", "-3.5", nil},
		{"leading zeros", "007", "7", nil},
		{"zero", "0", "0", nil},
		{"whole written with decimals", "7,0", "7", nil},
		{"full-width", "１９８５", "1985", nil},
		{"arabic-indic with its comma", "٣٫٥", "3.5", nil},
		{"hidden signs between", "1\u200b2", "12", nil},
		{"spaces around", "  42 \n", "42", nil},
		{"point decimal asks", "12.5", "", decimal},
		{"comma groups ask", "1,500", "", both},
		{"english style asks", "1,500.25", "", thousands},
		{"comma after zero is decimal", "0,500", "0.5", nil},
		{"NaN", "NaN", "", writing.ErrNumber},
		{"Inf", "Inf", "", writing.ErrNumber},
		{"exponent", "1e3", "", writing.ErrNumber},
		{"underscore", "1_000", "", writing.ErrNumber},
		{"plus", "+7", "", writing.ErrNumber},
		{"minus zero", "-0", "", writing.ErrNumber},
		{"hexadecimal", "0x10", "", writing.ErrNumber},
		{"superscript is no digit", "5²", "", writing.ErrNumber},
		{"nothing", "", "", writing.ErrNumber},
		{"bad groups", "1.50.000", "", writing.ErrNumber},
		{"more than is exact", "1234567890123456", "", writing.ErrLong},
	} {
		t.Run(c.rule, func(t *testing.T) {
			got, err := writing.ParseNumber(c.in)
			if got != c.want || !reflect.DeepEqual(err, c.err) {
				t.Errorf("%q: got %q, %v, want %q, %v", c.in, got, err, c.want, c.err)
			}
		})
	}
}

// TestNumber writes numbers as they are stored for people: four digits, most often a year, stay together.
func TestNumber(t *testing.T) {
	for _, c := range []struct {
		stored float64
		id, en string
	}{
		{0, "0", "0"}, {7.5, "7,5", "7.5"}, {1985, "1985", "1985"}, {12345, "12.345", "12,345"},
		{-1234567.25, "-1.234.567,25", "-1,234,567.25"}, {0.1, "0,1", "0.1"},
	} {
		s := writing.Decimal(c.stored)
		if id, en := writing.Number(s, "id"), writing.Number(s, "en"); id != c.id || en != c.en {
			t.Errorf("%v: got %q and %q", c.stored, id, en)
		}
	}
}

// TestParseDate holds rows 51 and 52 of the cases.
func TestParseDate(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"full name", "2 November 2024", "2024-11-02"},
		{"agustus", "2 Agustus 2024", "2024-08-02"},
		{"agt", "2 Agt 2024", "2024-08-02"},
		{"older short name", "6 Nop 2019", "2019-11-06"},
		{"pebruari", "1 Pebruari 2020", "2020-02-01"},
		{"day first, two-digit year", "1/2/24", "2024-02-01"},
		{"two-digit year of birth", "1-2-65", "1965-02-01"},
		{"dashes", "16-12-2025", "2025-12-16"},
		{"points", "16.12.2025", "2025-12-16"},
		{"ISO", "2025-12-16", "2025-12-16"},
		{"weekday before", "Selasa, 3 November 2026", "2026-11-03"},
		{"Jumat with apostrophe", "Jum'at 6 Nov 2026", "2026-11-06"},
		{"English", "3 October 2026", "2026-10-03"},
		{"other digits", "٣ Mei ٢٠٢٤", "2024-05-03"},
		{"small letters without spaces", "3mei2024", "2024-05-03"},
		{"leap day", "29 Feb 2024", "2024-02-29"},
		{"no leap day", "29 Feb 2025", ""},
		{"not in the calendar", "31 Februari 2025", ""},
		{"month 13", "1/13/2025", ""},
		{"day 0", "0/1/2025", ""},
		{"too early", "1/1/1899", ""},
		{"no month", "2 Foo 2024", ""},
		{"month alone", "November 2024", ""},
		{"eight digits", "16122025", ""},
		{"nothing", "", ""},
	} {
		t.Run(c.rule, func(t *testing.T) {
			got, ok := writing.ParseDate(c.in, 2026)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("%q: got %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// TestMonthsRoundTrip reads back every month that is shown (row 52).
func TestMonthsRoundTrip(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		for m := time.January; m <= time.December; m++ {
			iso := time.Date(2025, m, 16, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			shown := writing.Date(iso, lang)
			if got, ok := writing.ParseDate(shown, 2026); !ok || got != iso {
				t.Errorf("%s shown as %q is read as %q", iso, shown, got)
			}
		}
	}
}

func TestParseContacts(t *testing.T) {
	for in, want := range map[string]string{
		"Budi@Kantor.go.id": "budi@kantor.go.id", "mailto:a@b.id": "a@b.id", "a..b@c.id": "", "a@b": "", "a b@c.id": "",
	} {
		if got, ok := writing.ParseEmail(in); got != want || ok != (want != "") {
			t.Errorf("e-mail %q: got %q, %t, want %q", in, got, ok, want)
		}
	}
	for in, want := range map[string]string{
		"0812-3456-789": "+628123456789", "62 812 3456 789": "+628123456789", "+1 (202) 555-0100": "+12025550100",
		"00 65 6123 4567": "+6561234567", "812345678": "+62812345678", "081": "", "satu": "",
	} {
		if got, ok := writing.ParsePhone(in); got != want || ok != (want != "") {
			t.Errorf("telephone %q: got %q, %t, want %q", in, got, ok, want)
		}
	}
}

// TestCut keeps what fits, and ends at a word where one ends late enough; an emoji counts for two.
func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		most int
		want string
	}{
		{"satu  dua\ntiga", 13, "satu dua tiga"}, {"satu dua, tiga", 12, "satu dua…"}, {"sepatah", 4, "sep…"}, {"😀😀", 4, "😀😀"},
		{"😀😀", 3, "😀…"},
	} {
		if got := writing.Cut(c.in, c.most); got != c.want {
			t.Errorf("%q to %d: got %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

// TestVisible holds row 44: what nobody sees is empty, joiners inside an emoji stay.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"\u200b\u200b\u200b": "", " \u2060\ufeff\u00ad ": "", "\u3164": "", "\u2800": "", "a\u200b": "a",
		"\u202e": "", "👨‍👩‍👧": "👨‍👩‍👧", " ya ": "ya", "\ufe0f": "",
	} {
		if got := writing.Visible(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"7,5", "1.500.000", "-0", "１２", "12.5", "1,500", strings.Repeat("9", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := writing.ParseNumber(s)
		if (got == "") == (err == nil) {
			t.Fatalf("%q: got %q and %v", s, got, err)
		}
		if got == "" {
			return
		}
		if again, err := writing.ParseNumber(strings.Replace(got, ".", ",", 1)); err == nil && again != got {
			t.Fatalf("%q: %q is read again as %q", s, got, again)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2 November 2024", "1/2/24", "31 Februari 2025", "2025-12-16", "6 Nop 19"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := writing.ParseDate(s, 2026)
		if !ok {
			return
		}
		if again, _ := writing.ParseDate(got, 2026); again != got {
			t.Fatalf("%q: %q is read again as %q", s, got, again)
		}
	})
}

// FuzzParseTime reads any text as a time of day; what is one is read again from each way of writing it.
func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"16.30", "pukul 7", "jam 23:59 WIT", "24.00", "7 05", "pkl. 9", "-1:00", "٣:٠٠"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := writing.ParseTime(s)
		if !ok {
			return
		}
		if _, err := time.Parse("15:04", got); err != nil {
			t.Fatalf("%q is read as %q", s, got)
		}
		for _, way := range []string{got, strings.Replace(got, ":", ".", 1), "pukul " + got + " WIB"} {
			if again, ok := writing.ParseTime(way); !ok || again != got {
				t.Fatalf("%q: %q is read as %q", s, way, again)
			}
		}
	})
}
