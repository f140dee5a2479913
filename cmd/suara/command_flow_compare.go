package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"suara/flows"
	"suara/flows/compare"
	"suara/flows/outline"
)

func (p *program) flowShow() *cobra.Command {
	lang := oneOf("id", "en")
	c := p.command(&cobra.Command{
		Use:   "show FILE",
		Short: "Print the outline of a flow",
		Long: `Prints the outline of a flow: sections, items with their types and conditions, how long it takes, how it
is scored.`,
		Example: "  suara flow show library:berakhlak",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		f, err := loadFlow(args[0])
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(p.stdout, outline.Flow(f, lang.value))
		return err
	})
	c.Flags().Var(lang, "lang", "language of the texts")
	return c
}

func (p *program) flowDiff() *cobra.Command {
	format := oneOf("text", "json")
	c := p.command(&cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what can be compared between two versions of a flow",
		Long: `Says part by part what differs between two versions of a flow. Results of an item are joined across
versions where the same people are asked the same question and can answer the same; scores where the
formula is the same too. Reports on the change between waves follow the same rule. Exit 0 whether or not
something differs.`,
		Example: "  suara flow diff library:berakhlak berakhlak.yaml\n  suara flow diff lama.yaml baru.yaml --format json",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, args []string) error {
		before, err := loadFlow(args[0])
		if err != nil {
			return err
		}
		after, err := loadFlow(args[1])
		if err != nil {
			return err
		}
		changes := compare.Flows(before, after)
		if format.value == "json" {
			e := json.NewEncoder(p.stdout)
			e.SetEscapeHTML(false)
			return e.Encode(changes)
		}
		_, err = fmt.Fprint(p.stdout, changes)
		return err
	})
	c.Flags().Var(format, "format", "of the output")
	return c
}

func (p *program) flowSchema() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of flow files for editors",
		Long: `Prints the JSON Schema (draft 2020-12) of flow files. An editor with a YAML language server completes keys
and marks wrong ones with it. It knows the form of a file; 'suara flow check' knows its sense too.`,
		Example: "  suara flow schema > flow.schema.json",
		Args:    cobra.NoArgs,
	}, func(*cobra.Command, []string) error {
		_, err := p.stdout.Write(flows.Schema())
		return err
	})
}
