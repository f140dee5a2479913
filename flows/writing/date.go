package writing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// monthNames are the months in Indonesian and English.
var monthNames = map[string][12]string{
	"id": {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
		"Oktober", "November", "Desember"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December"},
}

// weekdayNames are the days of the week, from Sunday.
var weekdayNames = map[string][7]string{
	"id": {"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"},
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// months knows full, short and older Indonesian names, and English ones.
var months = monthWords(map[time.Month]string{
	time.January: "jan", time.February: "feb peb pebruari", time.March: "mar mrt",
	time.April: "apr", time.June: "jun", time.July: "jul", time.August: "agt agu ags agust aug",
	time.September: "sep sept", time.October: "okt oct", time.November: "nov nop nopember",
	time.December: "des dec",
})

func monthWords(short map[time.Month]string) map[string]time.Month {
	out := map[string]time.Month{}
	for _, names := range monthNames {
		for i, name := range names {
			out[strings.ToLower(name)] = time.Month(i + 1)
		}
	}
	for m, words := range short {
		for _, w := range strings.Fields(words) {
			out[w] = m
		}
	}
	return out
}

// The years that a date can lie in.
const (
	firstYear = 1900
	lastYear  = 2199
)

// The ways of writing a date: the day first, or ISO with the year first.
var (
	isoDate   = regexp.MustCompile(`\A([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\z`)
	wordDate  = regexp.MustCompile(`\A([0-9]{1,2})[ .\-/]*([a-z]+)[ .\-/,]*([0-9]{4}|[0-9]{2})\z`)
	digitDate = regexp.MustCompile(`\A([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}) ?[-/. ] ?([0-9]{4}|[0-9]{2})\z`)
	weekday   = regexp.MustCompile(`\A(minggu|ahad|senin|selasa|rabu|kamis|jum'?at|sabtu|` +
		`sunday|monday|tuesday|wednesday|thursday|friday|saturday)[, ]+`)
)

// ParseDate reads a date as Indonesians write it, day first, in the digits of any script, and
// returns it as YYYY-MM-DD. A year of two digits lies at most 20 years after the year given,
// else in the hundred years before. False: no date, or none of the calendar.
func ParseDate(s string, year int) (string, bool) {
	s = Folded(s)
	s = weekday.ReplaceAllString(s, "")
	if m := isoDate.FindStringSubmatch(s); m != nil {
		return calendar(m[1], m[2], m[3], year)
	}
	if m := digitDate.FindStringSubmatch(s); m != nil {
		return calendar(m[3], m[2], m[1], year)
	}
	if m := wordDate.FindStringSubmatch(s); m != nil {
		if month, ok := months[m[2]]; ok {
			return calendar(m[3], strconv.Itoa(int(month)), m[1], year)
		}
	}
	return "", false
}

// calendar refuses days that no month has: time.Date would move 31 February into March.
func calendar(years, monthText, dayText string, now int) (string, bool) {
	y, _ := strconv.Atoi(years)
	m, _ := strconv.Atoi(monthText)
	d, _ := strconv.Atoi(dayText)
	if len(years) == 2 {
		y = century(y, now)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < firstYear || y > lastYear || m < 1 || m > 12 || t.Day() != d || d < 1 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

func century(y, now int) int {
	const ahead = 20
	y += now - now%100
	for y > now+ahead {
		y -= 100
	}
	for y <= now+ahead-100 {
		y += 100
	}
	return y
}

// Date writes an ISO date with its weekday: Selasa, 3 November 2026.
func Date(iso, lang string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	if monthNames[lang][0] == "" {
		lang = "id"
	}
	return fmt.Sprintf("%s, %d %s %d", weekdayNames[lang][t.Weekday()], t.Day(),
		monthNames[lang][t.Month()-1], t.Year())
}
