package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// task is a part of the system that runs until it is ended.
type task struct {
	stop context.CancelFunc
	done chan struct{}
	err  error
}

// start runs a part. It goes on when ctx ends, until end is called; failed is told where it ends
// with an error by itself.
func start(ctx context.Context, failed context.CancelCauseFunc, run func(context.Context) error) *task {
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	t := &task{stop: stop, done: make(chan struct{})}
	go func() {
		defer close(t.done)
		if t.err = run(own); t.err != nil {
			failed(t.err)
		}
	}()
	return t
}

// end stops a part and waits for it.
func (t *task) end() error {
	t.stop()
	<-t.done
	return t.err
}

// run runs the system until ctx ends: parts start in order and stop in reverse. Commands are served
// from the beginning, also while Telegram can't be reached.
func (s *system) run(ctx context.Context) (err error) {
	path := socketPath(s.set.Storage.Path)
	socket, err := listen(path)
	if err != nil {
		return err
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var parts []*task
	defer func() { err = errors.Join(err, unwind(parts), os.RemoveAll(path)) }()

	parts = append(parts, start(ctx, fail, s.loop.Run))
	server := socketServer(context.WithoutCancel(ctx), s.office.run, &backupSender{store: s.store})
	parts = append(parts, start(ctx, fail, func(own context.Context) error {
		go func() {
			<-own.Done()
			late, cut := context.WithTimeout(context.WithoutCancel(own), time.Second)
			defer cut()
			_ = server.Shutdown(late) // commands under way are cut after a second
			_ = server.Close()
		}()
		if err := server.Serve(socket); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve commands: %w", err)
		}
		return nil
	}))
	if at := s.set.HTTP.Listen; at != "" {
		l, err := listenOn("http", at)
		if err != nil {
			return err
		}
		parts = append(parts, start(ctx, fail, s.web(l, s.outside(), "", "")))
	}
	if !s.set.Backups.IsZero() {
		parts = append(parts, start(ctx, fail, s.backups))
	}
	parts = append(parts, start(ctx, fail, (&alarms{system: s, own: realClock{}}).run))
	if err := s.greet(ctx); err != nil {
		return notStopped(err)
	}
	parts = append(parts, start(ctx, fail, s.answers.run), start(ctx, fail, s.sender.Run),
		start(ctx, fail, s.files.run), start(ctx, fail, s.keeper.run), start(ctx, fail, s.scrub))
	updates, err := s.updates()
	if err != nil {
		return err
	}
	for _, run := range updates {
		parts = append(parts, start(ctx, fail, run))
	}
	<-ctx.Done()
	s.log.Info("stopping")
	return nil
}

// updates are the parts that bring updates in: the poller, or the webhook with what serves it.
func (s *system) updates() ([]func(context.Context) error, error) {
	if s.webhook == nil {
		return []func(context.Context) error{func(own context.Context) error {
			return s.poller.Run(own, s.take)
		}}, nil
	}
	w := s.set.Telegram.Webhook
	l, err := listenOn("the webhook", w.Listen)
	if err != nil {
		return nil, err
	}
	return []func(context.Context) error{s.web(l, s.webhook, w.Cert, w.Key), s.webhook.Run}, nil
}

// notStopped drops the error of a wish to stop.
func notStopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// unwind ends the parts, the last first.
func unwind(parts []*task) error {
	var errs []error
	for i := len(parts) - 1; i >= 0; i-- {
		errs = append(errs, parts[i].end())
	}
	return errors.Join(errs...)
}
