package main

import (
	"fmt"
	"io"
	"math/rand/v2"

	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// reporter makes the release of a wave for the writer.
type reporter struct {
	random   io.Reader
	language string
}

var _ fielding.Reporter = reporter{}

// Release computes the figures and, for an anonymous wave, the rows and comments that may be kept.
func (p reporter) Release(w survey.Wave, f *flows.Flow, roster map[survey.UnitID]int,
	responses func(yield func(storage.Submission) bool)) (fielding.Release, error) {
	var out fielding.Release
	figures, err := p.compute(w, f, roster, responses)
	if err != nil {
		return out, err
	}
	if out.JSON, err = figures.JSON(); err != nil {
		return out, err
	}
	if w.Mode != survey.Anonymous {
		return out, nil
	}
	var rows []survey.Response
	var comments []survey.Comment
	for s := range responses {
		rows, comments = append(rows, s.Response), append(comments, s.Comments...)
	}
	out.Rows = report.Coarsen(f, w.Units, rows, w.MinGroup)
	out.Comments = report.ReleasedComments(f, comments, w.MinGroup)
	if err := shuffle(p.random, out.Rows); err != nil {
		return out, err
	}
	return out, shuffle(p.random, out.Comments)
}

// compute makes the figures; those on too few answers are withheld.
func (p reporter) compute(w survey.Wave, f *flows.Flow, roster map[survey.UnitID]int,
	responses func(yield func(storage.Submission) bool)) (*report.Release, error) {
	return report.Compute(report.Input{
		Flow: f, Wave: w, Roster: roster, Suppress: true, Language: p.language,
		Responses: func(yield func(survey.Response) bool) {
			for s := range responses {
				if !yield(s.Response) {
					return
				}
			}
		},
	})
}

// shuffle puts a list into an order that says nothing of the one before.
func shuffle[T any](random io.Reader, list []T) error {
	var seed [32]byte
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return fmt.Errorf("draw an order: %w", err)
	}
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return nil
}
