package outline_test

import (
	"strings"
	"testing"

	"suara/flows"
	"suara/flows/outline"
)

const designed = `flow: rancangan
title: {id: Rancangan, en: Design}
languages: [id, en]
scales: {s: [{value: 1, label: {id: Tidak, en: No}}, {value: 2, label: {id: Ya, en: Yes}}]}
sections:
  - {id: awal, title: {id: Awal, en: Beginning}, shuffle: true}
  - {id: lanjut, within: awal, when: "${a} = 1"}
dimensions: [{id: d, title: {id: Dimensi, en: Dimension}, items: [a, b], weights: [1, 0.5], score: mean}]
index: {id: x, title: {id: Indeks, en: Index}, dimensions: [d], target: 1.5, bands: [{from: 0, label: {id: Rendah, en: Low}}]}
items:
  - {id: a, type: scale, scale: s, section: awal, text: {id: A?, en: A in English?}}
  - {id: b, type: scale, scale: s, reverse: true, also: [na], section: lanjut, text: {id: B?, en: B?}}
  - {id: c, type: choice, segment: true, text: {id: C?, en: C?}, options: [{value: p, label: {id: P, en: P}}, {value: q, label: {id: Q, en: Q}}]}
  - {id: n, type: number, min: 0, max: 2.5, optional: true, check: {that: ". != 1", say: {id: Bukan, en: No}}, text: {id: N?, en: N?}}
  - {id: k, type: calculate, value: "${n} * 2"}
`

const looked = `rancangan: Design
version VERSION, languages id, en
4 items to answer (1 of them on a condition), 0 notes, 1 silent; about 1 min

Beginning (awal), shuffled
  1  a, scale s, scored in d
      A in English?

lanjut, within awal
      when: ${a} = 1
  2  b, scale s, flipped, also #na, scored in d
      B?

(no section)
  3  c, choice of p q, segment
      C?
  4  n, number, min: 0, max: 2.5, optional
      N?
      check: . != 1
  5  k, calculate
      = ${n} * 2

Scores
  Dimension (d): mean of a, b, weighted a 1, b 0.5
  Index (index x): mean of d
    from 0: Low
    target 1.5
`

func TestFlow(t *testing.T) {
	f, err := flows.Load("rancangan.yaml", []byte(designed))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(looked, "VERSION", f.Version(), 1)
	if got := outline.Flow(f, "en"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
