package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"suara/cmd/suara/config"
)

// request is a command to an office: in this process, or over the socket of a running serve. It
// carries bytes, since only the caller reads and writes files.
type request struct {
	Command string            `json:"command"` // as in "roster import"
	Args    []string          `json:"args"`
	Flags   map[string]string `json:"flags"`
	Input   []byte            `json:"input,omitempty"` // of FILE

	progress func(progress) // takes how far a long command is; nil: nobody watches
}

// progress says how far a command is that takes long.
type progress struct {
	Phase string `json:"phase"`
	Done  int    `json:"done"`
	Of    int    `json:"of"` // 0: not known
}

// tell gives what reports the steps of a phase.
func (r request) tell(phase string) func(done, of int) {
	return func(done, of int) {
		if r.progress != nil {
			r.progress(progress{phase, done, of})
		}
	}
}

// flag tells whether a switch is on.
func (r request) flag(name string) bool { return r.Flags[name] == "true" }

// format is the value of --format.
func (r request) format() string { return r.Flags["format"] }

// response is what a command answers.
type response struct {
	Exit   int               `json:"exit"`
	Stdout []byte            `json:"stdout,omitempty"`
	Stderr []byte            `json:"stderr,omitempty"`
	Files  map[string][]byte `json:"files,omitempty"` // by the flag that names the file
}

// reply collects a response while a command runs.
type reply struct {
	out, problems bytes.Buffer
	files         map[string][]byte
}

func (r *reply) printf(format string, args ...any) { fmt.Fprintf(&r.out, format, args...) }

// note says something beside the result.
func (r *reply) note(format string, args ...any) {
	fmt.Fprintf(&r.problems, "suara: "+format+"\n", args...)
}

// put gives bytes to the file that a flag names, or to stdout where the flag is not given.
func (r *reply) put(req request, flag string, data []byte) {
	if req.Flags[flag] == "" {
		r.out.Write(data)
		return
	}
	if r.files == nil {
		r.files = map[string][]byte{}
	}
	r.files[flag] = data
}

func (r *reply) response(err error) response {
	resp := response{Stdout: r.out.Bytes(), Files: r.files}
	if err != nil {
		resp.Exit, resp.Files = exitFailed, nil
		for line := range strings.Lines(config.Redact(err.Error())) {
			r.note("%s", strings.TrimRight(line, "\n"))
		}
	}
	resp.Stderr = r.problems.Bytes()
	return resp
}

// requestOf is a command as it was written; input is what its file holds.
func requestOf(c *cobra.Command, args []string, input []byte) request {
	req := request{
		Command: strings.TrimPrefix(c.CommandPath(), "suara "), Args: args, Flags: map[string]string{}, Input: input,
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) { req.Flags[f.Name] = f.Value.String() })
	return req
}

// ask sends a command to the office and writes its response, to files where flags name them.
func (p *program) ask(c *cobra.Command, args []string, input []byte) error {
	req := requestOf(c, args, input)
	bar := newProgressLine(p.stderr)
	req.progress = bar.show
	resp, err := p.send(c.Context(), req)
	bar.end() // before the result is written where it stands
	if err != nil {
		return err
	}
	for flag, data := range resp.Files {
		if err := writeFile(req.Flags[flag], data); err != nil {
			return err
		}
	}
	if _, err := p.stdout.Write(resp.Stdout); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	if _, err := p.stderr.Write(resp.Stderr); err != nil {
		return fmt.Errorf("write the problems: %w", err)
	}
	if resp.Exit != exitFine {
		return failed(resp.Exit)
	}
	return nil
}

// send reaches the office: through the socket while serve runs, else in this process.
func (p *program) send(ctx context.Context, req request) (response, error) {
	set, err := p.load(false)
	if err != nil {
		return response{}, err
	}
	resp, served, err := askServer(ctx, socketPath(set.Storage.Path), req)
	if served || err != nil {
		return resp, err
	}
	return p.askOffline(ctx, set, req)
}

// writeFile replaces a file as a whole, readable by its owner only: it may name people.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".suara-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
