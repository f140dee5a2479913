package schedule

import (
	"strings"
	"time"
)

func indonesianMonths() [12]string {
	return [12]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
		"September", "Oktober", "November", "Desember"}
}

func indonesianDays() [7]string {
	return [7]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}
}

// monthNamed finds a month by its name, whole or of at least three letters, in either language.
func monthNamed(name string) (time.Month, bool) {
	switch strings.ToLower(name) {
	case "agt", "ags":
		return time.August, true
	case "nop", "nopember":
		return time.November, true
	case "peb", "pebruari":
		return time.February, true
	}
	for i, indonesian := range indonesianMonths() {
		month := time.Month(i + 1)
		if abbreviates(name, indonesian) || abbreviates(name, month.String()) {
			return month, true
		}
	}
	return 0, false
}

// weekdayNamed finds a weekday by its name, whole or of at least three letters, in either language.
func weekdayNamed(name string) (time.Weekday, bool) {
	switch strings.ToLower(name) {
	case "ahad":
		return time.Sunday, true
	case "jum'at":
		return time.Friday, true
	}
	for i, indonesian := range indonesianDays() {
		day := time.Weekday(i)
		if abbreviates(name, indonesian) || abbreviates(name, day.String()) {
			return day, true
		}
	}
	return 0, false
}

// abbreviates tells whether short is name or its beginning of three letters or more.
func abbreviates(short, name string) bool {
	return len(short) >= 3 && len(short) <= len(name) && strings.EqualFold(short, name[:len(short)])
}
