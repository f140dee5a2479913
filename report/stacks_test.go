package report_test

import (
	"testing"

	"suara/report"
)

const stackFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  agree5:
    - {value: 1, label: {id: Sangat tidak setuju}}
    - {value: 2, label: {id: Tidak setuju}}
    - {value: 3, label: {id: Netral}}
    - {value: 4, label: {id: Setuju}, favourable: true}
    - {value: 5, label: {id: Sangat setuju}, favourable: true}
  even4:
    - {value: 4, label: {id: Selalu}, favourable: true}
    - {value: 3, label: {id: Sering}, favourable: true}
    - {value: 2, label: {id: Jarang}}
    - {value: 1, label: {id: Tidak pernah}}
  plain3:
    - {value: 1, label: {id: Rendah}}
    - {value: 2, label: {id: Sedang}}
    - {value: 3, label: {id: Tinggi}}
items:
  - {id: i0, type: scale, scale: agree5, text: {id: Pernyataan 0}}
  - {id: i1, type: scale, scale: agree5, reverse: true, text: {id: Pernyataan 1}}
  - {id: i2, type: scale, scale: even4, text: {id: Pernyataan 2}}
  - {id: i3, type: scale, scale: plain3, text: {id: Pernyataan 3}}
  - {id: i4, type: nps, text: {id: Pernyataan 4}}
  - {id: i5, type: yesno, text: {id: Pernyataan 5}}
  - {id: i6, type: choice, text: {id: Pilihan}, options: [{value: a, label: {id: A}}, {value: b, label: {id: B}}]}
`

func TestStacksLieAroundTheMiddle(t *testing.T) {
	counts := func(values ...int) map[string]int { // from the option 1 up
		out := map[string]int{}
		for i, n := range values {
			out[string(rune('1'+i))] = n
		}
		return out
	}
	for name, row := range map[string]struct {
		item   string
		counts map[string]int
		left   float64
		first  string // label of the worst
	}{
		"five points, neutral halved": {"i0", counts(1, 2, 4, 2, 1), 0.5, "Sangat tidak setuju"},
		"all favourable":              {"i0", counts(0, 0, 0, 6, 4), 0, "Sangat tidak setuju"},
		"all unfavourable":            {"i0", counts(10, 0, 0, 0, 0), 1, "Sangat tidak setuju"},
		"all neutral":                 {"i0", counts(0, 0, 10, 0, 0), 0.5, "Sangat tidak setuju"},
		"flipped: agreeing is bad":    {"i1", counts(0, 0, 0, 0, 10), 1, "Sangat setuju"},
		"four points fall":            {"i2", counts(1, 1, 4, 4), 0.2, "Tidak pernah"},
		"none marked favourable":      {"i3", counts(5, 0, 5), 0.5, "Rendah"},
		"promoters and detractors":    {"i4", map[string]int{"0": 2, "7": 4, "10": 4}, 0.4, "0"},
		"no is bad":                   {"i5", map[string]int{"yes": 7, "no": 3}, 0.3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, c := range row.counts {
				n += c
			}
			r := &report.Release{Items: []report.ItemFigure{{ID: row.item, N: &n, Counts: row.counts}}}
			got := r.Stacks(load(t, stackFlow), "id")
			if len(got) != 1 || len(got[0].Parts) == 0 {
				t.Fatalf("stacks: %+v", got)
			}
			if diff := got[0].Left - row.left; diff > 1e-9 || diff < -1e-9 {
				t.Errorf("%v lies left of the middle, want %v", got[0].Left, row.left)
			}
			if first := got[0].Parts[0].Label; row.first != "" && first != row.first {
				t.Errorf("worst is %q, want %q", first, row.first)
			}
		})
	}
}

func TestItemsWithoutOrderAndHiddenCounts(t *testing.T) {
	r := &report.Release{MinGroup: 5, Items: []report.ItemFigure{
		{ID: "i6", N: new(9), Counts: map[string]int{"a": 9}}, {ID: "i0", N: new(7)}, {ID: "i1", Suppressed: true},
	}}
	got := r.Stacks(load(t, stackFlow), "id")
	if len(got) != 2 || got[0].Parts != nil || got[1].Parts != nil {
		t.Errorf("stacks: %+v", got)
	}
}
