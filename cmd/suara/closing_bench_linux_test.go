package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
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
				writeFiles(b, dir, map[string]string{"config.yaml": `organisation: {name: Biro Organisasi}
storage: {path: suara.db}
surveys: [{id: berakhlak, flow: "library:berakhlak", mode: anonymous, duration: 14d}]
`})
				fillSealed(b, filepath.Join(dir, "suara.db"), people)
				exe, err := os.Executable()
				if err != nil {
					b.Fatal(err)
				}
				cmd := exec.Command(exe, "wave", "close", "berakhlak-1", "-c", filepath.Join(dir, "config.yaml"))
				cmd.Args[0], cmd.Stderr = "suara", os.Stderr
				b.StartTimer()
				err = cmd.Run()
				b.StopTimer()
				if err != nil {
					b.Fatal(err)
				}
				usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
				b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MiB")
				b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "cpu-s")
				st, err := os.Stat(filepath.Join(dir, "suara.db"))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(st.Size())/(1<<20), "file-MiB")
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
	f, err := flows.Load("berakhlak.yaml", source)
	if err != nil {
		b.Fatal(err)
	}
	store, err := storage.Open(path, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	now := time.Now().Add(-time.Hour).Truncate(time.Second)
	wave := survey.Wave{ID: "berakhlak-1", Survey: "berakhlak", State: survey.WaveOpen, Mode: survey.Anonymous,
		MinGroup: 5, Flow: f.Version(), Opened: now, Closes: now.AddDate(0, 1, 0)}
	for i := range 40 {
		wave.Units = append(wave.Units, survey.Unit{ID: survey.UnitID(fmt.Sprint("dinas-", i)), Name: fmt.Sprint("Dinas ", i)})
	}
	err = errors.Join(store.CreateKey(string(wave.ID)), store.Update(func(tx *storage.Tx) error {
		return errors.Join(tx.PutFlow(wave.Flow, source), tx.PutUnits(wave.Units), tx.PutWave(wave))
	}))
	for first := 0; err == nil && first < people; first += 5000 {
		err = store.Update(func(tx *storage.Tx) error {
			for i := first; i < first+5000; i++ {
				if err := fillAnswered(tx, i, wave, f, now); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		b.Fatal(err)
	}
}

func fillAnswered(tx *storage.Tx, i int, w survey.Wave, f *flows.Flow, now time.Time) error {
	id, unit := survey.RespondentID(i+1), w.Units[i%len(w.Units)].ID
	r := survey.Respondent{ID: id, Key: fmt.Sprintf("19850101%010d", i), Name: "Nama Pegawai Yang Cukup Panjang",
		Unit: unit, Account: survey.AccountID(10_000 + i), Registered: now, Added: now}
	answered := storage.Submission{Response: survey.Response{Unit: unit, Flow: w.Flow}}
	for k, item := range f.Items {
		value := survey.Skipped
		if n := len(item.Options); n > 0 {
			value = item.Options[(i/len(w.Units)+k*k)%n].Value
		}
		answered.Response.Values = append(answered.Response.Values, value)
	}
	done := survey.Invitation{Unit: unit, Reach: survey.ReachDelivered, Progress: survey.Complete, LastPrompt: now}
	return errors.Join(tx.PutRespondent(r), tx.PutInvitation(w.ID, id, done), tx.AddSealed(w.ID, answered))
}
