package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/flows"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

const (
	loadPeople  = 100_000 // registered
	loadTappers = 64
	loadRest    = 500 * time.Millisecond // between two taps of one: more would count as a flood
	loadReached = 20_000                 // of the others: have opened the bot at the simulator
	loadUnits   = 30
)

// BenchmarkReplyUnderLoad measures from a press until the next question shows, with 100,000 registered
// people, an open identified wave with as many responses with comments and an open anonymous one with as
// many sealed responses: quiet; while a third wave is opened; during its blast with one hot backup after
// the other; while the identified wave is summed up and exported; while the anonymous one is closed. serve
// is a process of its own; 64 people tap twice a second. Run it with -benchtime 1x.
func BenchmarkReplyUnderLoad(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		l := startLoad(b)
		b.StartTimer()
		l.phase("quiet", func() { time.Sleep(5 * time.Second) })
		l.phase("opening", func() { l.suara(b, l.dir, "wave", "open", "baru") })
		l.phase("blast+backup", func() {
			for i := range 3 {
				l.suara(b, l.dir, "backup", filepath.Join(l.dir, fmt.Sprint("backup", i, ".db")))
			}
		})
		l.phase("summary", func() { l.suara(b, l.dir, "summary", "besar-1", "--format", "json") })
		l.phase("report", func() {
			l.suara(b, l.dir, "summary", "besar-1", "--format", "html", "--out", filepath.Join(l.dir, "report.html"))
		})
		l.phase("export", func() { l.suara(b, l.dir, "export", "besar-1", "--out", filepath.Join(l.dir, "rows.csv")) })
		l.phase("closing", func() { l.suara(b, l.dir, "wave", "close", "anonim-1") })
		b.StopTimer()
		l.stop(b)
		b.StartTimer()
	}
	b.ReportMetric(0, "ns/op")
}

// load is a large installation with people who tap.
type load struct {
	*contender
	b   *testing.B
	dir string
}

func startLoad(b *testing.B) *load {
	b.Helper()
	l := &load{contender: newContender(b, 0), b: b, dir: b.TempDir()}
	url, err := l.tg.Start()
	if err != nil {
		b.Fatal(err)
	}
	l.data = filepath.Join(l.dir, "suara.db")
	config := fmt.Sprintf(`telegram: {token: "%s", api_url: "%s"}
organisation: {name: Biro Organisasi, working_hours: "MON-SUN 00:00-23:59"}
storage: {path: suara.db}
limits: {global_per_second: 300, chat_per_second: 1000000, group_per_minute: 1000000}
surveys:
  - {id: besar, flow: uji.yaml, mode: identified, duration: 90d}
  - {id: anonim, flow: uji.yaml, mode: anonymous, duration: 90d}
  - {id: baru, flow: uji.yaml, mode: confidential, duration: 90d}
`, benchToken, url)
	writeFiles(b, l.dir, map[string]string{"config.yaml": config, "uji.yaml": heavyFlow()})
	l.fill()
	l.populate(url)
	l.launch(b, "suara", "serve", "-c", filepath.Join(l.dir, "config.yaml"))
	reportSize(b, l.data)
	l.play(b, func(m simulator.Message) simulator.Action {
		switch {
		case m.ID == 0:
			return simulator.StartBot("")
		case hasButton(m, "Saya bersedia"):
			return simulator.PressLabel("Saya bersedia")
		case hasButton(m, "Setuju 1"):
			return simulator.Stop()
		}
		return simulator.Ignore()
	})
	return l
}

func heavyFlow() string {
	return benchFlow() + "  - {id: saran, type: text, optional: true, max_length: 2000, text: {id: Saran Anda?}}\n"
}

func loadAccount(i int) survey.AccountID { return survey.AccountID(10_000 + i) }

// populate gives phones to those who tap, and to some who only get invitations; what these wrote to open
// the bot is read away.
func (l *load) populate(url string) {
	l.b.Helper()
	for i := range loadTappers + loadReached {
		p := l.tg.NewPerson(simulator.Person{ID: int64(loadAccount(i)), FirstName: "Pegawai"})
		if i < loadTappers {
			l.phones = append(l.phones, p)
			continue
		}
		p.Start("")
	}
	l.readAway(url)
}

// readAway confirms whatever waits at Telegram.
func (l *load) readAway(url string) {
	l.b.Helper()
	client, err := api.NewClient(url, benchToken)
	if err != nil {
		l.b.Fatal(err)
	}
	defer client.Close()
	offset := int64(0)
	for {
		var raws []json.RawMessage
		params := map[string]any{"offset": offset, "limit": 100, "timeout": 0}
		if err := client.Call(l.b.Context(), "getUpdates", params, &raws); err != nil {
			l.b.Fatal(err)
		}
		if len(raws) == 0 {
			return
		}
		offset = bot.Decode(raws[len(raws)-1]).ID + 1
	}
}

