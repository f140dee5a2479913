package schedule

import (
	"fmt"
	"time"
)

// FormatDay writes the day of a time in a zone: "Selasa, 3 November 2026", or with lang "en"
// "Tuesday, 3 November 2026".
func FormatDay(t time.Time, zone *time.Location, lang string) string {
	local := t.In(zone)
	if lang == "en" {
		return local.Format("Monday, 2 January 2006")
	}
	return fmt.Sprintf("%s, %d %s %d", indonesianDays()[local.Weekday()], local.Day(),
		indonesianMonths()[local.Month()-1], local.Year())
}

// FormatTime writes a time in a zone: "Selasa, 3 November 2026 pukul 16.00 WIT", or with lang "en"
// "Tuesday, 3 November 2026, 16:00 WIT".
func FormatTime(t time.Time, zone *time.Location, lang string) string {
	local := t.In(zone)
	day, name := FormatDay(t, zone, lang), ZoneName(t, zone)
	if lang == "en" {
		return fmt.Sprintf("%s, %s %s", day, local.Format("15:04"), name)
	}
	return fmt.Sprintf("%s pukul %s %s", day, local.Format("15.04"), name)
}

// ZoneName names a zone at a time: WIB, WITA or WIT for Indonesia's zones, elsewhere the zone's
// abbreviation or, where it has none, the offset as UTC+09:00.
func ZoneName(t time.Time, zone *time.Location) string {
	name, offset := t.In(zone).Zone()
	switch zone.String() {
	case "Asia/Jakarta", "Asia/Pontianak":
		return "WIB"
	case "Asia/Makassar", "Asia/Ujung_Pandang":
		return "WITA"
	case "Asia/Jayapura":
		return "WIT"
	}
	for _, r := range name {
		if r < 'A' || r > 'Z' {
			name = ""
			break
		}
	}
	if name != "" {
		return name
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, offset/3600, offset%3600/60)
}
