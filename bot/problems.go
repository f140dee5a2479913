package bot

import (
	"fmt"
	"strings"

	"suara/bot/texts"
	"suara/fielding"
	"suara/flows"
	"suara/storage"
)

// flowFaulty lists what is wrong in a flow's file.
func (p *post) flowFaulty() error {
	list, err := fielding.ReadProblems(p.m.Args[fielding.ArgProblems])
	if err != nil {
		return err
	}
	p.set("count", p.t.Number(len(list)))
	p.say(p.m.Name)
	p.b.WriteByte('\n')
	p.problemLines(list)
	return nil
}

// problemLines writes problems with their places.
func (p *post) problemLines(list []flows.Problem) {
	for _, problem := range list[:min(len(list), fielding.ShownProblems)] {
		for name, value := range problemArgs(p.t, problem) {
			p.set(name, value)
		}
		p.line("post.flow.problem")
	}
	p.more("post.flow.more", len(list)-fielding.ShownProblems)
}

// problemArgs gives the values of post.flow.problem.
func problemArgs(t *texts.Catalogue, p flows.Problem) texts.Args {
	return texts.Args{"line": fmt.Sprint(p.Line), "column": fmt.Sprint(p.Column),
		"message": strings.Join(strings.Fields(t.Problem(p.Message)), " ")}
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
	t := r.texts.In(lang)
	var b strings.Builder
	for _, problem := range list {
		b.WriteString(t.Plain("post.flow.problem", problemArgs(t, problem)))
		b.WriteByte('\n')
	}
	return []byte(b.String()), nil
}
