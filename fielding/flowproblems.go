package fielding

import (
	"encoding/json"
	"fmt"

	"suara/flows"
	"suara/storage"
)

// ShownProblems is how many problems a post lists; where there are more, all come as a file.
const ShownProblems = 20

// ArgProblems is the argument with what is wrong in a flow's file: see [WriteProblems].
const ArgProblems = "problems"

// placed is a problem as it is kept in an argument of a post.
type placed struct {
	Line    int           `json:"l"`
	Column  int           `json:"c"`
	Message flows.Message `json:"m"`
}

// WriteProblems puts problems into one argument. Their messages are told in the reader's language when the
// post is rendered.
func WriteProblems(list []flows.Problem) (string, error) {
	kept := make([]placed, len(list))
	for i, p := range list {
		kept[i] = placed{p.Line, p.Column, p.Message}
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return "", fmt.Errorf("write the problems of a flow: %w", err)
	}
	return string(raw), nil
}

// ReadProblems reads what WriteProblems wrote. The problems name no file.
func ReadProblems(arg string) ([]flows.Problem, error) {
	var kept []placed
	if err := json.Unmarshal([]byte(arg), &kept); err != nil {
		return nil, fmt.Errorf("read the problems of a flow: %w", err)
	}
	list := make([]flows.Problem, len(kept))
	for i, p := range kept {
		list[i] = flows.Problem{Line: p.Line, Column: p.Column, Message: p.Message}
	}
	return list, nil
}

// FlowFaulty says what is wrong in a flow's file; nothing of it is kept.
func (d *Desk) FlowFaulty(f Fetch, faults flows.Problems) error {
	return d.faulty(d.fileAdmin(f), f.Name, faults)
}

func (d *Desk) faulty(a *admin, file string, faults flows.Problems) error {
	problems, err := WriteProblems(faults)
	if err != nil {
		return err
	}
	args := map[string]string{"file": file, ArgProblems: problems}
	if err := a.reply(PostFlowFaulty, "", args); err != nil || len(faults) <= ShownProblems {
		return err
	}
	return a.queue(storage.Message{
		Kind: storage.KindDocument, Chat: a.chat, Topic: a.topic, Name: PostFlowProblems,
		Args: map[string]string{"file": "periksa.txt", ArgProblems: problems},
	})
}
