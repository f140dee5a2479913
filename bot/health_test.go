package bot_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/storage"
)

// /status tells how the system stands, and nothing of what is as it should be.
func TestStatusTellsHealth(t *testing.T) {
	for _, c := range []struct {
		name   string
		health bot.Health
		want   string
	}{
		{"all is well", bot.Health{}, "Basis data: 1 MB"},
		{"a backup was made", bot.Health{Backup: time.Date(2026, 11, 3, 7, 0, 0, 0, time.UTC)},
			"Basis data: 1 MB · cadangan terakhir: Selasa, 3 November 2026 pukul 16.00 WIT"},
		{"replies wait", bot.Health{Waiting: 1200, Oldest: 4 * time.Minute, Held: 90 * time.Second},
			"Basis data: 1 MB\nBalasan menunggu dikirim: 1.200, paling lama 4 menit\nTelegram meminta jeda, masih sekitar 2 menit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "id")
			w.bot = bot.NewTransport(newClient(t, w.api), w.store, w.cfg, fielding.NewFlows(), w.now,
				slog.New(slog.DiscardHandler), files{}, bot.WithHealth(func() bot.Health { return c.health }))
			w.send(storage.Message{Chat: group, Name: fielding.PostStatus})
			if text, _ := w.api.take()[0].Params["text"].(string); !strings.Contains(text, c.want+"\n\n") {
				t.Errorf("said:\n%s\nwant in it: %s", text, c.want)
			}
		})
	}
}

// What could not be handled is counted where an admin sees it.
func TestStatusCountsWhatWasSetAside(t *testing.T) {
	w := newWorld(t, "id")
	w.bot = bot.NewTransport(newClient(t, w.api), w.store, w.cfg, fielding.NewFlows(), w.now,
		slog.New(slog.DiscardHandler), files{}, bot.WithHealth(func() bot.Health { return bot.Health{} }))
	w.update(func(tx *storage.Tx) error {
		return tx.AddDeadLetter(storage.DeadLetter{Update: 7, Kind: "undecodable", Error: "message: cut off"})
	})
	w.send(storage.Message{Chat: group, Name: fielding.PostStatus})
	if text, _ := w.api.take()[0].Params["text"].(string); !strings.Contains(text, "disisihkan karena galat: 1") {
		t.Errorf("said:\n%s", text)
	}
}
