package texts

import (
	"fmt"
	"strings"

	"suara/flows"

	"github.com/goccy/go-yaml"
)

// loadProblems reads problems.LANG.yaml: the messages of a flow's check by their English formats. English
// needs none. A text names the message's arguments by number, %[1]s, and can put them in any order.
func loadProblems(lang string) (map[string]string, error) {
	if lang == "en" {
		return nil, nil
	}
	src, err := files.ReadFile("problems." + lang + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read the problems of catalogue %s: %w", lang, err)
	}
	var t map[string]string
	if err := yaml.Unmarshal(src, &t); err != nil {
		return nil, fmt.Errorf("read the problems of catalogue %s: %w", lang, err)
	}
	return t, nil
}

// Problem tells a message of a flow's check in the catalogue's language. What has no text there is told in
// English.
func (c *Catalogue) Problem(m flows.Message) string {
	format, known := c.problems[m.Format]
	if !known {
		format = m.Format
	}
	args := make([]any, len(m.Args))
	for i, arg := range m.Args {
		if inner, ok := arg.(flows.Message); ok {
			arg = c.Problem(inner)
		}
		args[i] = arg
	}
	if known && !strings.Contains(format, "%") {
		return format // a text can do without the arguments
	}
	return fmt.Sprintf(format, args...)
}
