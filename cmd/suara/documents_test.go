package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// textOf reads a file by its path from the top folder.
func textOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// paths lists files by a pattern from the top folder.
func paths(t *testing.T, pattern string) (list []string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("..", "..", pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("no files %s: %v", pattern, err)
	}
	for _, f := range found {
		list = append(list, filepath.ToSlash(strings.TrimPrefix(f, filepath.Join("..", "..")+string(filepath.Separator))))
	}
	return list
}

func TestReadmeNamesEveryDocumentAndFolder(t *testing.T) {
	readme := textOf(t, "README.md")
	for _, doc := range paths(t, "docs/*.md") {
		if !strings.Contains(readme, "]("+doc+")") {
			t.Errorf("README.md does not name %s", doc)
		}
	}
	folders := []string{"cmd/suara", "docs", "deploy"}
	for _, f := range paths(t, "*/*.go") {
		folders = append(folders, filepath.Dir(f))
	}
	for _, folder := range folders {
		if !strings.Contains(readme, "\n"+folder+"/ ") {
			t.Errorf("the folders of README.md lack %s/", folder)
		}
	}
}

// The guides point to the one unit file: a copy in them would run apart from it.
func TestGuidesPointToTheUnitFile(t *testing.T) {
	for _, guide := range []string{"docs/operator-guide.md", "docs/panduan-operator.md"} {
		text := textOf(t, guide)
		if !strings.Contains(text, "](../deploy/suara.service)") || strings.Contains(text, "ExecStart=") {
			t.Errorf("%s: it must point to deploy/suara.service and hold no unit file of its own", guide)
		}
	}
}

var (
	linkText    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	headingText = regexp.MustCompile(`(?m)^#+ (.*)$`)
	notInAnchor = regexp.MustCompile(`[^\pL\pN\- ]`)
)

// TestLinksOfTheDocumentsLead follows every link to a file of the project, and to its heading.
func TestLinksOfTheDocumentsLead(t *testing.T) {
	for _, doc := range append(paths(t, "*.md"), paths(t, "docs/*.md")...) {
		for _, m := range linkText.FindAllStringSubmatch(textOf(t, doc), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, ":") {
				continue // another site
			}
			path := doc
			if target != "" {
				path = filepath.Join(filepath.Dir(doc), target)
			}
			if _, err := os.Stat(filepath.Join("..", "..", path)); err != nil {
				t.Errorf("%s: the link %s leads nowhere", doc, m[1])
			} else if anchor != "" && !anchors(textOf(t, path))[anchor] {
				t.Errorf("%s: the link %s leads to no heading", doc, m[1])
			}
		}
	}
}

// anchors are the names by which the headings of a document can be linked, as GitHub makes them.
func anchors(text string) map[string]bool {
	found := map[string]bool{}
	for _, m := range headingText.FindAllStringSubmatch(text, -1) {
		plain := notInAnchor.ReplaceAllString(strings.ToLower(m[1]), "")
		found[strings.ReplaceAll(plain, " ", "-")] = true
	}
	return found
}
