package main

import (
	"context"
	"encoding/json"
	"time"

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
func (p *program) erased(ctx context.Context, set *setup) {
	var since time.Time
	resp, served, err := askServer(ctx, socketPath(set.Storage.Path), request{Command: "erased"})
	switch {
	case served && err == nil && resp.Exit == exitFine:
		err = json.Unmarshal(resp.Stdout, &since)
	case !served && err == nil:
		_, err = storage.Glance(set.Storage.Path, func(tx *storage.Tx) error { since = tx.Erased(); return nil })
	}
	switch {
	case err != nil:
		p.say("whether erased records wait in the database's file can't be told: %s", redact(err.Error()))
	case since.IsZero():
		p.say("database: nothing that was erased is left in the file")
	default:
		p.say("database: what was erased since %s is still in the file; serve takes it out in the night after, "+
			"suara compact does at once while serve is stopped", schedule.FormatTime(since, set.Fielding.Zone, "en"))
	}
}
