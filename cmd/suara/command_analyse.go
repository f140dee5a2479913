package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// analysis is what analyse is asked for.
type analysis struct {
	flow     string
	format   *choice
	lang     *choice
	publish  bool
	minGroup int
}

func (p *program) analyseCommand() *cobra.Command {
	a := &analysis{format: oneOf("text", "json"), lang: oneOf("id", "en")}
	c := p.command(&cobra.Command{
		Use:   "analyse --flow FLOW.yaml RESPONSES.csv",
		Short: "Compute the figures of rows on disk",
		Long: `Computes the same figures as a wave's summary from rows on disk, so that an analyst can check them,
merge files and run again. RESPONSES.csv is an export or any CSV with a column an item id ('-' reads
stdin); the delimiter is found from the header. Empty cells and NA are missing, #skip is skipped; a
column unit is optional, columns that are no items are ignored. FLOW may be library:NAME. Every cell that
can't be read is listed with its row and column.

Nothing is suppressed: the figures are for an analyst's own machine. --publish withholds what a wave's
release would; publish that or the release of the wave, never both. No configuration and no database is
read, there is no roster and so no response rate.`,
		Example: "  suara analyse --flow library:berakhlak responses.csv\n" +
			"  suara analyse --flow berakhlak.yaml merged.csv --format json --publish",
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		if a.minGroup < report.MinGroupFloor {
			return usageError{fmt.Errorf("--min-group: %d or more is expected", report.MinGroupFloor)}
		}
		return p.analyse(a, args[0])
	})
	c.Flags().StringVar(&a.flow, "flow", "", "file of the flow that was answered")
	c.Flags().Var(a.format, "format", "of the figures")
	c.Flags().Var(a.lang, "lang", "language of the text")
	c.Flags().BoolVar(&a.publish, "publish", false, "withhold figures as a wave's release does")
	c.Flags().IntVar(&a.minGroup, "min-group", report.MinGroupFloor, "with --publish, least answers behind a figure")
	if err := c.MarkFlagRequired("flow"); err != nil {
		panic(err) // the flag is defined above
	}
	return c
}

func (p *program) analyse(a *analysis, file string) error {
	f, err := loadFlow(a.flow)
	if err != nil {
		return err
	}
	src, err := p.open(file)
	if err != nil {
		return err
	}
	defer src.Close()
	r, err := p.figures(a, f, file, src)
	if err != nil {
		return err
	}
	out := []byte(words.Text(r, f, a.lang.value))
	if a.format.value == "json" {
		if out, err = r.JSON(); err != nil {
			return err
		}
	}
	_, err = p.stdout.Write(out)
	return err
}

func (p *program) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(p.stdin), nil
	}
	src, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return src, nil
}

func (p *program) figures(a *analysis, f *flows.Flow, file string, src io.Reader) (*report.Release, error) {
	rows, err := report.ReadRows(src, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r, err := report.Compute(report.Input{
		Flow: f, Responses: rows.All, FindUnits: true, Suppress: a.publish, Language: a.lang.value,
		Wave: survey.Wave{State: survey.WaveClosed, MinGroup: a.minGroup},
	})
	if err = errors.Join(rows.Err(), err); err != nil {
		return nil, fmt.Errorf("%s:\n%w", file, err)
	}
	r.Wave, r.Survey = rows.Wave(), survey.SurveyID(f.ID)
	for _, note := range rows.Notes() {
		fmt.Fprintf(p.stderr, "suara: note: %s\n", note)
	}
	if a.publish {
		fmt.Fprintf(p.stderr, "suara: note: figures on fewer than %d answers are withheld, and what would give "+
			"them away; publish these or the release of the wave, never both\n", r.MinGroup)
	} else {
		fmt.Fprintln(p.stderr, "suara: note: nothing is suppressed: for an analyst's own machine only, "+
			"not for publication (--publish withholds)")
	}
	return r, nil
}
