package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"suara/flows"
	"suara/flows/library"
	"suara/survey"
)

func (p *program) flowCommand() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "flow",
		Short: "Check a flow, play it in the terminal",
		Long: `A flow is a survey's questionnaire, a YAML file. FILE may also be library:NAME for one that ships
with Suara. These commands read no configuration and no database.`,
		Example: "  suara flow check berakhlak.yaml\n  suara flow play library:berakhlak",
	}, p.flowCheck(), p.flowPlay())
}

func (p *program) flowCheck() *cobra.Command {
	mode := oneOf("anonymous", "confidential", "identified")
	c := p.command(&cobra.Command{
		Use:   "check FILE",
		Short: "Check a flow and list every problem with its place",
		Long: `Checks a flow and lists every problem with file, line and column; exit 1 where there is one. The
mode matters: an anonymous wave refuses items that name a person by themselves.`,
		Example: "  suara flow check berakhlak.yaml --mode confidential",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		f, err := loadFlow(args[0])
		if err != nil {
			return err
		}
		if problems := f.CheckMode(survey.Mode(mode.value)); len(problems) > 0 {
			return flows.Problems(problems)
		}
		for _, w := range f.Warnings() {
			fmt.Fprintf(p.stderr, "suara: warning: %s\n", w)
		}
		_, err = fmt.Fprintf(p.stdout, "%s: flow %s, version %s, %d items, %s: no problem for %s waves\n",
			args[0], f.ID, f.Version(), len(f.Items), strings.Join(f.Languages, " and "), mode.value)
		return err
	})
	c.Flags().Var(mode, "mode", "of the waves that will use it")
	return c
}

func (p *program) flowPlay() *cobra.Command {
	lang := oneOf("id", "en")
	c := p.command(&cobra.Command{
		Use:   "play FILE",
		Short: "Answer a flow in the terminal",
		Long: `Plays the interview of a flow in the terminal, as a respondent would see it: type an option's number
or an answer and press Enter; the other buttons are typed as shown, such as /back. At the end it prints
the values as they would stand in an export. Nothing is stored.`,
		Example: "  suara flow play berakhlak.yaml --lang en",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		f, err := loadFlow(args[0])
		if err != nil {
			return err
		}
		return newPlayer(p, f, lang.value).play()
	})
	c.Flags().Var(lang, "lang", "language of the interview")
	return c
}

// loadFlow loads a flow from a file or the library.
func loadFlow(ref string) (*flows.Flow, error) {
	src, err := readFlow(ref)
	if err != nil {
		return nil, err
	}
	f, err := flows.Load(ref, src)
	var problems flows.Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, fmt.Errorf("load flow %s: %w", ref, err)
	}
	return f, err
}

func readFlow(ref string) ([]byte, error) {
	if shipped, ok := strings.CutPrefix(ref, libraryPrefix); ok {
		return library.Open(shipped)
	}
	src, err := os.ReadFile(ref)
	if err != nil {
		return nil, fmt.Errorf("read flow: %w", err)
	}
	return src, nil
}
