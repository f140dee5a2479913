package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/report"
	"suara/simulator"
)

const alikeFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  setuju: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}, {value: 3, label: {id: Tiga}}]
dimensions:
  - {id: d, title: {id: Dimensi}, items: [p1, p2], score: range100}
index: {id: x, title: {id: Indeks}, dimensions: [d]}
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Butir pertama}}
  - {id: p2, type: scale, scale: setuju, text: {id: Butir kedua}}
  - {id: pernah, type: choice, text: {id: Butir ketiga}, options: [{value: ya, label: {id: Pernah}}, {value: tidak, label: {id: Belum}}]}
  - {id: mau, type: choice, text: {id: Butir keempat}, options: [{value: ya, label: {id: Mau}}, {value: tidak, label: {id: Jangan}}]}
`

// Six people of one unit press the same answers in an anonymous wave. The export holds each of them with what was
// pressed and with the unit; the summary hides each item with the ordinary mark, and says of no figures at all where
// they agreed on everything.
func TestAnswersAlikeAreInTheExportAndInNoFigure(t *testing.T) {
	t.Run("all", func(t *testing.T) {
		answeredAlike(t, "Mau", "Tidak ada angka yang dapat ditampilkan (kurang dari 5 jawaban, atau")
	})
	t.Run("all but the last item", func(t *testing.T) {
		answeredAlike(t, "Jangan", "Dimensi: tidak ditampilkan (kurang dari 5 jawaban)")
	})
}

// answeredAlike lets the last of six people press another option of the last item than the others did.
func answeredAlike(t *testing.T, last, mark string) {
	var roster strings.Builder
	roster.WriteString("nip,name,unit\n")
	for i := range 6 {
		fmt.Fprintf(&roster, "%s,Pegawai %c,Dinas Satu\n", nipNumber(i), 'A'+i)
	}
	c := &crew{stage: newScene(t, scene{flow: alikeFlow, mode: "anonymous", roster: roster.String()})}
	for i := range 6 {
		p := c.tg.NewPerson(simulator.Person{ID: int64(600 + i), FirstName: "ASN"})
		p.Start(c.code(nipNumber(i)))
		c.people = append(c.people, p)
		c.rest(time.Minute)
		c.tap(p, "Benar")
	}
	c.opens()
	c.rest(time.Minute)
	for i, p := range c.people {
		c.tap(p, "Mulai", "Saya bersedia", "Dua", "Tiga", "Pernah", []string{"Mau", last}[i/5], "Kirim jawaban")
	}
	c.closes()
	id := string(c.wave().ID)

	out := c.export(c.wave().ID)
	rows := table(t, out)
	if head := rows[0]; len(rows) != 7 || !slices.Equal(head[5:], []string{"unit", "p1", "p2", "pernah", "mau"}) {
		t.Fatalf("%d rows of six people:\n%s", len(rows)-1, out)
	}
	other := 0
	for _, row := range rows[1:] {
		if !slices.Equal(row[4:9], []string{"", "dinas-satu", "2", "3", "ya"}) {
			t.Errorf("a row reads %v", row)
		}
		if row[9] == "tidak" {
			other++
		} else if row[9] != "ya" {
			t.Errorf("a row reads %v", row)
		}
	}
	if want := map[string]int{"Mau": 0, "Jangan": 1}[last]; other != want {
		t.Errorf("the last item was answered otherwise by %d, want %d", other, want)
	}

	var release report.Release
	if err := json.Unmarshal(c.command("summary", map[string]string{"format": "json"}, "", id).Stdout,
		&release); err != nil {
		t.Fatal(err)
	}
	for _, item := range release.Items[:3] {
		if !item.Suppressed || item.Mean != nil || len(item.Counts) > 0 {
			t.Errorf("%s is shown: %+v", item.ID, item)
		}
	}
	text := string(c.command("summary", map[string]string{"format": "text"}, "", id).Stdout)
	if !strings.Contains(text, mark) {
		t.Errorf("the summary lacks %q:\n%s", mark, text)
	}
}
