package schedule_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"suara/schedule"
)

const day = 24 * time.Hour

func TestParseDuration(t *testing.T) {
	tests := []struct {
		in  string
		out time.Duration
	}{
		{"14d", 14 * day}, {"10m", 10 * time.Minute}, {"6h", 6 * time.Hour}, {"1d12h", 36 * time.Hour},
		{"2w", 14 * day}, {"90s", 90 * time.Second}, {" 1w1d ", 8 * day},
		{"", 0}, {"0d", 0}, {"-1d", 0}, {"1", 0}, {"d", 0}, {"1.5h", 0}, {"1h1d", 0}, {"1d1d", 0},
		{"1d 2h", 0}, {"14 hari", 0}, {"1y", 0}, {"3651d", 0}, {"99999999999999999999d", 0}, {"1dx", 0},
	}
	for _, tt := range tests {
		got, err := schedule.ParseDuration(tt.in)
		if got != tt.out || (err == nil) != (tt.out != 0) {
			t.Errorf("%q: %v, %v", tt.in, got, err)
		}
	}
}

func TestDurationsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(1, 3650*86400).Draw(t, "seconds")) * time.Second
		if got, err := schedule.ParseDuration(schedule.FormatDuration(d)); err != nil || got != d {
			t.Fatalf("%s becomes %v, %v", schedule.FormatDuration(d), got, err)
		}
	})
	for d, want := range map[time.Duration]string{
		0: "0s", 36 * time.Hour: "1d12h", -time.Hour: "-1h", time.Millisecond: "0s",
	} {
		if got := schedule.FormatDuration(d); got != want {
			t.Errorf("%v is written %s", d, got)
		}
	}
}

func TestFormatTime(t *testing.T) {
	at := time.Date(2026, 11, 3, 7, 0, 0, 0, time.UTC)
	tests := []struct{ zone, lang, want string }{
		{"Asia/Jayapura", "id", "Selasa, 3 November 2026 pukul 16.00 WIT"},
		{"Asia/Makassar", "id", "Selasa, 3 November 2026 pukul 15.00 WITA"},
		{"Asia/Jakarta", "id", "Selasa, 3 November 2026 pukul 14.00 WIB"},
		{"Asia/Pontianak", "en", "Tuesday, 3 November 2026, 14:00 WIB"},
		{"Asia/Jayapura", "en", "Tuesday, 3 November 2026, 16:00 WIT"},
		{"UTC", "en", "Tuesday, 3 November 2026, 07:00 UTC"},
		{"Asia/Singapore", "en", "Tuesday, 3 November 2026, 15:00 UTC+08:00"},
		{"America/Caracas", "en", "Tuesday, 3 November 2026, 03:00 UTC-04:00"},
	}
	for _, tt := range tests {
		if got := schedule.FormatTime(at, zone(t, tt.zone), tt.lang); got != tt.want {
			t.Errorf("got %s", got)
		}
	}
	if got := schedule.FormatDay(at, zone(t, "Asia/Jayapura"), "id"); got != "Selasa, 3 November 2026" {
		t.Errorf("got %s", got)
	}
}

