package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"suara/cmd/suara/config"
	"suara/flows"
	"suara/flows/library"
	"suara/survey"
)

func (p *program) flowCommand() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "flow",
		Short: "Check a flow, play it in the terminal, compare two versions",
		Long: `A flow is a survey's questionnaire, a YAML file. FILE may also be library:NAME for one that ships
with Suara. These commands read no configuration and no database. The format is taught in docs/flows.md.`,
		Example: "  suara flow check berakhlak.yaml\n  suara flow play library:berakhlak\n" +
			"  suara flow diff library:berakhlak berakhlak.yaml",
	}, p.flowCheck(), p.flowPlay(), p.flowShow(), p.flowDiff(), p.flowList(), p.flowSchema())
}

func (p *program) flowCheck() *cobra.Command {
	mode := modes()
	c := p.command(&cobra.Command{
		Use:   "check FILE",
		Short: "Check a flow and list every problem with its place",
		Long: `Checks a flow and lists every problem and every warning at once, with file, line, column and the
mend; exit 1 where there is a problem, 0 where there are only warnings. The mode matters: an anonymous
wave refuses items that name a person by themselves.`,
		Example: "  suara flow check berakhlak.yaml --mode confidential",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		src, err := readFlow(args[0])
		if err != nil {
			return err
		}
		found := flows.Inspect(args[0], src, survey.Mode(mode.value))
		if found.Flow != nil {
			_, faults := readPictures(found.Flow, filepath.Dir(args[0]))
			found.Errors = append(found.Errors, faults...)
		}
		for _, w := range found.Warnings {
			fmt.Fprintf(p.stderr, "suara: warning: %s\n", w)
		}
		if len(found.Errors) > 0 {
			return flows.Problems(found.Errors)
		}
		f := found.Flow
		_, err = fmt.Fprintf(p.stdout, "%s: flow %s, version %s, %d items, %s: no problem for %s waves%s\n",
			args[0], f.ID, f.Version(), len(f.Items), strings.Join(f.Languages, " and "), mode.value,
			warned(len(found.Warnings)))
		return err
	})
	c.Flags().Var(mode, "mode", "of the waves that will use it")
	return c
}

func warned(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", 1 warning"
	}
	return fmt.Sprintf(", %d warnings", n)
}

func modes() *choice { return oneOf("anonymous", "confidential", "identified") }

func (p *program) flowPlay() *cobra.Command {
	lang, mode := oneOf("id", "en"), modes()
	seed, answers, with := uint64(1), "", map[string]string{}
	c := p.command(&cobra.Command{
		Use:   "play FILE",
		Short: "Answer a flow in the terminal",
		Long: `Plays the interview of a flow in the terminal, with the texts and buttons that Telegram would show.
Before each button stands what to type for it: the number of an option, or a word such as /back. Anything
else is a typed answer; > before it makes it one in any case. At the end it prints the values as they
would stand in an export. Nothing is stored.

With --answers a script answers, one line each, and exit 1 tells the line that did not fit:
  bp1 = 4          item bp1 must be on screen and takes this value; several values stand with spaces
  saran = #skip    also #na, #dk, #refused
  jabatan = other: Ahli Gizi
  /back            any button, as shown; 3 is the third option
  > 3              typed words
  ? Terima kasih   the screen must show these words
  # a comment`,
		Example: "  suara flow play berakhlak.yaml --lang en\n  suara flow play berakhlak.yaml --answers jawaban.txt --seed 7",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		for name := range with {
			if !slices.Contains(flows.AttributeNames(), name) {
				return usageError{fmt.Errorf("--with %s: known are %s", name, strings.Join(flows.AttributeNames(), ", "))}
			}
		}
		f, err := loadFlow(args[0])
		if err != nil {
			return err
		}
		pl, err := newPlayer(p, f, playing{lang.value, seedID(seed), survey.Mode(mode.value), with})
		if err != nil {
			return err
		}
		if answers == "" {
			return pl.play()
		}
		script, err := os.ReadFile(answers)
		if err != nil {
			return fmt.Errorf("read answers: %w", err)
		}
		return pl.playScript(answers, script)
	})
	c.Flags().Var(lang, "lang", "language of the interview")
	c.Flags().Var(mode, "mode", "of the wave, for what the screens say")
	c.Flags().Uint64Var(&seed, "seed", 1, "decides the order of what is shuffled")
	c.Flags().StringVar(&answers, "answers", "", "script of answers, instead of the terminal")
	c.Flags().StringToStringVar(&with, "with", nil, "what is known of the respondent, such as position=Analis")
	return c
}

func (p *program) flowList() *cobra.Command {
	return p.command(&cobra.Command{
		Use:     "list",
		Short:   "List the flows that ship with Suara",
		Long:    "Lists the flows that ship with Suara, by the name under which a configuration and these commands take them.",
		Example: "  suara flow list",
		Args:    cobra.NoArgs,
	}, func(*cobra.Command, []string) error {
		w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		for _, name := range library.Names() {
			f, err := loadFlow(config.LibraryPrefix + name)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s%s\t%s\t%d items, %d min\t%s\n", config.LibraryPrefix, name, strings.Join(f.Languages, ", "),
				f.Questions(), f.Minutes(), f.Title.In("id"))
		}
		return w.Flush()
	})
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
	if shipped, ok := strings.CutPrefix(ref, config.LibraryPrefix); ok {
		return library.Open(shipped)
	}
	src, err := os.ReadFile(ref)
	if err != nil {
		return nil, fmt.Errorf("read flow: %w", err)
	}
	return src, nil
}
