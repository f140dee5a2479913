package bot

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"suara/fielding"
	"suara/flows"
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

func testCatalogues(t *testing.T) map[string]*catalogue {
	t.Helper()
	all, err := loadCatalogues()
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
		if !id.has(key) {
			t.Errorf("%s: no Indonesian text", key)
		}
	}
}

// names lists the string constants of a Go file that match a prefix of identifiers.
func names(t *testing.T, file, prefix string) (list []string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	constants := regexp.MustCompile(`(?m)^\t` + prefix + `\w+\s*=\s*"([^"]+)"`)
	for _, m := range constants.FindAllStringSubmatch(string(src), -1) {
		list = append(list, m[1])
	}
	if len(list) == 0 {
		t.Fatalf("no constants %s* in %s", prefix, file)
	}
	return list
}

func TestEveryNameOfTheWriterHasAText(t *testing.T) {
	const file = "../fielding/names.go"
	needed := flows.NoticeKeys()
	needed = append(needed, names(t, file, "Notice")...)
	for i, key := range needed {
		needed[i] = "notice." + key
	}
	for _, name := range names(t, file, "Screen") {
		if name != fielding.ScreenInterview && name != fielding.ScreenConsent {
			needed = append(needed, "screen."+name)
		}
	}
	needed = append(needed, names(t, file, "Post")...)
	needed = append(needed, names(t, file, "Label")...)
	for _, aspect := range flows.ItemAspects() {
		needed = append(needed, "word.aspect."+string(aspect))
	}
	for lang, c := range testCatalogues(t) {
		for _, key := range needed {
			if !c.has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
}

// used lists the keys that the package's code names whole; those ending in a dot are beginnings.
func used(t *testing.T) (keys []string) {
	t.Helper()
	sources, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]*)"`)
	group := regexp.MustCompile(`\.word\("([a-z]+)"`)
	for _, f := range sources {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		src, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, m[1])
		}
		for _, m := range group.FindAllStringSubmatch(string(src), -1) {
			keys = append(keys, "word."+m[1]+".")
		}
	}
	return keys
}

func TestNoTextIsUnused(t *testing.T) {
	const file = "../fielding/names.go"
	keys := append(names(t, file, "Post"), names(t, file, "Label")...)
	for _, notice := range append(flows.NoticeKeys(), names(t, file, "Notice")...) {
		keys = append(keys, "notice."+notice)
	}
	for _, screen := range names(t, file, "Screen") {
		keys = append(keys, "screen."+screen)
	}
	for _, key := range used(t) {
		// a first part alone, such as "notice.", is the beginning of too much
		if first, rest, _ := strings.Cut(key, "."); rest != "" || first == "command" {
			keys = append(keys, key)
		}
	}
	for key := range testCatalogues(t)["id"].texts {
		ok := slices.ContainsFunc(keys, func(k string) bool {
			return k == key || strings.HasSuffix(k, ".") && strings.HasPrefix(key, k)
		})
		// the writer names the commands of confirmations, and words by group
		dynamic := strings.HasPrefix(key, "button.yes.") || strings.HasPrefix(key, "word.kind.") ||
			strings.HasPrefix(key, "word.reason.") || strings.HasPrefix(key, "word.what.") ||
			strings.HasPrefix(key, "word.lost.")
		if !ok && !dynamic {
			t.Errorf("%s: nothing shows this text", key)
		}
	}
}

func TestKeysInTheCodeHaveTexts(t *testing.T) {
	groups := []string{"screen.", "consent.", "interview.", "review.", "button.", "word.", "post."}
	c := testCatalogues(t)["id"]
	for _, key := range used(t) {
		ours := slices.ContainsFunc(groups, func(g string) bool { return strings.HasPrefix(key, g) })
		if ours && !strings.HasSuffix(key, ".") && !c.has(key) {
			t.Errorf("%s: no text", key)
		}
	}
}

func TestTextsFit(t *testing.T) {
	for lang, c := range testCatalogues(t) {
		for key, text := range c.texts {
			words := c.plain(key, nil)
			n := units(words)
			switch {
			case strings.HasPrefix(key, "button.") && n > 30:
				t.Errorf("%s %s: %d units are too wide for a button", lang, key, n)
			case strings.HasPrefix(key, "notice.") && n > 160:
				t.Errorf("%s %s: %d units leave no room for values in the answer to a press", lang, key, n)
			case strings.HasPrefix(key, "command.") && (n < 3 || n > 60):
				t.Errorf("%s %s: a description of %d units", lang, key, n)
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
		words := id.plain(key, nil)
		mark, rest, found := strings.Cut(words, " ")
		if words != want && (!found || rest != want || strings.ContainsAny(mark, "abcdefghijklmnopqrstuvwxyz")) {
			t.Errorf("%s is %q, want %q", key, words, want)
		}
	}
	if words := id.plain("button.change", args{"n": "3"}); !strings.Contains(words, "Ubah") {
		t.Errorf("button.change is %q", words)
	}
	if words := id.plain("screen.submitted", nil); !strings.Contains(words, "Jawaban Anda sudah kami terima") {
		t.Errorf("screen.submitted is %q", words)
	}
	for key, want := range map[string]string{
		"word.mode.anonymous":    "anonim (nama dilepas setelah dikirim)",
		"word.mode.confidential": "rahasia (nama tersimpan, tidak ditampilkan)",
		"word.mode.identified":   "bernama",
	} {
		if got := id.plain(key, nil); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}

func TestTextSyntax(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a value", "a {x} b", "a 1 b"},
		{"a group with its value", "a[ ({x})]", "a (1)"},
		{"a group without its value", "a[ ({y})]", "a"},
		{"a group inside a group", "a[ {x}[ {y}]]", "a 1"},
		{"a value not given", "a {y}", "a "},
	} {
		parsed, err := parseText(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var b strings.Builder
		parsed.write(&b, args{"x": "1"}, nil)
		if b.String() != c.want {
			t.Errorf("%s: %q, want %q", c.name, b.String(), c.want)
		}
	}
	for _, bad := range []string{"{", "{}", "[a", "a]", "[a]]"} {
		if _, err := parseText(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
