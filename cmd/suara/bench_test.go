package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
)

const (
	benchItems  = 24
	benchPeople = 1000
	benchToken  = "123456:benchmark"
	benchDone   = "Jawaban Anda sudah kami terima"
)

// BenchmarkUpdates measures a crowd of 1,000 people answering 24 five-point items at once against the
// simulator without limits: Suara with every feature on, and the bare bot of barebot_test.go as the
// baseline. Both run as processes of their own. Run it with -benchtime 1x.
func BenchmarkUpdates(b *testing.B) {
	b.Run("suara", func(b *testing.B) { benchCrowd(b, startSuara) })
	b.Run("bare", func(b *testing.B) { benchCrowd(b, startBare) })
}

// BenchmarkAlone measures one person tapping alone: from the press until the next question shows.
func BenchmarkAlone(b *testing.B) {
	b.Run("suara", func(b *testing.B) { benchAlone(b, startSuara) })
	b.Run("bare", func(b *testing.B) { benchAlone(b, startBare) })
}

// contender is a bot in a process of its own, with everybody at the first question.
type contender struct {
	tg      *simulator.Server
	phones  []*simulator.Phone
	process *exec.Cmd
	data    string // its database
}

type starter func(b *testing.B, people int) *contender

// stop ends the process and Telegram.
func (c *contender) stop(b *testing.B) {
	b.Helper()
	if err := c.process.Process.Signal(syscall.SIGTERM); err != nil {
		b.Fatal(err)
	}
	_ = c.process.Wait() // the bare bot ends with an error of its own when stopped
	c.tg.Close()
}

// cpu is the CPU time of the running process so far, from the kernel's accounting in clock ticks.
func (c *contender) cpu(b *testing.B) time.Duration {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.process.Process.Pid))
	if err != nil {
		b.Skip("no /proc on this machine:", err)
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	var user, system int64
	fmt.Sscan(fields[11], &user)
	fmt.Sscan(fields[12], &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// rss is the memory of its own that the running process holds, in MiB.
func (c *contender) rss(b *testing.B) float64 {
	b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.process.Process.Pid))
	if err != nil {
		b.Skip("no /proc on this machine:", err)
	}
	var anon float64
	for _, line := range strings.Split(string(raw), "\n") {
		fmt.Sscanf(line, "RssAnon: %f", &anon)
	}
	return anon / 1024
}

func newContender(b *testing.B, people int) *contender {
	b.Helper()
	c := &contender{tg: simulator.New(simulator.Options{Token: benchToken, Username: "suara_uji_bot", Seed: 1})}
	for i := range people {
		c.phones = append(c.phones, c.tg.NewPerson(simulator.Person{ID: int64(10_000 + i), FirstName: "Pegawai"}))
	}
	return c
}

// processOf is a process of this binary; the first of its arguments says what it is, as [TestMain] lists.
func processOf(b *testing.B, args ...string) *exec.Cmd {
	b.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	return &exec.Cmd{Path: exe, Args: args, Stderr: os.Stderr}
}

func (c *contender) launch(b *testing.B, args ...string) {
	b.Helper()
	c.process = processOf(b, args...)
	if err := c.process.Start(); err != nil {
		b.Fatal(err)
	}
}

func startBare(b *testing.B, people int) *contender {
	c := newContender(b, people)
	url, err := c.tg.Start()
	if err != nil {
		b.Fatal(err)
	}
	c.data = filepath.Join(b.TempDir(), "bare.db")
	c.launch(b, "barebot", url, benchToken, c.data)
	c.play(b, func(m simulator.Message) simulator.Action {
		if m.ID == 0 {
			return simulator.StartBot("")
		}
		return simulator.Stop()
	})
	return c
}

func benchFlow() string {
	var f strings.Builder
	f.WriteString("flow: uji\ntitle: {id: Survei uji}\nlanguages: [id]\nscales:\n  setuju:\n")
	for i := range 5 {
		fmt.Fprintf(&f, "    - {value: %d, label: {id: Setuju %d}}\n", i+1, i+1)
	}
	f.WriteString("items:\n")
	for i := range benchItems {
		fmt.Fprintf(&f, "  - {id: p%d, type: scale, scale: setuju, "+
			"text: {id: \"Pertanyaan %d: pegawai di unit kerja saya ramah dan cekatan.\"}}\n", i+1, i+1)
	}
	return f.String()
}

