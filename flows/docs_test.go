package flows

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"suara/flows/expression"
	"suara/survey"
)

// flowsDoc is the document that teaches the format.
func flowsDoc(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/flows.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

var blocks = regexp.MustCompile("(?s)```yaml\n(.*?)```")

// around is a flow for examples that are only items.
const around = `flow: contoh
title: {id: Contoh, en: Example}
languages: [id, en]
scales:
  agree5:
    - {value: 1, label: {id: Sangat tidak setuju, en: Strongly disagree}}
    - {value: 2, label: {id: Tidak setuju, en: Disagree}}
    - {value: 3, label: {id: Netral, en: Neutral}}
    - {value: 4, label: {id: Setuju, en: Agree}, favourable: true}
    - {value: 5, label: {id: Sangat setuju, en: Strongly agree}, favourable: true}
items:
`

// TestExamplesOfTheDocument loads each example of docs/flows.md, holds it against the schema, and answers it
// to the end by the first option, and by the last.
func TestExamplesOfTheDocument(t *testing.T) {
	examples := blocks.FindAllStringSubmatch(flowsDoc(t), -1)
	if len(examples) < 25 {
		t.Fatalf("%d examples found", len(examples))
	}
	for n, m := range examples {
		src := m[1]
		whole := strings.HasPrefix(src, "flow:")
		if !whole {
			src = around + "  " + strings.TrimSuffix(strings.ReplaceAll(src, "\n", "\n  "), "  ")
		}
		t.Run(fmt.Sprintf("%d %.30s", n+1, strings.TrimSpace(m[1])), func(t *testing.T) {
			found := Inspect("example.yaml", []byte(src), survey.Identified)
			if len(found.Errors) > 0 || whole && len(found.Warnings) > 0 {
				t.Fatalf("%v %v\n%s", found.Errors, found.Warnings, src)
			}
			if err := valid(t, []byte(src)); err != nil {
				t.Errorf("schema: %v", err)
			}
			for _, lang := range []string{"id", "en"} {
				answerAll(t, found.Flow, lang, false)
				answerAll(t, found.Flow, lang, true)
			}
		})
	}
}

// typedWords are typed until one is taken.
var typedWords = []string{"3", "30", "2024", "1 Mei 2020", "16.30", "siti@malutprov.go.id", "0812 3456 7890",
	"Kota Ternate"}

// answerAll answers a flow to its end.
func answerAll(t *testing.T, f *Flow, lang string, last bool) {
	t.Helper()
	s := f.Begin("x", lang, map[string]string{"position": "Analis"})
	for range 4 * (len(f.Items) + 2) {
		screen := f.Show(s)
		var tries []Input
		switch n := len(screen.Options); {
		case screen.Kind == ScreenReview:
			if _, out := f.Step(s, Input{Press: screen.Submit}); !out.Submitted {
				t.Fatalf("not sent: %v", out.Notice)
			}
			return
		case screen.Kind == ScreenItem && screen.Item.sent():
			tries = []Input{{Sent: &Sent{Kind: screen.Item.Type, Value: "w/a.jpg"}}}
		case screen.Done != "" && (screen.Ticked > 0 || n == 0):
			tries = []Input{{Press: screen.Done}}
			if screen.Ticked < n { // too few as yet
				tries = append(tries, Input{Press: screen.Options[screen.Ticked].Press})
			}
		case n > 0 && last:
			tries = []Input{{Press: screen.Options[n-1].Press}}
		case n > 0:
			tries = []Input{{Press: screen.Options[0].Press}}
		default:
			for _, w := range typedWords {
				tries = append(tries, Input{Text: w})
			}
		}
		moved := false
		for _, in := range tries {
			next, out := f.Step(s, in)
			if out.Changed {
				s, moved = next, true
				break
			}
		}
		if !moved {
			t.Fatalf("%s: nothing is taken", screen.Item.ID)
		}
	}
	t.Fatalf("no end: %+v", f.Show(s))
}

// TestDocumentNamesEverything holds the document against the keys that the loader reads, the item types,
// scores and functions.
func TestDocumentNamesEverything(t *testing.T) {
	doc := flowsDoc(t)
	var words []string
	for _, keys := range [][]string{flowKeys, sectionKeys, closingKeys, optionKeys, checkKeys, rowKeys, dimensionKeys,
		indexKeys, bandKeys, typeNames, scoreNames, attributes, expression.Functions()} {
		words = append(words, keys...)
	}
	for _, name := range typeNames {
		words = append(words, keysOf(ItemType(name))...)
	}
	for _, w := range words {
		if !regexp.MustCompile("`" + regexp.QuoteMeta(w) + "[`:]|\\b" + regexp.QuoteMeta(w) + ":|\\*\\*" + w + "\\*\\*").MatchString(doc) {
			t.Errorf("docs/flows.md does not name %s", w)
		}
	}
}
