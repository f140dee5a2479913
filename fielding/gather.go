package fielding

import (
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// Closing is what the release of a wave is computed from.
type Closing struct {
	Wave   survey.Wave // with its base
	Flow   *flows.Flow
	Status WaveStatus
	Roster map[survey.UnitID]int // eligible persons of each unit, staff directly in it

	Minimum  Minimum
	Previous []byte      // the release of the wave of this survey that closed before; nil: none
	Earlier  *flows.Flow // its flow

	// Responses gives the complete ones; set by who computes. The values of each are valid until the next.
	Responses func(yield func(storage.Submission) bool)
}

// Gather reads what the release of a wave is computed from, besides the responses.
func Gather(tx *storage.Tx, w survey.Wave, cfg Config, fl *Flows) (c Closing, err error) {
	c.Wave = w
	if c.Status, err = Status(tx, w, cfg); err != nil {
		return c, err
	}
	c.Wave.Base = c.Status.Base
	c.Roster = map[survey.UnitID]int{}
	for _, u := range c.Status.Units {
		c.Roster[u.ID] = u.Roster
	}
	study, _ := cfg.Study(w.Survey)
	c.Minimum = study.Minimum
	if c.Flow, err = fl.Get(tx, w.Flow); err != nil {
		return c, err
	}
	before, ok, err := Previous(tx, w)
	if err != nil || !ok {
		return c, err
	}
	c.Previous = append([]byte(nil), tx.Release(before.ID)...)
	c.Earlier, err = fl.Get(tx, before.Flow)
	return c, err
}

// Previous finds the last wave of the same survey that closed before a wave opened.
func Previous(tx *storage.Tx, w survey.Wave) (before survey.Wave, ok bool, err error) {
	waves, err := tx.Waves()
	if err != nil {
		return before, false, err
	}
	sortWaves(waves)
	for _, other := range waves {
		if other.Survey == w.Survey && other.ID != w.ID && other.State == survey.WaveClosed &&
			!other.Opened.After(w.Opened) && len(tx.Release(other.ID)) > 0 {
			before, ok = other, true
		}
	}
	return before, ok, nil
}
