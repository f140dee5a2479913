package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
)

// demoUnit is a unit of the made province with its share of the staff and how healthy its culture is.
type demoUnit struct {
	name, parent string
	share        int     // of 120
	culture      float64 // mean of answers, 1–5
}

// demoUnits are eight units in a tree of two levels. One is so small that its figures are hidden.
func demoUnits() []demoUnit {
	return []demoUnit{
		{"Sekretariat Daerah", "", 15, 3.9},
		{"Biro Organisasi", "Sekretariat Daerah", 14, 4.35},
		{"Biro Umum", "Sekretariat Daerah", 4, 3.6},
		{"Dinas Kesehatan", "", 20, 3.7},
		{"RSUD Teluk Kasuari", "Dinas Kesehatan", 24, 3.15},
		{"Dinas Pendidikan dan Kebudayaan", "", 18, 4.05},
		{"UPTD Balai Pengembangan Guru", "Dinas Pendidikan dan Kebudayaan", 11, 4.3},
		{"Dinas Kelautan dan Perikanan", "", 14, 3.45},
	}
}

// employee is one made row of the roster.
type employee struct {
	key, name, unit, parent, position, rank, sex string
	culture                                      float64
}

// makeRoster invents so many ASN, the same ones for the same seed. At least one is in every unit.
func makeRoster(people int, seed int64) []employee {
	r := rand.New(rand.NewPCG(uint64(seed), 0x5a5a))
	var list []employee
	units := demoUnits()
	counts := apportion(units, people)
	keys, names := map[string]bool{}, map[string]bool{}
	for i, u := range units {
		for range counts[i] {
			list = append(list, makeEmployee(r, u, keys, names))
		}
	}
	return list
}

// apportion divides the staff by the units' shares: at least one each, and what is left to the
// largest remainder's neighbours in order.
func apportion(units []demoUnit, people int) []int {
	total, given := 0, 0
	for _, u := range units {
		total += u.share
	}
	counts := make([]int, len(units))
	for i, u := range units {
		counts[i] = max(1, people*u.share/total)
		if u.share < 5 {
			counts[i] = min(counts[i], u.share) // stays small, however many there are
		}
		given += counts[i]
	}
	for i := 0; given < people; i = (i + 1) % len(units) {
		if units[i].share >= 5 {
			counts[i]++
			given++
		}
	}
	return counts
}

func makeEmployee(r *rand.Rand, u demoUnit, keys, names map[string]bool) employee {
	e := employee{unit: u.name, parent: u.parent, culture: u.culture}
	female := r.IntN(100) < 52
	e.sex = "L"
	if female {
		e.sex = "P"
	}
	for e.name == "" || names[e.name] {
		e.name = makeName(r, female)
	}
	names[e.name] = true
	contract := r.IntN(5) == 0 // PPPK
	e.position, e.rank = makePosition(r, contract)
	e.key = makeKey(r, female, contract, keys)
	return e
}

var (
	menNames = []string{"Abdul Rahman", "Agus", "Ahmad Fauzi", "Andi", "Bambang", "Charles", "Daud", "Dominggus",
		"Ferdinand", "Hasan", "Ibrahim", "Jufri", "Melkias", "Muhammad Ikbal", "Nurdin", "Rizal", "Sahrul",
		"Stefanus", "Thomas", "Yusuf"}
	womenNames = []string{"Aminah", "Christina", "Dewi", "Dina", "Fatimah", "Fitri", "Grace", "Hasnah", "Kartini",
		"Lidya", "Maria", "Marlina", "Nurhayati", "Rahmawati", "Rosita", "Siti Rahma", "Sri Wahyuni",
		"Theresia", "Wa Ode Nirmala", "Yuliana"}
	familyNames = []string{"Alkatiri", "Bopeng", "Daeng", "Hafel", "Kasuba", "Latuamury", "Lessy", "Malawat",
		"Nanere", "Pattimura", "Rumbiak", "Saptenno", "Sangaji", "Soleman", "Tuanaya", "Umasugi",
		"Wairata", "Yamlean", "Taher", "Djafar"}
	titles = []string{"", "", "", ", S.Sos.", ", S.E.", ", S.H.", ", S.Kom.", ", M.Si.", ", A.Md.", ", S.T."}
)

func makeName(r *rand.Rand, female bool) string {
	given := menNames
	if female {
		given = womenNames
	}
	return given[r.IntN(len(given))] + " " + familyNames[r.IntN(len(familyNames))] + titles[r.IntN(len(titles))]
}

func makePosition(r *rand.Rand, contract bool) (position, rank string) {
	positions := []string{"Pelaksana", "Pelaksana", "Fungsional", "Fungsional", "Struktural"}
	ranks := []string{"II/c", "III/a", "III/b", "III/c", "III/d", "IV/a"}
	if contract {
		return positions[r.IntN(4)], []string{"V", "VII", "IX"}[r.IntN(3)]
	}
	return positions[r.IntN(len(positions))], ranks[r.IntN(len(ranks))]
}

// makeKey invents an NIP: date of birth, appointment, sex, serial. The appointment of a PPPK has a
// code in place of the month.
func makeKey(r *rand.Rand, female, contract bool, taken map[string]bool) string {
	sex := 1
	if female {
		sex = 2
	}
	birth := 1969 + r.IntN(31)
	appointed := min(max(birth+22+r.IntN(7), 1994), 2025)
	month := 1 + r.IntN(12)
	if contract {
		appointed, month = 2021+r.IntN(5), 21
	}
	head := fmt.Sprintf("%04d%02d%02d%04d%02d%d", birth, 1+r.IntN(12), 1+r.IntN(28), appointed, month, sex)
	for serial := 1; ; serial++ {
		if key := fmt.Sprintf("%s%03d", head, serial); !taken[key] {
			taken[key] = true
			return key
		}
	}
}

// rosterFile is the roster as the bureau would hand it in.
func rosterFile(list []employee) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{{"nip", "name", "unit", "parent_unit", "position", "rank", "sex"}}
	for _, e := range list {
		rows = append(rows, []string{e.key, e.name, e.unit, e.parent, e.position, e.rank, e.sex})
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the roster: %w", err)
	}
	return b.Bytes(), nil
}
