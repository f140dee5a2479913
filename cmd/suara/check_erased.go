package main

import (
	"context"
	"time"

	"suara/cmd/suara/config"
	"suara/schedule"
	"suara/storage"
)

// erased tells since when what was erased waits to be taken out of the database's file, zero where
// nothing does.
func (o *office) erased(_ context.Context, _ request, r *reply) error {
	var since time.Time
	if err := o.view(func(tx *storage.Tx) error { since = tx.Erased(); return nil }); err != nil {
		return err
	}
	return r.json(since)
}

// erased says since when what was erased waits in the database's file.
func (p *program) erased(ctx context.Context, set *config.Config) {
	since, err := learn(ctx, set, request{Command: "erased"}, func(tx *storage.Tx) (time.Time, error) {
		return tx.Erased(), nil
	})
	switch {
	case err != nil:
		p.say("whether erased records wait in the database's file can't be told: %s", config.Redact(err.Error()))
	case since.IsZero():
		p.say("database: nothing that was erased is left in the file")
	default:
		p.say("database: what was erased since %s is still in the file; serve takes it out in the night after, "+
			"suara compact does at once while serve is stopped", schedule.FormatTime(since, set.Fielding.Zone, "en"))
	}
}
