package bot_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"suara/bot"
	"suara/bot/api"
	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/flows/library"
	"suara/report"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

const (
	person   survey.AccountID    = 7000000001
	stranger survey.AccountID    = 7000000002
	ownerAcc survey.AccountID    = 7000000003
	group    survey.ChatID       = -1002000000001
	me       survey.RespondentID = 1
)

// world is a database with a roster and waves, and a transport to a fake Bot API.
type world struct {
	t     testing.TB
	store *storage.Store
	api   *fakeAPI
	bot   *bot.Transport
	cfg   fielding.Config
	flow  *flows.Flow
	zone  *time.Location
}

type files struct{}

func (files) Export(w survey.WaveID) (string, []byte, error) {
	if w == "nothing" {
		return "", nil, survey.ErrNotYet
	}
	return string(w) + ".csv", []byte("response_id;wave\n"), nil
}

func (files) Report(w survey.WaveID, format string) (string, []byte, error) {
	return string(w) + "." + format, []byte("report\n"), nil
}

func (files) Picture(w survey.WaveID, post string) ([]byte, error) {
	if post == fielding.PostDays {
		return nil, survey.ErrNotFound
	}
	return []byte("picture"), nil
}

func newWorld(t testing.TB, lang string) *world {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Jayapura")
	if err != nil {
		t.Fatal(err)
	}
	source, err := library.Open("berakhlak")
	if err != nil {
		t.Fatal(err)
	}
	flow, err := flows.Load("berakhlak", source)
	if err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(filepath.Join(t.TempDir(), "suara.db"),
		storage.Options{NoSync: true, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	w := &world{t: t, store: store, api: &fakeAPI{}, flow: flow, zone: zone}
	w.cfg = w.config(lang, source)
	w.bot = bot.NewTransport(newClient(t, w.api), store, w.cfg, fielding.NewFlows(), w.now,
		slog.New(slog.DiscardHandler), files{})
	w.update(func(tx *storage.Tx) error { return w.fill(tx, source) })
	if err := store.CreateKey(string(anonymous)); err != nil {
		t.Fatal(err)
	}
	return w
}

// newClient gives a client of a Bot API that is served for the test.
func newClient(t testing.TB, f *fakeAPI) *api.Client {
	t.Helper()
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	c, err := api.NewClient(server.URL, "123456:AAsecret-secret_secret")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func (w *world) config(lang string, source []byte) fielding.Config {
	open, err := schedule.Parse("0 9 1 3,9 *", w.zone, w.now())
	if err != nil {
		w.t.Fatal(err)
	}
	hours, err := schedule.ParseHours("07:30-16:30")
	if err != nil {
		w.t.Fatal(err)
	}
	return fielding.Config{
		Organisation: "Biro Organisasi Setda Maluku Utara", Contact: "0812-0000-1111 (Biro Organisasi)",
		Letter: "800/123/BO/2026", Phrase: "cengkih merah", Language: lang, Zone: w.zone,
		MinGroup: 5, Retention: 365 * 24 * time.Hour, Owners: []survey.AccountID{ownerAcc}, Group: group,
		Limits: delivery.DefaultLimits(), Hours: hours,
		Surveys: []fielding.Study{
			{Survey: survey.Survey{ID: "berakhlak", Mode: survey.Anonymous}, Flow: w.flow,
				Source: source, Open: open},
			{Survey: survey.Survey{ID: "denyut", Mode: survey.Confidential}, Flow: w.flow},
		},
	}
}

func (w *world) now() time.Time { return time.Date(2026, 11, 3, 16, 0, 0, 0, w.zone) }

func (w *world) update(fn func(*storage.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(fn); err != nil {
		w.t.Fatal(err)
	}
}

// fill stores a roster of three units and one wave of each mode, and a closed one with its release.
func (w *world) fill(tx *storage.Tx, source []byte) error {
	units := []survey.Unit{
		{ID: "dinas-rd", Name: "Dinas R&D <Riset> dan Inovasi", Order: 0},
		{ID: "bkd", Name: "Badan Kepegawaian Daerah", Order: 1},
		{ID: "kesbangpol", Name: "Badan Kesatuan Bangsa dan Politik", Order: 2},
	}
	if err := tx.PutUnits(units); err != nil {
		return err
	}
	if err := tx.PutFlow(w.flow.Version(), source); err != nil {
		return err
	}
	for id := me; id <= 60; id++ {
		if err := tx.PutRespondent(w.respondent(id, units[int(id)%len(units)].ID)); err != nil {
			return err
		}
	}
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential, survey.Identified} {
		wave := w.wave(survey.WaveID("berakhlak-2026-11-"+string(mode[0])), mode, units)
		if err := w.putWave(tx, wave); err != nil {
			return err
		}
	}
	if err := w.putClosed(tx, units); err != nil {
		return err
	}
	return tx.PutRole(stranger, storage.RoleAdmin)
}

func (w *world) respondent(id survey.RespondentID, unit survey.UnitID) survey.Respondent {
	r := survey.Respondent{
		ID: id, Key: fmt.Sprintf("19850101201001%04d", id), Name: fmt.Sprintf("Pegawai %d", id),
		Unit: unit, Added: w.now().AddDate(0, -1, 0),
	}
	if id == me {
		r.Name, r.Unit, r.Position = "A_B <PNS> & Co *", "dinas-rd", "Analis"
	}
	if id <= 45 {
		r.Account, r.Registered = survey.AccountID(8000000000+int64(id)), w.now().AddDate(0, 0, -20)
	}
	if id == me {
		r.Account = person
	}
	return r
}

func (w *world) wave(id survey.WaveID, mode survey.Mode, units []survey.Unit) survey.Wave {
	return survey.Wave{
		ID: id, Survey: "berakhlak", State: survey.WaveOpen, Mode: mode, MinGroup: 5,
		Flow: w.flow.Version(), Opened: w.now().AddDate(0, 0, -3), Closes: w.now().AddDate(0, 0, 7),
		MaxReminders: 2, ReminderGap: 2, Units: units,
	}
}

// putWave stores a wave in which 30 have answered, 5 have begun and some can't be reached.
func (w *world) putWave(tx *storage.Tx, wave survey.Wave) error {
	if err := tx.PutWave(wave); err != nil {
		return err
	}
	for id := me; id <= 60; id++ {
		r, err := tx.Respondent(id)
		if err != nil {
			return err
		}
		inv := survey.Invitation{Unit: r.Unit}
		switch {
		case id == me:
			inv.Reach = survey.ReachDelivered
		case id <= 31:
			inv.Reach, inv.Progress = survey.ReachDelivered, survey.Complete
		case id <= 36:
			inv.Reach, inv.Progress, inv.Reminders = survey.ReachDelivered, survey.Started, 1
		case id <= 38:
			inv.Reach, inv.Progress = survey.ReachDelivered, survey.Declined
		case id <= 40:
			inv.Reach = survey.ReachBlocked
		case id <= 41:
			inv.Reach = survey.ReachUnknown
		}
		if err := tx.PutInvitation(wave.ID, id, inv); err != nil {
			return err
		}
	}
	return tx.QueuePrompt(wave.ID, storage.PromptInvitation, 44)
}

// putClosed stores a closed wave with the release of 46 made-up responses, three in the last unit.
func (w *world) putClosed(tx *storage.Tx, units []survey.Unit) error {
	wave := w.wave("berakhlak-2026-03", survey.Anonymous, units)
	wave.State, wave.Closed = survey.WaveClosed, w.now().AddDate(0, 0, -1)
	wave.Base = survey.Base{Roster: 60, Registered: 55, Reachable: 53, Invited: 54, Started: 50, Complete: 46}
	r, err := report.Compute(report.Input{
		Flow: w.flow, Wave: wave, Suppress: true,
		Roster:    map[survey.UnitID]int{"dinas-rd": 30, "bkd": 25, "kesbangpol": 5},
		Responses: w.responses,
	})
	if err != nil {
		return err
	}
	raw, err := r.JSON()
	if err != nil {
		return err
	}
	if err := tx.PutWave(wave); err != nil {
		return err
	}
	return tx.PutRelease(wave.ID, raw)
}

func (w *world) responses(yield func(survey.Response) bool) {
	units := []survey.UnitID{"dinas-rd", "bkd"}
	for n := range 46 {
		r := survey.Response{Unit: units[n%2], Flow: w.flow.Version(), Values: make([]string, len(w.flow.Items))}
		if n >= 43 {
			r.Unit = "kesbangpol"
		}
		for i, item := range w.flow.Items {
			if item.Type == flows.TypeScale {
				r.Values[i] = fmt.Sprint(2 + (n+i*i)%4)
			}
		}
		if !yield(r) {
			return
		}
	}
}

// interview stores an interview of the person after the given inputs; a press of "1" is the first
// option.
func (w *world) interview(wave survey.WaveID, lang string, f *flows.Flow, inputs ...string) {
	w.t.Helper()
	s := f.Begin("abc123", lang, map[string]string{"unit": "dinas-rd"})
	out := flows.Outcome{}
	for _, in := range inputs {
		input := flows.Input{Now: w.now(), Press: pressOf(f.Show(s), in)}
		if input.Press == "" {
			input.Text, input.Message = in, 55
		}
		s, out = f.Step(s, input)
	}
	i := fielding.Interview{Session: s, Notice: out.Notice}
	w.update(func(tx *storage.Tx) error {
		stored, err := tx.Wave(wave)
		if err != nil {
			return err
		}
		stored.Flow = f.Version()
		if err := tx.PutWave(stored); err != nil {
			return err
		}
		return tx.PutInterview(stored, me, i.Bytes())
	})
}

func pressOf(s flows.Screen, in string) string {
	switch in {
	case "back":
		return s.Back
	case "skip":
		return s.Skip
	case "done":
		return s.Done
	case "next":
		return s.Next
	case "next page":
		return s.NextPage
	case "all":
		return s.All
	}
	var n int
	if _, err := fmt.Sscanf(in, "@%d", &n); err == nil && n <= len(s.Also) {
		return s.Also[n-1].Press
	}
	if _, err := fmt.Sscanf(in, "#%d", &n); err == nil && n <= len(s.Options) {
		return s.Options[n-1].Press
	}
	return ""
}

// show makes a screen the chat's and sends it as a new message.
func (w *world) show(c storage.Chat) delivery.Outcome {
	w.t.Helper()
	c.Seq, c.Fresh = 7, true
	w.queue(c)
	return w.bot.Send(context.Background(), delivery.Row{Job: fielding.ScreenJob{Account: person}})
}

func (w *world) queue(c storage.Chat) {
	w.t.Helper()
	w.update(func(tx *storage.Tx) error {
		if err := tx.PutChat(person, c); err != nil {
			return err
		}
		return tx.QueueScreen(person, c.Seq)
	})
}

// send puts a message into the outbox and sends it.
func (w *world) send(m storage.Message) (uint64, delivery.Outcome) {
	w.t.Helper()
	w.update(func(tx *storage.Tx) (err error) {
		m, err = tx.AddMessage(m)
		return err
	})
	return m.ID, w.bot.Send(context.Background(), delivery.Row{Job: fielding.MessageJob{ID: m.ID}})
}
