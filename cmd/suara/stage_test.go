package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/cmd/suara/config"
	"suara/delivery"
	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// stage is the whole system in one goroutine, stepped by hand: the writer over a real database, the
// sender's queue, the real client and renderer, the simulator as Telegram without sockets, and a
// clock that stands still until it is moved. Nothing in it depends on how goroutines are scheduled.
type stage struct {
	t           testing.TB
	clock       *simulator.VirtualClock
	tg          *simulator.Server
	group       *simulator.Group
	set         *config.Config
	sys         *system
	writer      *fielding.Writer
	queue       *delivery.Queue
	log         bytes.Buffer
	offset      int64
	unconfirmed int // updates of the last poll, which the next one confirms
	hook        hookStage
	calls       int                   // that reached Telegram
	hears       func(fielding.Update) // of every update that is handled; nil: nobody
	last        []json.RawMessage     // what the last poll that brought something brought
	claims      bool
	codes       map[string]string // NIP → code
	scene       scene
	later       []fileWork           // files to be tried again
	starts      byte                 // of the process, so that no two draw the same numbers
	die         func(where string)   // called between any two steps; panics where the process is to die
	poison      string               // what drawing a random number panics with; empty: it doesn't
	midway      func() error         // called between the steps of a backup; nil: nobody
	kept        func(fielding.Event) // of every event that was committed; nil: nobody
}

// inMemory calls a handler without a socket.
type inMemory struct{ http.Handler }

func (h inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result(), nil
}

// straight is the way to Telegram that nothing happens on.
func (s *stage) straight() http.RoundTripper {
	return inMemory{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.calls++
		s.tg.Handler().ServeHTTP(w, r)
	})}
}

// startOfStage is a Tuesday morning in working hours.
var startOfStage = time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC) // 09.00 WIT

const stageRoster = `nip,name,unit
198501012010011001,Siti Rahma,Dinas Kesehatan
199002022015022002,Budi <Santoso> & Co,Dinas Kesehatan
198703032012031003,Ahmad Yani,Dinas Pendidikan
199104042016042004,Dewi Lestari,Dinas Pendidikan
`

// newStage sets the stage with a survey of the given mode on a flow; the roster above is imported.
func newStage(t testing.TB, flow, mode, more string) *stage {
	return newScene(t, scene{flow: flow, mode: mode, more: more})
}

// scene is what a stage is set with. Empty group and owners leave the admin part of the configuration
// to the bot: a first owner by link, a group by /hubungkan.
type scene struct {
	flow, mode, more string
	group            simulator.GroupOptions
	topic            string                                    // of the group, in which Suara works
	unbound          bool                                      // neither group nor owners stand in the configuration
	beside           map[string]string                         // files beside the flows', by name
	second           bool                                      // a second survey, "dua", on the same flow
	secondFlow       string                                    // the flow of the second; empty: the same
	duration         string                                    // of the first survey; empty: 14d
	reminders        int                                       // at most, of the first survey; 0: 2
	hooked           bool                                      // Telegram brings updates by webhook
	trouble          func(error)                               // takes failed polls; nil: none may fail
	roster           string                                    // CSV; empty: the one above
	line             func(http.RoundTripper) http.RoundTripper // the way to Telegram; nil: straight
}

func (sc scene) admin(g *simulator.Group) string {
	switch {
	case sc.unbound:
		return ""
	case sc.topic != "":
		return fmt.Sprintf("admin: {group_id: %d, topic_id: %d, owners: [900]}\n", g.ID(), g.Topic(sc.topic))
	}
	return fmt.Sprintf("admin: {group_id: %d, owners: [900]}\n", g.ID())
}

func (sc scene) surveys() string {
	s := fmt.Sprintf("  - {id: uji, flow: uji.yaml, mode: %s, duration: %s, max_reminders: %d%s}\n",
		sc.mode, cmp.Or(sc.duration, "14d"), cmp.Or(sc.reminders, 2), sc.more)
	if sc.second {
		s += fmt.Sprintf("  - {id: dua, flow: dua.yaml, mode: %s, duration: 14d}\n", sc.mode)
	}
	return s
}

