package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"suara/schedule"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// local reads a wall-clock time.
func local(t testing.TB, z *time.Location, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, z)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func parse(t testing.TB, expr string, z *time.Location, from time.Time) schedule.Spec {
	t.Helper()
	s, err := schedule.Parse(expr, z, from)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestParseNext(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	tests := []struct{ name, expr, from, want string }{
		{"waves of the contract", "0 9 1 3,9 *", "2026-11-25 12:00", "2027-03-01 09:00, 2027-09-01 09:00"},
		{"working days", "0 10 * * MON-FRI", "2026-11-26 10:00", "2026-11-27 10:00, 2026-11-30 10:00"},
		{"strictly after", "0 10 * * *", "2026-11-26 10:00", "2026-11-27 10:00, 2026-11-28 10:00"},
		{"109 L is the month's last day", "0 9 L * *", "2027-01-31 09:00", "2027-02-28 09:00, 2027-03-31 09:00"},
		{"109 akhir bulan", "0 9 akhir bulan * *", "2028-02-01 00:00", "2028-02-29 09:00, 2028-03-31 09:00"},
		{"110 day 31 skips short months", "0 9 31 * *", "2026-01-31 10:00", "2026-03-31 09:00, 2026-05-31 09:00"},
		{"113 Minggu", "0 9 * * Minggu", "2026-11-25 00:00", "2026-11-29 09:00, 2026-12-06 09:00"},
		{"Indonesian days", "0 9 * * senin,KAMIS", "2026-11-25 00:00", "2026-11-26 09:00, 2026-11-30 09:00"},
		{"Indonesian months", "0 9 1 mei,Agustus *", "2026-11-25 00:00", "2027-05-01 09:00, 2027-08-01 09:00"},
		{"step", "*/30 8-9 * * *", "2026-11-25 08:10", "2026-11-25 08:30, 2026-11-25 09:00"},
		{"question mark", "0 9 ? * 1", "2026-11-25 00:00", "2026-11-30 09:00, 2026-12-07 09:00"},
		{"@daily", "@daily", "2026-11-25 00:00", "2026-11-26 00:00, 2026-11-27 00:00"},
		{"@monthly", "@Monthly", "2026-11-25 00:00", "2026-12-01 00:00, 2027-01-01 00:00"},
		{"leap day eight years away", "0 9 29 2 *", "2096-03-01 00:00", "2104-02-29 09:00, 2108-02-29 09:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := local(t, wit, tt.from)
			var got []string
			for _, at := range parse(t, tt.expr, wit, from).NextN(from, 2) {
				got = append(got, at.Format("2006-01-02 15:04"))
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("got %s, want %s", text, tt.want)
			}
		})
	}
}

func TestParseErrorsNameFieldAndMend(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	tests := []struct{ name, expr, field, mend string }{
		{"111 day of month and weekday", "0 9 1 * MON", "weekday", "write * for the other"},
		{"111 step counts as given", "0 9 */2 * MON", "weekday", "write * for the other"},
		{"112 date that never comes", "0 9 30 2 *", "day of month", "L for its last day"},
		{"113 six fields", "0 0 9 * * *", "", "leave the seconds out"},
		{"113 weekday 7", "0 9 * * 7", "weekday", "Sunday (Minggu) is 0"},
		{"TZ= would panic in the parser", "TZ=", "", "organisation.timezone"},
		{"CRON_TZ=", "CRON_TZ=UTC 0 9 * * *", "", "organisation.timezone"},
		{"@every", "@every 5s", "", "0 */6 * * *"},
		{"unknown @", "@reboot", "", "@daily"},
		{"empty", "  ", "", "leave the key out"},
		{"four fields", "0 9 * *", "", "write five"},
		{"minute", "60 9 * * *", "minute", "0 to 59"},
		{"hour", "0 24 * * *", "hour", "0 to 23"},
		{"day", "0 9 0 * *", "day of month", "1 to 31"},
		{"month", "0 9 1 FOO *", "month", "JAN to DEC"},
		{"list without entries never matches in the parser", ", 9 * * *", "minute", "0 to 59"},
		{"range from a star is ignored by the parser", "*-5 9 * * *", "minute", "0 to 59"},
		{"step 0", "*/0 9 * * *", "minute", "0 to 59"},
		{"L with more", "0 9 L-3 * *", "day of month", "akhir bulan"},
		{"L in a list", "0 9 15,L * *", "day of month", "akhir bulan"},
		{"range over the week's end", "0 9 * * SABTU-MINGGU", "weekday", "SUN to SAT"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := schedule.Parse(tt.expr, wit, local(t, wit, "2026-11-25 00:00"))
			var wrong *schedule.ExprError
			if !errors.As(err, &wrong) || !s.IsZero() {
				t.Fatalf("spec %q, error %v", s, err)
			}
			if wrong.Field != tt.field || !strings.Contains(wrong.Mend, tt.mend) {
				t.Errorf("error %v", err)
			}
		})
	}
	if _, err := schedule.Parse("0 9 * * *", nil, time.Time{}); err == nil {
		t.Error("no zone is accepted")
	}
}

