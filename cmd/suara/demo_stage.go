package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"suara/cmd/suara/config"
	"suara/simulator"
)

const (
	demoToken = "7000000001:AAdemo-demo-demo-demo-demo-demo-demo"
	demoBot   = "suara_demo_bot"
	demoOwner = 900
)

// demoStart is a Monday morning before working hours, in WIT.
var demoStart = time.Date(2026, 11, 1, 22, 0, 0, 0, time.UTC)

// theatre is a whole running installation with Telegram and the people in it simulated. Nothing of
// Suara is replaced: it polls, writes and sends over HTTP as serve does.
type theatre struct {
	clock  *simulator.VirtualClock
	tg     *simulator.Server
	group  *simulator.Group
	owner  *simulator.Phone
	watch  *watch
	set    *config.Config
	sys    *system
	folder string
	cancel context.CancelFunc
	ended  chan error // what run returned
	log    *lockedBuffer
}

// lockedBuffer keeps what the parts log, for when something goes wrong.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// lockedRandom lets several goroutines draw from one seeded source.
type lockedRandom struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (l *lockedRandom) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func seeded(seed int64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &lockedRandom{r: rand.NewChaCha8(key)}
}

// raiseTheatre starts everything; close ends it.
func raiseTheatre(ctx context.Context, study demoStudy, seed int64) (t *theatre, err error) {
	t = &theatre{clock: simulator.NewClock(demoStart, 0), log: &lockedBuffer{}, ended: make(chan error, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.close())
		}
	}()
	if t.folder, err = os.MkdirTemp("", "suara-demo-"); err != nil {
		return t, fmt.Errorf("make a folder for the demo: %w", err)
	}
	t.watch = newWatch(demoZone())
	t.tg = simulator.New(simulator.Options{
		Token: demoToken, Username: demoBot, Name: "Suara", Clock: t.clock, Limits: true, Seed: seed, Rich: study.page,
		Log: t.watch.call, QueryTTL: 24 * time.Hour,
	})
	t.group = t.tg.NewGroup("Admin Survei", simulator.GroupOptions{Admin: true})
	t.owner = t.tg.NewPerson(simulator.Person{ID: demoOwner, FirstName: "Admin", LastName: "Biro Organisasi"})
	t.group.Promote(t.owner)
	address, err := t.tg.Start()
	if err != nil {
		return t, fmt.Errorf("start the simulator: %w", err)
	}
	if err := t.assemble(address, study, seed); err != nil {
		return t, err
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	t.cancel = cancel
	go func() { t.ended <- t.sys.run(own) }()
	return t, t.awaitServing(ctx)
}

func demoZone() *time.Location {
	zone, err := time.LoadLocation("Asia/Jayapura")
	if err != nil {
		zone = time.FixedZone("WIT", 9*60*60) // WIT has no other rules
	}
	return zone
}

// assemble loads a configuration as serve would read it from a file.
func (t *theatre) assemble(address string, study demoStudy, seed int64) error {
	text := fmt.Sprintf(`telegram: {token: "%s", api_url: "%s"}
admin: {group_id: %d, owners: [%d]}
organisation:
  name: Biro Organisasi Provinsi Kepulauan Kasuari
  contact: Bagian Budaya Kerja, 0921 555 0123
  letter: 800/1127/2026
  phrase: kora-kora
storage: {path: suara.db}
surveys: [{id: %q, flow: %q, mode: %q}]
`, demoToken, address, t.group.ID(), demoOwner, study.id, study.flow, study.mode)
	set, err := configure(config.Source{
		Name: filepath.Join(t.folder, "config.yaml"), Text: []byte(text), Now: t.clock.Now(), Token: true,
		Env: func(string) (string, bool) { return "", false },
	})
	if err != nil {
		return fmt.Errorf("configure the demo: %w", err)
	}
	t.set = set
	t.watch.setHours(set.Fielding.Hours)
	t.sys, err = assemble(set, world{
		clock: t.clock, random: seeded(seed), out: io.Discard,
		log: newLog(t.log, demoToken, slog.LevelWarn),
	})
	return err
}

// awaitServing returns once commands are answered and updates are polled.
func (t *theatre) awaitServing(ctx context.Context) error {
	for t.watch.count("getUpdates") == 0 {
		select {
		case err := <-t.ended:
			t.ended <- err
			return fmt.Errorf("the system ended: %w", errors.Join(err, errEnded))
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
			t.clock.Advance(time.Millisecond)
		}
	}
	return nil
}

var errEnded = errors.New("it ended by itself")

// close ends everything and removes the folder.
func (t *theatre) close() error {
	var errs []error
	if t.cancel != nil {
		t.clock.SetSpeed(60) // for what may still leave at the end
		t.cancel()
		errs = append(errs, <-t.ended)
	}
	if t.sys != nil {
		errs = append(errs, t.sys.close())
	}
	if t.tg != nil {
		errs = append(errs, t.tg.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(t.folder))...)
}

// ask sends a command of the operator to the running system, as the command line does.
func (t *theatre) ask(ctx context.Context, name string, flags map[string]string, input []byte, args ...string) ([]byte, error) {
	if flags == nil {
		flags = map[string]string{}
	}
	req := request{Command: name, Args: args, Flags: flags, Input: input}
	resp, served, err := askServer(ctx, socketPath(t.set.Storage.Path), req)
	switch {
	case err != nil:
		return nil, err
	case !served:
		return nil, fmt.Errorf("suara %s: nothing serves commands", name)
	case resp.Exit != exitFine:
		return nil, fmt.Errorf("suara %s: exit %d: %s", name, resp.Exit, bytes.TrimSpace(resp.Stderr))
	}
	return resp.Stdout, nil
}

// enrol imports the roster and returns everybody's code by NIP.
func (t *theatre) enrol(ctx context.Context, list []employee) (map[string]string, error) {
	file, err := rosterFile(list)
	if err != nil {
		return nil, err
	}
	if _, err := t.ask(ctx, "roster import", map[string]string{"format": "json", "strict": "true"}, file, "pegawai.csv"); err != nil {
		return nil, err
	}
	out, err := t.ask(ctx, "roster codes", nil, nil)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the codes: %w", err)
	}
	codes := map[string]string{}
	for _, row := range rows[1:] {
		codes[row[0]] = row[3]
	}
	if len(codes) != len(list) {
		return nil, fmt.Errorf("%d codes for %d people", len(codes), len(list))
	}
	return codes, nil
}
