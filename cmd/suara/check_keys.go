package main

import (
	"context"
	"slices"

	"suara/cmd/suara/config"
	"suara/storage"
	"suara/survey"
)

// keys says which open anonymous waves have lost their key, so that their answers can't be read. It
// changes nothing; what can't be asked is left out.
func (p *program) keys(ctx context.Context, set *config.Config) {
	file := storage.KeyFile(set.Storage.Path)
	req := request{Command: "wave list", Flags: map[string]string{"format": "json"}}
	waves, err := learn(ctx, set, req, func(tx *storage.Tx) ([]waveLine, error) {
		keys, err := storage.KeyWaves(file)
		if err != nil {
			return nil, err
		}
		var list []waveLine
		waves, err := tx.Waves()
		for _, w := range waves {
			lost := w.Sealed() && !slices.Contains(keys, string(w.ID))
			list = append(list, waveLine{ID: w.ID, State: w.State, Lost: lost})
		}
		return list, err
	})
	if err != nil {
		return // serve says it
	}
	for _, w := range waves {
		if w.Lost && w.State != survey.WaveClosed {
			p.say("warning: the key of wave %s is not in %s: its answers can't be read and it takes no more; "+
				"stop serve and put the copy back with 'suara keys import FILE', or close the wave without results",
				w.ID, file)
		}
	}
}
