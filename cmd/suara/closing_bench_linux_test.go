package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"suara/flows"
	"suara/flows/library"
	"suara/storage"
	"suara/survey"
)

// BenchmarkClosing closes an anonymous wave of the shipped questionnaire with that many sealed responses, by
// a command of its own without serve. Run it with -benchtime 1x; "peak-MiB" is the most that was resident at
// once, with the pages of the mapped database, which the system takes back where it needs them.
func BenchmarkClosing(b *testing.B) {
	for _, people := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				dir := b.TempDir()
				data := filepath.Join(dir, "suara.db")
				writeFiles(b, dir, map[string]string{"config.yaml": `organisation: {name: Biro Organisasi}
storage: {path: suara.db}
surveys: [{id: berakhlak, flow: "library:berakhlak", mode: anonymous, duration: 14d}]
`})
				fillSealed(b, data, people)
				cmd := suaraIn(b, dir, "wave", "close", "berakhlak-1")
				b.StartTimer()
				err := cmd.Run()
				b.StopTimer()
				if err != nil {
					b.Fatal(err)
				}
				usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MiB")
				b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
				reportSize(b, data)
				b.StartTimer()
			}
		})
	}
}

// fillSealed writes a database whose open anonymous wave everybody has answered.
func fillSealed(b *testing.B, path string, people int) {
	b.Helper()
	source, err := library.Open("berakhlak")
	if err != nil {
		b.Fatal(err)
	}
	f := berakhlak(b)
	now := time.Now().Add(-time.Hour).Truncate(time.Second)
	wave := survey.Wave{ID: "berakhlak-1", Survey: "berakhlak", State: survey.WaveOpen, Mode: survey.Anonymous,
		MinGroup: 5, Flow: f.Version(), Opened: now, Closes: now.AddDate(0, 1, 0), Units: filledUnits(40)}
	once := func(store *storage.Store) error {
		return errors.Join(store.CreateKey(string(wave.ID)), store.Update(func(tx *storage.Tx) error {
			return errors.Join(tx.PutFlow(wave.Flow, source), tx.PutUnits(wave.Units), tx.PutWave(wave))
		}))
	}
	each := func(tx *storage.Tx, i int) error { return fillAnswered(tx, i, wave, f, now) }
	filling{people, once, each}.into(b, path)
}

func fillAnswered(tx *storage.Tx, i int, w survey.Wave, f *flows.Flow, now time.Time) error {
	r := filledPerson(i, w.Units[i%len(w.Units)].ID, survey.AccountID(10_000+i), now)
	answered := storage.Submission{Response: survey.Response{Unit: r.Unit, Flow: w.Flow}}
	for k, item := range f.Items {
		value := survey.Skipped
		if n := len(item.Options); n > 0 {
			value = item.Options[(i/len(w.Units)+k*k)%n].Value
		}
		answered.Response.Values = append(answered.Response.Values, value)
	}
	done := survey.Invitation{Unit: r.Unit, Reach: survey.ReachDelivered, Progress: survey.Complete, LastPrompt: now}
	return errors.Join(tx.PutRespondent(r), tx.PutInvitation(w.ID, r.ID, done), tx.AddSealed(w.ID, answered))
}
