// Package reporttest makes the documents that the tests of pictures and files are written on.
//
// Only tests may import it.
package reporttest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"suara/flows"
	"suara/flows/library"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// Province is a release of the shipped flow as a province would have it: many units of very
// different size, one where nobody answered and some that are hidden. Its answers are drawn from
// the seed, a little better or worse by lift.
func Province(t testing.TB, wave survey.WaveID, seed uint64, lift float64) *words.Document {
	t.Helper()
	src, err := library.Open("berakhlak")
	if err != nil {
		t.Fatal(err)
	}
	f, err := flows.Load("berakhlak", src)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	in := report.Input{Flow: f, Suppress: true, Language: "id", Roster: map[survey.UnitID]int{}, Wave: survey.Wave{
		ID: wave, Survey: "berakhlak", State: survey.WaveClosed, Mode: survey.Anonymous, MinGroup: 5,
		Units: provinceUnits(),
	}}
	var rows []survey.Response
	for i, u := range in.Wave.Units {
		size := 6 + (i*i*7)%90
		answered := size * (4 + i%6) / 10
		switch i {
		case 9, 10:
			size, answered = 7, 3
		case 13:
			size, answered = 12, 0
		}
		in.Roster[u.ID] = size
		in.Wave.Base.Roster += size
		in.Wave.Base.Complete += answered
		for range answered {
			rows = append(rows, survey.Response{Unit: u.ID, Values: drawn(f, random, lift+float64(i%5)/6)})
		}
	}
	b := &in.Wave.Base
	b.Registered, b.Reachable, b.Invited, b.Started = b.Roster-40, b.Roster-60, b.Roster-50, b.Complete+30
	in.Responses = slices.Values(rows)
	r, err := report.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("WIT", 9*3600)
	return &words.Document{
		Release: r, Flow: f, Language: "id", Organisation: "Biro Organisasi Setda Provinsi Maluku Utara",
		Opened: time.Date(2026, 11, 3, 9, 0, 0, 0, zone), Closed: time.Date(2026, 11, 17, 16, 0, 0, 0, zone),
	}
}

func provinceUnits() []survey.Unit {
	names := []string{
		"Sekretariat Daerah", "Biro Organisasi", "Biro Pemerintahan dan Otonomi Daerah", "Biro Hukum",
		"Dinas Kesehatan", "Dinas Pendidikan dan Kebudayaan", "Dinas Pekerjaan Umum dan Penataan Ruang",
		"Dinas Sosial 😀", "Dinas Kelautan dan Perikanan", "Dinas Pangan", "Dinas Perpustakaan & Arsip",
		"Badan Kepegawaian Daerah", "Badan Pendapatan Daerah", "Badan Penghubung",
		"Badan Penelitian dan Pengembangan Daerah <Balitbangda>", "Inspektorat", "Satuan Polisi Pamong Praja",
		"Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana",
	}
	var out []survey.Unit
	for i, name := range names {
		u := survey.Unit{ID: survey.UnitID("u" + strconv.Itoa(i)), Name: name, Order: i}
		if i >= 1 && i <= 3 {
			u.Parent = "u0"
		}
		out = append(out, u)
	}
	return out
}

func drawn(f *flows.Flow, random *rand.Rand, lift float64) []string {
	values := make([]string, len(f.Items))
	for i, item := range f.Items {
		switch {
		case item.Type == flows.TypeScale && random.IntN(25) == 0:
			values[i] = survey.Skipped
		case item.Type == flows.TypeScale:
			v := 3.3 + lift - float64(i%4)/4 + random.NormFloat64()
			values[i] = strconv.Itoa(int(min(5, max(1, v))))
		case item.Pressed():
			values[i] = item.Options[random.IntN(len(item.Options))].Value
		default:
			values[i] = survey.Skipped
		}
	}
	return values
}

// Fortnight is participation day by day with two reminders.
func Fortnight(base survey.Base) []report.Day {
	shares := []int{18, 9, 4, 2, 1, 1, 11, 5, 2, 1, 7, 2, 1, 1}
	var out []report.Day
	left := base.Complete
	for i, s := range shares {
		n := min(left, base.Complete*s/65)
		if i == len(shares)-1 {
			n = left
		}
		left -= n
		out = append(out, report.Day{
			Date: time.Date(2026, 11, 3+i, 0, 0, 0, 0, time.UTC), Responded: n, Reminded: i == 6 || i == 10,
		})
	}
	return out
}

// smallFlow has two dimensions of two items each.
const smallFlow = `flow: uji
title: {id: Survei uji, en: Test survey}
languages: [id, en]
scales:
  agree5:
    - {value: 1, label: {id: Nilai 1, en: Value 1}, favourable: false}
    - {value: 2, label: {id: Nilai 2, en: Value 2}, favourable: false}
    - {value: 3, label: {id: Nilai 3, en: Value 3}, favourable: false}
    - {value: 4, label: {id: Nilai 4, en: Value 4}, favourable: true}
    - {value: 5, label: {id: Nilai 5, en: Value 5}, favourable: true}
dimensions:
  - {id: d0, title: {id: Dimensi 0, en: Dimension 0}, items: [i0, i1], score: range100}
  - {id: d1, title: {id: Dimensi 1, en: Dimension 1}, items: [i2, i3], score: range100}
index:
  id: indeks
  title: {id: Indeks uji, en: Test index}
  dimensions: [d0, d1]
  bands: [{from: 75, label: {id: Sehat, en: Healthy}}, {from: 50, label: {id: Cukup Sehat, en: Fair}},
    {from: 25, label: {id: Tidak Sehat, en: Unhealthy}}, {from: 0, label: {id: Sangat Tidak Sehat, en: Poor}}]
items:
  - {id: i0, type: scale, scale: agree5, text: {id: Pernyataan 0, en: Statement 0}}
  - {id: i1, type: scale, scale: agree5, text: {id: Pernyataan 1, en: Statement 1}}
  - {id: i2, type: scale, scale: agree5, text: {id: Pernyataan 2, en: Statement 2}}
  - {id: i3, type: scale, scale: agree5, text: {id: Pernyataan 3, en: Statement 3}}
  - id: masa
    type: choice
    segment: true
    text: {id: Masa kerja, en: Service}
    options: [{value: baru, label: {id: Baru, en: New}}, {value: lama, label: {id: Lama, en: Long}}]
  - {id: saran, type: text, optional: true, max_length: 500, text: {id: Saran, en: Suggestion}}
`

// Small is a document of n answers in one unit, all of one value but the last two, which lie a step
// below and above it.
func Small(t testing.TB, n, value int) *words.Document {
	t.Helper()
	f, err := flows.Load("test.yaml", []byte(smallFlow))
	if err != nil {
		t.Fatal(err)
	}
	var rows []survey.Response
	for i := range n {
		v := value
		switch i {
		case n - 2:
			v--
		case n - 1:
			v++
		}
		s := strconv.Itoa(v)
		rows = append(rows, survey.Response{Unit: "a", Values: []string{s, s, s, s}})
	}
	r, err := report.Compute(report.Input{
		Flow: f, Responses: slices.Values(rows), Suppress: true,
		Wave: survey.Wave{
			ID: "uji-1", Survey: "uji", State: survey.WaveClosed, Mode: survey.Anonymous, MinGroup: 5,
			Units: []survey.Unit{{ID: "a", Name: "Dinas A"}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &words.Document{Release: r, Flow: f, Language: "id", Organisation: fmt.Sprintf("Biro %d", n)}
}
