package main

import (
	"context"
	"encoding/json"
	"slices"

	"suara/storage"
	"suara/survey"
)

// keys says which open anonymous waves have lost their key, so that their answers can't be read. It
// changes nothing; what can't be asked is left out.
func (p *program) keys(ctx context.Context, set *setup) {
	for _, id := range lostKeys(ctx, set) {
		p.say("warning: the key of wave %s is not in %s: its answers can't be read and it takes no more; "+
			"stop serve and put the copy back with 'suara keys import FILE', or close the wave without results",
			id, storage.KeyFile(set.Storage.Path))
	}
}

func lostKeys(ctx context.Context, set *setup) (lost []string) {
	req := request{Command: "wave list", Flags: map[string]string{"format": "json"}}
	resp, served, err := askServer(ctx, socketPath(set.Storage.Path), req)
	if served {
		var waves []waveLine
		if err == nil && json.Unmarshal(resp.Stdout, &waves) == nil {
			for _, w := range waves {
				if w.Lost && w.State != survey.WaveClosed {
					lost = append(lost, string(w.ID))
				}
			}
		}
		return lost
	}
	keys, err := storage.KeyWaves(storage.KeyFile(set.Storage.Path))
	if err != nil {
		return nil // serve says it
	}
	_, _ = storage.Glance(set.Storage.Path, func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		for _, w := range waves {
			if w.Mode == survey.Anonymous && w.State != survey.WaveClosed && !slices.Contains(keys, string(w.ID)) {
				lost = append(lost, string(w.ID))
			}
		}
		return err
	})
	return lost
}