// startSuara imports a roster, registers everybody and opens an anonymous wave.
func startSuara(b *testing.B, people int) *contender {
	c := newContender(b, people)
	url, err := c.tg.Start()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	c.data = filepath.Join(dir, "suara.db")
	config := fmt.Sprintf(`telegram: {token: "%s", api_url: "%s"}
organisation: {name: Biro Organisasi, working_hours: "MON-SUN 00:00-23:59"}
storage: {path: suara.db}
limits: {global_per_second: 1000000, chat_per_second: 1000000, group_per_minute: 1000000}
surveys:
  - {id: uji, flow: uji.yaml, mode: anonymous, duration: 14d}
`, benchToken, url)
	var roster strings.Builder
	roster.WriteString("nip,name,unit\n")
	for i := range people {
		fmt.Fprintf(&roster, "19850101201001%d%03d,Pegawai %d,Dinas %d\n", 1+i/999, 1+i%999, i, i%30)
	}
	writeFiles(b, dir,
		map[string]string{"config.yaml": config, "uji.yaml": benchFlow(), "pegawai.csv": roster.String()})
	c.suara(b, dir, "roster", "import", filepath.Join(dir, "pegawai.csv"))
	codes := c.codes(b, c.suara(b, dir, "roster", "codes"))
	c.launch(b, "suara", "serve", "-c", filepath.Join(dir, "config.yaml"))
	c.register(b, codes)
	c.suara(b, dir, "wave", "open", "uji")
	c.play(b, func(m simulator.Message) simulator.Action {
		switch {
		case hasButton(m, "Mulai"):
			return simulator.PressLabel("Mulai")
		case hasButton(m, "Saya bersedia"):
			return simulator.PressLabel("Saya bersedia")
		case hasButton(m, "Setuju 1"):
			return simulator.Stop()
		}
		return simulator.Ignore()
	})
	return c
}

// suaraIn is a command of Suara with the configuration in a folder.
func suaraIn(b *testing.B, dir string, args ...string) *exec.Cmd {
	b.Helper()
	return processOf(b, slices.Concat([]string{"suara"}, args, []string{"-c", filepath.Join(dir, "config.yaml")})...)
}

func (c *contender) suara(b *testing.B, dir string, args ...string) string {
	b.Helper()
	out, err := suaraIn(b, dir, args...).Output()
	if err != nil {
		b.Fatalf("suara %v: %v", args, err)
	}
	return string(out)
}

func (c *contender) codes(b *testing.B, text string) (codes []string) {
	b.Helper()
	for _, row := range table(b, text)[1:] {
		codes = append(codes, row[3])
	}
	if len(codes) < len(c.phones) {
		b.Fatalf("%d codes for %d people", len(codes), len(c.phones))
	}
	return codes
}

func (c *contender) register(b *testing.B, codes []string) {
	place := map[int64]string{}
	for i, p := range c.phones {
		place[p.ID()] = codes[i]
	}
	c.playEach(b, func(i int) func(simulator.Message) simulator.Action {
		return func(m simulator.Message) simulator.Action {
			switch {
			case m.ID == 0:
				return simulator.StartBot(codes[i])
			case hasButton(m, "Benar"):
				return simulator.PressLabel("Benar")
			}
			return simulator.Stop()
		}
	})
}

func (c *contender) play(b *testing.B, decide func(simulator.Message) simulator.Action) {
	c.playEach(b, func(int) func(simulator.Message) simulator.Action { return decide })
}

func (c *contender) playEach(b *testing.B, habit func(i int) func(simulator.Message) simulator.Action) {
	b.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	c.tg.Play(ctx, c.phones, func(i int) simulator.Habits {
		decide := habit(i)
		return simulator.Habits{Decide: func(_ *rand.Rand, m simulator.Message) simulator.Action { return decide(m) }}
	})
	if ctx.Err() != nil {
		b.Fatal("the crowd did not come to its end in five minutes")
	}
}

func hasButton(m simulator.Message, label string) bool { return buttonWith(m, label) != "" }