func TestParseUntil(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	now := local(t, wit, "2026-11-25 12:00")
	h := hours(t, "07:30-16:00")
	tests := []struct{ name, in, want string }{
		{"a day ends with working hours", "2026-12-05", "2026-12-05 16:00"},
		{"day and time", "2026-12-05 15:30", "2026-12-05 15:30"},
		{"RFC 3339", "2026-12-05T16:00:00+07:00", "2026-12-05 18:00"},
		{"without seconds and zone", "2026-12-05T16:00", "2026-12-05 16:00"},
		{"Indonesian numbers", "5/12/2026 16.00", "2026-12-05 16:00"},
		{"dots in the date", "5.12.2026", "2026-12-05 16:00"},
		{"month by name", "5 Desember 2026", "2026-12-05 16:00"},
		{"short month", "5 Des 2026 9.15", "2026-12-05 09:15"},
		{"English", "5 December 2026, 16:00", "2026-12-05 16:00"},
		{"as the bot writes it", "Sabtu, 5 Desember 2026 pukul 16.00 WIT", "2026-12-05 16:00"},
		{"124 other zone of Indonesia", "5 Desember 2026 pukul 16.00 WIB", "2026-12-05 18:00"},
		{"without a year the next one", "5 Desember", "2026-12-05 16:00"},
		{"without a year, passed", "3 Januari jam 10.00", "2027-01-03 10:00"},
		{"today", "hari ini", "2026-11-25 16:00"},
		{"tomorrow", "Besok", "2026-11-26 16:00"},
		{"tomorrow with a time", "besok 10.00", "2026-11-26 10:00"},
		{"139 the next such weekday", "Jumat 16.00", "2026-11-27 16:00"},
		{"a weekday alone ends with its working hours", "jumat", "2026-11-27 16:00"},
		{"this weekday, later", "Rabu 23.00", "2026-11-25 23:00"},
		{"this weekday, past", "Rabu 00.01", "2026-12-02 00:01"},
		{"day after tomorrow", "lusa pukul 9.15", "2026-11-27 09:15"},
		{"days from now", "+3d", "2026-11-28 16:00"},
		{"days in words", "3 hari", "2026-11-28 16:00"},
		{"weeks in words", "+1 minggu lagi", "2026-12-02 16:00"},
		{"hours from now", "+6h", "2026-11-25 18:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := schedule.ParseUntil(tt.in, wit, now, h)
			if err != nil || got.Format("2006-01-02 15:04") != tt.want || got.Location() != wit {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	if got, err := schedule.ParseUntil("2026-12-05", wit, now, schedule.Hours{}); err != nil || got.Hour() != 23 {
		t.Errorf("without working hours: %v, %v", got, err)
	}
}

func TestParseUntilRefuses(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	now := local(t, wit, "2026-11-25 17:00")
	tests := []struct{ name, in, says string }{
		{"past", "2026-11-24", "not in the future"},
		{"today after hours", "hari ini", "not in the future"},
		{"no such day", "31/11/2026", "no day 31 in November"},
		{"no such month", "5/13/2026", "not understood"},
		{"no such time", "2026-12-05 25:00", "no time 25.00"},
		{"time alone", "16.00", "day is missing"},
		{"wrong weekday", "Jumat, 5 Desember 2026", "is a Saturday"},
		{"unknown weekday", "Foo, 5 Desember 2026", "no weekday"},
		{"unknown month", "5 Foo 2026", "not understood"},
		{"two-digit year", "5/12/26", "not understood"},
		{"negative", "+-3d", "negative"},
		{"far away", "2206-12-05", "ten years"},
		{"empty", "", "not understood"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := schedule.ParseUntil(tt.in, wit, now, hours(t, "07:30-16:00"))
			if err == nil || !strings.Contains(err.Error(), tt.says) || !got.IsZero() {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// What FormatTime writes in Indonesia, ParseUntil reads.
func TestDeadlinesAreReadAsWritten(t *testing.T) {
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		z := zone(t, rapid.SampledFrom([]string{"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}).Draw(rt, "zone"))
		at := now.Add(time.Duration(rapid.IntRange(1, 3_000_000).Draw(rt, "minutes")) * time.Minute)
		text := schedule.FormatTime(at, z, rapid.SampledFrom([]string{"id", "en"}).Draw(rt, "lang"))
		if got, err := schedule.ParseUntil(text, z, now, schedule.Hours{}); err != nil || !got.Equal(at) {
			rt.Fatalf("%s is read as %v, %v", text, got, err)
		}
	})
}

func FuzzParseUntil(f *testing.F) {
	for _, s := range []string{"2026-12-05", "5/12/2026 16.00", "Sabtu, 5 Desember 2026 pukul 16.00 WIT",
		"+3d", "besok", "29 feb", "2026-12-05T16:00:00+07:00"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := schedule.ParseUntil(s, time.UTC, now, schedule.Hours{})
		if err == nil && !got.After(now) {
			t.Fatalf("%q is %v", s, got)
		}
	})
}

func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"14d", "1w2d3h4m5s", "-1d", "999999999999w", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := schedule.ParseDuration(s)
		if err != nil {
			return
		}
		if again, err := schedule.ParseDuration(schedule.FormatDuration(d)); err != nil || again != d || d <= 0 {
			t.Fatalf("%q is %v, then %v, %v", s, d, again, err)
		}
	})
}
