package report_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"suara/flows"
	"suara/flows/library"
	"suara/report"
	"suara/survey"
)

// province is a release of the shipped flow as a province would have it: many units of very
// different size, one where nobody answered and some that are hidden. Its answers are drawn from
// the seed, a little better or worse by lift.
func province(t testing.TB, wave survey.WaveID, seed uint64, lift float64) *report.Document {
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
		ID: wave, Survey: "berakhlak", State: survey.WaveClosed, Mode: survey.Anonymous, MinGroup: 5, Units: provinceUnits(),
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
	in.Responses = func(yield func(survey.Response) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	}
	r, err := report.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("WIT", 9*3600)
	return &report.Document{
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

// fortnight is participation day by day with two reminders.
func fortnight(base survey.Base) []report.Day {
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

// small is a document over the tests' own flow: n answers that differ in one unit.
func small(t testing.TB, n, value int) *report.Document {
	t.Helper()
	f := load(t, likert("range100", 2, 2))
	return &report.Document{
		Release: compute(t, input(f, units("a"), repeated("a", n, value, 4))), Flow: f, Language: "id",
		Organisation: fmt.Sprintf("Biro %d", n),
	}
}
