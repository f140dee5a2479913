package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/survey"
)

const simulatedFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  setuju: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}, {value: 3, label: {id: Tiga}}]
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Butir pertama}}
  - {id: p2, type: scale, scale: setuju, text: {id: Butir kedua}}
  - {id: saran, type: text, optional: true, text: {id: Butir saran}}
`

// secondFlow is that of a second survey: other words for other items.
var secondFlow = strings.NewReplacer("flow: uji", "flow: dua", "Survei uji", "Survei dua", "Butir", "Soal",
	"p1", "d1", "p2", "d2").Replace(simulatedFlow)

// TestSimulation runs the whole system under many seeds: people answer, edit, press twice and on old
// buttons, block and return; the line drops, refuses and asks to wait; another copy polls; the group
// moves; the owner gives commands; backups are made; the process dies between any two steps and in the
// midst of a backup, and is started again on the same file; the clock jumps over nights, days of
// downtime and due times. Some seeds have a second survey, some a webhook, some are closed by the
// schedule, some end with the restore of a backup. SUARA_LONG=10m runs as long as it is told;
// SUARA_SEED runs one seed, SUARA_STEPS cuts it short, to find where it fails.
func TestSimulation(t *testing.T) {
	tally := &simulated{}
	defer func() { t.Log(tally.String()) }()
	first, seeds, end := uint64(1), simulatedSeeds, time.Time{}
	if testing.Short() {
		seeds = 20
	}
	if seed := envNumber(t, "SUARA_SEED"); seed != 0 {
		first, seeds = seed, 1
	} else if long := os.Getenv("SUARA_LONG"); long != "" {
		d, err := time.ParseDuration(long)
		if err != nil {
			t.Fatalf("SUARA_LONG: %v", err)
		}
		first, seeds, end = 1000, 1<<30, time.Now().Add(d)
	}
	workers := uint64(min(runtime.GOMAXPROCS(0), seeds))
	t.Run("seeds", func(t *testing.T) {
		for w := range workers {
			t.Run(fmt.Sprint("from ", first+w), func(t *testing.T) {
				t.Parallel()
				for seed := first + w; seed < first+uint64(seeds) && !t.Failed(); seed += workers {
					if !end.IsZero() && time.Now().After(end) {
						t.Logf("up to seed %d", seed)
						return
					}
					t.Run(fmt.Sprint(seed), func(t *testing.T) { tally.add(simulate(t, seed).tally) })
				}
			})
		}
	})
	if seeds >= 200 && !t.Failed() {
		tally.everything(t)
	}
}

// TestSimulationReplays runs seeds twice: every call with all it says, and every step, is the same.
func TestSimulationReplays(t *testing.T) {
	t.Parallel()
	for seed := uint64(301); seed < 301+replayedSeeds; seed++ {
		var sums [2]string
		var runs [2]*simulation
		for i := range sums {
			t.Run(fmt.Sprint(seed, "/", i), func(t *testing.T) {
				runs[i] = simulate(t, seed)
				sums[i] = runs[i].fingerprint()
			})
		}
		if t.Failed() {
			return
		}
		if sums[0] != sums[1] {
			t.Errorf("seed %d does not replay; the first step that differs: %s", seed,
				firstDifference(runs[0].story(), runs[1].story()))
		}
	}
}

func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("%d\n%s\n%s", i, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d steps against %d", len(a), len(b))
}

// story is everything that happened: the steps, and the calls with their parameters.
func (s *simulation) story() []string {
	list := slices.Clone(s.trace)
	for _, c := range s.tg.Calls() {
		text := fmt.Sprint(c.At.UnixNano(), c.Method, c.Chat, c.Status)
		for _, key := range slices.Sorted(maps.Keys(c.Params)) {
			text += " " + key + "=" + c.Params[key]
		}
		list = append(list, text)
	}
	return list
}

func (s *simulation) fingerprint() string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(s.story(), "\n"))))
}

func envNumber(t *testing.T, name string) (n uint64) {
	text := os.Getenv(name)
	if text == "" {
		return 0
	}
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// simulated counts what happened, so that a run in which nothing happens shows.
type simulated struct {
	mu     sync.Mutex
	counts map[string]int
}

func (c *simulated) count(what string, n int) {
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[what] += n
}

func (c *simulated) add(more *simulated) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for what, n := range more.counts {
		c.count(what, n)
	}
}

// String lists the counts by name.
func (c *simulated) String() string {
	var list []string
	for _, what := range slices.Sorted(maps.Keys(c.counts)) {
		list = append(list, fmt.Sprintf("%s: %d", what, c.counts[what]))
	}
	return strings.Join(list, ", ")
}

// everything checks that nothing that the simulation is for was missing.
func (c *simulated) everything(t *testing.T) {
	for _, what := range []string{
		"complete", "deaths", "faults", "failed polls", "invitations", "reminders", "group moves", "backups",
		"cut backups", "steps beside backups", "deaths amid a move", "deaths amid a closing", "restores", "downtimes",
		"commands", "refused by a person", "closed by schedule",
		"second surveys", "waits over a restart", "reports", "webhook 200", "webhook 500",
	} {
		if c.counts[what] == 0 {
			t.Errorf("%s: none in all seeds", what)
		}
	}
}

// errDied is the panic of a process that dies at a step.
var errDied = errors.New("the process dies")

// simulation is one run under a seed.
type simulation struct {
	*stage
	plan    plan
	rand    *rand.Rand
	people  []*asn
	owner   *simulator.Phone
	groups  []int64 // every id that the group had
	line    *badLine
	calm    bool // no more deaths and faults: the end of the run
	trace   []string
	tally   *simulated
	asleep  bool
	heard   map[int64][]int // chat → how many calls had been made when something from there was handled
	unheard map[int]bool    // calls whose answer a death took along
	waits   []wait
	ends    []int // how many calls had been made when a process ended
	saved   *snapshot
	cut     []string // files that a death left in the midst of a backup
	fuse    int      // steps until the process dies for certain; 0: it need not
	amid    string   // what it then dies in the midst of
}

// plan is what a seed has in it.
type plan struct {
	mode                                    string
	hooked, second, short, moves, restoring bool
}

func newPlan(seed uint64, r *rand.Rand) plan {
	p := plan{mode: []string{"anonymous", "confidential"}[seed%2]}
	p.hooked, p.moves = r.IntN(3) == 0, r.IntN(3) == 0
	switch r.IntN(4) {
	case 0:
		p.second = true
	case 1:
		p.short = true
	case 2:
		p.restoring = true
	}
	return p
}

const peopleOfSimulation = 12

func simulate(t *testing.T, seed uint64) *simulation {
	s := &simulation{tally: &simulated{}, rand: rand.New(rand.NewPCG(seed, 5)), heard: map[int64][]int{},
		unheard: map[int]bool{}}
	s.plan = newPlan(seed, s.rand)
	s.line = &badLine{s: s, calm: true}
	s.stage = newScene(t, s.scenery())
	defer func() {
		if t.Failed() {
			t.Logf("seed %d replays with SUARA_SEED=%d; %+v; last steps:\n%s", seed, seed, s.plan,
				strings.Join(s.trace[max(0, len(s.trace)-60):], "\n"))
		}
	}()
	s.populate()
	s.registerSome(8)
	s.letLoose()
	s.openWaves()
	steps := 900
	if n := envNumber(t, "SUARA_STEPS"); n > 0 {
		steps = int(n)
	}
	for i := range steps {
		s.asleep = i < 80 // the invitations go out before anybody looks at the phone
		s.protect(s.step)
	}
	s.finishRun()
	s.check()
	for code, n := range s.hook.answers {
		s.tally.count(fmt.Sprint("webhook ", code), n)
	}
	return s
}

func (s *simulation) scenery() scene {
	sc := scene{
		flow: simulatedFlow, mode: s.plan.mode, more: `, reminders: "0 8-15 * * MON-FRI", reminder_gap: 1`,
		roster: simulatedRoster(peopleOfSimulation), line: s.line.over, hooked: s.plan.hooked,
		second: s.plan.second, secondFlow: secondFlow, trouble: func(error) { s.tally.count("failed polls", 1) },
	}
	sc.group.Basic = s.plan.moves
	sc.reminders = 1 + s.rand.IntN(2)
	if s.plan.short {
		sc.duration = "3d"
	}
	return sc
}

// populate gives everybody a phone and a code, and the owner a place in the group.
func (s *simulation) populate() {
	for i := range peopleOfSimulation {
		s.people = append(s.people, &asn{
			phone: s.tg.NewPerson(simulator.Person{ID: int64(600 + i), FirstName: "ASN"}), nip: nipNumber(i),
			may: map[string][]string{}, sure: map[string]bool{},
		})
		s.code(nipNumber(i))
	}
	s.owner = s.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
	s.group.Join(s.owner)
	s.group.Promote(s.owner)
	s.groups = []int64{s.group.ID()}
}

// letLoose begins with deaths and faults.
func (s *simulation) letLoose() {
	s.line.calm, s.stage.die = false, s.maybeDie
	s.hook.pick = s.rand.IntN
	s.hook.full = func() bool { return !s.calm && s.rand.IntN(60) == 0 }
	s.hook.again = func() bool { return !s.calm && s.rand.IntN(30) == 0 }
	s.stage.kept = func(ev fielding.Event) {
		silence, asked := ev.(fielding.Silence)
		for i := range s.waits {
			w := &s.waits[i]
			w.kept = w.kept || asked && silence.Until.Equal(w.until)
		}
	}
	s.stage.hears = func(u fielding.Update) {
		switch b := u.Body.(type) {
		case fielding.Message:
			s.heard[int64(b.Chat)] = append(s.heard[int64(b.Chat)], s.calls)
		case fielding.Press:
			s.heard[int64(b.Chat)] = append(s.heard[int64(b.Chat)], s.calls)
		case fielding.Membership:
			s.heard[int64(b.Chat)] = append(s.heard[int64(b.Chat)], s.calls)
		}
	}
}

func (s *simulation) openWaves() {
	ids := []survey.SurveyID{"uji"}
	if s.plan.second {
		ids = append(ids, "dua")
		s.tally.count("second surveys", 1)
	}
	for _, id := range ids {
		for s.waveOf(id).ID == "" { // the process may die before the commit
			s.protect(func() { s.command("wave open", nil, "", string(id)) })
		}
	}
}

// registerSome lets the first n people register before the wave opens: they are invited.
func (s *simulation) registerSome(n int) {
	for _, a := range s.people[:n] {
		a.phone.Start(s.code(a.nip))
		s.rest(time.Minute)
		if _, err := a.phone.Press("Benar"); err != nil {
			s.t.Fatal(err)
		}
		s.rest(time.Minute)
	}
}

func nipNumber(i int) string { return fmt.Sprintf("19850101201001%d%03d", 1+i%2, i+1) }

func simulatedRoster(n int) string {
	var b strings.Builder
	b.WriteString("nip,name,unit\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,Pegawai %c,Dinas %d\n", nipNumber(i), 'A'+i, i%2)
	}
	return b.String()
}

// note keeps the trace of the run.
func (s *simulation) note(format string, args ...any) {
	s.trace = append(s.trace, s.clock.Now().Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// protect runs a step; where the process dies in it, it is started again on the same file.
func (s *simulation) protect(step func()) {
	s.t.Helper()
	defer func() {
		switch p := recover(); p {
		case nil:
		case errDied:
			s.protect(s.restart)
		default:
			panic(p)
		}
	}()
	step()
}

// maybeDie is called between any two steps of the system.
func (s *simulation) maybeDie(where string) {
	burnt := s.fuse == 1
	s.fuse = max(0, s.fuse-1)
	if burnt {
		s.tally.count("deaths amid "+s.amid, 1)
	}
	if burnt || !s.calm && s.rand.IntN(150) == 0 {
		s.note("dies %s", where)
		s.tally.count("deaths", 1)
		s.ends = append(s.ends, s.calls)
		if where != "after the commit" {
			s.unheard[s.calls-1] = true
		}
		panic(errDied)
	}
}
