package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/cmd/suara/config"
	"suara/flows"
	"suara/simulator"
)

// bureau is the whole system in this process, with its goroutines and real sockets, against a
// simulated Telegram, and the people who write to it.
type bureau struct {
	t       *testing.T
	clock   *simulator.VirtualClock
	tg      *simulator.Server
	url     string
	traffic *traffic
	group   *simulator.Group
	flow    *flows.Flow
	log     output
	out     output
	sys     *system
	stop    func() error // ends the run and gives its error
	people  []*citizen
}

// bureauOptions are what differs between bureaus.
type bureauOptions struct {
	speed  float64
	limits bool   // of Telegram, and of the configuration
	basic  bool   // the group is no supergroup yet
	survey string // the settings of the survey berakhlak
}

// newTown makes a Telegram with an admin group, at nine on a Tuesday in WIT.
func newTown(t *testing.T, o bureauOptions) *bureau {
	t.Helper()
	b := &bureau{t: t, clock: simulator.NewClock(startOfStage, o.speed), traffic: newTraffic(), flow: berakhlak(t)}
	b.tg = simulator.New(simulator.Options{
		Token: testToken, Username: "contoh_bot", Clock: b.clock, Limits: o.limits, Seed: 1,
		Log: b.traffic.log, QueryTTL: time.Duration(15 * max(1, o.speed) * float64(time.Second)),
	})
	t.Cleanup(func() { b.tg.Close() })
	url, err := b.tg.Start()
	if err != nil {
		t.Fatal(err)
	}
	b.url = url
	b.group = b.tg.NewGroup("Admin Survei", simulator.GroupOptions{Basic: o.basic})
	return b
}

// config is the file of a bureau.
func (b *bureau) config(o bureauOptions) string {
	limits := "limits: {global_per_second: 100000, chat_per_second: 1000, group_per_minute: 1000}\n"
	if o.limits {
		limits = ""
	}
	return fmt.Sprintf(`telegram: {token: %q, api_url: %q, username: contoh_bot}
admin: {group_id: %d, owners: [900]}
organisation: {name: Biro Organisasi, contact: "0921 123456", letter: "800/12/2026", phrase: kora-kora}
storage: {path: suara.db}
%ssurveys:
  - {id: berakhlak, flow: "library:berakhlak", %s}
`, testToken, b.url, b.group.ID(), limits, o.survey)
}

// openBureau starts the system.
func openBureau(t *testing.T, o bureauOptions) *bureau {
	t.Helper()
	b := newTown(t, o)
	b.open(b.config(o))
	return b
}

// open reads a configuration and starts the system.
func (b *bureau) open(text string) {
	b.t.Helper()
	set, err := configure(config.Source{
		Name: filepath.Join(b.t.TempDir(), "config.yaml"), Text: []byte(text),
		Env: testEnv, Now: b.clock.Now(), Token: true,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.start(set)
}

// start puts the system together and runs it until stop.
func (b *bureau) start(set *config.Config) {
	b.t.Helper()
	sys, err := assemble(set, world{
		clock: b.clock, random: rand.Reader, log: newLog(&b.log, testToken, 0), out: &b.out,
	})
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- sys.run(ctx) }()
	stopped := false
	b.sys, b.stop = sys, func() error {
		if stopped {
			return nil
		}
		stopped = true
		cancel()
		err := <-done
		if closed := sys.close(); err == nil {
			err = closed
		}
		return err
	}
	b.t.Cleanup(func() {
		if err := b.stop(); err != nil {
			b.t.Error(err)
		}
		if b.t.Failed() {
			b.t.Logf("log:\n%s", tail(b.log.String(), 6000))
		}
	})
}

func tail(s string, n int) string { return s[max(0, len(s)-n):] }

// command runs a command of the operator in the running system.
func (b *bureau) command(name string, flags map[string]string, input string, args ...string) response {
	b.t.Helper()
	all := map[string]string{"format": "text", "delimiter": ","}
	for k, v := range flags {
		all[k] = v
	}
	resp := b.sys.office.run(b.t.Context(), request{Command: name, Args: args, Flags: all, Input: []byte(input)})
	if resp.Exit != 0 {
		b.t.Fatalf("suara %s %v: exit %d\n%s", name, args, resp.Exit, resp.Stderr)
	}
	return resp
}

const unitsOfCrowd = 8

// crowdRoster is a roster of n people in eight units.
func crowdRoster(n int) string {
	var b strings.Builder
	b.WriteString("nip,name,unit\n")
	for i := range n {
		fmt.Fprintf(&b, "19850101201001%d%03d,Pegawai %d,Dinas %c\n", 1+i%2, i, i, 'A'+i%unitsOfCrowd)
	}
	return b.String()
}

// gather gives everybody in a list of codes a phone.
func (b *bureau) gather(codes string, patience time.Duration) {
	b.t.Helper()
	for i, row := range table(b.t, codes)[1:] {
		b.people = append(b.people, &citizen{
			phone: b.tg.NewPerson(simulator.Person{ID: int64(10_000 + i), FirstName: fmt.Sprint("P", i)}),
			code:  row[3], flow: b.flow, clock: b.clock, patience: patience,
			acted: map[string]bool{}, given: map[string]string{},
		})
	}
}

// play lets the people do what they do until all have finished, at most for the given real time.
func (b *bureau) play(people []*citizen, register bool, delay, limit time.Duration) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), limit)
	defer cancel()
	phones := make([]*simulator.Phone, len(people))
	for i, c := range people {
		c.only = register
		phones[i] = c.phone
	}
	b.tg.Play(ctx, phones, func(i int) simulator.Habits { return people[i].habits(delay) })
	if ctx.Err() == nil {
		return
	}
	for _, c := range people {
		if !c.done && !c.left && !c.stopped && !register {
			all := c.phone.Messages()
			b.t.Fatalf("%s has not finished; the last of the chat: %+v", c.code, all[max(0, len(all)-6):])
		}
	}
	b.t.Fatal("not everybody could register")
}

