package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"suara/bot"
	"suara/storage"
)

// readyAfter is how old Telegram's last answer may be in a system that is ready: a long poll and its
// margin, twice.
const readyAfter = 2 * time.Minute

// outside serves what can be seen from outside: figures only, no names and no ids.
func (s *system) outside() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := s.ready(); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

// ready tells why the system does not serve people now; nil where it does.
func (s *system) ready() error {
	if err := s.store.View(func(*storage.Tx) error { return nil }); err != nil {
		return errors.New("the database is not open")
	}
	if last := s.lastPoll(); s.clock.Now().Sub(last) > readyAfter {
		return errors.New("no answer from Telegram for more than two minutes")
	}
	if held := s.sender.Stats().Held; held > 0 {
		return fmt.Errorf("silence is asked for by Telegram, still for %v", held.Round(time.Second))
	}
	return nil
}

// health is how the system stands, for /status in the group.
func (s *system) health() bot.Health {
	st := s.sender.Stats()
	h := bot.Health{Waiting: st.Replies, Oldest: st.OldestReply, Held: st.Held}
	if !s.set.Backups.IsZero() {
		h.Backup = s.lastBackup()
	}
	return h
}

// lastPoll is when Telegram answered last, by whichever way updates come in.
func (s *system) lastPoll() time.Time {
	if s.webhook != nil {
		return s.webhook.LastPoll()
	}
	return s.poller.LastPoll()
}

// web is a part of the system that serves HTTP on an address until it is ended. With cert it speaks
// TLS.
func (s *system) web(listener net.Listener, h http.Handler, cert, key string) func(context.Context) error {
	return func(ctx context.Context) error {
		server := &http.Server{
			Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second,
			IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
			// what strangers do wrong is no news, and would bring their addresses into the log
			ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		}
		go func() {
			<-ctx.Done()
			late, cut := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cut()
			_ = server.Shutdown(late) // requests under way are cut after a second
			_ = server.Close()
		}()
		var err error
		if cert == "" {
			err = server.Serve(listener)
		} else {
			err = server.ServeTLS(listener, cert, key)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve HTTP on %s: %w", listener.Addr(), err)
		}
		return nil
	}
}

func listenOn(what, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for %s: %w", what, err)
	}
	return l, nil
}