func TestWarnings(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	tests := []struct{ expr, says string }{
		{"0 9 1 * *", ""},
		{"0 9 * * *", ""},
		{"0 9 L * *", ""},
		{"0 9 31 1,3 *", ""},
		{"0 9 31 * *", "day 31: skipped in February, April, June, September, November"},
		{"0 9 30 * *", "day 30: skipped in February when"},
		{"0 9 29 2 *", "day 29: skipped in February when"},
	}
	for _, tt := range tests {
		got := strings.Join(parse(t, tt.expr, wit, time.Unix(0, 0)).Warnings(), "; ")
		if (got == "") != (tt.says == "") || !strings.Contains(got, tt.says) {
			t.Errorf("%s: %q", tt.expr, got)
		}
	}
}

// The days when clocks change, measured with the library's own Next: it skips or doubles them.
func TestNextWhenClocksChange(t *testing.T) {
	tests := []struct{ name, zone, expr, from, want string }{
		{"Berlin spring: 02:30 does not exist", "Europe/Berlin", "30 2 * * *", "2026-03-28 00:00",
			"28 Mar 02:30 CET, 29 Mar 03:00 CEST, 30 Mar 02:30 CEST"},
		{"Berlin autumn: 02:30 comes twice", "Europe/Berlin", "30 2 * * *", "2026-10-24 00:00",
			"24 Oct 02:30 CEST, 25 Oct 02:30 CEST, 26 Oct 02:30 CET"},
		{"Cairo: no midnight", "Africa/Cairo", "0 0 * * *", "2026-04-22 12:00",
			"23 Apr 00:00 EET, 24 Apr 01:00 EEST, 25 Apr 00:00 EEST"},
		{"Havana: no midnight", "America/Havana", "0 0 * * *", "2026-03-06 12:00",
			"07 Mar 00:00 CST, 08 Mar 01:00 CDT, 09 Mar 00:00 CDT"},
		{"Sao Paulo: no midnight", "America/Sao_Paulo", "0 0 * * *", "2018-11-02 12:00",
			"03 Nov 00:00 -03, 04 Nov 01:00 -02, 05 Nov 00:00 -02"},
		{"two lost times are one", "Europe/Berlin", "0,30 2 * * *", "2026-03-28 12:00",
			"29 Mar 03:00 CEST, 30 Mar 02:00 CEST, 30 Mar 02:30 CEST"},
		{"a lost time and the hour after it are one", "Europe/Berlin", "0 2,3 * * *", "2026-03-28 12:00",
			"29 Mar 03:00 CEST, 30 Mar 02:00 CEST, 30 Mar 03:00 CEST"},
		{"Samoa lost a whole day", "Pacific/Apia", "0 9 * * *", "2011-12-29 00:00",
			"29 Dec 09:00 -10, 31 Dec 00:00 +14, 31 Dec 09:00 +14"},
		{"Lord Howe: half an hour", "Australia/Lord_Howe", "15 2 * * *", "2026-10-03 12:00",
			"04 Oct 02:30 +11, 05 Oct 02:15 +11, 06 Oct 02:15 +11"},
		{"09:00 is fine", "Europe/Berlin", "0 9 * * *", "2026-03-28 00:00",
			"28 Mar 09:00 CET, 29 Mar 09:00 CEST, 30 Mar 09:00 CEST"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			z := zone(t, tt.zone)
			from := local(t, z, tt.from)
			var got []string
			for _, at := range parse(t, tt.expr, z, from).NextN(from, 3) {
				got = append(got, at.Format("02 Jan 15:04 MST"))
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
		})
	}
}

func TestNextFromWithinTheDoubledHour(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	s := parse(t, "30 2 * * *", z, time.Unix(0, 0))
	second := time.Date(2026, 10, 25, 1, 15, 0, 0, time.UTC) // 02:15 CET, the second time
	if got := s.Next(second).Format("02 Jan 15:04 MST"); got != "26 Oct 02:30 CET" {
		t.Errorf("got %s", got)
	}
}

