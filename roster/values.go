package roster

import (
	"regexp"
	"strings"
	"time"
)

// NormalizePhone brings a phone number into the form +62…: Indonesian numbers with 0, 62, 0062 or
// nothing before them, blanks and punctuation removed. Of several numbers in one cell the first
// counts. Numbers of other countries need their plus sign.
func NormalizePhone(s string) (string, error) {
	text := unquote(clean(s))
	if scientific.MatchString(text) {
		return "", because("the number has lost digits as a numeric cell: format the column as text",
			"angka kehilangan digit: ubah format kolom menjadi teks")
	}
	first := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/,;|", r) })
	if len(first) == 0 {
		return "", because("no phone number", "nomor telepon kosong")
	}
	bare := strip(first[0], " .-()'\u2010\u2011\u2012\u2013")
	number, plus := strings.CutPrefix(bare, "+")
	switch {
	case !allDigits(number):
		return "", because("not a phone number", "bukan nomor telepon")
	case strings.HasPrefix(number, "00"):
		number, plus = number[2:], true
	}
	if plus && !strings.HasPrefix(number, "62") {
		if len(number) < 7 || len(number) > 15 || number[0] == '0' {
			return "", because("not a phone number", "bukan nomor telepon")
		}
		return "+" + number, nil
	}
	if plus || strings.HasPrefix(number, "62") && len(number) >= 10 {
		number = number[2:]
	}
	number = strings.TrimPrefix(number, "0")
	if len(number) < 8 || len(number) > 13 || number[0] == '0' {
		return "", because("wrong length for an Indonesian number", "panjang nomor tidak sesuai")
	}
	return "+62" + number, nil
}

// normalizeSex reads the words for sex; ok is false for words that are none. Where a list is known
// to write P for pria, menP is true.
func normalizeSex(s string, menP bool) (sex string, ok bool) {
	switch strings.Trim(strip(fold(s), " -./"), "()") {
	case "":
		return "", true
	case "p":
		if menP {
			return "m", true
		}
		return "f", true
	case "l", "lk", "laki", "lakilaki", "pria", "m", "male", "1":
		return "m", true
	case "pr", "perempuan", "wanita", "w", "f", "female", "2":
		return "f", true
	}
	return "", false
}

var grade = regexp.MustCompile(`(?i)^(I|II|III|IV)\s*[/.-]?\s*([a-e])$`)

// normalizeRank writes a grade as III/d; other ranks stay as they are.
func normalizeRank(s string) string {
	if m := grade.FindStringSubmatch(s); m != nil {
		return strings.ToUpper(m[1]) + "/" + strings.ToLower(m[2])
	}
	return s
}

// normalizeZone reads an IANA name or one of Indonesia's abbreviations.
func normalizeZone(s string) (zone string, ok bool) {
	switch strings.ToUpper(s) {
	case "":
		return "", true
	case "WIB":
		return "Asia/Jakarta", true
	case "WITA":
		return "Asia/Makassar", true
	case "WIT":
		return "Asia/Jayapura", true
	case "LOCAL":
		return "", false
	}
	if location, err := time.LoadLocation(s); err == nil {
		return location.String(), true
	}
	return "", false
}
