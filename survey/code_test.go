package survey_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/survey"
)

const signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

func TestNewCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "drawn")
		code, err := survey.NewCode(io.MultiReader(bytes.NewReader(drawn), strings.NewReader("abcdefgh")))
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(code, "01IO") || strings.Trim(code, signs) != "" || len(code) != 8 {
			t.Fatalf("code %q", code)
		}
		if got, ok := survey.NormalizeCode(code); !ok || got != code {
			t.Fatalf("code %q is read as %q, %v", code, got, ok)
		}
	})
}

// Every sign comes from the same number of bytes, so that no code is likelier than another.
func TestNewCodeIsEven(t *testing.T) {
	count := map[byte]int{}
	for b := range 256 {
		code, err := survey.NewCode(bytes.NewReader(append([]byte{byte(b)}, "klmnopqklmnopqr"...)))
		if err != nil {
			t.Fatal(err)
		}
		count[code[0]]++
	}
	for _, sign := range []byte(signs) {
		if count[sign] != 8 {
			t.Errorf("sign %c comes from %d bytes of 256", sign, count[sign])
		}
	}
}

func TestNewCodeIsNoNumberToASpreadsheet(t *testing.T) {
	number := []byte{0, 1, 2, 3, 4, 12, 5, 6} // 23456E78
	code, err := survey.NewCode(io.MultiReader(bytes.NewReader(number), strings.NewReader("abcdefgh")))
	if err != nil || strings.Trim(code, "23456789E") == "" {
		t.Errorf("code %q, %v", code, err)
	}
}

func TestNewCodeWithoutChance(t *testing.T) {
	if code, err := survey.NewCode(strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) || code != "" {
		t.Errorf("%q, %v", code, err)
	}
}

func TestNormalizeCode(t *testing.T) {
	rows := []struct{ name, typed, code string }{
		{"as printed", "ABCD2345", "ABCD2345"},
		{"lower case", "abcd2345", "ABCD2345"},
		{"spaces around", "  ABCD2345\n", "ABCD2345"},
		{"in two groups", "ABCD 2345", "ABCD2345"},
		{"with a dash", "abcd-2345", "ABCD2345"},
		{"with a long dash", "ABCD–2345", "ABCD2345"},
		{"with a no-break space", "ABCD\u00a02345", "ABCD2345"},
		{"empty", "", ""},
		{"too short", "ABCD234", ""},
		{"too long", "ABCD23456", ""},
		{"digit nought", "ABCD2340", ""},
		{"letter O", "ABCD234O", ""},
		{"digit one", "ABCD2341", ""},
		{"letter I", "ABCD234I", ""},
		{"other signs", "ABCD234!", ""},
		{"letters beyond ASCII", "ABCD23É", ""},
		{"a capital that grows into ASCII", "ABCD234ı", ""},
		{"an NIP", "198501012010011001", ""},
		{"words of eight letters", "terima k", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			code, ok := survey.NormalizeCode(row.typed)
			if code != row.code || ok != (row.code != "") {
				t.Errorf("%q is read as %q, %v", row.typed, code, ok)
			}
		})
	}
}

func FuzzNormalizeCode(f *testing.F) {
	for _, s := range []string{"ABCD2345", "abcd-2345", "", "\u00a0", "ſſſſſſſſ", "ABCD2340", "\xff\xfe23456"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := survey.NormalizeCode(typed)
		if !ok {
			if code != "" {
				t.Fatalf("%q refused with code %q", typed, code)
			}
			return
		}
		if len(code) != 8 || strings.Trim(code, signs) != "" {
			t.Fatalf("%q is read as %q", typed, code)
		}
		if again, ok := survey.NormalizeCode(strings.ToLower(code[:4] + " - " + code[4:])); !ok || again != code {
			t.Fatalf("%q is read as %q, typed anew as %q", typed, code, again)
		}
	})
}
