package fielding_test

import (
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

const testFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  setuju:
    - {value: 1, label: {id: Tidak setuju}}
    - {value: 2, label: {id: Setuju}, favourable: true}
dimensions:
  - {id: d, title: {id: Dimensi}, items: [p1, p2], score: range100}
index:
  id: indeks
  title: {id: Indeks}
  dimensions: [d]
  bands: [{from: 0, label: {id: Rendah}}, {from: 50, label: {id: Tinggi}}]
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Butir pertama}}
  - {id: p2, type: scale, scale: setuju, text: {id: Butir kedua}}
  - {id: saran, type: text, optional: true, text: {id: Saran Anda}}
`

// zone is WIT without the time zone database.
var zone = time.FixedZone("WIT", 9*3600)

// world is a writer over a real database in a temporary folder, with time in the test's hands.
type world struct {
	deleted []int // messages that were to be deleted
	t       *testing.T
	store   *storage.Store
	writer  *fielding.Writer
	cfg     fielding.Config
	now     time.Time
	update  int64
	sent    int // message ids given by the pretended Telegram
	last    fielding.Effects
}

type plainReporter struct{}

func (plainReporter) Release(c fielding.Closing) (fielding.Release, error) {
	r := fielding.Release{JSON: []byte(`{}`)}
	for s := range c.Responses {
		s.Response.Values = slices.Clone(s.Response.Values) // valid until the next
		r.Rows = append(r.Rows, s.Response)
	}
	return r, nil
}

// newWorld has two units and four people 1–4; the accounts 101–103 belong to the first three.
func newWorld(t *testing.T, mode survey.Mode) *world {
	t.Helper()
	flow, err := flows.Load("uji.yaml", []byte(testFlow))
	if err != nil {
		t.Fatal(err)
	}
	hours, err := schedule.ParseHours("07:30-16:00")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, now: time.Date(2026, 11, 3, 9, 0, 0, 0, zone), update: 1000, sent: 500}
	w.cfg = fielding.Config{
		Organisation: "Biro Organisasi", Language: "id", Zone: zone, Hours: hours, MinGroup: 5,
		Retention: 365 * 24 * time.Hour, Owners: []survey.AccountID{900}, Group: -1001, Username: "suara_bot",
		Limits: delivery.Limits{GlobalPerSecond: 30, ChatPerSecond: 1, GroupPerMinute: 20},
		Surveys: []fielding.Study{{
			Survey: survey.Survey{
				ID: "uji", Mode: mode, Duration: 14 * 24 * time.Hour, MaxReminders: 2, ReminderGap: 2,
				Grace: 10 * time.Minute, CatchUp: 6 * time.Hour,
			},
			Flow: flow, Source: []byte(testFlow),
		}},
	}
	w.open(filepath.Join(t.TempDir(), "suara.db"))
	w.do(func(d *fielding.Desk) error {
		units := []survey.Unit{{ID: "a", Name: "Dinas A"}, {ID: "b", Name: "Dinas B", Order: 1}}
		var people []survey.Respondent
		for i := survey.RespondentID(1); i <= 4; i++ {
			people = append(people, survey.Respondent{
				ID: i, Key: strings.Repeat(string(rune('0'+i)), 18), Name: "Pegawai", Unit: units[i%2].ID, Added: w.now,
			})
		}
		return d.ApplyRoster(units, people, 0, map[string]string{"new": "4", "changed": "0", "retired": "0"})
	})
	for i := survey.RespondentID(1); i <= 3; i++ {
		w.register(i, survey.AccountID(100+i))
	}
	return w
}

func (w *world) open(path string) {
	w.t.Helper()
	store, err := storage.Open(path, storage.Options{Rand: rand.NewChaCha8([32]byte{1}), NoSync: true})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { store.Close() })
	w.store = store
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	if w.writer, err = fielding.New(store, w.cfg, plainReporter{}, rand.NewChaCha8([32]byte{2}), log); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) restart() fielding.Effects {
	w.t.Helper()
	path := w.store.Path()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open(path)
	fx, err := w.writer.Start(w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return fx
}

func (w *world) apply(events ...fielding.Event) fielding.Effects {
	w.t.Helper()
	fx, err := w.writer.Apply(w.now, events)
	if err != nil {
		w.t.Fatal(err)
	}
	w.last = fx
	return fx
}

func (w *world) do(act func(*fielding.Desk) error) {
	w.t.Helper()
	if err := w.try(act); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) try(act func(*fielding.Desk) error) (failed error) {
	w.t.Helper()
	w.apply(fielding.Do{Name: "test", Act: act, Reply: func(err error) { failed = err }})
	return failed
}

func (w *world) register(r survey.RespondentID, a survey.AccountID) {
	w.t.Helper()
	var codes map[survey.RespondentID]string
	w.do(func(d *fielding.Desk) (err error) { codes, err = d.MakeCodes(false, 0); return err })
	w.say(a, "/start "+codes[r])
	w.press(a, "r:yes")
}

func (w *world) say(a survey.AccountID, text string) fielding.Effects {
	w.t.Helper()
	w.sent++
	return w.send(fielding.Message{
		Chat: survey.ChatID(a), Private: true, From: a, ID: w.sent, Text: text, Kind: fielding.KindText, Date: w.now,
	})
}

func (w *world) send(body any) fielding.Effects {
	w.t.Helper()
	w.update++
	fx := w.apply(fielding.Update{ID: w.update, Body: body})
	w.deliver(fx)
	return fx
}

func (w *world) press(a survey.AccountID, data string) fielding.Effects {
	w.t.Helper()
	message := w.chat(a).Live
	return w.send(fielding.Press{
		Query: "query", Chat: survey.ChatID(a), Private: true, From: a, Message: message, Data: data,
	})
}

// deliver pretends that Telegram took everything; new screens get new message ids.
func (w *world) deliver(fx fielding.Effects) {
	w.t.Helper()
	for _, row := range fx.Rows {
		w.receipt(row, delivery.Delivered)
	}
}

func (w *world) receipt(row delivery.Row, kind delivery.OutcomeKind) {
	w.t.Helper()
	o := delivery.Outcome{Kind: kind}
	switch job := row.Job.(type) {
	case fielding.ScreenJob:
		c := w.chat(job.Account)
		o = w.shown(o, c, c.Fresh || c.Live == 0)
	case fielding.PromptJob:
		o = w.shown(o, w.chat(job.Account), true)
	case fielding.MessageJob:
		w.view(func(tx *storage.Tx) error {
			m, ok, err := tx.Message(job.ID)
			if ok && m.Kind == storage.KindDelete {
				w.deleted = append(w.deleted, m.Message)
			}
			return err
		})
		w.sent++
		o.MessageID = w.sent
	}
	fx, err := w.writer.Apply(w.now, []fielding.Event{
		fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: o, At: w.now}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.deliver(fx)
}

func (w *world) shown(o delivery.Outcome, c storage.Chat, fresh bool) delivery.Outcome {
	o.MessageID = c.Live
	if fresh {
		w.sent++
		o.MessageID = w.sent
	}
	o.Extra = fielding.Shown{Seq: c.Seq, Fresh: fresh}
	return o
}

func (w *world) chat(a survey.AccountID) (c storage.Chat) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) (err error) { c, err = tx.Chat(a); return err })
	return c
}

func (w *world) view(fn func(*storage.Tx) error) {
	w.t.Helper()
	if err := w.store.View(fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) screen(a survey.AccountID) string { return w.chat(a).Screen.Name }

func (w *world) wantScreen(a survey.AccountID, name string) {
	w.t.Helper()
	if got := w.screen(a); got != name {
		w.t.Fatalf("account %d sees screen %q, want %q", a, got, name)
	}
}

func (w *world) invitation(wave survey.WaveID, r survey.RespondentID) (inv survey.Invitation) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) (err error) { inv, _, err = tx.Invitation(wave, r); return err })
	return inv
}

func (w *world) wave(id survey.WaveID) (wave survey.Wave) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) (err error) { wave, err = tx.Wave(id); return err })
	return wave
}

func (w *world) openWave() survey.WaveID {
	w.t.Helper()
	var wave survey.Wave
	w.do(func(d *fielding.Desk) (err error) { wave, err = d.OpenWave("uji", 0); return err })
	return wave.ID
}

// addStudy gives the configuration another survey on the same flow.
func (w *world) addStudy(id survey.SurveyID) {
	w.t.Helper()
	second := w.cfg.Surveys[0]
	second.ID = id
	w.cfg.Surveys = append(w.cfg.Surveys, second)
	w.restart()
}

// claim hands prompts out as long as there are any, and delivers them.
func (w *world) claim(room int) (prompts []fielding.PromptJob) {
	w.t.Helper()
	for range 1000 {
		fx := w.apply(fielding.Claim{Room: room})
		for _, row := range fx.Rows {
			if job, ok := row.Job.(fielding.PromptJob); ok {
				prompts = append(prompts, job)
			}
		}
		w.deliver(fx)
		if fx.Idle {
			return prompts
		}
	}
	w.t.Fatal("the claims never come to an end")
	return nil
}

func (w *world) flowScreen(a survey.AccountID, wave survey.WaveID) (s flows.Screen) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		c, err := tx.Chat(a)
		if err != nil {
			return err
		}
		record, err := tx.Wave(wave)
		if err != nil {
			return err
		}
		i, ok, err := fielding.LoadInterview(tx, record, c.Respondent)
		if err != nil || !ok {
			return err
		}
		s = w.cfg.Surveys[0].Flow.Show(i.Session)
		return nil
	})
	return s
}

// choose presses the n-th option of the item on screen.
func (w *world) choose(a survey.AccountID, wave survey.WaveID, n int) fielding.Effects {
	w.t.Helper()
	s := w.flowScreen(a, wave)
	if n >= len(s.Options) {
		w.t.Fatalf("the screen has %d options, want number %d", len(s.Options), n)
	}
	return w.press(a, "q:"+s.Options[n].Press)
}

// complete walks a person from consent to the submission; p1 and p2 get the n-th option.
func (w *world) complete(a survey.AccountID, wave survey.WaveID, n int, comment string) {
	w.t.Helper()
	w.press(a, "w:go:"+string(wave))
	w.press(a, "c:yes:"+string(wave))
	w.choose(a, wave, n)
	w.choose(a, wave, n)
	if comment == "" {
		w.press(a, "q:"+w.flowScreen(a, wave).Skip)
	} else {
		w.say(a, comment)
	}
	w.press(a, "q:"+w.flowScreen(a, wave).Submit)
}

func (w *world) close(wave survey.WaveID) {
	w.t.Helper()
	w.do(func(d *fielding.Desk) error { _, err := d.CloseWave(wave, 0); return err })
	w.finish(wave)
}

func (w *world) finish(wave survey.WaveID) {
	w.t.Helper()
	act, err := w.writer.Finish(wave)
	if err != nil {
		w.t.Fatal(err)
	}
	w.do(act)
	for _, id := range w.last.Destroy {
		if err := w.store.DestroyKey(string(id)); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) posts() (names []string) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			names = append(names, m.Name)
			return true
		})
	})
	return names
}

func (w *world) tick(now time.Time) fielding.Effects {
	w.t.Helper()
	w.now = now
	return w.apply(fielding.Tick{Drained: true})
}
