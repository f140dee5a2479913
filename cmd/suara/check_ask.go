package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"suara/cmd/suara/config"
	"suara/storage"
)

// learn asks a running serve, else looks into the database that nobody has open; it changes nothing. Where
// there is no database yet, it gives the zero value.
func learn[T any](ctx context.Context, set *config.Config, req request, look func(*storage.Tx) (T, error)) (found T, err error) {
	resp, served, err := askServer(ctx, socketPath(set.Storage.Path), req)
	switch {
	case err != nil:
		return found, err
	case served && resp.Exit != exitFine:
		return found, fmt.Errorf("the running serve answered: %s", bytes.TrimSpace(resp.Stderr))
	case served:
		err = json.Unmarshal(resp.Stdout, &found)
		return found, err
	}
	_, err = storage.Glance(set.Storage.Path, func(tx *storage.Tx) (err error) {
		found, err = look(tx)
		return err
	})
	return found, err
}
