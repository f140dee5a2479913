package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"suara/bot"
	"suara/storage"
)

func (p *program) auditCommand() *cobra.Command {
	c := p.command(&cobra.Command{
		Use:   "audit",
		Short: "List what admins and the operator did",
		Long: `Lists every act of admins, of the operator and of the system itself, oldest first: when, which account
(none: the operator, the schedule, or a person's own wish), what, about what. It never holds an answer
and can only grow.`,
		Example: "  suara audit\n  suara audit --format json",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, args []string) error { return p.ask(c, args, nil) })
	c.Flags().Var(oneOf("text", "json"), "format", "of the list")
	return c
}

// act is one line of the audit.
type act struct {
	At    string `json:"at"`
	By    int64  `json:"by,omitempty"` // Telegram account
	Act   string `json:"act"`
	About string `json:"about,omitempty"` // in English

	Args map[string]string `json:"args,omitempty"` // the values that About tells in words
}

func (o *office) audit(_ context.Context, req request, r *reply) error {
	about, err := bot.AuditAbout(o.cfg.Zone)
	if err != nil {
		return err
	}
	list := []act{}
	err = o.view(func(tx *storage.Tx) error {
		entries, err := tx.Audit()
		for _, e := range entries {
			list = append(list, act{e.At.In(o.cfg.Zone).Format(time.RFC3339), int64(e.By), e.Act, about(e), e.Args})
		}
		return err
	})
	if err != nil {
		return err
	}
	if req.format() == "json" {
		return r.json(list)
	}
	for _, a := range list {
		r.printf("%s  %-12d  %s", a.At, a.By, a.Act)
		if a.About != "" {
			r.printf(": %s", a.About)
		}
		r.printf("\n")
	}
	return nil
}