func benchCrowd(b *testing.B, start starter) {
	for b.Loop() {
		b.StopTimer()
		c := start(b, benchPeople)
		var presses atomic.Int64
		before, cpu, begun := commits(b, c.data), c.cpu(b), time.Now()
		b.StartTimer()
		c.play(b, func(m simulator.Message) simulator.Action {
			switch {
			case strings.Contains(m.Text, benchDone):
				return simulator.Stop()
			case hasButton(m, "Kirim jawaban"):
				presses.Add(1)
				return simulator.PressLabel("Kirim jawaban")
			}
			presses.Add(1)
			return simulator.PressButton(3)
		})
		b.StopTimer()
		passed := time.Since(begun).Seconds()
		n := float64(presses.Load())
		b.ReportMetric(n/passed, "updates/s")
		b.ReportMetric(float64((c.cpu(b)-cpu).Microseconds())/n, "cpu-µs/update")
		b.ReportMetric(c.rss(b), "rss-MiB")
		c.stop(b)
		b.ReportMetric(2*float64(commits(b, c.data)-before)/n, "fsyncs/update")
		b.StartTimer()
	}
	b.ReportMetric(0, "ns/op")
}

// commits is the number of write transactions in a bbolt file's life: the larger transaction id of its
// two meta pages, where it stands behind the page's header and 48 bytes of the meta.
func commits(b *testing.B, path string) uint64 {
	b.Helper()
	raw := make([]byte, 2*os.Getpagesize())
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := io.ReadFull(f, raw); err != nil {
		b.Fatal(err)
	}
	const txid = 16 + 48
	return max(binary.NativeEndian.Uint64(raw[txid:]), binary.NativeEndian.Uint64(raw[os.Getpagesize()+txid:]))
}

// timedPress presses a button under the last message and waits until another text is the last.
func timedPress(p *simulator.Phone, m simulator.Message, data string) time.Duration {
	begun := time.Now()
	p.PressData(m.ID, data)
	for changed := p.Changed(); p.Last().Text == m.Text; changed = p.Changed() {
		<-changed
	}
	return time.Since(begun)
}

func benchAlone(b *testing.B, start starter) {
	c := start(b, 1)
	phone := c.phones[0]
	var times []time.Duration
	press := func() {
		m := phone.Last()
		times = append(times, timedPress(phone, m, m.Buttons[3%len(m.Buttons)][0].Data))
	}
	for i := 0; b.Loop(); i++ {
		if i%(benchItems-1) == benchItems-2 {
			b.StopTimer()
			c.stop(b)
			c = start(b, 1)
			phone = c.phones[0]
			b.StartTimer()
		}
		press()
	}
	b.StopTimer()
	c.stop(b)
	slices.Sort(times)
	b.ReportMetric(milliseconds(times[len(times)/2]), "p50-ms")
	b.ReportMetric(milliseconds(times[len(times)*99/100]), "p99-ms")
}

// BenchmarkLarge measures a database with 100,000 registered respondents in an open wave: the time to
// open it, and the memory of a serve that has nothing to do.
func BenchmarkLarge(b *testing.B) {
	const people = 100_000
	c := newContender(b, 0)
	url, err := c.tg.Start()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	c.data = filepath.Join(dir, "suara.db")
	fillLarge(b, c.data, people)
	config := fmt.Sprintf("telegram: {token: %q, api_url: %q}\norganisation: {name: Biro}\nstorage: {path: suara.db}\n",
		benchToken, url)
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), []byte(config), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		store, err := storage.Open(c.data, storage.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	c.launch(b, "suara", "serve", "-c", filepath.Join(dir, "config.yaml"))
	begun := time.Now()
	for c.tg.CallCounts()["getUpdates"] < 2 && time.Since(begun) < time.Minute {
		time.Sleep(10 * time.Millisecond)
	}
	b.ReportMetric(float64(time.Since(begun).Milliseconds()), "start-ms")
	b.ReportMetric(c.rss(b), "rss-MiB")
	reportSize(b, c.data)
	c.stop(b)
}

// reportSize reports how large a database is.
func reportSize(b *testing.B, path string) {
	b.Helper()
	st, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(st.Size())/(1<<20), "file-MiB")
}
