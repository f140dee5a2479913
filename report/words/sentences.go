package words

import (
	"cmp"
	"fmt"
	"strings"

	"suara/flows"
	"suara/report"
)

// sentences are the findings in one language. Verbs are filled in the order of the comments.
type sentences struct {
	strongest, weakest [2]string // dimension, item: title, score, base
	alike              string
	change             string // title, up or down, points, before, now, margin
	up, down           string
	none, first        string
	uncompared         string
	item               string // text of an item
}

func sentencesIn(lang string) sentences {
	if lang == "en" {
		return sentences{
			strongest: [2]string{"Strongest is the dimension %s with %s (%s).", "Strongest is the item %s with %s (%s)."},
			weakest:   [2]string{"Weakest is the dimension %s with %s (%s).", "Weakest is the item %s with %s (%s)."},
			alike:     "No part stands out: the scores shown are all alike.",
			change:    "Since the wave before, %s went %s by %s points, from %s to %s; that exceeds the margin of ±%s.",
			up:        "up", down: "down",
			none:       "No change since the wave before exceeds its margin.",
			first:      "There is no earlier wave to compare with.",
			uncompared: "Too few answers or unchanged items to compare with the wave before.",
			item:       "“%s”",
		}
	}
	return sentences{
		strongest:  [2]string{"Terkuat: dimensi %s dengan skor %s (%s).", "Terkuat: butir %s dengan skor %s (%s)."},
		weakest:    [2]string{"Terlemah: dimensi %s dengan skor %s (%s).", "Terlemah: butir %s dengan skor %s (%s)."},
		alike:      "Tidak ada yang menonjol: semua skor yang ditampilkan sama.",
		change:     "Sejak periode survei sebelumnya, %s %s %s poin, dari %s menjadi %s; ini melampaui ketelitian ±%s.",
		up:         "naik",
		down:       "turun",
		none:       "Sejak periode survei sebelumnya tidak ada perubahan yang melampaui ketelitian.",
		first:      "Belum ada periode survei sebelumnya untuk dibandingkan.",
		uncompared: "Belum cukup jawaban atau butir yang sama untuk dibandingkan dengan periode survei sebelumnya.",
		item:       "“%s”",
	}
}

// Sentences tells the findings of a release in plain words, one sentence each.
func Sentences(r *report.Release, f *flows.Flow, lang string) []string {
	t := &page{phrases: phrasesIn(lang), flow: f, lang: lang, min: r.MinGroup}
	var out []string
	for n, finding := range r.Findings {
		if n == 1 && finding.ID == "" && finding.Kind == report.FindingWeakest {
			continue // said with the strongest
		}
		out = append(out, t.sentence(finding, r))
	}
	return out
}

func (t *page) sentence(f report.Finding, r *report.Release) string {
	s := sentencesIn(t.lang)
	if f.Kind == report.FindingChange {
		return t.changeSentence(f, r, s)
	}
	if f.ID == "" {
		return s.alike
	}
	form := s.strongest
	if f.Kind == report.FindingWeakest {
		form = s.weakest
	}
	kind := 0
	if f.Of == report.PartItem {
		kind = 1
	}
	return fmt.Sprintf(form[kind], t.partTitle(f), Shown(*f.Score, f.Bound, t.lang), t.base(*f.N, rosterOf(r)))
}

func (t *page) changeSentence(f report.Finding, r *report.Release, s sentences) string {
	switch {
	case r.Change == nil:
		return s.first
	case !f.Compared:
		return s.uncompared
	case f.ID == "":
		return s.none
	}
	way, points := s.up, *f.Change
	if points < 0 {
		way, points = s.down, -points
	}
	return fmt.Sprintf(s.change, t.partTitle(f), way, report.Number(points, 2, t.lang),
		report.Number(*f.Before, 2, t.lang), report.Number(*f.Score, 2, t.lang), report.Number(*f.Margin, 2, t.lang))
}

// partTitle names what a finding is of.
func (t *page) partTitle(f report.Finding) string {
	switch f.Of {
	case report.PartIndex:
		if t.flow.Index != nil {
			return cmp.Or(t.flow.Index.Title.In(t.lang), f.ID)
		}
	case report.PartDimension:
		return t.dimensionTitle(f.ID)
	case report.PartItem:
		return fmt.Sprintf(sentencesIn(t.lang).item, strings.TrimSuffix(t.itemTitle(f.ID), "."))
	}
	return f.ID
}

func (t *page) dimensionTitle(id string) string {
	if d := t.flow.Dimension(id); d != nil {
		return cmp.Or(d.Title.In(t.lang), id)
	}
	return id
}

func (t *page) itemTitle(id string) string {
	if item, _ := t.flow.Item(id); item != nil {
		return cmp.Or(item.Label(t.lang), id)
	}
	return id
}
