package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"suara/fielding"
	"suara/storage"
)

func (p *program) restoreCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the database's place",
		Long: `Checks FILE and puts it in the place of the database, which is kept aside beside it. Stop serve
first. Afterwards serve answers people, but begins nothing: invitations, reminders and scheduled reports
wait until an admin writes /lanjut, since a backup may not know what people have been sent since.

The key file is left as it is. What was answered in an open anonymous wave can be read only while its key
is there; if it is not, this is said.`,
		Example: "  suara restore /backup/suara-2026-11-25.db",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		if sameFile(args[0], set.Storage.Path) {
			return usageError{fmt.Errorf("%s is the database itself", args[0])}
		}
		v, err := p.verify(c.Context(), args[0])
		if err != nil {
			return err
		}
		done, err := storage.Restore(args[0], set.Storage.Path, p.clock.Now(), fielding.Quieten)
		if errors.Is(err, storage.ErrBusy) {
			return fmt.Errorf("%w; stop it first", err)
		}
		if err != nil {
			return err
		}
		p.tellRestored(set.Storage.Path, v, done)
		return nil
	})
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

func (p *program) tellRestored(path string, v storage.Verdict, done storage.Restored) {
	p.say("%s: restored, %d records", path, v.Counts.Total())
	if done.Aside != "" {
		p.say("the former database is kept as %s", done.Aside)
	}
	p.say("invitations, reminders and scheduled reports wait until an admin writes /lanjut")
	file := storage.KeyFile(path)
	note := func(format string, args ...any) { fmt.Fprintf(p.stderr, "suara: "+format+"\n", args...) }
	if len(done.Lost) > 0 {
		note("the key of wave %s is not in %s: what was answered in it before the backup can't be read. "+
			"Put it back with 'suara keys import FILE', from the copy that was kept elsewhere, before serve starts; "+
			"without it participation remains, and the wave can only be closed without results",
			strings.Join(done.Lost, ", "), file)
	}
	if len(done.Unknown) > 0 {
		note("the backup does not know wave %s, whose key is still in %s: /lanjut destroys it for good. "+
			"To go back to the former database, stop serve before that", strings.Join(done.Unknown, ", "), file)
	}
}
