package roster_test

import (
	"errors"
	"strings"
	"testing"

	"suara/roster"
	"suara/survey"
)

func TestNormalizeKey(t *testing.T) {
	tests := []struct{ name, in, key, warning, refused string }{
		{"PNS", nipBudi, nipBudi, "", ""},
		{"PPPK code 21", "199001012022211003", "199001012022211003", "", ""},
		{"PPPK half-time code 24", "199001012025241003", "199001012025241003", "", ""},
		{"inner spaces", "19850101 201001 1 001", nipBudi, "", ""},
		{"dots and dashes", "19850101.201001-1.001", nipBudi, "", ""},
		{"apostrophe", "'" + nipBudi, nipBudi, "", ""},
		{"full-width digits", "１98501012010011001", nipBudi, "", ""},
		{"zero-width space", "\u200b" + nipBudi, nipBudi, "", ""},
		{"no date of birth warns", "198513012010011001", "198513012010011001", "date of birth", ""},
		{"30 February warns", "198502302010011001", "198502302010011001", "date of birth", ""},
		{"appointment year warns", "193001011950011001", "193001011950011001", "appointment year", ""},
		{"appointed as a child warns", "199001012000011001", "199001012000011001", "age of 10", ""},
		{"neither month nor code warns", "198501012010131001", "198501012010131001", "month nor", ""},
		{"sex digit warns", "198501012010013001", "198501012010013001", "sex at digit 15", ""},
		{"167 ending 000 warns", "198501012010011000", "198501012010011000", "lost in a spreadsheet", ""},
		{"other key", "hon-001_a", "HON-001_A", "", ""},
		{"other key with a space", "HON 001", "HON001", "", ""},
		{"empty", " ", "", "", "HON-001"},
		{"punctuation only", "' - .", "", "", "HON-001"},
		{"17 digits", nipBudi[:17], "", "", "18 digits"},
		{"short number", "1234", "", "", "holds a letter"},
		{"9 digits", "131234567", "", "", "old NIP"},
		{"scientific", "1.98501E+17", "", "", "as text"},
		{"scientific with comma", "1,98501e+17", "", "", "as text"},
		{"letter O", "1985010120100110O1", "", "", "18 digits"},
		{"too short", "A1", "", "", "3 to 32"},
		{"other characters", "HON/001", "", "", "3 to 32"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			key, warnings, err := roster.NormalizeKey(tt.in)
			if tt.refused != "" {
				if !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.refused) || key != "" {
					t.Errorf("key %q, error %v", key, err)
				}
				return
			}
			if err != nil || key != tt.key {
				t.Errorf("key %q, error %v", key, err)
			}
			if text := strings.Join(warnings, "; "); (text == "") != (tt.warning == "") ||
				!strings.Contains(text, tt.warning) {
				t.Errorf("warnings %q", text)
			}
		})
	}
}

func TestNormalizePhone(t *testing.T) {
	const want = "+6281234567890"
	tests := []struct{ name, in, out string }{
		{"100 leading zero and dashes", "0812-3456-7890", want},
		{"100 country code", "6281234567890", want},
		{"100 plus and blanks", "+62 812 3456 7890", want},
		{"169 zero lost", "81234567890", want},
		{"zero kept behind the country code", "+62 (0)812-3456-7890", want},
		{"international prefix", "006281234567890", want},
		{"apostrophe", "'081234567890", want},
		{"first of two", "081234567890 / 0813000111", want},
		{"landline", "(0921) 3121234", "+629213121234"},
		{"other country", "+60 12-345 6789", "+60123456789"},
		{"empty", "", ""},
		{"words", "tidak ada", ""},
		{"too short", "0812", ""},
		{"too long", "081234567890123456", ""},
		{"zeros", "0000000000000", ""},
		{"lost digits", "8.12E+10", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := roster.NormalizePhone(tt.in)
			if got != tt.out || (err == nil) != (tt.out != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	tests := []struct{ in, out string }{
		{"Dinas Kesehatan", "dinas-kesehatan"},
		{"Bappeda & Litbang (Prov.)", "bappeda-litbang-prov"},
		{"Café d'Été", "cafe-dete"},
		{"局", "unit"},
		{"", "unit"},
		{"Dinas Pekerjaan Umum dan Penataan Ruang Provinsi", "dinas-pekerjaan-umum-dan-penataan-ruang"},
		{strings.Repeat("a", 50), strings.Repeat("a", 40)},
	}
	for _, tt := range tests {
		if got := roster.Slug(tt.in); got != tt.out {
			t.Errorf("Slug(%q) = %q, want %q", tt.in, got, tt.out)
		}
	}
}

func TestWriteCodes(t *testing.T) {
	var b strings.Builder
	err := roster.WriteCodes(&b, []roster.CodeRow{
		{nipBudi, "Budi, S.E.", "Dinas A", "ABCDEFGH", "https://t.me/x?start=ABCDEFGH"},
		{"HON-001", "=HYPERLINK(1)", "-Dinas", "HJKMNPQR", ""},
	})
	want := "\ufeffnip,name,unit,code,link\n" +
		nipBudi + ",\"Budi, S.E.\",Dinas A,ABCDEFGH,https://t.me/x?start=ABCDEFGH\n" +
		"HON-001,'=HYPERLINK(1),'-Dinas,HJKMNPQR,\n"
	if err != nil || b.String() != want {
		t.Errorf("got %q, %v", b.String(), err)
	}
}
