package texts

import (
	"maps"
	"strings"
	"testing"
)

// placeholders lists the values that a text asks for, in groups and outside.
func (t text) placeholders(into map[string]bool) {
	for _, p := range t {
		if p.name != "" {
			into[p.name] = true
		}
		p.group.placeholders(into)
	}
}

func testCatalogues(t *testing.T) Catalogues {
	t.Helper()
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLanguagesSayTheSame(t *testing.T) {
	all := testCatalogues(t)
	id, en := all["id"], all["en"]
	for key, text := range id.texts {
		other, ok := en.texts[key]
		if !ok {
			t.Errorf("%s: no English text", key)
			continue
		}
		a, b := map[string]bool{}, map[string]bool{}
		text.placeholders(a)
		other.placeholders(b)
		if !maps.Equal(a, b) {
			t.Errorf("%s: placeholders %v in Indonesian, %v in English", key, a, b)
		}
	}
	for key := range en.texts {
		if !id.Has(key) {
			t.Errorf("%s: no Indonesian text", key)
		}
	}
}

func TestTextsAreWellFormed(t *testing.T) {
	for lang, c := range testCatalogues(t) {
		for key, text := range c.texts {
			switch words := c.Plain(key, nil); {
			case isPlain(key) && strings.Contains(words, "</"):
				t.Errorf("%s %s: tags in a plain text", lang, key)
			case len(text) == 0:
				t.Errorf("%s %s: empty", lang, key)
			}
		}
	}
}

// The words of the contract, to the letter; an emoji may stand before them.
func TestWordsOfTheContract(t *testing.T) {
	id := testCatalogues(t)["id"]
	for key, want := range map[string]string{
		"button.identity_yes": "Benar", "button.identity_no": "Bukan saya",
		"button.consent_yes": "Saya bersedia", "button.consent_no": "Tidak bersedia",
		"button.begin": "Mulai", "button.resume": "Lanjutkan", "button.back": "Kembali",
		"button.skip": "Lewati", "button.later": "Lanjut nanti", "button.done": "Selesai memilih",
		"button.submit": "Kirim jawaban",
	} {
		words := id.Plain(key, nil)
		mark, rest, found := strings.Cut(words, " ")
		if words != want && (!found || rest != want || strings.ContainsAny(mark, "abcdefghijklmnopqrstuvwxyz")) {
			t.Errorf("%s is %q, want %q", key, words, want)
		}
	}
	if words := id.Plain("button.change", Args{"n": "3"}); !strings.Contains(words, "Ubah") {
		t.Errorf("button.change is %q", words)
	}
	if words := id.Plain("screen.submitted", nil); !strings.Contains(words, "Jawaban Anda sudah kami terima") {
		t.Errorf("screen.submitted is %q", words)
	}
	for key, want := range map[string]string{
		"word.mode.anonymous":    "anonim (nama dilepas setelah dikirim)",
		"word.mode.confidential": "rahasia (nama tersimpan, tidak ditampilkan)",
		"word.mode.identified":   "bernama",
	} {
		if got := id.Plain(key, nil); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}
