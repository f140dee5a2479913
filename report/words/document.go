package words

import (
	"strings"
	"time"

	"suara/flows"
	"suara/report"
	"suara/survey"
)

// Document is what pictures and files are made from: a release, the texts of its flow and what
// stands around them. Nothing in it goes behind the release.
type Document struct {
	Release      *report.Release // nil: participation only
	Flow         *flows.Flow
	Language     string // "id" or "en"
	Organisation string
	Opened       time.Time
	Closed       time.Time             // zero: not told
	Taking       *report.Participation // nil: as the release has it
	Days         []report.Day          // beside the release; nil: not told
	Comments     []survey.Comment      // as released
}

// commentSigns is how much of a comment a document shows; the export has all of it.
const commentSigns = 500

// ShortComment cuts a comment to what a document shows, with a mark where something is missing.
func ShortComment(text string) string {
	signs := []rune(text)
	if len(signs) <= commentSigns {
		return text
	}
	return strings.TrimRight(string(signs[:commentSigns]), " \n") + "…"
}

// Labels are the fixed texts in the document's language.
func (d *Document) Labels() Labels { return labelsIn(d.Language) }

// Title is the survey's, from its flow.
func (d *Document) Title() string { return d.Flow.Title.In(d.Language) }

// Participation is what is to be shown of who responded.
func (d *Document) Participation() report.Participation {
	if d.Taking != nil {
		return *d.Taking
	}
	r := d.Release
	p := report.Participation{Wave: r.Wave, Days: d.Days}
	if r.Base != nil {
		p.Base = *r.Base
	}
	for _, u := range r.Units {
		p.Units = append(p.Units, report.UnitCount{
			ID: u.ID, Name: u.Name, Parent: u.Parent, Roster: u.Roster, Responded: u.Complete, Minimum: u.Minimum,
		})
	}
	return p
}

// Wave is what the document is about.
func (d *Document) Wave() survey.WaveID {
	if d.Release != nil {
		return d.Release.Wave
	}
	return d.Participation().Wave
}

// DimensionTitle is a dimension's title; its id where it has none.
func (d *Document) DimensionTitle(id string) string { return d.page().dimensionTitle(id) }

// ItemText is what an item asks; its id where the flow does not have it.
func (d *Document) ItemText(id string) string { return d.page().itemTitle(id) }

// page is a text in the document's language, to take lines from.
func (d *Document) page() *page {
	t := &page{phrases: phrasesIn(d.Language), flow: d.Flow, lang: d.Language}
	if d.Release != nil {
		t.min = d.Release.MinGroup
	}
	return t
}

// lines are what part of the text says.
func (d *Document) lines(part func(*page)) []string {
	t := d.page()
	part(t)
	var out []string
	for _, line := range strings.Split(t.String(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// Before finds a dimension's score in the wave that the release is compared with; nil where there is
// none.
func (d *Document) Before(id string) *float64 {
	if d.Release.Change == nil {
		return nil
	}
	for i := range d.Release.Change.Dimensions {
		if f := &d.Release.Change.Dimensions[i]; f.ID == id {
			return &f.Before
		}
	}
	return nil
}

// Compared names that wave; empty where no dimension is compared.
func (d *Document) Compared() survey.WaveID {
	if c := d.Release.Change; c != nil && len(c.Dimensions) > 0 {
		return c.Previous
	}
	return ""
}

// ShortNames are headings for narrow columns: the ids in capitals where all are short, else numbers.
func (d *Document) ShortNames() []string {
	out := make([]string, len(d.Release.Dimensions))
	short := true
	for i, f := range d.Release.Dimensions {
		out[i] = strings.ToUpper(f.ID)
		short = short && len(f.ID) <= 4
	}
	if short {
		return out
	}
	for i := range out {
		out[i] = report.Number(float64(i+1), 0, d.Language)
	}
	return out
}

// IndexSpan is the range of the index: the widest of its dimensions.
func (d *Document) IndexSpan() [2]float64 {
	spans, first := report.Spans(d.Flow), true
	if d.Flow.Index == nil {
		return [2]float64{0, 100}
	}
	lo, hi := 0.0, 0.0
	for _, id := range d.Flow.Index.Dimensions {
		s, ok := spans[id]
		if !ok {
			continue
		}
		if first {
			lo, hi, first = s[0], s[1], false
		}
		lo, hi = min(lo, s[0]), max(hi, s[1])
	}
	if hi <= lo {
		return [2]float64{0, 100}
	}
	return [2]float64{lo, hi}
}

// Target is the flow's target where it can be compared with a dimension of this range.
func (d *Document) Target(span [2]float64) *float64 {
	if d.Flow.Index == nil || d.Flow.Index.Target == nil || span != d.IndexSpan() {
		return nil
	}
	return d.Flow.Index.Target
}

// BandName names the band of an index in the document's language.
func (d *Document) BandName(name *string, from *float64) string {
	return strings.TrimPrefix(d.page().band(name, from), ", ")
}

// Cell says how a figure stands in a table: shown, hidden or without answers.
type Cell int

// How a figure stands.
const (
	CellShown Cell = iota
	CellHidden
	CellEmpty
)

// UnitCell tells how a score of a unit stands where groups under least are withheld.
func UnitCell(u report.UnitFigure, score *float64, least int) Cell {
	switch {
	case score != nil:
		return CellShown
	case u.Suppressed || least > 0 && u.Complete > 0:
		return CellHidden // a dimension can be hidden beside others that are shown
	}
	return CellEmpty
}

// Depths gives how deep each unit of a release lies under those listed before it.
func Depths(units []report.UnitFigure) []int {
	return depths(units, func(u report.UnitFigure) (id, parent survey.UnitID) { return u.ID, u.Parent })
}

// CountDepths gives the same of units of which participation alone is known.
func CountDepths(units []report.UnitCount) []int {
	return depths(units, func(u report.UnitCount) (id, parent survey.UnitID) { return u.ID, u.Parent })
}

func depths[U any](units []U, of func(U) (id, parent survey.UnitID)) []int {
	depth := map[survey.UnitID]int{}
	out := make([]int, len(units))
	for i, u := range units {
		id, parent := of(u)
		if above, ok := depth[parent]; ok && parent != "" {
			out[i] = above + 1
		}
		depth[id] = out[i]
	}
	return out
}

// LongDate writes a day in words: 3 November 2026.
func LongDate(t time.Time, lang string) string {
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("2 ") + monthsID()[t.Month()-1] + t.Format(" 2006")
}

func monthsID() [12]string {
	return [12]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
		"September", "Oktober", "November", "Desember"}
}

// RunningSums adds up who responded from day to day.
func RunningSums(days []report.Day) []int {
	out := make([]int, len(days))
	sum := 0
	for i, d := range days {
		sum += d.Responded
		out[i] = sum
	}
	return out
}