// answered waits until every press was answered.
func (b *bureau) answered(limit time.Duration) {
	b.t.Helper()
	end := time.After(limit)
	for _, c := range b.people {
		for _, query := range c.queries {
			for {
				changed := c.phone.Changed()
				if _, ok := c.phone.Answer(query); ok {
					break
				}
				select {
				case <-changed:
				case <-end:
					b.t.Fatalf("a press of %s was never answered", c.code)
				}
			}
		}
	}
}

// rows gives the rows of an export in some columns, sorted.
func rows(t *testing.T, export string, wanted func(column string) bool) (columns, list []string) {
	t.Helper()
	cells := table(t, export)
	var at []int
	for i, name := range cells[0] {
		if wanted(name) {
			at, columns = append(at, i), append(columns, name)
		}
	}
	for _, row := range cells[1:] {
		var values []string
		for _, i := range at {
			values = append(values, row[i])
		}
		list = append(list, strings.Join(values, "|"))
	}
	slices.Sort(list)
	return columns, list
}

// compare checks that an export holds exactly what everybody who finished pressed last.
func (b *bureau) compare(export string, wanted func(string) bool) {
	b.t.Helper()
	columns, got := rows(b.t, export, wanted)
	var want []string
	for _, c := range b.people {
		if c.done {
			want = append(want, c.row(columns))
		}
	}
	slices.Sort(want)
	if slices.Equal(got, want) {
		return
	}
	for _, row := range got {
		if !slices.Contains(want, row) {
			b.t.Errorf("exported, never pressed: %s", row)
		}
	}
	for _, row := range want {
		if !slices.Contains(got, row) {
			b.t.Errorf("pressed, not exported:   %s", row)
		}
	}
	b.t.Errorf("%d rows of %d people", len(got), len(want))
}

// linked are the columns of a wave that keeps everything, anonymous those that are never coarsened.
func (b *bureau) linked(column string) bool {
	return slices.ContainsFunc(b.flow.Items, func(i *flows.Item) bool { return i.ID == column })
}

func (b *bureau) unnamed(column string) bool {
	return slices.ContainsFunc(b.flow.Items, func(i *flows.Item) bool {
		return i.ID == column && !i.Segment && i.Type != flows.TypeText
	})
}

// comments are the free texts that people gave last, sorted.
func (b *bureau) comments() (list []string) {
	for _, c := range b.people {
		for _, item := range b.flow.Items {
			if text := c.given[item.ID]; c.done && item.Type == flows.TypeText && text != "#skip" {
				list = append(list, item.ID+"|"+text)
			}
		}
	}
	slices.Sort(list)
	return list
}

// TestCrowd lets 200 people answer the whole library flow at once: back and forth, with changes,
// double taps and odd texts. What is exported is what they pressed last, and nobody is ever left
// before a screen that leads nowhere.
func TestCrowd(t *testing.T) {
	const people = 200
	for _, mode := range []string{"confidential", "anonymous"} {
		t.Run(mode, func(t *testing.T) {
			b := openBureau(t, bureauOptions{speed: 1, survey: "mode: " + mode})
			b.command("roster import", nil, crowdRoster(people), "people.csv")
			b.gather(string(b.command("roster codes", nil, "").Stdout), 0)
			b.play(b.people, true, 0, time.Minute)
			wave := strings.TrimSpace(string(b.command("wave open", nil, "", "berakhlak").Stdout))
			b.play(b.people, false, 0, time.Minute)
			b.answered(10 * time.Second)

			answers, invitations, _ := b.traffic.snapshot()
			for _, c := range b.people {
				if n := invitations[c.phone.ID()]; n != 1 {
					t.Errorf("%s was invited %d times", c.code, n)
				}
				for _, query := range c.queries {
					if answers[query] != 1 {
						t.Errorf("a press of %s was answered %d times", c.code, answers[query])
					}
				}
			}
			if b.traffic.late != 0 {
				t.Errorf("%d presses were answered twice", b.traffic.late)
			}
			b.command("wave close", nil, "", wave)
			flags := map[string]string{"format": "csv"}
			wanted := b.linked
			if mode == "anonymous" {
				flags["comments"], wanted = "comments.csv", b.unnamed
			}
			resp := b.command("export", flags, "", wave)
			b.compare(string(resp.Stdout), wanted)
			if mode == "anonymous" {
				_, got := rows(t, string(resp.Files["comments"]), func(string) bool { return true })
				if want := b.comments(); !slices.Equal(got, want) {
					t.Errorf("%d comments, want %d: %q", len(got), len(want), got[:min(3, len(got))])
				}
			}
			if bytes.Contains([]byte(b.log.String()), []byte("level=ERROR")) {
				t.Errorf("errors in the log:\n%s", b.log.String())
			}
		})
	}
}
