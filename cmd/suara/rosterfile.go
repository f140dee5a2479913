package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"

	"suara/bot"
	"suara/fielding"
	"suara/roster"
	"suara/storage"
)

// rosterFiles reads the roster files that owners send to the bot, one at a time and beside the loop: the
// writer never waits for Telegram, and only what it takes to store a plan happens in its transaction.
type rosterFiles struct {
	*system
	queue chan fielding.Fetch
}

// rosterQueue is how many files may wait; one more is said to be gone, and can be sent again.
const rosterQueue = 8

func newRosterFiles(s *system) *rosterFiles {
	return &rosterFiles{system: s, queue: make(chan fielding.Fetch, rosterQueue)}
}

// add takes a file to be read; it never waits.
func (q *rosterFiles) add(f fielding.Fetch) {
	select {
	case q.queue <- f:
	default:
		q.log.Warn("a roster file was passed over: too many wait")
	}
}

// run reads files until ctx ends.
func (q *rosterFiles) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case f := <-q.queue:
			if err := q.read(ctx, f); err != nil && ctx.Err() == nil {
				q.log.Error("a roster file could not be read", "error", err.Error())
			}
		}
	}
}

// read fetches one file and previews it, or takes it where its button was pressed.
func (q *rosterFiles) read(ctx context.Context, f fielding.Fetch) error {
	data, err := q.client.File(ctx, f.File, fielding.FileLimit)
	if err != nil {
		q.log.Warn("fetch a roster file", "error", err.Error())
		reason := "file_gone"
		if errors.Is(err, bot.ErrFileTooLarge) {
			reason = "file_large"
		}
		return q.refuse(ctx, f, reason)
	}
	file, err := roster.Read(f.Name, data)
	var bad *roster.FileError
	switch {
	case errors.As(err, &bad):
		return q.refuse(ctx, f, q.words(bad.Message, bad.Indonesian))
	case err != nil:
		return q.refuse(ctx, f, err.Error())
	case f.Confirmed:
		return q.apply(ctx, f, file)
	}
	return q.preview(ctx, f, file)
}

func (q *rosterFiles) words(english, indonesian string) string {
	if q.set.Fielding.Language == "en" {
		return english
	}
	return indonesian
}

func (q *rosterFiles) refuse(ctx context.Context, f fielding.Fetch, reason string) error {
	return q.office.act.do(ctx, "roster file", func(d *fielding.Desk) error { return d.RosterUnread(f, reason) })
}

func (q *rosterFiles) plan(tx *storage.Tx, f fielding.Fetch, file *roster.File) (roster.Plan, error) {
	return q.office.compare(tx, file, request{Flags: map[string]string{"complete": strconv.FormatBool(f.Complete)}})
}

func (q *rosterFiles) preview(ctx context.Context, f fielding.Fetch, file *roster.File) error {
	var plan roster.Plan
	err := q.store.View(func(tx *storage.Tx) (err error) {
		plan, err = q.plan(tx, f, file)
		return err
	})
	if err != nil {
		return err
	}
	rejected, err := q.rejected(plan)
	if err != nil {
		return err
	}
	return q.office.act.do(ctx, "roster preview", func(d *fielding.Desk) error {
		return d.OfferRoster(f, rosterCounts(plan), rejected)
	})
}

func (q *rosterFiles) apply(ctx context.Context, f fielding.Fetch, file *roster.File) error {
	return q.office.act.do(ctx, "roster import", func(d *fielding.Desk) error {
		plan, err := q.plan(d.Tx(), f, file)
		if err != nil {
			return err
		}
		counts := rosterCounts(plan)
		err = d.ApplyRoster(plan.Units, plan.Respondents(), f.By, map[string]string{
			"new": strconv.Itoa(counts.New), "changed": strconv.Itoa(counts.Changed), "retired": strconv.Itoa(counts.Retired),
		})
		if err != nil {
			return err
		}
		return d.RosterTaken(f, counts)
	})
}

func rosterCounts(p roster.Plan) fielding.RosterCounts {
	return fielding.RosterCounts{
		New: len(p.New), Changed: len(p.Changed), Unchanged: len(p.Unchanged), Missing: len(p.Missing),
		Retired: len(p.Retired), Rejected: len(p.Rejected),
	}
}

// rejected is every row that can't be taken, with its number, value and reason; nil for none.
func (q *rosterFiles) rejected(p roster.Plan) ([]byte, error) {
	if len(p.Rejected) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	rows := [][]string{{"row", "value", "reason"}}
	for _, r := range p.Rejected {
		rows = append(rows, []string{strconv.Itoa(r.Row), guarded(r.Value), q.words(r.Reason, r.ReasonIndonesian)})
	}
	if err := out.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("list the rejected rows: %w", err)
	}
	return b.Bytes(), nil
}
