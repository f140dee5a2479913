package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/simulator"
)

const fieldFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
items:
  - {id: ramah, type: scale, scale: s, text: {id: Pegawai di unit kerja saya ramah.}}
  - {id: cekatan, type: scale, scale: s, text: {id: Pegawai di unit kerja saya cekatan.}}
  - {id: hadir, type: yesno, text: {id: Apakah Anda hadir?}}
scales:
  s:
    - {value: 1, label: {id: Rendah}}
    - {value: 2, label: {id: Sedang}}
    - {value: 3, label: {id: Tinggi}}
`

// field is a phone that a test answers with.
type field struct {
	t     *testing.T
	phone *simulator.Phone
}

// press presses a button as soon as the last message has it.
func (f field) press(label string) bool {
	for end := time.After(10 * time.Second); ; {
		changed := f.phone.Changed()
		if _, err := f.phone.Press(label); err == nil {
			return true
		}
		select {
		case <-changed:
		case <-end:
			f.t.Errorf("no button %q under: %s", label, f.phone.Last().Text)
			return false
		}
	}
}

// await waits until the last message holds a text.
func (f field) await(text string) bool {
	for end := time.After(10 * time.Second); ; {
		changed := f.phone.Changed()
		if strings.Contains(f.phone.Last().Text, text) {
			return true
		}
		select {
		case <-changed:
		case <-end:
			f.t.Errorf("no %q in: %s", text, f.phone.Last().Text)
			return false
		}
	}
}

// answer goes through the whole job of a respondent.
func (f field) answer(code string, labels []string) {
	f.phone.Start(code)
	if !f.press("Benar") || !f.press("Saya bersedia") {
		return
	}
	for i, question := range []string{"ramah", "cekatan", "hadir"} {
		if !f.await(question) || !f.press(labels[i]) {
			return
		}
	}
	if f.press("Kirim jawaban") {
		f.await("Jawaban Anda sudah kami terima")
	}
}

// TestServeFieldsAWave runs serve over loopback against the simulator: people register, answer at
// once, and what is exported is what they pressed.
func TestServeFieldsAWave(t *testing.T) {
	const people = 30
	tg := simulator.New(simulator.Options{Token: testToken, Username: "contoh_bot",
		Clock: simulator.RealClock{}, Seed: 1})
	url, err := tg.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tg.Close() })
	in := install(t, fmt.Sprintf(`telegram: {token: %q, api_url: %q}
admin: {owners: [900]}
organisation: {name: Biro}
limits: {global_per_second: 100000, chat_per_second: 1000}
surveys: [{id: uji, flow: uji.yaml}]
`, testToken, url))
	in.write("uji.yaml", fieldFlow)
	var roster strings.Builder
	roster.WriteString("nip,name,unit\n")
	for i := range people {
		fmt.Fprintf(&roster, "1985010120100110%02d,Pegawai %d,Dinas Kesehatan\n", i, i)
	}
	in.write("people.csv", roster.String())
	_, problems, stop := in.serve("Telegram answers")
	run := func(args ...string) string {
		t.Helper()
		code, out, failed := in.suara(t.Context(), args...)
		if code != exitFine {
			t.Fatalf("suara %v: exit %d\n%s", args, code, failed)
		}
		return out.String()
	}
	run("roster", "import", in.dir+"/people.csv")
	codes := table(t, run("roster", "codes"))
	wave := strings.TrimSpace(run("wave", "open", "uji"))

	var everybody sync.WaitGroup
	var want []string
	for i, row := range codes[1:] {
		values := []int{1 + i%3, 1 + i/3%3, i % 2}
		labels := []string{[]string{"", "Rendah", "Sedang", "Tinggi"}[values[0]],
			[]string{"", "Rendah", "Sedang", "Tinggi"}[values[1]], []string{"Tidak", "Ya"}[values[2]]}
		want = append(want, fmt.Sprintf("%d %d %s", values[0], values[1], []string{"no", "yes"}[values[2]]))
		phone := tg.NewPerson(simulator.Person{ID: int64(1000 + i), FirstName: fmt.Sprint("P", i)})
		everybody.Go(func() { field{t, phone}.answer(row[3], labels) })
	}
	everybody.Wait()
	run("wave", "close", wave)
	var got []string
	for _, row := range table(t, run("export", wave))[1:] {
		got = append(got, strings.Join(row[6:], " "))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("exported\n%q\npressed\n%q", got, want)
	}
	if code := stop(); code != exitFine {
		t.Errorf("serve ended with %d\n%s", code, problems)
	}
	if strings.Contains(problems.String(), "level=ERROR") {
		t.Errorf("errors in the log:\n%s", problems)
	}
}

func table(t testing.TB, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("no table: %v\n%s", err, text)
	}
	return rows
}
