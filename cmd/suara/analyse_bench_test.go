package main

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// generated writes rows of 24 items in 40 units.
func generated(w *bytes.Buffer, n int) (flow string) {
	flow = "flow: b\ntitle: {id: B}\nlanguages: [id]\nscales: {s: [" +
		"{value: 1, label: {id: a}}, {value: 2, label: {id: b}}, " +
		"{value: 3, label: {id: c}}, {value: 4, label: {id: d}}, {value: 5, label: {id: e}}]}\ndimensions:\n"
	out := csv.NewWriter(w)
	header, items := []string{"response_id", "unit"}, "items:\n"
	for i := range 24 {
		header = append(header, fmt.Sprint("i", i))
		items += fmt.Sprintf("  - {id: i%d, type: scale, scale: s, text: {id: x}}\n", i)
	}
	for d := range 8 {
		flow += fmt.Sprintf("  - {id: d%d, title: {id: D}, items: [i%d, i%d, i%d], score: range100}\n", d,
			3*d, 3*d+1, 3*d+2)
	}
	row, state := make([]string, len(header)), uint32(1)
	out.Write(header)
	for k := range n {
		row[0], row[1] = fmt.Sprintf("%032x", k), fmt.Sprint("u", state>>8%40)
		for i := range 24 {
			state = state*1664525 + 1013904223
			row[2+i] = fmt.Sprint(1 + state>>16%5)
		}
		out.Write(row)
	}
	out.Flush()
	return flow + items
}

func BenchmarkAnalyse(b *testing.B) {
	var rows bytes.Buffer
	flow := filepath.Join(b.TempDir(), "b.yaml")
	if err := os.WriteFile(flow, []byte(generated(&rows, 1_000_000)), 0o600); err != nil {
		b.Fatal(err)
	}
	text := rows.String()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if code, _, problems := analyse(b, text, "--flow", flow, "-"); code != exitFine {
			b.Fatal(problems)
		}
	}
}

// BenchmarkFigures computes the figures of stored responses of 24 items. Each time it also scans the same
// bytes from bbolt, so that both meet the same machine: "×scan" is how many times as long the figures take.
// B/op is all memory that was ever taken, and bounds what is held.
func BenchmarkFigures(b *testing.B) {
	for _, people := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) { benchmarkFigures(b, people) })
	}
}

func benchmarkFigures(b *testing.B, people int) {
	var src bytes.Buffer
	f, err := flows.Load("b", []byte(generated(&src, people)))
	if err != nil {
		b.Fatal(err)
	}
	w := survey.Wave{ID: "w", State: survey.WaveClosed, Mode: survey.Confidential, MinGroup: 5}
	for i := range 40 {
		w.Units = append(w.Units, survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i)), Name: "U"})
	}
	file := filepath.Join(b.TempDir(), "b.db")
	stored(b, file, w, f, &src)
	store, err := storage.Open(file, storage.Options{Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	db := copied(b, file)
	defer db.Close()

	var scans time.Duration
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		begin, sum := time.Now(), 0
		if err := db.View(func(tx *bolt.Tx) error {
			return tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return scan(b, &sum) })
		}); err != nil || sum < people*24 {
			b.Fatal(sum, err)
		}
		scans += time.Since(begin)
		b.StartTimer()
		in := fielding.Closing{Wave: w, Flow: f, Responses: func(yield func(storage.Submission) bool) {
			err = store.StreamSubmissions(w, func(_ []byte, s storage.Submission) error { yield(s); return nil })
		}}
		r, failed := reporter{language: "id"}.compute(in)
		if err := errors.Join(err, failed); err != nil || *r.Dimensions[0].N != people {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(float64(scans.Nanoseconds())/float64(b.N), "scan-ns/op")
	b.ReportMetric(float64(b.Elapsed())/float64(scans), "×scan")
}

// copied opens a copy of a database that another has open.
func copied(b *testing.B, file string) *bolt.DB {
	b.Helper()
	raw, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file+".copy", raw, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	db, err := bolt.Open(file+".copy", 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// scan adds up every byte of a bucket and those in it.
func scan(b *bolt.Bucket, sum *int) error {
	return b.ForEach(func(k, v []byte) error {
		if v == nil {
			return scan(b.Bucket(k), sum)
		}
		for _, c := range v {
			*sum += int(c)
		}
		return nil
	})
}

// stored keeps rows as the responses of a wave.
func stored(b *testing.B, file string, w survey.Wave, f *flows.Flow, src *bytes.Buffer) {
	b.Helper()
	store, err := storage.Open(file, storage.Options{Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	rows, err := report.ReadRows(src, f)
	if err != nil {
		b.Fatal(err)
	}
	err = store.Update(func(tx *storage.Tx) error {
		n := 0
		for r := range rows.All {
			n++
			r.ID, r.Flow = fmt.Sprintf("%032x", n), f.Version()
			if err := tx.PutResponse(w.ID, survey.RespondentID(n), storage.Submission{Response: r}); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}
