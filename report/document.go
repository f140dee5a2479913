package report

import (
	"strings"
	"time"

	"suara/flows"
	"suara/survey"
)

// Document is what pictures and files are made from: a release, the texts of its flow and what
// stands around them. Nothing in it goes behind the release.
type Document struct {
	Release      *Release // nil: participation only
	Flow         *flows.Flow
	Language     string // "id" or "en"
	Organisation string
	Opened       time.Time
	Closed       time.Time        // zero: not told
	Taking       *Participation   // nil: as the release has it
	Days         []Day            // beside the release; nil: not told
	Comments     []survey.Comment // as released
}

// Participation is who has responded so far. It may be shown while a wave is open.
type Participation struct {
	Wave  survey.WaveID
	Base  survey.Base
	Units []UnitCount // in roster order
	Days  []Day       // of the whole organisation; nil: not told
}

// UnitCount is the participation of one unit with everything below it, in persons.
type UnitCount struct {
	ID        survey.UnitID
	Name      string
	Parent    survey.UnitID
	Roster    int
	Responded int
	Minimum   int // 0: none is set
}

// Day is one day of a wave: how many responded on it, and whether a reminder went out.
type Day struct {
	Date      time.Time
	Responded int
	Reminded  bool
}

// commentSigns is how much of a comment a document shows; the export has all of it.
const commentSigns = 500

// shortComment cuts a comment to what a document shows, with a mark where something is missing.
func shortComment(text string) string {
	signs := []rune(text)
	if len(signs) <= commentSigns {
		return text
	}
	return strings.TrimRight(string(signs[:commentSigns]), " \n") + "…"
}

func (d *Document) words() fileWords { return fileWordsIn(d.Language) }

func (d *Document) title() string { return d.Flow.Title.In(d.Language) }

// participation is what is to be shown of who responded.
func (d *Document) participation() Participation {
	if d.Taking != nil {
		return *d.Taking
	}
	r := d.Release
	p := Participation{Wave: r.Wave, Days: d.Days}
	if r.Base != nil {
		p.Base = *r.Base
	}
	for _, u := range r.Units {
		p.Units = append(p.Units, UnitCount{
			ID: u.ID, Name: u.Name, Parent: u.Parent, Roster: u.Roster, Responded: u.Complete, Minimum: u.Minimum,
		})
	}
	return p
}

func (d *Document) wave() survey.WaveID {
	if d.Release != nil {
		return d.Release.Wave
	}
	return d.participation().Wave
}

func (d *Document) dimensionTitle(id string) string { return d.page().dimensionTitle(id) }

func (d *Document) itemText(id string) string { return d.page().itemTitle(id) }

// page is a text in the document's language, to take lines from.
func (d *Document) page() *page {
	t := &page{words: wordsIn(d.Language), flow: d.Flow, lang: d.Language}
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

// before finds a dimension's score in the wave that the release is compared with; nil where there is
// none.
func (d *Document) before(id string) *float64 {
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

// compared names that wave; empty where no dimension is compared.
func (d *Document) compared() survey.WaveID {
	if c := d.Release.Change; c != nil && len(c.Dimensions) > 0 {
		return c.Previous
	}
	return ""
}

// shortNames are headings for narrow columns: the ids in capitals where all are short, else numbers.
func (d *Document) shortNames() []string {
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
		out[i] = Number(float64(i+1), 0, d.Language)
	}
	return out
}

// spans gives the range of each dimension of the flow, by id.
func (d *Document) spans() map[string][2]float64 {
	out := map[string][2]float64{}
	p, err := newPlan(d.Flow)
	if err != nil {
		return out // such a flow has no release either
	}
	for i := range p.dimensions {
		lo, hi := p.span(&p.dimensions[i])
		out[p.dimensions[i].def.ID] = [2]float64{lo, hi}
	}
	return out
}

// indexSpan is the range of the index: the widest of its dimensions.
func (d *Document) indexSpan() (lo, hi float64) {
	spans, first := d.spans(), true
	if d.Flow.Index == nil {
		return 0, 100
	}
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
		return 0, 100
	}
	return lo, hi
}

// target is the flow's target where it can be compared with a dimension of this range.
func (d *Document) target(span [2]float64) *float64 {
	if d.Flow.Index == nil || d.Flow.Index.Target == nil {
		return nil
	}
	if lo, hi := d.indexSpan(); span != [2]float64{lo, hi} {
		return nil
	}
	return d.Flow.Index.Target
}

// bandName names the band of an index in the document's language.
func (d *Document) bandName(name *string, from *float64) string {
	return strings.TrimPrefix(d.page().band(name, from), ", ")
}

// cell says how a figure stands in a table: shown, hidden or without answers.
type cell int

const (
	cellShown cell = iota
	cellHidden
	cellEmpty
)

// unitCell tells how a score of a unit stands where groups under least are withheld.
func unitCell(u UnitFigure, score *float64, least int) cell {
	switch {
	case score != nil:
		return cellShown
	case u.Suppressed || least > 0 && u.Complete > 0:
		return cellHidden // a dimension can be hidden beside others that are shown
	}
	return cellEmpty
}

// depths gives how deep each unit lies under those listed before it.
func depths(units []UnitCount) []int {
	of := map[survey.UnitID]int{}
	out := make([]int, len(units))
	for i, u := range units {
		if above, ok := of[u.Parent]; ok && u.Parent != "" {
			out[i] = above + 1
		}
		of[u.ID] = out[i]
	}
	return out
}

// longDate writes a day in words: 3 November 2026.
func longDate(t time.Time, lang string) string {
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("2 ") + monthsID()[t.Month()-1] + t.Format(" 2006")
}

func monthsID() [12]string {
	return [12]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
		"September", "Oktober", "November", "Desember"}
}
