package main

import (
	"context"
	"errors"
	"strconv"

	"suara/bot/api"
	"suara/fielding"
	"suara/report/xlsx"
	"suara/roster"
	"suara/storage"
)

// sentFiles reads the rosters and flows that are sent to the bot, one at a time and beside the loop: the
// writer never waits for Telegram, and only what it takes to store a plan happens in its transaction.
type sentFiles struct {
	*system
	queue chan fielding.Fetch
}

// fileQueue is how many files may wait; one more is said to be gone, and can be sent again.
const fileQueue = 8

func newSentFiles(s *system) *sentFiles {
	return &sentFiles{system: s, queue: make(chan fielding.Fetch, fileQueue)}
}

// add takes a file to be read; it never waits.
func (q *sentFiles) add(f fielding.Fetch) {
	select {
	case q.queue <- f:
	default:
		q.log.Warn("a file was passed over: too many wait")
	}
}

// run reads files until ctx ends.
func (q *sentFiles) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case f := <-q.queue:
			if err := q.read(ctx, f); err != nil && ctx.Err() == nil {
				q.log.Error("a file could not be read", "error", err.Error())
			}
		}
	}
}

// read fetches one file and previews it, or takes it where its button was pressed.
func (q *sentFiles) read(ctx context.Context, f fielding.Fetch) error {
	if f.Flow {
		return q.readFlow(ctx, f)
	}
	data, err := q.client.File(ctx, f.File, fielding.FileLimit)
	if err != nil {
		q.log.Warn("fetch a roster file", "error", err.Error())
		reason := "file_gone"
		if errors.Is(err, api.ErrFileTooLarge) {
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

func (q *sentFiles) words(english, indonesian string) string {
	if q.set.Fielding.Language == "en" {
		return english
	}
	return indonesian
}

func (q *sentFiles) refuse(ctx context.Context, f fielding.Fetch, reason string) error {
	return q.office.act.do(ctx, "roster file", func(d *fielding.Desk) error { return d.RosterUnread(f, reason) })
}

// asked is how the file would be imported by command.
func asked(f fielding.Fetch) request {
	return request{Flags: map[string]string{"complete": strconv.FormatBool(f.Complete)}}
}

func (q *sentFiles) preview(ctx context.Context, f fielding.Fetch, file *roster.File) error {
	var plan roster.Plan
	err := q.store.View(func(tx *storage.Tx) (err error) {
		plan, err = q.office.compare(tx, file, asked(f))
		return err
	})
	if err != nil {
		return err
	}
	rejected, err := q.rejected(plan)
	if err != nil {
		return err
	}
	changes, err := q.changes(plan)
	if err != nil {
		return err
	}
	return q.office.act.do(ctx, "roster preview", func(d *fielding.Desk) error {
		return d.OfferRoster(f, rosterCounts(plan), fielding.RosterSheets{Rejected: rejected, Changes: changes})
	})
}

func (q *sentFiles) apply(ctx context.Context, f fielding.Fetch, file *roster.File) error {
	c, err := q.office.compareNow(ctx, file, asked(f))
	if err != nil {
		return err
	}
	err = q.office.take(ctx, c, f.By, func(int, int) {})
	if errors.Is(err, fielding.ErrRosterRaced) {
		return q.refuse(ctx, f, "roster_raced")
	}
	if err != nil {
		return err
	}
	return q.office.act.do(ctx, "roster import", func(d *fielding.Desk) error {
		return d.RosterTaken(f, rosterCounts(c.plan))
	})
}

func rosterCounts(p roster.Plan) fielding.RosterCounts {
	return fielding.RosterCounts{
		New: len(p.New), Changed: len(p.Changed), Unchanged: len(p.Unchanged), Missing: len(p.Missing),
		Retired: len(p.Retired), Rejected: len(p.Rejected),
		Units: len(p.NewUnits) + len(p.ChangedUnits), Warnings: len(p.Warnings),
	}
}

// rejected is every row that can't be taken, with its number, value and reason; nil for none.
func (q *sentFiles) rejected(p roster.Plan) ([]byte, error) {
	if len(p.Rejected) == 0 {
		return nil, nil
	}
	t := xlsx.Table{Heading: q.words("Rejected rows", "Baris yang ditolak"), Columns: []xlsx.Column{
		{Title: q.words("Row", "Baris"), Width: 8}, {Title: q.words("Value", "Isi"), Width: 26},
		{Title: q.words("Reason and mend", "Sebab dan cara memperbaikinya"), Width: 80},
	}}
	for _, r := range p.Rejected {
		t.Rows = append(t.Rows, []string{strconv.Itoa(r.Row), r.Value, q.words(r.Reason, r.ReasonIndonesian)})
	}
	return t.XLSX()
}
