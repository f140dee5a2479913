package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"suara/storage"
)

func (p *program) serveCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "serve",
		Short: "Run the bot until it is stopped",
		Long: `Runs the bot: it fetches updates, interviews people, opens, reminds and closes waves on schedule
and posts to the admin group, until SIGTERM or Ctrl-C. Without an owner it prints a link, valid an hour,
that makes its opener the first one. While it runs, the other commands work through it.

If Telegram can't be reached it keeps trying; nothing that people wrote is lost.`,
		Example: "  suara serve -c /etc/suara/config.yaml",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, _ []string) (err error) {
		set, err := p.load(true)
		if err != nil {
			return err
		}
		log := newLog(p.stderr, set.Telegram.Token, slog.LevelInfo)
		for _, w := range set.Warnings {
			log.Warn(w)
		}
		if err := p.verifyAfterCrash(c.Context(), set.Storage.Path); err != nil {
			return err
		}
		s, err := assemble(set, world{clock: p.clock, random: p.random, log: log, out: p.stdout})
		if errors.Is(err, storage.ErrBusy) {
			return fmt.Errorf("%w; stop the other one first", err)
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		return s.run(c.Context())
	})
}
