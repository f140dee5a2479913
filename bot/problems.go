package bot

import (
	"fmt"
	"strings"

	"suara/fielding"
	"suara/flows"
	"suara/storage"

	"github.com/goccy/go-yaml"
)

// problemTexts are the messages of a flow's check in a language other than English, by their English formats.
// A text names the message's arguments by number, %[1]s, and can put them in any order.
type problemTexts map[string]string

// loadProblems reads texts/problems.LANG.yaml; English needs none.
func loadProblems(lang string) (problemTexts, error) {
	if lang == "en" {
		return nil, nil
	}
	src, err := textFiles.ReadFile("texts/problems." + lang + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read the problems of catalogue %s: %w", lang, err)
	}
	var t problemTexts
	if err := yaml.Unmarshal(src, &t); err != nil {
		return nil, fmt.Errorf("read the problems of catalogue %s: %w", lang, err)
	}
	return t, nil
}

// say tells a message in the texts' language. What has no text there is told in English.
func (t problemTexts) say(m flows.Message) string {
	format, known := t[m.Format]
	if !known {
		format = m.Format
	}
	args := make([]any, len(m.Args))
	for i, arg := range m.Args {
		if inner, ok := arg.(flows.Message); ok {
			arg = t.say(inner)
		}
		args[i] = arg
	}
	if known && !strings.Contains(format, "%") {
		return format // a text can do without the arguments
	}
	return fmt.Sprintf(format, args...)
}

// flowFaulty lists what is wrong in a flow's file.
func (p *post) flowFaulty() error {
	list, err := fielding.ReadProblems(p.m.Args[fielding.ArgProblems])
	if err != nil {
		return err
	}
	p.set("count", p.number(len(list)))
	p.say(p.m.Name)
	p.b.WriteByte('\n')
	p.problemLines(list)
	return nil
}

// problemLines writes problems with their places.
func (p *post) problemLines(list []flows.Problem) {
	for _, problem := range list[:min(len(list), fielding.ShownProblems)] {
		for name, value := range p.t.problem(problem) {
			p.set(name, value)
		}
		p.line("post.flow.problem")
	}
	p.more("post.flow.more", len(list)-fielding.ShownProblems)
}

// problem gives the values of post.flow.problem.
func (c *catalogue) problem(p flows.Problem) args {
	return args{"line": fmt.Sprint(p.Line), "column": fmt.Sprint(p.Column),
		"message": strings.Join(strings.Fields(c.problems.say(p.Message)), " ")}
}

// problemList writes all problems of a post into a file, one a line.
func (r *renderer) problemList(tx *storage.Tx, m storage.Message) ([]byte, error) {
	list, err := fielding.ReadProblems(m.Args[fielding.ArgProblems])
	if err != nil {
		return nil, err
	}
	lang, err := r.postLanguage(tx, m)
	if err != nil {
		return nil, err
	}
	t := r.in(lang)
	var b strings.Builder
	for _, problem := range list {
		b.WriteString(t.plain("post.flow.problem", t.problem(problem)))
		b.WriteByte('\n')
	}
	return []byte(b.String()), nil
}
