package roster

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// nipLength is the length of an NIP of a PNS and of an NI of a PPPK: birth date (8), appointment
// (6, PPPK: year and code), sex (1), serial (3).
const nipLength = 18

var (
	// scientific is how spreadsheets write numbers that are too long for a cell.
	scientific = regexp.MustCompile(`(?i)^[0-9]+([.,][0-9]+)?E\+?[0-9]+$`)
	otherKey   = regexp.MustCompile(`^[A-Z0-9_-]{3,32}$`)
)

// NormalizeKey brings an NIP, or the key of someone without one, into its stored form: 18 digits
// without blanks, dots, dashes or a leading apostrophe; other keys are upper-cased letters, digits,
// "-" and "_". Only what can't be an NIP nor another key is an error; what merely looks odd is a
// warning.
func NormalizeKey(s string) (key string, warnings []string, err error) {
	key, odd, err := normalizeKey(s)
	return key, odd.words((*reason).english), err
}

func normalizeKey(s string) (key string, odd notes, err error) {
	text := unquote(clean(norm.NFKC.String(s)))
	bare := strip(text, " .-'’")
	looksScientific := scientific.MatchString(text) && strings.ContainsAny(text, ".,+")
	switch {
	case text == "" || bare == "":
		return "", nil, noKey()
	case looksScientific:
		return "", nil, numericKey()
	case allDigits(bare) && len(bare) == nipLength:
		return bare, nipWarnings(bare), nil
	case allDigits(bare) && len(bare) == 9:
		return "", nil, because(
			"9 digits: this is the old NIP, the new one has 18 digits",
			"9 digit: ini NIP lama, NIP baru terdiri atas 18 digit")
	case allDigits(bare), failedNIP(bare):
		return "", nil, becausef(
			"%d characters: an NIP has 18 digits; a key for staff without one holds a letter, as HON-001",
			"%d karakter: NIP terdiri atas 18 digit; kunci pegawai tanpa NIP memuat huruf, mis. HON-001",
			len([]rune(bare)))
	}
	key = strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	if !otherKey.MatchString(key) {
		return "", nil, because(
			"neither an NIP of 18 digits nor a key of 3 to 32 letters, digits, - and _",
			"bukan NIP 18 digit dan bukan kunci 3 sampai 32 huruf, angka, - dan _")
	}
	return key, nil, nil
}

// failedNIP tells whether a key with other characters was meant as an NIP: nearly its length and
// nearly all digits, such as one with the letter O.
func failedNIP(bare string) bool {
	digits := 0
	for _, r := range bare {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	n := len([]rune(bare))
	return n >= nipLength-2 && n <= nipLength+2 && n-digits <= 3
}

// nipWarnings says what looks odd about 18 digits, as far as no clock is needed.
func nipWarnings(nip string) (odd notes) {
	warn := func(en, id string, args ...any) { odd = append(odd, becausef("NIP "+en, "NIP "+id, args...)) }
	if _, err := time.Parse("20060102", nip[:8]); err != nil {
		warn("does not begin with a date of birth (%s)", "tidak diawali tanggal lahir (%s)", nip[:8])
	}
	year, month := digits(nip[8:12]), digits(nip[12:14])
	if year < 1960 {
		warn("has the appointment year %d", "memuat tahun pengangkatan %d", year)
	} else if age := year - digits(nip[:4]); age < 17 {
		warn("says appointed at the age of %d", "menyatakan pengangkatan pada usia %d tahun", age)
	}
	if (month < 1 || month > 12) && month/10 != 2 {
		warn("has neither a month nor a PPPK code at digits 13 and 14 (%02d)",
			"tidak memuat bulan atau kode PPPK di digit 13 dan 14 (%02d)", month)
	}
	if sexOfNIP(nip) == "" {
		warn("has %c for the sex at digit 15, not 1 or 2",
			"memuat %c untuk jenis kelamin di digit 15, bukan 1 atau 2", nip[14])
	}
	if strings.HasSuffix(nip, "000") {
		warn("ends in 000: digits were probably lost in a spreadsheet, compare with the letter of appointment",
			"berakhiran 000: mungkin digitnya hilang di lembar kerja, bandingkan dengan surat pengangkatan")
	}
	return odd
}

// datedWarnings says what looks odd about an NIP at a time.
func datedWarnings(key string, now time.Time) (odd notes) {
	if !isNIP(key) || now.IsZero() {
		return nil
	}
	if birth, err := time.Parse("20060102", key[:8]); err == nil {
		age := now.Year() - birth.Year()
		if now.YearDay() < birth.YearDay() {
			age--
		}
		if age < 17 || age > 70 {
			odd = append(odd, becausef("NIP says %d years of age", "menurut NIP usianya %d tahun", age))
		}
	}
	if year := digits(key[8:12]); year > now.Year()+1 {
		odd = append(odd, becausef("NIP has the appointment year %d", "NIP memuat tahun pengangkatan %d", year))
	}
	return odd
}

func isNIP(key string) bool { return len(key) == nipLength && allDigits(key) }

// sexOfNIP reads digit 15: 1 male, 2 female.
func sexOfNIP(key string) string {
	if !isNIP(key) {
		return ""
	}
	switch key[14] {
	case '1':
		return "m"
	case '2':
		return "f"
	}
	return ""
}

// digits reads a short run of digits that was checked before.
func digits(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
