package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"suara/simulator"
)

const (
	framePause   = 20 * time.Millisecond // of real time, between two moves of the clock
	statusEvery  = 700 * time.Millisecond
	attention    = 25 * time.Second // the clock is slow for so long after the visitor did something
	slowSpeed    = 5                // then
	defaultSpeed = 60
	idleFactor   = 10 // faster while nobody does anything soon
	idleAhead    = 10 * time.Minute
)

// show is the demo with a visitor: one ASN on the roster and the owner in the admin group.
type show struct {
	*plot
	visitor *simulator.Phone
	you     employee
	code    string

	mu      sync.Mutex
	speed   int // of the clock, in its seconds to a real one
	paused  bool
	target  time.Time // run as fast as possible until then
	touched time.Time // of real time: when the visitor last did something
	now     int       // the speed in force
	status  json.RawMessage
}

// demoPage registers everybody but the visitor, and then shows the page until ctx ends.
func (p *program) demoPage(ctx context.Context, opt demoOptions) (err error) {
	listener, err := listenPage(opt.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	bar := newDemoProgress(p.stdout)
	bar.phase("Roster", opt.people)
	staff := makeRoster(opt.people, opt.seed)
	cast := len(staff) - 1
	pl, codes, end, err := prepare(ctx, opt, staff, cast)
	if err != nil {
		return stopped(err)
	}
	defer func() { err = errors.Join(err, end()) }()
	s := newShow(pl, staff[cast], codes)
	bar.phase("Registration", 100)
	err = s.register(ctx, func(done, all int) { bar.set(100 * done / max(all, 1)) })
	bar.end()
	if err == nil {
		err = s.until(ctx, s.at(1, 8, 45))
	}
	if err != nil {
		return stopped(err)
	}
	fmt.Fprintf(p.stdout, "\nOpen http://%s in a browser. Stop with Ctrl-C.\n", listener.Addr())
	return stopped(s.serve(ctx, listener))
}

// newShow gives the visitor a phone.
func newShow(pl *plot, you employee, codes map[string]string) *show {
	s := &show{plot: pl, you: you, code: codes[you.key], speed: defaultSpeed, now: defaultSpeed}
	s.visitor = s.tg.NewPerson(simulator.Person{FirstName: "Anda", LanguageCode: "id"})
	s.watch.name(s.visitor.ID(), "Anda")
	s.owner.Start("")
	return s
}

// listenPage opens the page's address, which must be on this machine: the page has no login.
func listenPage(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, usageError{fmt.Errorf("--listen %s: write an address such as 127.0.0.1:8080", address)}
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usageError{fmt.Errorf("--listen %s: the page has no login, so it is for this machine only; "+
			"write 127.0.0.1 before the port", address)}
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("open the page: %w; take another port with --listen 127.0.0.1:8090, "+
			"or any free one with --listen 127.0.0.1:0", err)
	}
	return l, nil
}

// serve shows the page and lets time pass until ctx ends.
func (s *show) serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	server := &http.Server{
		Handler: s.handler(l.Addr().String()), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("serve the page: %w", err))
		}
	}()
	err := s.direct(ctx)
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	return errors.Join(stopped(err), server.Close())
}

// direct moves the clock at the wanted speed and lets the people act.
func (s *show) direct(ctx context.Context) error {
	last, asked := time.Now(), time.Time{}
	s.moved = func(time.Time) {
		if time.Since(asked) > statusEvery {
			asked = time.Now()
			s.refresh(ctx)
		}
	}
	s.limit = func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.target.IsZero() }
	for {
		if err := s.beat(ctx); err != nil {
			return err
		}
		s.moved(time.Time{})
		passed := min(time.Since(last), 5*framePause)
		last = time.Now()
		speed, target, rest := s.pace()
		if !target.IsZero() {
			if err := s.until(ctx, target); err != nil {
				return err
			}
			s.jump(time.Time{})
			continue
		}
		if !rest {
			s.act()
		}
		if err := s.advance(ctx, passed*time.Duration(speed)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(framePause):
		}
	}
}

// pace is the speed in force: slow where the visitor is busy, quick where nobody is.
func (s *show) pace() (speed int, target time.Time, rest bool) {
	idle := s.idle()
	_, open := s.current()
	s.mu.Lock()
	defer s.mu.Unlock()
	speed = s.speed
	switch {
	case s.paused, !open: // nothing happens before the visitor opens a wave
		speed = 1
	case time.Since(s.touched) < attention:
		speed = min(speed, slowSpeed)
	case idle && speed > 1:
		speed *= idleFactor
	}
	s.now = speed
	return speed, s.target, s.paused
}

// idle tells whether nothing is to be seen in the next minutes.
func (s *show) idle() bool {
	now := s.clock.Now()
	for _, a := range s.cast {
		if !a.due.IsZero() && a.due.Sub(now) < idleAhead {
			return false
		}
	}
	st := s.sys.sender.Stats()
	return st.Replies+st.Prompts+st.Flying == 0
}

// touch slows the clock for a while: the visitor is busy.
func (s *show) touch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.touched = time.Now()
}

// jump runs to an instant; the zero one ends a run.
func (s *show) jump(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.target = t
	if !t.IsZero() {
		s.paused, s.touched = false, time.Time{}
	}
}

// refresh asks for the newest wave's participation, as the command line does.
func (s *show) refresh(ctx context.Context) {
	waves, err := s.waves(ctx)
	if err != nil || len(waves) == 0 {
		return
	}
	newest := waves[len(waves)-1]
	raw, err := s.ask(ctx, "wave status", map[string]string{"format": "json"}, nil, string(newest.ID))
	if err != nil {
		return // the next look asks again
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status = raw
}
