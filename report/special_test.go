package report_test

import (
	"fmt"
	"slices"
	"testing"

	"suara/report/words"
	"suara/survey"
)

const specialFlow = `
flow: khusus
title: {id: Khusus}
languages: [id]
scales: {s: [{value: 1, label: {id: A}}, {value: 5, label: {id: B}, favourable: true}]}
dimensions: [{id: d, title: {id: D}, items: [a], score: range100}]
items:
  - {id: a, type: scale, scale: s, also: [na, dk, refused], text: {id: A}}
  - {id: b, type: choice, other: true, also: [refused], text: {id: B}, options: [{value: x, label: {id: X}}, {value: y, label: {id: Y}}]}
  - {id: c, type: choices, other: true, also: [na], text: {id: C}, options: [{value: x, label: {id: X}}, {value: y, label: {id: Y}}]}
  - {id: n, type: number, also: [dk], text: {id: N}}
  - {id: r, type: ranking, text: {id: R}, options: [{value: x, label: {id: X}}, {value: y, label: {id: Y}}]}
  - {id: k, type: calculate, value: "${n} * 2"}
`

// TestSpecialAnswersLeaveTheBase counts not applicable, don't know and refused in no mean and no share,
// and not as "other" either.
func TestSpecialAnswersLeaveTheBase(t *testing.T) {
	row := func(a, b, c, n string) survey.Response {
		ranking := "y x"
		if a == "#na" {
			ranking = "x y"
		}
		return survey.Response{Values: []string{a, b, c, n, ranking, "8"}}
	}
	rows := slices.Repeat([]survey.Response{row("5", "x", "x y", "4"), row("1", "other", "y", "6")}, 6)
	rows = append(rows, slices.Repeat([]survey.Response{row("#na", "#refused", "#na", "#dk"), row("#dk", "x", "x", "5"),
		row("#refused", "y", "x other", "5")}, 5)...)
	in := input(load(t, specialFlow), nil, rows)
	in.Suppress = false
	r := compute(t, in)
	for id, want := range map[string]string{
		"a": "12 map[1:6 5:6]",
		"b": "22 map[other:6 x:11 y:5]",
		"c": "22 map[other:5 x:16 y:12]",
		"n": "22 map[]",
		"r": "27 map[x:5 y:22]", // of a ranking what stands first
	} {
		i := itemOf(t, r, id)
		if got := fmt.Sprint(*i.N, i.Counts); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	near(t, "mean", *itemOf(t, r, "a").Mean, 3, 1e-12)
	near(t, "mean of numbers", *itemOf(t, r, "n").Mean, 5, 1e-12)
	if *r.Dimensions[0].N != 12 || len(r.Items) != 5 {
		t.Errorf("n %d, %d items with figures", *r.Dimensions[0].N, len(r.Items))
	}
	if words.Text(r, in.Flow, "id") == "" {
		t.Error("no text")
	}
}
