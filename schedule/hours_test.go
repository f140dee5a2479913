package schedule_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"suara/schedule"
)

func hours(t testing.TB, text string) schedule.Hours {
	t.Helper()
	h, err := schedule.ParseHours(text)
	if err != nil {
		t.Fatal(err)
	}
	h.Holidays, _ = schedule.Holidays(2026)
	return h
}

func TestParseHours(t *testing.T) {
	weekdays := [7]bool{false, true, true, true, true, true, false}
	sixDays := [7]bool{false, true, true, true, true, true, true}
	tests := []struct {
		in       string
		from, to time.Duration
		days     [7]bool
		ok       bool
	}{
		{"07:30-16:00", 450 * time.Minute, 16 * time.Hour, weekdays, true},
		{" 7.30 – 16.00 ", 450 * time.Minute, 16 * time.Hour, weekdays, true},
		{"Senin-Sabtu 07.30-14.00", 450 * time.Minute, 14 * time.Hour, sixDays, true},
		{"00:00-24:00", 0, 24 * time.Hour, weekdays, true},
		{in: "16:00-07:30"},
		{in: "07:30-07:30"},
		{in: "07:30-25:00"},
		{in: "07:60-16:00"},
		{in: "FOO 07:30-16:00"},
		{in: "07:30"},
		{in: ""},
	}
	for _, tt := range tests {
		h, err := schedule.ParseHours(tt.in)
		if (err == nil) != tt.ok || h.From != tt.from || h.To != tt.to || h.Days != tt.days {
			t.Errorf("%q: %+v, %v", tt.in, h, err)
		}
	}
}

func TestNextOpen(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	h := hours(t, "07:30-16:00")
	tests := []struct{ name, at, want string }{
		{"within", "2026-11-25 10:00", "2026-11-25 10:00"},
		{"at the beginning", "2026-11-25 07:30", "2026-11-25 07:30"},
		{"the end is outside", "2026-11-25 16:00", "2026-11-26 07:30"},
		{"before", "2026-11-25 05:00", "2026-11-25 07:30"},
		{"127 evening waits for the morning", "2026-11-25 20:00", "2026-11-26 07:30"},
		{"weekend", "2026-11-28 10:00", "2026-11-30 07:30"},
		{"128 17 Agustus", "2026-08-17 10:00", "2026-08-18 07:30"},
		{"128 cuti bersama around Idulfitri", "2026-03-17 17:00", "2026-03-25 07:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := local(t, wit, tt.at)
			got := h.NextOpen(at.UTC(), wit)
			if text := got.In(wit).Format("2006-01-02 15:04"); text != tt.want || !h.Open(got, wit) {
				t.Errorf("got %s", text)
			}
			if h.Open(at, wit) != (tt.at == tt.want) {
				t.Errorf("open %v", h.Open(at, wit))
			}
		})
	}
	if got := (schedule.Hours{}).NextOpen(time.Unix(0, 0), wit); !got.IsZero() {
		t.Errorf("hours without days open at %v", got)
	}
}

func TestWorkingDays(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	h := hours(t, "07:30-16:00")
	tests := []struct {
		name, from, to string
		want           int
	}{
		{"same day", "2026-11-25 08:00", "2026-11-25 15:00", 0},
		{"next day", "2026-11-25 15:00", "2026-11-26 08:00", 1},
		{"over a weekend", "2026-11-27 10:00", "2026-11-30 10:00", 1},
		{"backwards", "2026-11-30 10:00", "2026-11-27 10:00", 0},
		{"over Idulfitri", "2026-03-17 10:00", "2026-03-26 10:00", 2},
	}
	for _, tt := range tests {
		if got := h.WorkingDays(local(t, wit, tt.from), local(t, wit, tt.to), wit); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if got := h.WorkingDays(time.Time{}, local(t, wit, "2026-11-25 00:00"), wit); got < 500_000 {
		t.Errorf("since the zero time: %d", got)
	}
}

// The count agrees with walking from day to day.
func TestWorkingDaysAgreesWithWorkingDay(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	h := hours(t, "MON-SAT 07:30-14:00")
	h.Holidays["not a date"] = ""
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(-400_000_000, 1_800_000_000).Draw(t, "from"), 0).In(wit)
		days := rapid.IntRange(0, 500).Draw(t, "days")
		want := 0
		for i := 1; i <= days; i++ {
			if h.WorkingDay(from.AddDate(0, 0, i)) {
				want++
			}
		}
		if got := h.WorkingDays(from, from.AddDate(0, 0, days), wit); got != want {
			t.Fatalf("%d days after %v: %d, want %d", days, from, got, want)
		}
	})
}

func TestHolidays(t *testing.T) {
	for year, n := range map[int]int{2025: 28, 2026: 25} {
		days, ok := schedule.Holidays(year)
		if !ok || len(days) != n {
			t.Errorf("%d: %d days, want %d", year, len(days), n)
		}
		for date, name := range days {
			if at, err := time.Parse(time.DateOnly, date); err != nil || at.Year() != year || name == "" {
				t.Errorf("%q %q", date, name)
			}
		}
	}
	days, _ := schedule.Holidays(2026)
	days["2026-12-31"] = "changed"
	if again, _ := schedule.Holidays(2026); len(again) != 25 {
		t.Error("the table can be changed from outside")
	}
	if _, ok := schedule.Holidays(2027); ok {
		t.Error("2027 has no decree yet")
	}
}

func TestWeekMayEndOnSunday(t *testing.T) {
	for _, text := range []string{"MON-SUN 00:00-24:00", "Senin-Minggu 00.00-24.00"} {
		h := hours(t, text)
		for day := range 7 {
			if !h.Days[day] {
				t.Errorf("%q leaves out %s", text, time.Weekday(day))
			}
		}
	}
}

// FuzzParseHours reads any text as working hours; what is understood opens on the days that it names, and
// closes.
func FuzzParseHours(f *testing.F) {
	for _, s := range []string{"07:30-16:00", "MON-SAT 07:30-14:00", "Senin-Sabtu 07.30-14.00", "jumat 8.00 s/d 11.00", "SUN 0:00-24:00", "* 25:00-26:00", "SABTU-MINGGU 08:00–09:00"} {
		f.Add(s)
	}
	from := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		h, err := schedule.ParseHours(s)
		if err != nil {
			if h.To != 0 || !strings.Contains(err.Error(), "07:30-16:00") {
				t.Fatalf("%q: %+v, %v", s, h, err)
			}
			return
		}
		open := h.NextOpen(from, time.UTC)
		if h.From >= h.To || h.From < 0 || h.To > 24*time.Hour || !h.Days[open.Weekday()] || !h.Open(open, time.UTC) {
			t.Fatalf("%q is %+v and opens at %v", s, h, open)
		}
		end := time.Date(open.Year(), open.Month(), open.Day(), 0, 0, 0, 0, time.UTC).Add(h.To)
		if h.Open(end, time.UTC) && h.To < 24*time.Hour {
			t.Fatalf("%q is open at its end", s)
		}
	})
}
