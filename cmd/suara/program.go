package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"suara/cmd/suara/config"
)

// The exit codes of the program.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// program is one call of the command line with the world around it.
type program struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	env    func(string) (string, bool)
	clock  clock
	random io.Reader

	self    string // the program's own file; empty: none to start
	config  string // file
	started bool   // a command has begun: what fails now is no wrong usage
}

func newProgram() *program {
	self, err := os.Executable()
	if err != nil || strings.HasSuffix(self, ".test") {
		self = "" // a test would start all tests
	}
	return &program{
		self: self, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, env: os.LookupEnv,
		clock: realClock{}, random: rand.Reader,
	}
}

// failed ends the program with an exit code where everything was said already.
type failed int

func (f failed) Error() string { return fmt.Sprintf("exit %d", int(f)) }

// usageError is a wrong usage that shows only after a command has begun.
type usageError struct{ error }

// run runs the command line and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code failed
	var usage usageError
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &code):
		return int(code)
	case !p.started, errors.As(err, &usage):
		fmt.Fprintf(p.stderr, "suara: %s\nTry 'suara --help' or the help of the command.\n", config.Redact(err.Error()))
		return exitUsage
	}
	p.complain(err)
	return exitFailed
}

// complain writes an error that may list several problems, one a line.
func (p *program) complain(err error) {
	for line := range strings.Lines(config.Redact(err.Error())) {
		fmt.Fprintf(p.stderr, "suara: %s\n", strings.TrimRight(line, "\n"))
	}
}

func (p *program) root() *cobra.Command {
	root := p.group(&cobra.Command{
		Use:   "suara",
		Short: "Field surveys among civil servants on Telegram",
		Long: `Suara fields surveys among civil servants (ASN) on Telegram: it imports the roster, invites
everyone on schedule, interviews each person in a private chat, reminds those who have not
finished and gives results only as figures for groups.

Commands print results to stdout and problems to stderr. Exit code: 0 done, 1 failed, 2 wrong usage.
While 'suara serve' runs, the other commands work through it; else they open the database themselves.`,
		Example: "  suara check -c config.yaml\n  suara roster import pegawai.csv --dry-run\n  suara serve",
	},
		p.serveCommand(), p.checkCommand(), p.rosterCommand(), p.waveCommand(), p.summaryCommand(),
		p.exportCommand(), p.archiveCommand(), p.auditCommand(), p.templateCommand(), p.analyseCommand(), p.flowCommand(),
		p.demoCommand(), p.backupCommand(), p.verifyCommand(),
		p.restoreCommand(), p.compactCommand(), p.keysCommand(), p.verifyHere(), p.versionCommand(),
	)
	root.PersistentFlags().StringVarP(&p.config, "config", "c", "config.yaml", "configuration file")
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	return root
}

// group makes a command that only holds others.
func (p *program) group(c *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	c.Args = cobra.NoArgs
	c.RunE = func(c *cobra.Command, _ []string) error {
		var names []string
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				names = append(names, sub.Name())
			}
		}
		return fmt.Errorf("%s: say which command: %s", c.CommandPath(), strings.Join(names, ", "))
	}
	c.AddCommand(commands...)
	return c
}

// command completes a command that does something.
func (p *program) command(c *cobra.Command, run func(*cobra.Command, []string) error) *cobra.Command {
	c.RunE = func(c *cobra.Command, args []string) error {
		p.started = true
		return run(c, args)
	}
	return c
}

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

func oneOf(words ...string) *choice { return &choice{words[0], words} }

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.allowed, "|") }

// Set takes a word if it is one of the allowed.
func (c *choice) Set(s string) error {
	for _, a := range c.allowed {
		if s == a {
			c.value = s
			return nil
		}
	}
	return fmt.Errorf("write %s", strings.Join(c.allowed, ", "))
}
