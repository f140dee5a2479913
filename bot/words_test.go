package bot

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"suara/bot/texts"
	"suara/fielding"
	"suara/flows"
	"suara/flows/compare"
)

func testCatalogues(t *testing.T) texts.Catalogues {
	t.Helper()
	all, err := texts.Load()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// keysOf lists the keys of a language's texts.
func keysOf(t *testing.T, lang string) []string {
	t.Helper()
	src, err := os.ReadFile("texts/" + lang + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := yaml.Unmarshal(src, &words); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(words))
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
	for _, aspect := range compare.ItemAspects() {
		needed = append(needed, "word.aspect."+string(aspect))
	}
	for lang, c := range testCatalogues(t) {
		for _, key := range needed {
			if !c.Has(key) {
				t.Errorf("%s: no text for %s", lang, key)
			}
		}
	}
}

// used lists the keys that the code names whole, here and where texts are written; those ending in a dot
// are beginnings.
func used(t *testing.T) (keys []string) {
	t.Helper()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	written, err := filepath.Glob("texts/*.go")
	if err != nil || len(written) == 0 {
		t.Fatal("no source of texts", err)
	}
	literal := regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]*)"`)
	group := regexp.MustCompile(`\.word\("([a-z]+)"`)
	for _, f := range append(sources, written...) {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
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
	for _, key := range keysOf(t, "id") {
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
		if ours && !strings.HasSuffix(key, ".") && !c.Has(key) {
			t.Errorf("%s: no text", key)
		}
	}
}

func TestTextsFit(t *testing.T) {
	for lang, c := range testCatalogues(t) {
		for _, key := range keysOf(t, lang) {
			n := units(c.Plain(key, nil))
			switch {
			case strings.HasPrefix(key, "button.") && n > 30:
				t.Errorf("%s %s: %d units are too wide for a button", lang, key, n)
			case strings.HasPrefix(key, "notice.") && n > 160:
				t.Errorf("%s %s: %d units leave no room for values in the answer to a press", lang, key, n)
			case strings.HasPrefix(key, "command.") && (n < 3 || n > 60):
				t.Errorf("%s %s: a description of %d units", lang, key, n)
			}
		}
	}
}
