package flows_test

import (
	"strings"
	"testing"
	"time"

	"suara/flows"
)

// TestParseNumber holds rows 47 to 50 of the cases: Indonesian reading, other scripts' digits.
func TestParseNumber(t *testing.T) {
	for _, c := range []struct{ rule, in, want, key string }{
		{"comma is decimal", "7,5", "7.5", ""},
		{"two decimals", "3,25", "3.25", ""},
		{"point groups thousands", "1.500", "1500", ""},
		{"two groups", "1.500.000", "1500000", ""},
		{"groups and decimals", "1.500,250", "1500.25", ""},
		{"negative", "-3", "-3", ""},
		{"minus sign", "−3,5", "-3.5", ""},
		{"leading zeros", "007", "7", ""},
		{"zero", "0", "0", ""},
		{"whole written with decimals", "7,0", "7", ""},
		{"full-width", "１９８５", "1985", ""},
		{"arabic-indic with its comma", "٣٫٥", "3.5", ""},
		{"hidden signs between", "1\u200b2", "12", ""},
		{"spaces around", "  42 \n", "42", ""},
		{"point decimal asks", "12.5", "", flows.NoticeNumberAmbiguous},
		{"comma groups ask", "1,500", "", flows.NoticeNumberAmbiguous},
		{"english style asks", "1,500.25", "", flows.NoticeNumberAmbiguous},
		{"comma after zero is decimal", "0,500", "0.5", ""},
		{"NaN", "NaN", "", flows.NoticeNumberInvalid},
		{"Inf", "Inf", "", flows.NoticeNumberInvalid},
		{"exponent", "1e3", "", flows.NoticeNumberInvalid},
		{"underscore", "1_000", "", flows.NoticeNumberInvalid},
		{"plus", "+7", "", flows.NoticeNumberInvalid},
		{"minus zero", "-0", "", flows.NoticeNumberInvalid},
		{"hexadecimal", "0x10", "", flows.NoticeNumberInvalid},
		{"superscript is no digit", "5²", "", flows.NoticeNumberInvalid},
		{"nothing", "", "", flows.NoticeNumberInvalid},
		{"bad groups", "1.50.000", "", flows.NoticeNumberInvalid},
		{"more than is exact", "1234567890123456", "", flows.NoticeNumberLong},
	} {
		t.Run(c.rule, func(t *testing.T) {
			got, notice := flows.ParseNumber(c.in)
			if got != c.want || notice.Key != c.key {
				t.Errorf("%q: got %q %q, want %q %q", c.in, got, notice.Key, c.want, c.key)
			}
		})
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
			got, ok := flows.ParseDate(c.in, 2026)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("%q: got %q, want %q", c.in, got, c.want)
			}
		})
	}
}

// TestMonthsRoundTrip reads back every month that is shown (row 52).
func TestMonthsRoundTrip(t *testing.T) {
	f := load(t, `{flow: d, title: D, languages: [id], items: [{id: d, type: date, text: D?}]}`)
	for _, lang := range []string{"id", "en"} {
		for m := time.January; m <= time.December; m++ {
			iso := time.Date(2025, m, 16, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			shown := f.Readable(f.Items[0], iso, lang)
			if got, ok := flows.ParseDate(shown, 2026); !ok || got != iso {
				t.Errorf("%s shown as %q is read as %q", iso, shown, got)
			}
		}
	}
}

// TestVisible holds row 44: what nobody sees is empty, joiners inside an emoji stay.
func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"\u200b\u200b\u200b": "", " \u2060\ufeff\u00ad ": "", "\u3164": "", "\u2800": "", "a\u200b": "a",
		"\u202e": "", "👨‍👩‍👧": "👨‍👩‍👧", " ya ": "ya", "\ufe0f": "",
	} {
		if got := flows.Visible(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"7,5", "1.500.000", "-0", "１２", "12.5", "1,500", strings.Repeat("9", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, notice := flows.ParseNumber(s)
		if (got == "") == (notice.Key == "") {
			t.Fatalf("%q: got %q and %q", s, got, notice.Key)
		}
		if got == "" {
			return
		}
		if again, n := flows.ParseNumber(strings.Replace(got, ".", ",", 1)); n.Key == "" && again != got {
			t.Fatalf("%q: %q is read again as %q", s, got, again)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2 November 2024", "1/2/24", "31 Februari 2025", "2025-12-16", "6 Nop 19"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := flows.ParseDate(s, 2026)
		if !ok {
			return
		}
		if again, _ := flows.ParseDate(got, 2026); again != got {
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
		got, ok := flows.ParseTime(s)
		if !ok {
			return
		}
		if _, err := time.Parse("15:04", got); err != nil {
			t.Fatalf("%q is read as %q", s, got)
		}
		for _, way := range []string{got, strings.Replace(got, ":", ".", 1), "pukul " + got + " WIB"} {
			if again, ok := flows.ParseTime(way); !ok || again != got {
				t.Fatalf("%q: %q is read as %q", s, way, again)
			}
		}
	})
}

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