func TestOneCronInThreeZones(t *testing.T) { // case 125
	from := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	for name, hour := range map[string]int{"Asia/Jakarta": 1, "Asia/Makassar": 0, "Asia/Jayapura": 23} {
		if got := parse(t, "0 8 * * *", zone(t, name), from).Next(from).UTC().Hour(); got != hour {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func TestSpecsAreComparable(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	a, b := parse(t, " 0  9 l * * ", wit, time.Unix(0, 0)), parse(t, "0 9 Akhir Bulan * *", wit, time.Unix(0, 0))
	if a != b || a.String() != "0 9 L * *" || a.Zone() != wit || a == (schedule.Spec{}) {
		t.Errorf("%q and %q", a, b)
	}
	var none schedule.Spec
	if !none.IsZero() || !none.Next(time.Unix(0, 0)).IsZero() || none.NextN(time.Unix(0, 0), 3) != nil {
		t.Error("the zero spec comes due")
	}
}

func TestMissed(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	s := parse(t, "0 8 * * *", wit, time.Unix(0, 0))
	last := local(t, wit, "2026-11-20 08:00")
	tests := []struct {
		name   string
		now    string
		limit  int
		n      int
		newest string
		capped bool
	}{
		{"none", "2026-11-21 07:59", 100, 0, "0001-01-01 00:00", false},
		{"the instant itself counts", "2026-11-21 08:00", 100, 1, "2026-11-21 08:00", false},
		{"four days", "2026-11-24 12:00", 100, 4, "2026-11-24 08:00", false},
		{"capped", "2026-11-24 12:00", 2, 2, "2026-11-22 08:00", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, newest, capped := s.Missed(last, local(t, wit, tt.now), tt.limit)
			if n != tt.n || newest.Format("2006-01-02 15:04") != tt.newest || capped != tt.capped {
				t.Errorf("got %d, %v, %v", n, newest, capped)
			}
		})
	}
}

// drawSpec makes a valid expression in a zone with odd clock changes.
func drawSpec(t *rapid.T) schedule.Spec {
	name := rapid.SampledFrom([]string{"Asia/Jayapura", "Europe/Berlin", "America/Havana", "Africa/Cairo",
		"Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"}).Draw(t, "zone")
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	expr := rapid.SampledFrom([]string{"0", "30", "*/7", "*", "15,45"}).Draw(t, "minute") + " " +
		rapid.SampledFrom([]string{"0", "2", "1-3", "*", "*/5"}).Draw(t, "hour") + " " +
		rapid.SampledFrom([]string{"* * *", "L * *", "29-31 * *", "* * SUN", "* 3,10,11 MON-FRI", "1 */4 *"}).
			Draw(t, "days")
	s, err := schedule.Parse(expr, z, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func drawTime(t *rapid.T, label string) time.Time {
	return time.Unix(rapid.Int64Range(1_300_000_000, 1_900_000_000).Draw(t, label), 0)
}

func TestNextIncreasesAndSkipsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, at := drawSpec(t), drawTime(t, "from")
		next := s.Next(at)
		if !next.After(at) || next.Location() != s.Zone() {
			t.Fatalf("next of %v is %v", at, next)
		}
		between := at.Add(time.Duration(rapid.Int64Range(0, int64(next.Sub(at)-1)).Draw(t, "between")))
		if again := s.Next(between); !again.Equal(next) {
			t.Fatalf("next of %v is %v, but of %v it is %v", at, next, between, again)
		}
	})
}

func TestMissedAgreesWithNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, last := drawSpec(t), drawTime(t, "last")
		want := s.NextN(last, rapid.IntRange(1, 20).Draw(t, "n"))
		n, newest, capped := s.Missed(last, want[len(want)-1], 1000)
		if n != len(want) || !newest.Equal(want[len(want)-1]) || capped {
			t.Fatalf("%d missed, newest %v; %d instants", n, newest, len(want))
		}
		if n, _, _ := s.Missed(last, want[0].Add(-1), 1000); n != 0 {
			t.Fatalf("%d missed before the first", n)
		}
	})
}

// On ordinary days an every-minute expression comes due each minute, and a year of it is counted quickly.
func TestMissedEveryMinuteOfAYear(t *testing.T) {
	wit := zone(t, "Asia/Jayapura")
	s := parse(t, "* * * * *", wit, time.Unix(0, 0))
	from := local(t, wit, "2025-01-01 00:00")
	if n, _, _ := s.Missed(from, from.AddDate(1, 0, 0), 1_000_000); n != 365*24*60 {
		t.Errorf("%d", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0 9 1 3,9 *", "TZ=", "CRON_TZ=UTC", "0 9 akhir bulan * *", "@every -5s",
		"*/7 1-5/2 ? JAN-MAR *", ", * * * *", "0 9 31 2 *", "0 9 * * 7"} {
		f.Add(s)
	}
	from := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, expr string) {
		s, err := schedule.Parse(expr, time.UTC, from)
		if err != nil {
			return
		}
		if !s.Next(from).After(from) {
			t.Fatalf("%q never comes", expr)
		}
		if again, err := schedule.Parse(s.String(), time.UTC, from); err != nil || again != s {
			t.Fatalf("%q becomes %q: %v", expr, s, err)
		}
	})
}
