package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"suara/storage"
)

func (p *program) compactCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "compact",
		Short: "Give back what the database no longer needs",
		Long: `Rewrites the database without what was deleted, which else stays in the file until it is written
over. Stop serve first: while it runs, serve does the same by itself in the night after somebody's
answers were erased.`,
		Example: "  suara compact",
		Args:    cobra.NoArgs,
	}, func(*cobra.Command, []string) error {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		before, after, err := storage.Compact(set.Storage.Path)
		if errors.Is(err, storage.ErrBusy) {
			return fmt.Errorf("%w; stop it first", err)
		}
		if err != nil {
			return err
		}
		p.say("%s: %s, before %s", set.Storage.Path, byteSize(after), byteSize(before))
		return nil
	})
}
