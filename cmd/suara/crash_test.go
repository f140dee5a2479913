package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// tuesday is suara with its clock moved by SUARA_TEST_SHIFT into working hours, since invitations
// wait for them. Everything else is as in main.
func tuesday() {
	shift, err := time.ParseDuration(os.Getenv("SUARA_TEST_SHIFT"))
	if err != nil {
		panic(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := newProgram()
	p.clock = shiftedClock{shift: shift}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// shiftedClock is the machine's time, moved.
type shiftedClock struct {
	realClock
	shift time.Duration
}

func (c shiftedClock) Now() time.Time { return time.Now().Add(c.shift) }

// processes is suara in processes of its own, over the files of one folder.
type processes struct {
	t     *testing.T
	dir   string
	shift string

	serve  *exec.Cmd
	output output // of every serve
}

func newProcesses(t *testing.T, b *bureau, config string) *processes {
	t.Helper()
	p := &processes{t: t, dir: t.TempDir(), shift: time.Until(b.clock.Now()).String()}
	if err := os.WriteFile(filepath.Join(p.dir, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.serve != nil {
			_ = p.serve.Process.Kill()
			_ = p.serve.Wait()
		}
		if t.Failed() {
			t.Logf("output of serve:\n%s", tail(p.output.String(), 6000))
		}
	})
	return p
}

func (p *processes) command(args ...string) *exec.Cmd {
	cmd := exec.Command("suara-tuesday", append(args, "-c", filepath.Join(p.dir, "config.yaml"))...)
	cmd.Env = append(os.Environ(), "SUARA_TEST_SHIFT="+p.shift)
	return cmd
}

// enrol imports a roster of so many people and gives each a phone.
func (p *processes) enrol(b *bureau, people int, patience time.Duration) {
	p.t.Helper()
	roster := filepath.Join(p.t.TempDir(), "people.csv")
	if err := os.WriteFile(roster, []byte(crowdRoster(people)), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.run("roster", "import", roster)
	b.gather(p.run("roster", "codes"), patience)
}

// run runs a command to its end and gives what it printed.
func (p *processes) run(args ...string) string {
	p.t.Helper()
	cmd := p.command(args...)
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		p.t.Fatalf("suara %v: %v\n%s", args, err, problems.String())
	}
	return string(out)
}

func (p *processes) start() error {
	cmd := p.command("serve")
	cmd.Stdout, cmd.Stderr = &p.output, &p.output
	p.serve = cmd
	return cmd.Start()
}

// kill ends serve as a power cut would, as far as a process can tell.
func (p *processes) kill() error {
	if err := p.serve.Process.Kill(); err != nil {
		return err
	}
	var exit *exec.ExitError
	if err := p.serve.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		return errors.New("serve had ended by itself")
	}
	return nil
}

// stop asks serve to end and checks that it does so soon and well.
func (p *processes) stop() {
	p.t.Helper()
	began := time.Now()
	if err := p.serve.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	err := p.serve.Wait()
	p.serve = nil
	if err != nil {
		p.t.Errorf("serve ended with %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		p.t.Errorf("serve took %s to stop", took)
	}
}

// killer kills serve so many times after a random number of calls, and starts it again each time.
func (p *processes) killer(b *bureau, r *rand.Rand, times, calls int) (done chan error) {
	reached := make(chan struct{}, 1)
	var mu sync.Mutex
	left := 1 + r.IntN(60) // the first time among the invitations
	b.traffic.watch(func(simulator.Call) {
		mu.Lock()
		defer mu.Unlock()
		if left--; left == 0 {
			reached <- struct{}{}
		}
	})
	done = make(chan error, 1)
	go func() {
		for range times {
			<-reached
			if err := p.kill(); err != nil {
				done <- err
				return
			}
			mu.Lock()
			left = 1 + r.IntN(calls)
			mu.Unlock()
			if err := p.start(); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	return done
}

// TestCrowdSurvivesKill lets a crowd answer while the process is killed again and again. Everybody
// finishes, the export holds what was pressed last, nobody is invited twice, nothing is posted twice.
func TestCrowdSurvivesKill(t *testing.T) {
	for _, mode := range []string{"confidential", "anonymous"} {
		t.Run(mode, func(t *testing.T) { crowdSurvivesKill(t, mode) })
	}
}

func crowdSurvivesKill(t *testing.T, mode string) {
	const people, waiting = 150, 100 // how many are registered when the wave opens
	times := 3                       // in each mode
	if os.Getenv("SUARA_LONG") != "" {
		times = 25
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	o := bureauOptions{speed: 1, survey: "mode: " + mode}
	b := newTown(t, o)
	p := newProcesses(t, b, b.config(o))
	p.enrol(b, people, 2*time.Second)
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	b.play(b.people[:waiting], true, 0, time.Minute)
	p.stop()

	wave := strings.TrimSpace(p.run("wave", "open", "berakhlak"))
	killed := p.killer(b, rand.New(rand.NewPCG(seed, 1)), times, 16_000/times)
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	stopBackups := p.backups()
	b.play(b.people, false, 50*time.Millisecond, 2*time.Minute)
	select {
	case err := <-killed:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("everybody finished before the last kill")
	}
	stopBackups()
	p.run("wave", "close", wave)
	b.shows(b.group, "Hasil · Survei Budaya Kerja BerAKHLAK", 10*time.Second)
	p.stop()

	wanted := b.linked
	if mode == "anonymous" {
		wanted = b.unnamed
	}
	b.compare(p.run("export", wave), wanted)
	b.nothingTwice()
	p.sound(survey.WaveID(wave), people)
}

// backups makes one backup after the other until the returned function is called; some are cut by a
// kill. Every one that was made is whole.
func (p *processes) backups() (stop func()) {
	ended, done, made := make(chan struct{}), make(chan struct{}), 0
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-ended:
				return
			case <-time.After(200 * time.Millisecond):
			}
			file := filepath.Join(p.dir, fmt.Sprintf("backup-%d.db", i))
			err := p.command("backup", file).Run()
			if _, missing := os.Stat(file); missing != nil {
				continue // the kill came first
			}
			made++
			if checked := storage.CheckBackup(file); checked != nil {
				p.t.Errorf("backup %d (%v): %v", i, err, checked)
			}
		}
	}()
	return func() {
		close(ended)
		<-done
		p.t.Logf("%d backups", made)
		if made == 0 {
			p.t.Error("no backup could be made")
		}
	}
}

// Case 186: a database that lost its end, or in which bytes were turned over, ends
// serve with a message that names the way out, never with a panic.
func TestServeOnADamagedFile(t *testing.T) {
	o := bureauOptions{speed: 1, survey: "mode: confidential"}
	for name, harm := range map[string]func(raw []byte) []byte{
		"186 pages are missing":      func(raw []byte) []byte { return raw[:40_960] },
		"186 half a page is missing": func(raw []byte) []byte { return raw[:40_960-2048] },
		"bytes are turned over": func(raw []byte) []byte {
			for i := 8192; i < min(len(raw), 80_000); i += 97 {
				raw[i] ^= 0xff
			}
			return raw
		},
		"it is empty": func([]byte) []byte { return []byte("x") },
	} {
		t.Run(name, func(t *testing.T) {
			b := newTown(t, o)
			p := newProcesses(t, b, b.config(o))
			roster := filepath.Join(p.dir, "people.csv")
			if err := os.WriteFile(roster, []byte(crowdRoster(150)), 0o600); err != nil {
				t.Fatal(err)
			}
			p.run("roster", "import", roster)
			file := filepath.Join(p.dir, "suara.db")
			if err := os.WriteFile(file, harm(readFile(t, file)), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file+".lock", []byte("in use\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := p.command("serve")
			late := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
			out, err := cmd.CombinedOutput()
			late.Stop()
			if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "suara restore") ||
				strings.Contains(string(out), "goroutine") {
				t.Errorf("serve ended with %v and said\n%s", err, tail(string(out), 2000))
			}
		})
	}
}

// nothingTwice checks that nobody was invited twice, no press answered twice and nothing posted
// twice, whatever became of it.
func (b *bureau) nothingTwice() {
	b.t.Helper()
	answers, invitations, posts := b.traffic.snapshot()
	for chat, n := range invitations {
		if n > 1 {
			b.t.Errorf("person %d was invited %d times", chat, n)
		}
	}
	for query, n := range answers {
		if n > 1 {
			b.t.Errorf("press %s was answered %d times", query, n)
		}
	}
	heads := map[string]int{}
	for text, n := range posts {
		head, _, _ := strings.Cut(text, "\n")
		heads[head] += n
	}
	for head, n := range heads {
		if n > 1 {
			b.t.Errorf("posted %d times: %s", n, head)
		}
	}
}

// sound opens the database after the last end and checks what stands in it.
func (p *processes) sound(id survey.WaveID, complete int) {
	p.t.Helper()
	if out := p.run("verify", filepath.Join(p.dir, "suara.db")); !strings.Contains(out, "sound") {
		p.t.Errorf("verify says %s", out)
	}
	store, err := storage.Open(filepath.Join(p.dir, "suara.db"), storage.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer store.Close()
	err = store.View(func(tx *storage.Tx) error {
		w, err := tx.Wave(id)
		if err == nil && (w.State != survey.WaveClosed || w.Base.Complete != complete) {
			p.t.Errorf("wave %s is %s with %d complete responses, want %d", id, w.State, w.Base.Complete, complete)
		}
		return err
	})
	if err != nil {
		p.t.Error(err)
	}
}
