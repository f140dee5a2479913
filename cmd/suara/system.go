package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/cmd/suara/config"
	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

const (
	sendGrace    = 5 * time.Second // for what may still leave at the end
	closingPause = 20 * time.Millisecond
	closingTime  = 10 * time.Minute // of the largest wave
)

// world is what surrounds a system.
type world struct {
	clock  clock
	random io.Reader
	log    *slog.Logger
	out    io.Writer    // for what the operator must read
	client []api.Option // how Telegram is reached
	noSync bool         // commits don't wait for the disk: for simulations only
	midway func() error // called between the steps of a backup; nil: nobody; for simulations only
}

// system is the whole program over one database: poller, writer, sender and the operator's office.
type system struct {
	world
	set       *config.Config
	store     *storage.Store
	office    *office
	loop      *fielding.Loop
	client    *api.Client
	poller    *api.Poller
	webhook   *api.Webhook // nil: updates are polled
	metrics   *metrics
	transport *bot.Transport
	sender    *delivery.Sender
	answers   *answers
	files     *sentFiles
	keeper    *fileKeeper
}

// assemble opens the database under its lock and puts the parts together; nothing runs yet. The
// caller ends with close.
func assemble(set *config.Config, w world) (*system, error) {
	client, err := api.NewClient(set.Telegram.APIURL, set.Telegram.Token, w.client...)
	if err != nil {
		return nil, err
	}
	store, err := storage.Open(set.Storage.Path, storage.Options{Rand: w.random, NoSync: w.noSync, Midway: w.midway})
	if err != nil {
		return nil, err
	}
	s := &system{world: w, set: set, store: store, client: client}
	if err := s.connect(); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return s, nil
}

// connect makes the parts and ties what one gives to the other that takes it.
func (s *system) connect() error {
	o, writer, err := newOffice(s.store, s.set.Fielding, s.clock, s.random, s.log)
	if err != nil {
		return err
	}
	s.office = o
	s.transport = bot.NewTransport(s.client, s.store, s.set.Fielding, writer.Flows(), s.clock.Now, s.log, o,
		bot.WithHealth(s.health), bot.WithRich(bot.Rich(s.set.Telegram.Rich)))
	s.answers = newAnswers(s.transport.Answer)
	s.poller = api.NewPoller(s.client, s.clock, s.log, bot.Allowed())
	if s.set.Telegram.Mode == "webhook" {
		if s.webhook, err = s.newWebhook(); err != nil {
			return err
		}
	}
	s.files = newSentFiles(s)
	s.keeper = newFileKeeper(s)
	s.metrics = newMetrics()
	s.metrics.registry.MustRegister(&stateCollector{system: s})
	s.loop = fielding.NewLoop(writer, s.clock, fielding.Outputs{
		Past:     func(p delivery.Past) { s.sender.Recall(p) },
		Rows:     func(rows []delivery.Row) { s.sender.Add(rows...) },
		Answers:  s.answers.add,
		Announce: func() { s.sender.Announce() },
		Idle:     func() { s.sender.Idle() },
		Fetch:    s.files.add,
		Files:    s.keeper.add,
	}, s.log, fielding.WithObserver(s.metrics.observe))
	s.sender = delivery.NewSender(delivery.NewQueue(s.set.Fielding.Limits, rand.Float64), s.transport, s.clock,
		s.loop.Receipts, s.loop.Claim, delivery.WithGrace(sendGrace), delivery.WithSilence(s.loop.Silences))
	o.act = served{loop: s.loop, office: o}
	return nil
}

// close gives the database back.
func (s *system) close() error {
	s.client.Close()
	return s.store.Close()
}

// take decodes a batch of updates and returns once its effects are on disk.
func (s *system) take(ctx context.Context, raws []json.RawMessage, drained bool) error {
	updates := make([]fielding.Update, len(raws))
	for i, raw := range raws {
		updates[i] = bot.Decode(raw)
	}
	return s.loop.Updates(ctx, updates, drained)
}

// served is the actor of a running system.
type served struct {
	loop   *fielding.Loop
	office *office
}

func (a served) do(ctx context.Context, name string, act func(*fielding.Desk) error) error {
	return a.loop.Do(ctx, name, act)
}

var errSlowClosing = errors.New("it takes no more answers, but its release is not ready yet; " +
	"see the log of serve, and 'suara wave status'")

// settle waits until the loop has finished the closing of a wave.
func (a served) settle(ctx context.Context, id survey.WaveID) error {
	end := a.office.clock.Now().Add(closingTime)
	for {
		w, err := a.office.wave(id)
		if err != nil || w.State == survey.WaveClosed {
			return err
		}
		if a.office.clock.Now().After(end) {
			return errSlowClosing
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for the closing: %w", ctx.Err())
		case <-a.office.clock.After(closingPause):
		}
	}
}
