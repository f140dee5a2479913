package main

import (
	"context"
	"errors"
	"time"

	"suara/storage"
)

const (
	scrubHour     = 3                // of the night, in the organisation's zone, when nobody answers
	scrubPatience = 10 * time.Second // for a moment in which nobody uses the database
	scrubAgain    = 10 * time.Minute // after a try that failed
)

// scrub takes what was erased out of the database's file in the night after, so that the bytes are gone
// within a day: bbolt leaves them until it writes over them. It ends only where the database could not be
// opened again, which ends the program.
func (s *system) scrub(ctx context.Context) error {
	due := s.nextNight(s.clock.Now())
	for s.until(ctx, due) {
		err := s.scrubNow()
		var broken *storage.BrokenError
		if errors.As(err, &broken) {
			return err
		}
		due = s.nextNight(s.clock.Now())
		if err != nil {
			s.log.Error("what was erased could not be taken out of the file; tried again soon", "error", err.Error())
			due = s.clock.Now().Add(scrubAgain)
		}
	}
	return nil
}

func (s *system) nextNight(now time.Time) time.Time {
	zone := s.backupZone()
	y, m, d := now.In(zone).Date()
	night := time.Date(y, m, d, scrubHour, 0, 0, 0, zone)
	if !night.After(now) {
		night = time.Date(y, m, d+1, scrubHour, 0, 0, 0, zone)
	}
	return night
}

// scrubNow rewrites the file where something was erased since the last time.
func (s *system) scrubNow() error {
	var since time.Time
	err := s.store.View(func(tx *storage.Tx) error { since = tx.Erased(); return nil })
	if err != nil || since.IsZero() {
		return err
	}
	before, after, err := s.store.Rewrite(scrubPatience)
	if err != nil {
		return err
	}
	s.log.Info("what was erased is out of the file", "bytes", after, "before", before)
	return nil
}
