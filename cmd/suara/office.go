package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// office carries out the operator's commands on an open installation. What changes anything goes
// through the writer; reading never waits for it.
type office struct {
	store  *storage.Store
	cfg    fielding.Config
	flows  *fielding.Flows
	report reporter
	clock  clock
	random io.Reader
	act    actor
}

// actor runs an act in the writer's transaction and returns after the commit. With settle it also
// waits until closings that the act began are done.
type actor interface {
	do(ctx context.Context, name string, act func(*fielding.Desk) error) error
	settle(ctx context.Context, id survey.WaveID) error
}

// command is the work behind one command of the contract.
type command func(o *office, ctx context.Context, req request, r *reply) error

// commands are the commands that an office carries out.
func commands() map[string]command {
	return map[string]command{
		"roster import": (*office).rosterImport,
		"roster codes":  (*office).rosterCodes,
		"roster list":   (*office).rosterList,
		"wave open":     (*office).waveOpen,
		"wave approve":  (*office).waveApprove,
		"flow use":      (*office).flowUse,
		"wave close":    (*office).waveClose,
		"wave extend":   (*office).waveExtend,
		"wave remind":   (*office).waveRemind,
		"wave list":     (*office).waveList,
		"wave status":   (*office).waveStatus,
		"summary":       (*office).summary,
		"export":        (*office).export,
		"archive":       (*office).archive,
		"audit":         (*office).audit,
		"erased":        (*office).erased,
	}
}

// run carries out a request.
func (o *office) run(ctx context.Context, req request) response {
	r := &reply{}
	run, ok := commands()[req.Command]
	if !ok {
		return r.response(fmt.Errorf("%s: this version has no such command", req.Command))
	}
	return r.response(run(o, ctx, req, r))
}

// view reads the database.
func (o *office) view(fn func(*storage.Tx) error) error { return o.store.View(fn) }

// offline is the actor of a process that holds the database for one command.
type offline struct {
	writer  *fielding.Writer
	store   *storage.Store
	clock   clock
	started bool
}

// do applies the act, after recovering what a dead process left.
func (a *offline) do(_ context.Context, name string, act func(*fielding.Desk) error) error {
	if !a.started {
		fx, err := a.writer.Start(a.clock.Now())
		if err != nil {
			return fmt.Errorf("recover the database: %w", err)
		}
		a.started = true
		if err := a.follow(fx); err != nil {
			return err
		}
	}
	return a.apply(name, act)
}

func (a *offline) apply(name string, act func(*fielding.Desk) error) error {
	var refused error
	fx, err := a.writer.Apply(a.clock.Now(), []fielding.Event{
		fielding.Do{Name: name, Act: act, Reply: func(err error) { refused = err }},
	})
	if err = errors.Join(refused, err); err != nil {
		return err
	}
	return a.follow(fx)
}

// follow finishes closings and destroys keys. Messages stay in the outbox until serve runs.
func (a *offline) follow(fx fielding.Effects) error {
	for _, id := range fx.Destroy {
		if err := a.store.DestroyKey(string(id)); err != nil {
			return fmt.Errorf("destroy the key of wave %s: %w", id, err)
		}
	}
	for _, id := range fx.Close {
		finish, err := a.writer.Finish(id)
		if err != nil {
			return err
		}
		if err := a.apply("close wave", finish); err != nil {
			return err
		}
	}
	return nil
}

// settle has nothing to wait for: do has finished everything.
func (a *offline) settle(context.Context, survey.WaveID) error { return nil }

// askOffline opens the database for one request.
func (p *program) askOffline(ctx context.Context, set *config.Config, req request) (resp response, err error) {
	store, err := storage.Open(set.Storage.Path, storage.Options{Rand: p.random})
	if errors.Is(err, storage.ErrBusy) {
		return resp, fmt.Errorf("%w; another command is at work, or serve is starting or stopping: try again", err)
	}
	if err != nil {
		return resp, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	log := newLog(p.stderr, set.Telegram.Token, slog.LevelWarn)
	o, writer, err := newOffice(store, set.Fielding, p.clock, p.random, log)
	if err != nil {
		return resp, err
	}
	o.act = &offline{writer: writer, store: store, clock: p.clock}
	return o.run(ctx, req), nil
}

// newOffice makes an office and its writer over an open database; the actor is still to be set.
func newOffice(store *storage.Store, cfg fielding.Config, c clock, random io.Reader, log *slog.Logger) (
	*office, *fielding.Writer, error) {
	rep := reporter{random: random, language: cfg.Language}
	writer, err := fielding.New(store, cfg, rep, random, log)
	if err != nil {
		return nil, nil, err
	}
	return &office{
		store: store, cfg: cfg, flows: writer.Flows(), report: rep, clock: c, random: random,
	}, writer, nil
}
