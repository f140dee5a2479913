package fielding

import (
	"errors"
	"maps"
	"slices"

	"suara/storage"
	"suara/survey"
)

// checkKeys compares the anonymous waves that have not closed with the key file. Without its key what was
// answered in a wave can't be read, and nothing can be added: it takes no answers, prompts nobody, and is
// not closed by the schedule, since its key may still be put back. The admin group is told. What is kept
// beside the answers, the participation, stays.
func (d *Desk) checkKeys() error {
	waves := slices.Collect(maps.Values(d.w.waves))
	sortWaves(waves)
	for _, w := range waves {
		lost := w.Sealed() && !d.w.store.HasKey(string(w.ID))
		if w.State == survey.WaveClosed || lost == w.Lost {
			continue
		}
		if err := d.markLost(w, lost); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) markLost(w survey.Wave, lost bool) error {
	w.Lost = lost
	if err := d.putWave(w); err != nil {
		return err
	}
	if !lost {
		d.w.log.Info("the key of a wave is back: it takes answers again", "wave_id", w.ID)
		return errors.Join(d.audit(0, "key found again", string(w.ID)), d.post(PostKeyFound, w.ID, nil))
	}
	d.w.log.Error("the key of a wave is not in the key file: its answers can't be read, and it takes no more; "+
		"stop serve, put the copy back with 'suara keys import FILE', and start it again", "wave_id", w.ID)
	return errors.Join(d.audit(0, "key lost", string(w.ID)), d.blankScreens(w.ID, isQuestion), d.post(PostKeyLost, w.ID, nil))
}

func isQuestion(s storage.Screen) bool { return s.Name == ScreenInterview }

// keyless tells whether a wave that is being closed has lost its key, and marks it so.
func (w *Writer) keyless(wave *survey.Wave) bool {
	wave.Lost = wave.Mode == survey.Anonymous && !w.store.HasKey(string(wave.ID))
	return wave.Lost
}
