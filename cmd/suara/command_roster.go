package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

func (p *program) rosterCommand() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "roster",
		Short: "Import the roster, make personal codes, list people",
		Long: `The roster is the list of the people eligible for surveys, with their units. Import it from the
files of the personnel office, hand out personal codes, and see who has registered.`,
		Example: "  suara roster import pegawai.xlsx --dry-run\n  suara roster codes --out codes.csv",
	}, p.rosterImport(), p.rosterCodes(), p.rosterList())
}

func (p *program) rosterImport() *cobra.Command {
	c := p.command(&cobra.Command{
		Use:   "import FILE",
		Short: "Take people and units from a .csv or .xlsx file",
		Long: `Takes the people and units of a .csv or .xlsx file. Required columns: nip, name, unit; optional:
parent_unit, position, rank, sex, phone, timezone; the usual Indonesian headers are understood and
other columns are not kept. Rows that can't be taken are reported with the reason while the others
are taken. People who are absent from the file are counted as missing and left alone.

Preview an import with --dry-run: it changes nothing.`,
		Example: "  suara roster import pegawai.csv --dry-run\n  suara roster import pegawai.xlsx --complete --format json",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		data, err := os.ReadFile(args[0])
		if err != nil {
			return fmt.Errorf("read the roster: %w", err)
		}
		return p.ask(c, []string{filepath.Base(args[0])}, data)
	})
	c.Flags().Bool("dry-run", false, "say what would change and change nothing")
	c.Flags().Bool("complete", false, "the file is the whole roster: absent people are retired")
	c.Flags().Bool("strict", false, "take nothing where a row is rejected, and exit 1")
	c.Flags().Var(oneOf("text", "json"), "format", "of the report")
	return c
}

func (p *program) rosterCodes() *cobra.Command {
	c := p.command(&cobra.Command{
		Use:   "codes",
		Short: "Make personal codes for those who have not registered",
		Long: `Prints a personal code for each person on the roster who has not registered yet, as CSV with the
columns nip, name, unit, code, link. A code registers one person once. Codes that were not used are
repeated unless they have expired (registration.code_days); with --renew they are replaced, and those
printed before no longer work. With --for, only for these people, registered or not: who has another
phone or account by now registers with the code, the old account is told and loses access.

The ending of --out says what is written: CSV, .xlsx with every cell as text, or .pdf with strips to
cut out, unit by unit, each with a QR code and how to check that the bot is the real one.

The link needs the bot's name: telegram.username, or the one that serve saw last. Hand a code to its
person only.`,
		Example: "  suara roster codes --out codes.csv\n  suara roster codes --out letters.pdf\n" +
			"  suara roster codes --for 198501012010011001",
		Args: cobra.NoArgs,
	}, func(c *cobra.Command, args []string) error {
		out := c.Flag("out").Value.String()
		if promisesOther(out, "csv") && !slices.Contains([]string{".xlsx", ".pdf"}, ending(out)) {
			return usageError{fmt.Errorf("--out %s: name a file that ends in .csv, .xlsx or .pdf", out)}
		}
		return p.ask(c, args, nil)
	})
	c.Flags().String("out", "", "file to write instead of stdout: .csv, .xlsx or .pdf")
	c.Flags().String("for", "", "NIP (several with commas): fresh codes for these people, registered or not")
	c.Flags().Bool("renew", false, "replace codes that were not used")
	return c
}

func (p *program) rosterList() *cobra.Command {
	c := p.command(&cobra.Command{
		Use:     "list",
		Short:   "List the people on the roster",
		Long:    "Lists the people on the roster with their units and whether they have registered.",
		Example: "  suara roster list\n  suara roster list --format csv > roster.csv",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, args []string) error { return p.ask(c, args, nil) })
	c.Flags().Var(oneOf("text", "json", "csv"), "format", "of the list")
	return c
}
