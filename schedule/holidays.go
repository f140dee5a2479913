package schedule

import (
	"fmt"
	"strings"
)

// Holidays returns the national holidays and shared leave (cuti bersama) of a year in Indonesia, date
// YYYY-MM-DD → name, as the joint decrees of the three ministers had them. It is false for a year
// whose decree is not in here: the operator must then list that year's holidays in the configuration.
func Holidays(year int) (map[string]string, bool) {
	var lines string
	switch year {
	case 2025:
		lines = holidays2025
	case 2026:
		lines = holidays2026
	default:
		return nil, false
	}
	days := make(map[string]string)
	for line := range strings.Lines(lines) {
		date, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		days[fmt.Sprintf("%d-%s", year, date)] = name
	}
	return days, true
}

// 18 August 2025 was added by amendment on 7 August 2025.
const holidays2025 = `01-01 Tahun Baru 2025 Masehi
01-27 Isra Mikraj Nabi Muhammad saw.
01-28 Cuti bersama Tahun Baru Imlek 2576 Kongzili
01-29 Tahun Baru Imlek 2576 Kongzili
03-28 Cuti bersama Hari Suci Nyepi
03-29 Hari Suci Nyepi Tahun Baru Saka 1947
03-31 Idulfitri 1446 Hijriah
04-01 Idulfitri 1446 Hijriah
04-02 Cuti bersama Idulfitri 1446 Hijriah
04-03 Cuti bersama Idulfitri 1446 Hijriah
04-04 Cuti bersama Idulfitri 1446 Hijriah
04-07 Cuti bersama Idulfitri 1446 Hijriah
04-18 Wafat Yesus Kristus
04-20 Kebangkitan Yesus Kristus (Paskah)
05-01 Hari Buruh Internasional
05-12 Hari Raya Waisak 2569 BE
05-13 Cuti bersama Hari Raya Waisak 2569 BE
05-29 Kenaikan Yesus Kristus
05-30 Cuti bersama Kenaikan Yesus Kristus
06-01 Hari Lahir Pancasila
06-06 Iduladha 1446 Hijriah
06-09 Cuti bersama Iduladha 1446 Hijriah
06-27 1 Muharam Tahun Baru Islam 1447 Hijriah
08-17 Proklamasi Kemerdekaan
08-18 Cuti bersama Proklamasi Kemerdekaan
09-05 Maulid Nabi Muhammad saw.
12-25 Kelahiran Yesus Kristus
12-26 Cuti bersama Kelahiran Yesus Kristus`

const holidays2026 = `01-01 Tahun Baru 2026 Masehi
01-16 Isra Mikraj Nabi Muhammad saw.
02-16 Cuti bersama Tahun Baru Imlek 2577 Kongzili
02-17 Tahun Baru Imlek 2577 Kongzili
03-18 Cuti bersama Hari Suci Nyepi
03-19 Hari Suci Nyepi Tahun Baru Saka 1948
03-20 Cuti bersama Idulfitri 1447 Hijriah
03-21 Idulfitri 1447 Hijriah
03-22 Idulfitri 1447 Hijriah
03-23 Cuti bersama Idulfitri 1447 Hijriah
03-24 Cuti bersama Idulfitri 1447 Hijriah
04-03 Wafat Yesus Kristus
04-05 Kebangkitan Yesus Kristus (Paskah)
05-01 Hari Buruh Internasional
05-14 Kenaikan Yesus Kristus
05-15 Cuti bersama Kenaikan Yesus Kristus
05-27 Iduladha 1447 Hijriah
05-28 Cuti bersama Iduladha 1447 Hijriah
05-31 Hari Raya Waisak 2570 BE
06-01 Hari Lahir Pancasila
06-16 1 Muharam Tahun Baru Islam 1448 Hijriah
08-17 Proklamasi Kemerdekaan
08-25 Maulid Nabi Muhammad saw.
12-24 Cuti bersama Kelahiran Yesus Kristus
12-25 Kelahiran Yesus Kristus`
