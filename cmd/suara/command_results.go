package main

import (
	"errors"
	"fmt"
	"os"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func (p *program) summaryCommand() *cobra.Command {
	c := p.command(&cobra.Command{
		Use:   "summary WAVE",
		Short: "Print the results of a wave",
		Long: `Prints the figures of a wave, each with its base; those on fewer than the wave's smallest group are
withheld. An anonymous or confidential wave must be closed: its results come once, at closing, and are
the same ever after. The text is in organisation.language. html is one page that needs nothing else and
prints on A4; xlsx is tables with charts; png is the headline picture; docx is the official report. What is
written is said by --format, and the ending of --out must not promise another kind of file.`,
		Example: "  suara summary berakhlak-2026-11\n" +
			"  suara summary berakhlak-2026-11 --unit dinas-kesehatan --format json\n" +
			"  suara summary berakhlak-2026-11 --format html --out laporan.html\n" +
			"  suara summary berakhlak-2026-11 --format docx --template laporan.docx --number 800/123 --out hasil.docx",
		Args: cobra.ExactArgs(1),
	}, p.askSummary)
	c.Flags().String("unit", "", "id of one unit instead of the whole organisation; with text and json")
	c.Flags().Var(oneOf("text", "json", "html", "xlsx", "png", "docx"), "format", "of the summary")
	c.Flags().String("out", "", "file to write instead of stdout")
	c.Flags().String("template", "", "DOCX file to fill instead of the built-in template; see 'suara template'")
	letterFlags(c)
	return c
}

func (p *program) askSummary(c *cobra.Command, args []string) error {
	flag := func(name string) string { return c.Flag(name).Value.String() }
	format := flag("format")
	words := format == "text" || format == "json"
	switch {
	case !words && flag("unit") != "":
		return usageError{errors.New("--unit goes with --format text and json")}
	case flag("template") != "" && format != "docx":
		return usageError{errors.New("--template goes with --format docx")}
	case !words && format != "html" && flag("out") == "" && isTerminal(p.stdout):
		return usageError{errors.New("such a file can't be shown here: name one with --out")}
	}
	if err := fits("--out", flag("out"), format); err != nil {
		return err
	}
	template, err := readOptional(flag("template"))
	if err != nil {
		return err
	}
	return p.ask(c, args, template)
}

func (p *program) exportCommand() *cobra.Command {
	delimiter := ","
	c := p.command(&cobra.Command{
		Use:   "export WAVE",
		Short: "Write the responses of a wave as rows",
		Long: `Writes the complete responses of a wave, one row each, for machines. An anonymous or confidential
wave must be closed. Rows of an anonymous wave are coarsened: units and segments are made wider until
each combination occurs often enough, and there is neither a day nor free text. Free texts of an
anonymous wave are written apart, shuffled, with --comments.`,
		Example: "  suara export berakhlak-2026-11 --out responses.csv --delimiter ';'\n" +
			"  suara export berakhlak-2026-11 --format xlsx --out responses.xlsx --comments comments.csv",
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		if utf8.RuneCountInString(delimiter) != 1 || delimiter == `"` || delimiter == "\n" || delimiter == "\r" {
			return usageError{errors.New(`--delimiter: one sign is expected, such as ";"`)}
		}
		format, out := c.Flag("format").Value.String(), c.Flag("out").Value.String()
		if format == "xlsx" && out == "" && isTerminal(p.stdout) {
			return usageError{errors.New("an XLSX file can't be shown here: name a file with --out")}
		}
		if err := fits("--out", out, format); err != nil {
			return err
		}
		if comments := c.Flag("comments").Value.String(); promisesOther(comments, "csv") {
			return usageError{fmt.Errorf("--comments %s: free texts are written as CSV: name a .csv file", comments)}
		}
		return p.ask(c, args, nil)
	})
	c.Flags().Var(oneOf("csv", "jsonl", "xlsx"), "format", "of the rows")
	c.Flags().String("out", "", "file to write instead of stdout")
	c.Flags().String("comments", "", "file for the free texts of an anonymous wave")
	c.Flags().StringVar(&delimiter, "delimiter", ",", "between the columns of CSV")
	c.Flags().Bool("partial", false, "also the partial responses, with a column disposition")
	return c
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
