package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"

	"suara/fielding"
	"suara/report"
	"suara/survey"
)

// reporter makes the release of a wave for the writer.
type reporter struct {
	random   io.Reader
	language string
}

var _ fielding.Reporter = reporter{}

// Release computes the figures and, for an anonymous wave, the rows and comments that may be kept.
func (p reporter) Release(c fielding.Closing) (fielding.Release, error) {
	var out fielding.Release
	figures, err := p.compute(c)
	if err != nil {
		return out, err
	}
	if err := p.keep(c, figures, &out); err != nil {
		return out, err
	}
	out.JSON, err = figures.JSON()
	return out, err
}

// keep makes the rows and comments of an anonymous wave, and withholds figures that would tell more
// beside such rows: of any wave, since those who see the figures of another one may not see its rows.
func (p reporter) keep(c fielding.Closing, figures *report.Release, out *fielding.Release) error {
	var comments []survey.Comment
	rows := func(yield func(survey.Response) bool) {
		for s := range c.Responses {
			comments = append(comments, s.Comments...)
			if !yield(s.Response) {
				return
			}
		}
	}
	coarse, err := report.Coarsen(c.Flow, c.Wave.Units, rows, c.Wave.MinGroup)
	if err != nil {
		return err
	}
	coarse.Withhold(figures)
	if c.Wave.Mode != survey.Anonymous {
		return nil
	}
	out.Rows = coarse.Rows
	out.Comments = report.ReleasedComments(c.Flow, comments, c.Wave.MinGroup)
	if err := shuffle(p.random, out.Rows); err != nil {
		return err
	}
	return shuffle(p.random, out.Comments)
}

// compute makes the figures; those on too few answers are withheld.
func (p reporter) compute(c fielding.Closing) (*report.Release, error) {
	in := report.Input{
		Flow: c.Flow, Wave: c.Wave, Roster: c.Roster, Suppress: true, Language: p.language,
		Dispositions: c.Status.Dispositions, PreviousFlow: c.Earlier,
		Minimum: report.Minimum{
			Organisation: c.Minimum.Organisation, Units: c.Minimum.Of(c.Wave.Units, c.Roster),
		},
		Responses: func(yield func(survey.Response) bool) {
			for s := range c.Responses {
				if !yield(s.Response) {
					return
				}
			}
		},
	}
	if c.Previous != nil {
		in.Previous = &report.Release{}
		if err := json.Unmarshal(c.Previous, in.Previous); err != nil {
			return nil, fmt.Errorf("read the release of the wave before: %w", err)
		}
	}
	return report.Compute(in)
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
