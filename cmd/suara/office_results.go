package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/report/export"
	"suara/report/words"
	"suara/storage"
	"suara/survey"
)

// ready tells whether a wave's results may be seen: those of an anonymous or confidential wave come
// once, at closing.
func ready(w survey.Wave) error {
	switch {
	case w.State == survey.WaveClosing:
		return fmt.Errorf("wave %s is being closed: try again in a moment: %w", w.ID, survey.ErrNotYet)
	case w.State == survey.WaveOpen && w.Mode != survey.Identified:
		return fmt.Errorf("wave %s is open and %s: its results come once, when it has closed; "+
			"until then see 'suara wave status %s': %w", w.ID, w.Mode, w.ID, survey.ErrNotYet)
	}
	return nil
}

// results reads a wave whose results may be seen, with its flow.
func (o *office) results(req request) (w survey.Wave, f *flows.Flow, err error) {
	if w, err = o.wave(survey.WaveID(req.Args[0])); err != nil {
		return w, nil, err
	}
	if err = ready(w); err != nil {
		return w, nil, err
	}
	err = o.view(func(tx *storage.Tx) error {
		f, err = o.flows.Get(tx, w.Flow)
		return err
	})
	return w, f, err
}

func (o *office) summary(_ context.Context, req request, r *reply) error {
	w, f, err := o.results(req)
	if err != nil {
		return err
	}
	raw, figures, err := o.release(w, f)
	if err != nil {
		return fmt.Errorf("summary of wave %s: %w", w.ID, err)
	}
	lang := o.cfg.Language
	if unit := req.Flags["unit"]; unit != "" {
		u, err := figures.ForUnit(survey.UnitID(unit))
		if err != nil {
			return fmt.Errorf("%w; there are: %s", err, unitIDs(w))
		}
		if raw, err = u.JSON(); err != nil {
			return err
		}
		if req.format() == "text" {
			raw = []byte(words.UnitText(u, f, lang))
		}
	} else if req.format() == "text" {
		raw = []byte(words.Text(figures, f, lang))
	} else if req.format() != "json" {
		if raw, err = o.summaryFile(w, f, figures, req); err != nil {
			return err
		}
		r.put(req, "out", raw)
		return nil
	}
	r.put(req, "out", withNewline(raw))
	return nil
}

func withNewline(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != '\n' {
		return append(b, '\n')
	}
	return b
}

func unitIDs(w survey.Wave) string {
	var ids []string
	for _, u := range w.Units {
		ids = append(ids, string(u.ID))
	}
	return strings.Join(ids, ", ")
}

// release is the stored release of a closed wave, word for word, or the figures of an open
// identified one as they stand.
func (o *office) release(w survey.Wave, f *flows.Flow) (raw []byte, figures *report.Release, err error) {
	if w.State == survey.WaveClosed {
		if err := o.view(func(tx *storage.Tx) error { raw = tx.Release(w.ID); return nil }); err != nil {
			return nil, nil, err
		}
		figures = &report.Release{}
		if err := json.Unmarshal(raw, figures); err != nil {
			return nil, nil, fmt.Errorf("read the release: %w", err)
		}
		return raw, figures, nil
	}
	var in fielding.Closing
	if err := o.view(func(tx *storage.Tx) error {
		in, err = fielding.Gather(tx, w, o.cfg, o.flows)
		return err
	}); err != nil {
		return nil, nil, fmt.Errorf("count wave %s: %w", w.ID, err)
	}
	enough, failed := errors.New("enough"), error(nil)
	in.Responses = func(yield func(storage.Submission) bool) {
		failed = o.store.StreamSubmissions(w, func(_ []byte, s storage.Submission) error {
			if !s.Response.Partial && !yield(s) {
				return enough
			}
			return nil
		})
	}
	if figures, err = o.report.compute(in); err == nil && failed != enough {
		err = failed
	}
	if err != nil {
		return nil, nil, err
	}
	raw, err = figures.JSON()
	return raw, figures, err
}