// fill writes the database as it is after two waves were answered by nearly everybody.
func (l *load) fill() {
	l.b.Helper()
	f, err := flows.Load("uji.yaml", []byte(heavyFlow()))
	if err != nil {
		l.b.Fatal(err)
	}
	now := time.Now().Add(-time.Hour).Truncate(time.Second)
	units := filledUnits(loadUnits)
	wave := func(id survey.SurveyID, mode survey.Mode) survey.Wave {
		return survey.Wave{ID: survey.WaveID(id + "-1"), Survey: id, State: survey.WaveOpen, Mode: mode, MinGroup: 5,
			Flow: f.Version(), Opened: now, Closes: now.AddDate(0, 3, 0), Units: units}
	}
	big, anonymous := wave("besar", survey.Identified), wave("anonim", survey.Anonymous)
	once := func(store *storage.Store) error {
		return errors.Join(store.CreateKey(string(anonymous.ID)), store.Update(func(tx *storage.Tx) error {
			return errors.Join(tx.PutFlow(f.Version(), []byte(heavyFlow())), tx.PutUnits(units), tx.PutWave(big),
				tx.PutWave(anonymous))
		}))
	}
	each := func(tx *storage.Tx, i int) error { return fillPerson(tx, i, big, anonymous, now) }
	filling{loadPeople, once, each}.into(l.b, l.data)
}

func fillPerson(tx *storage.Tx, i int, big, anonymous survey.Wave, now time.Time) error {
	r := filledPerson(i, big.Units[i%len(big.Units)].ID, loadAccount(i), now)
	done := survey.Invitation{Unit: r.Unit, Reach: survey.ReachDelivered, Progress: survey.Complete, LastPrompt: now}
	open := done
	response := storage.Submission{Response: survey.Response{ID: fmt.Sprintf("%032x", i), Unit: r.Unit, Flow: big.Flow}}
	for k := range benchItems {
		response.Response.Values = append(response.Response.Values, fmt.Sprint(1+(i+k*k)%5))
	}
	response.Response.Values = append(response.Response.Values, survey.Skipped)
	err := errors.Join(tx.PutRespondent(r), tx.PutChat(r.Account, storage.Chat{Respondent: r.ID, Seq: 3}),
		tx.PutInvitation(anonymous.ID, r.ID, done), tx.AddSealed(anonymous.ID, response))
	if i < loadTappers {
		open.Progress = survey.NotStarted
	} else {
		response.Response.SubmittedOn = now.Format(time.DateOnly)
		response.Response.Values[benchItems] = "Saran " + strings.Repeat(fmt.Sprint(i, " "), 80)
		response.Comments = []survey.Comment{{Item: "saran", Text: response.Response.Values[benchItems]}}
		err = errors.Join(err, tx.PutResponse(big.ID, r.ID, response))
	}
	return errors.Join(err, tx.PutInvitation(big.ID, r.ID, open))
}

// phase lets everybody tap as long as work lasts and a moment longer, so that each has tapped once, and
// reports how long the replies took.
func (l *load) phase(name string, work func()) {
	l.b.Helper()
	begun, ended := time.Now(), make(chan struct{})
	var mu sync.Mutex
	var times []time.Duration
	var tapping sync.WaitGroup
	for i, p := range l.phones {
		rest := loadRest * time.Duration(i) / loadTappers // the first is a part, so that they don't tap together
		tapping.Go(func() {
			for ; ; rest = loadRest {
				select {
				case <-ended:
					return
				case <-time.After(rest):
				}
				took := tapOnce(p)
				mu.Lock()
				times = append(times, took)
				mu.Unlock()
			}
		})
	}
	work()
	time.Sleep(loadRest)
	close(ended)
	tapping.Wait()
	slices.Sort(times)
	n := len(times)
	l.b.Logf("%-12s %6.1f s  %6d taps  p50 %5.1f  p99 %6.1f  max %6.1f ms", name, time.Since(begun).Seconds(), n,
		milliseconds(times[n/2]), milliseconds(times[n*99/100]), milliseconds(times[n-1]))
	l.b.ReportMetric(milliseconds(times[n-1]), name+"-max-ms")
	l.b.ReportMetric(milliseconds(times[n*99/100]), name+"-p99-ms")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// tapOnce answers the question on screen, or goes back where it is the second, and waits for the next
// screen.
func tapOnce(p *simulator.Phone) time.Duration {
	m := p.Last()
	data := m.Buttons[3][0].Data
	if back := buttonWith(m, "Kembali"); back != "" {
		data = back
	}
	return timedPress(p, m, data)
}