func newScene(t testing.TB, sc scene) *stage {
	t.Helper()
	if sc.roster == "" {
		sc.roster = stageRoster
	}
	if sc.line == nil {
		sc.line = func(straight http.RoundTripper) http.RoundTripper { return straight }
	}
	s := &stage{
		t: t, clock: simulator.NewClock(startOfStage, 0), codes: map[string]string{}, scene: sc, die: func(string) {},
	}
	s.tg = simulator.New(simulator.Options{
		Token: "123456:stage", Username: "suara_uji_bot", Clock: s.clock, Limits: true, Seed: 1, KeepCalls: true,
	})
	s.group = s.tg.NewGroup("Admin Survei", sc.group)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"uji.yaml": sc.flow, "dua.yaml": cmp.Or(sc.secondFlow, sc.flow)})
	writeFiles(t, dir, sc.beside)
	text := fmt.Sprintf(`telegram: {token: "123456:stage", api_url: "http://telegram.test", username: suara_uji_bot}
%sorganisation: {name: Biro Organisasi, contact: "0921 123456", letter: "800/12/2026", phrase: kora-kora}
storage: {path: suara.db}
surveys:
%s`, sc.admin(s.group), sc.surveys())
	set, err := configure(config.Source{
		Name: filepath.Join(dir, "config.yaml"), Text: []byte(text), Env: testEnv, Now: s.clock.Now(), Token: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.set = set
	s.raise()
	t.Cleanup(func() { s.sys.close() })
	s.command("roster import", nil, sc.roster)
	return s
}

// dice are the random numbers of a process.
type dice struct {
	*stage
	io.Reader
}

func (d dice) Read(p []byte) (int, error) {
	if d.poison != "" {
		panic(d.poison)
	}
	return d.Reader.Read(p)
}

// raise opens the database and puts the system together, as after a start of the program.
func (s *stage) raise() {
	s.t.Helper()
	s.starts++
	sys, err := assemble(s.set, world{
		clock: s.clock, random: dice{s, rand.NewChaCha8([32]byte{7, s.starts})}, out: io.Discard,
		log:    slog.New(slog.NewTextHandler(&s.log, nil)),
		client: []api.Option{api.WithRoundTripper(s.scene.line(s.straight()))},
		noSync: true, // a stage that is raised again finds what was written: no disk loses power here
		midway: func() error {
			if s.midway == nil {
				return nil
			}
			return s.midway()
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.sys = sys
	if s.writer, err = fielding.New(sys.store, s.set.Fielding, sys.office.report, sys.random, sys.log); err != nil {
		s.t.Fatal(err)
	}
	s.queue = delivery.NewQueue(s.set.Fielding.Limits, func() float64 { return 0.5 })
	sys.office.act = s
	s.offset, s.unconfirmed = 0, 0
	if s.scene.hooked {
		s.hang()
	}
	fx, err := s.writer.Start(s.clock.Now())
	if err != nil {
		s.t.Fatal(err)
	}
	s.take(fx)
	tasks, err := sys.keeper.compare()
	if err != nil {
		s.t.Fatal(err)
	}
	s.later = nil
	for _, task := range tasks {
		s.file(fileWork{FileTask: task})
	}
}

// restart ends the process as a crash would, with whatever was not committed, and starts it again.
func (s *stage) restart() {
	s.t.Helper()
	if err := s.sys.close(); err != nil {
		s.t.Fatal(err)
	}
	s.clock.Advance(2 * time.Second)
	s.raise()
}

func (s *stage) do(_ context.Context, name string, act func(*fielding.Desk) error) (err error) {
	s.apply(fielding.Do{Name: name, Act: act, Reply: func(failed error) { err = failed }})
	return err
}

func (s *stage) settle(context.Context, survey.WaveID) error { return nil }

func (s *stage) apply(events ...fielding.Event) {
	s.t.Helper()
	for _, ev := range events {
		if u, ok := ev.(fielding.Update); ok && s.hears != nil {
			s.hears(u)
		}
	}
	s.die("before the commit")
	fx, err := s.writer.Apply(s.clock.Now(), events)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, ev := range events {
		if s.kept != nil {
			s.kept(ev)
		}
	}
	s.die("after the commit")
	s.take(fx)
}

func (s *stage) take(fx fielding.Effects) {
	s.t.Helper()
	if fx.Past != nil {
		s.queue.Recall(s.clock.Now(), *fx.Past)
	}
	for _, a := range fx.Answers {
		s.sys.transport.Answer(context.Background(), a)
	}
	for _, row := range fx.Rows {
		s.queue.Add(row)
	}
	s.claims = fx.Announce || s.claims && !fx.Idle
	if fx.Posts {
		s.apply(fielding.Claim{})
	}
	for _, f := range fx.Fetch {
		if err := s.sys.files.read(context.Background(), f); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, f := range fx.Files {
		s.file(fileWork{FileTask: f})
	}
	for _, id := range fx.Destroy {
		s.die("before a key is destroyed")
		if err := s.sys.store.DestroyKey(string(id)); err != nil {
			s.t.Fatal(err)
		}
	}
	for _, id := range fx.Close {
		s.die("before a closing is computed")
		act, err := s.writer.Finish(id)
		if err != nil {
			s.t.Fatal(err)
		}
		if err := s.do(context.Background(), "closing", act); err != nil {
			s.t.Fatal(err)
		}
	}
}

// file fetches or erases what somebody sent; where the line is bad, once more later.
func (s *stage) file(w fileWork) {
	s.t.Helper()
	s.die("before a file is fetched")
	if w, done := s.sys.keeper.do(context.Background(), w); !done {
		s.later = append(s.later, w)
	}
}

// filesAgain tries the files again whose time has come.
func (s *stage) filesAgain() {
	s.t.Helper()
	waiting := s.later
	s.later = nil
	for _, w := range waiting {
		if w.at.After(s.clock.Now()) {
			s.later = append(s.later, w)
			continue
		}
		s.file(w)
	}
}

// poll fetches what is waiting at Telegram and applies it as one batch.
func (s *stage) poll() (got int) {
	s.t.Helper()
	if s.scene.hooked {
		return s.bring()
	}
	if s.tg.Pending() <= s.unconfirmed {
		return 0 // Telegram holds back a poll that asks again at once
	}
	var raws []json.RawMessage
	params := map[string]any{"offset": s.offset, "limit": 100, "timeout": 0, "allowed_updates": bot.Allowed()}
	if s.offset == 0 {
		delete(params, "offset")
	}
	if err := s.sys.client.Call(context.Background(), "getUpdates", params, &raws); err != nil {
		if s.scene.trouble == nil {
			s.t.Fatal(err)
		}
		s.unconfirmed = 0
		s.scene.trouble(err)
		return 0
	}
	s.unconfirmed = len(raws)
	if len(raws) > 0 {
		s.last = raws
	}
	var events []fielding.Event
	for _, raw := range raws {
		u := bot.Decode(raw)
		events, s.offset = append(events, u), u.ID+1
	}
	if len(events) > 0 {
		s.apply(events...)
	}
	return len(events)
}

// again applies what the last poll brought once more, as a server may that missed its confirmation.
func (s *stage) again() {
	s.t.Helper()
	for _, raw := range s.last {
		s.apply(bot.Decode(raw))
	}
}

// rest lets everything happen that can happen now, and moves the clock over the pauses that the
// limits of sending ask for, at most by patience.
func (s *stage) rest(patience time.Duration) {
	s.t.Helper()
	end := s.clock.Now().Add(patience)
	for range 100_000 {
		if s.poll() > 0 {
			continue
		}
		if s.claims && s.queue.Room(s.clock.Now()) > 0 {
			s.apply(fielding.Claim{Room: s.queue.Room(s.clock.Now())})
			continue
		}
		s.apply(fielding.Tick{Drained: true})
		s.filesAgain()
		wait, sent := s.send()
		if sent {
			continue
		}
		if wait <= 0 || s.clock.Now().Add(wait).After(end) {
			return
		}
		s.clock.Advance(wait)
	}
	s.t.Fatal("the stage never comes to rest")
}

func (s *stage) send() (wait time.Duration, sent bool) {
	row, ok, wait := s.queue.Next(s.clock.Now())
	if !ok {
		return wait, false
	}
	o := s.sys.transport.Send(context.Background(), row)
	s.die("between a send and its receipt")
	events := []fielding.Event{}
	if s.queue.Done(row, o, s.clock.Now()) {
		events = append(events, fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: o, At: s.clock.Now()}})
	}
	for _, silent := range s.queue.Silences() {
		events = append(events, fielding.Silence{Silence: silent})
	}
	for _, r := range s.queue.Dropped() {
		events = append(events, fielding.Receipt{Receipt: r})
	}
	if len(events) > 0 {
		s.apply(events...)
	}
	return 0, true
}

// until moves the clock, letting happen on the way what falls due.
func (s *stage) until(t time.Time) {
	s.t.Helper()
	for s.clock.Now().Before(t) {
		s.clock.Advance(min(time.Minute, t.Sub(s.clock.Now())))
		s.rest(0)
	}
	s.unconfirmed = 0 // Telegram forgets them after a day
	s.rest(time.Minute)
}

// command runs a command of the operator; FILE's bytes are input.
func (s *stage) command(name string, flags map[string]string, input string, args ...string) response {
	s.t.Helper()
	if flags == nil {
		flags = map[string]string{}
	}
	if flags["format"] == "" {
		flags["format"] = "text"
	}
	if name == "roster import" && len(args) == 0 {
		args = []string{"pegawai.csv"}
	}
	resp := s.sys.office.run(context.Background(),
		request{Command: name, Args: args, Flags: flags, Input: []byte(input)})
	if resp.Exit != 0 {
		s.t.Fatalf("suara %s %v: exit %d\n%s", name, args, resp.Exit, resp.Stderr)
	}
	return resp
}

// export is what the export of a wave's rows as CSV prints.
func (s *stage) export(id survey.WaveID) string {
	s.t.Helper()
	return string(s.command("export", map[string]string{"format": "csv", "delimiter": ","}, "", string(id)).Stdout)
}

// code is the personal code of the person with this NIP.
func (s *stage) code(nip string) string {
	s.t.Helper()
	if len(s.codes) == 0 {
		out := string(s.command("roster codes", map[string]string{"format": "", "out": ""}, "").Stdout)
		for _, line := range strings.Split(out, "\n") {
			if cells := strings.Split(strings.TrimPrefix(line, "\ufeff"), ","); len(cells) >= 5 {
				s.codes[cells[0]] = cells[len(cells)-2]
			}
		}
	}
	code := s.codes[nip]
	if code == "" {
		s.t.Fatalf("no code for %s", nip)
	}
	return code
}

// wave is the newest wave.
func (s *stage) wave() (w survey.Wave) {
	s.t.Helper()
	err := s.sys.store.View(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		if err == nil && len(waves) > 0 {
			w = waves[len(waves)-1]
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}
