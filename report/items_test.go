package report_test

import (
	"fmt"
	"slices"
	"testing"

	"suara/flows/library"
	"suara/report/words"
	"suara/survey"
)

const mixedFlow = `
flow: campur
title: {id: Campur}
languages: [id]
items:
  - {id: media, type: choices, text: {id: Media}, other: true, options: [{value: radio, label: {id: R}}, {value: tv, label: {id: T}}]}
  - {id: usia, type: number, text: {id: Usia}}
  - {id: setuju, type: yesno, text: {id: Setuju}}
  - {id: catatan, type: note, text: {id: Catatan}}
  - {id: mulai, type: date, text: {id: Mulai}}
  - {id: saran, type: text, optional: true, max_length: 90, text: {id: Saran}}
`

func TestItemsOfEveryType(t *testing.T) {
	row := func(media, usia, setuju string) survey.Response {
		return survey.Response{Values: []string{media, usia, setuju, "", "2020-01-01", "bebas"}}
	}
	in := input(load(t, mixedFlow), nil, []survey.Response{
		row("radio tv", "0.1", "yes"), row("radio other", "0.2", "no"), row("#skip", "1234567890123.0000001", "yes"),
		row("radio", "", "yes"), row("tv radio", "-3", "entah"),
	})
	in.Suppress = false
	r := compute(t, in)
	for id, want := range map[string]string{
		"media":  "4 map[other:1 radio:4 tv:2]",
		"usia":   "4 map[]",
		"setuju": "4 map[no:1 yes:3]",
	} {
		i := itemOf(t, r, id)
		if got := fmt.Sprint(*i.N, i.Counts); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	near(t, "mean of decimals", *itemOf(t, r, "usia").Mean, (1234567890123.0000001-2.7)/4, 1e-4)
	if len(r.Items) != 3 {
		t.Errorf("%d items have figures: %v", len(r.Items), r.Items)
	}
}

func TestNumbersAllAlikeAreHidden(t *testing.T) {
	row := survey.Response{Values: []string{"radio", "40", "yes"}}
	other := survey.Response{Values: []string{"radio", "41", "no"}}
	r := compute(t, input(load(t, mixedFlow), nil, append(slices.Repeat([]survey.Response{row}, 9), other)))
	if itemOf(t, r, "usia").Suppressed || !itemOf(t, r, "media").Suppressed {
		t.Error("different numbers are hidden, or the same choices shown")
	}
	r = compute(t, input(load(t, mixedFlow), nil, slices.Repeat([]survey.Response{row}, 9)))
	if !itemOf(t, r, "usia").Suppressed {
		t.Error("nine times 40 is shown")
	}
}

func TestShippedFlow(t *testing.T) {
	src, err := library.Open("berakhlak")
	if err != nil {
		t.Fatal(err)
	}
	f := load(t, string(src))
	var rows []survey.Response
	for n := range 60 {
		r := survey.Response{Flow: f.Version()}
		for i := range 21 {
			r.Values = append(r.Values, fmt.Sprint(1+(n+i)%5))
		}
		rows = append(rows, r)
	}
	r := compute(t, input(f, nil, rows))
	near(t, "index", *r.Index.Score, 50, 1e-9)
	if *r.Index.N != 60 || len(r.Dimensions) != 7 || *r.Index.Band != "Cukup Sehat" {
		t.Errorf("%+v", r.Index)
	}
	if text := words.Text(r, f, "id"); len(text) < 500 {
		t.Errorf("%s", text)
	}
}
