package main

import (
	"context"
	"fmt"
	"strconv"

	"suara/fielding"
	"suara/roster"
	"suara/storage"
	"suara/survey"
)

// comparison is a roster file compared with the database, as it was then.
type comparison struct {
	plan    roster.Plan
	version int
}

// compareNow compares a file beside the writer, after an import that is under way.
func (o *office) compareNow(ctx context.Context, file *roster.File, req request) (c comparison, err error) {
	if err = o.act.do(ctx, "finish the roster", (*fielding.Desk).FinishRoster); err != nil {
		return c, err
	}
	return c, o.view(func(tx *storage.Tx) error {
		c.version = fielding.RosterVersion(tx)
		c.plan, err = o.compare(tx, file, req)
		return err
	})
}

// take stores what was compared, in steps between which the writer answers people. It goes on where its
// caller has gone: a roster is taken as a whole.
func (o *office) take(ctx context.Context, c comparison, by survey.AccountID, progress func(done, of int)) error {
	counts := rosterCounts(c.plan)
	in := &fielding.RosterImport{
		Version: c.version, Units: c.plan.Units, People: c.plan.Respondents(), By: by,
		Args: map[string]string{
			"new": strconv.Itoa(counts.New), "changed": strconv.Itoa(counts.Changed), "retired": strconv.Itoa(counts.Retired),
		},
	}
	if counts.Units > 0 {
		in.Args["units"] = strconv.Itoa(counts.Units)
	}
	ctx = context.WithoutCancel(ctx)
	steps := in.Steps()
	for n, step := range steps {
		progress(n*len(in.People)/len(steps), len(in.People))
		if err := o.act.do(ctx, "roster import", step); err != nil {
			return fmt.Errorf("store the roster: %w", err)
		}
	}
	progress(len(in.People), len(in.People))
	return nil
}