// participation counts a wave.
func (o *office) participation(w survey.Wave) (s fielding.WaveStatus, err error) {
	err = o.view(func(tx *storage.Tx) error {
		s, err = fielding.Status(tx, w, o.cfg)
		return err
	})
	if err != nil {
		return s, fmt.Errorf("count wave %s: %w", w.ID, err)
	}
	return s, nil
}

// rows reads a wave's stored responses in the order of their random ids, which says nothing of
// persons or times.
func (o *office) rows(w survey.Wave) ([]survey.Response, error) {
	var rows []survey.Response
	err := o.store.Submissions(w, func(_ []byte, s storage.Submission) error {
		rows = append(rows, s.Response)
		return nil
	})
	slices.SortFunc(rows, func(a, b survey.Response) int { return strings.Compare(a.ID, b.ID) })
	return rows, err
}

// publicRows are the rows that may leave the database: those of a wave that is not identified are withheld
// where there are too few.
func (o *office) publicRows(w survey.Wave) (rows []survey.Response, withheld bool, err error) {
	rows, err = o.rows(w)
	if err == nil && w.Mode != survey.Identified && complete(rows) < w.MinGroup {
		return nil, true, nil
	}
	return rows, false, err
}

var (
	errNoPartials = errors.New("an anonymous wave keeps no partial responses: leave --partial out")
	errInReview   = errors.New("an admin is still to look through them: /ringkasan in the group, then the comments")
	errNoComments = errors.New("free texts stand in the rows of this wave: leave --comments out")
)

func (o *office) export(_ context.Context, req request, r *reply) error {
	w, f, err := o.results(req)
	if err != nil {
		return err
	}
	anonymous := w.Mode == survey.Anonymous
	switch {
	case anonymous && req.flag("partial"):
		return errNoPartials
	case !anonymous && req.Flags["comments"] != "":
		return errNoComments
	}
	rows, withheld, err := o.publicRows(w)
	if err != nil {
		return fmt.Errorf("export wave %s: %w", w.ID, err)
	}
	if withheld {
		r.note("fewer than %d responses: rows are withheld, the file has its header only", w.MinGroup)
	}
	delimiter, _ := utf8.DecodeRuneInString(req.Flags["delimiter"])
	opt := export.Options{
		Delimiter: delimiter, Wave: w.ID, Survey: w.Survey, Mode: w.Mode, Partial: req.flag("partial"),
	}
	var b bytes.Buffer
	if err := exporterOf(req.format())(&b, opt, f, slices.Values(rows)); err != nil {
		return fmt.Errorf("export wave %s: %w", w.ID, err)
	}
	r.put(req, "out", b.Bytes())
	if req.Flags["comments"] == "" {
		return nil
	}
	return o.exportComments(w, delimiter, req, r)
}

func complete(rows []survey.Response) (n int) {
	for _, r := range rows {
		if !r.Partial {
			n++
		}
	}
	return n
}

// exporter writes rows in one format.
type exporter func(io.Writer, export.Options, *flows.Flow, iter.Seq[survey.Response]) error

func exporterOf(format string) exporter {
	switch format {
	case "jsonl":
		return export.JSONL
	case "xlsx":
		return export.XLSX
	}
	return export.CSV
}

func (o *office) exportComments(w survey.Wave, delimiter rune, req request, r *reply) error {
	var comments []survey.Comment
	err := o.view(func(tx *storage.Tx) (err error) {
		if fielding.InReview(tx, w.ID) {
			return errInReview
		}
		comments, err = tx.Comments(w.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("read comments of wave %s: %w", w.ID, err)
	}
	var b bytes.Buffer
	if err := export.Comments(&b, delimiter, comments); err != nil {
		return fmt.Errorf("export comments of wave %s: %w", w.ID, err)
	}
	r.put(req, "comments", b.Bytes())
	return nil
}

// Export gives a wave's rows as the file that /ekspor sends.
func (o *office) Export(id survey.WaveID) (name string, data []byte, err error) {
	r := &reply{}
	req := request{Args: []string{string(id)}, Flags: map[string]string{"format": "csv", "delimiter": ","}}
	if err := o.export(context.Background(), req, r); err != nil {
		return "", nil, err
	}
	return string(id) + ".csv", r.out.Bytes(), nil
}
