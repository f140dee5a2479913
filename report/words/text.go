package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"suara/flows"
	"suara/report"
	"suara/survey"
)

// Text renders a release as plain text in Indonesian, or in English for "en". Titles come from the
// flow. Every figure stands with its base.
func Text(r *report.Release, f *flows.Flow, lang string) string {
	t := &page{phrases: phrasesIn(lang), flow: f, lang: lang, min: r.MinGroup}
	t.line("%s", f.Title.In(lang))
	if r.Wave != "" {
		t.line(t.wave, r.Wave, t.stateName(r.State))
	}
	t.gap()
	t.participation(r.Base, r.ResponseRate)
	t.outcome(r)
	t.gap()
	if r.Withheld() {
		t.line("%s", t.nothing(r))
		return t.String()
	}
	t.index(r.Index, rosterOf(r), r.LowBase)
	t.weightedLine(r.Weighted)
	t.findingList(r)
	t.dimensionList(r.Dimensions)
	t.extremes(r)
	t.changeList(r.Change)
	t.unitList(r.Units)
	t.segmentList(r.Segments)
	t.method(r)
	return t.String()
}

// rosterOf is how many people are on the roster; 0: not told.
func rosterOf(r *report.Release) int {
	if r.Base == nil {
		return 0
	}
	return r.Base.Roster
}

// UnitText renders what a release says of one unit.
func UnitText(u *report.UnitReport, f *flows.Flow, lang string) string {
	t := &page{phrases: phrasesIn(lang), flow: f, lang: lang, min: u.MinGroup}
	t.line("%s", f.Title.In(lang))
	t.line(t.wave, u.Wave, t.stateName(u.State))
	t.line(t.unit, u.Name)
	t.gap()
	if u.ResponseRate != nil {
		t.line(t.rate, report.Number(*u.ResponseRate*100, 1, lang), t.count(u.Base.Complete), t.count(u.Base.Roster))
	} else {
		t.line(t.answers, t.count(u.Base.Complete))
	}
	t.gap()
	t.index(u.Index, u.Base.Roster, u.LowBase)
	t.dimensionList(u.Dimensions)
	t.unitList(u.Units)
	return t.String()
}

// Extremes gives the strongest and the weakest scored items, at most k of each and none twice;
// items with equal scores keep the flow's order.
func Extremes(r *report.Release, k int) (strongest, weakest []report.ItemFigure) {
	var scored []report.ItemFigure
	for _, i := range r.Items {
		if i.Score != nil {
			scored = append(scored, i)
		}
	}
	k = min(k, len(scored)/2)
	slices.SortStableFunc(scored, func(a, b report.ItemFigure) int { return cmp.Compare(*b.Score, *a.Score) })
	strongest = slices.Clone(scored[:k])
	slices.SortStableFunc(scored, func(a, b report.ItemFigure) int { return cmp.Compare(*a.Score, *b.Score) })
	for _, i := range scored {
		twice := slices.ContainsFunc(strongest, func(s report.ItemFigure) bool { return s.ID == i.ID })
		if len(weakest) < k && !twice {
			weakest = append(weakest, i)
		}
	}
	return strongest, weakest
}

// page gathers the lines of a text.
type page struct {
	phrases
	strings.Builder
	flow *flows.Flow
	lang string
	min  int
}

func (t *page) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }
func (t *page) gap()                            { t.WriteByte('\n') }
func (t *page) count(n int) string              { return report.Number(float64(n), 0, t.lang) }

func (t *page) stateName(s survey.WaveState) string {
	if s == survey.WaveOpen {
		return t.open
	}
	return t.closed
}

func (t *page) participation(b *survey.Base, rate *float64) {
	if b == nil || rate == nil {
		t.line("%s", t.noRoster)
		return
	}
	t.line(t.rate, report.Number(*rate*100, 1, t.lang), t.count(b.Complete), t.count(b.Roster))
	t.line(t.funnel, t.count(b.Registered), t.count(b.Reachable), t.count(b.Invited),
		t.count(b.Started), t.count(b.Complete), t.count(b.Roster))
}

// base says how many a figure rests on.
func (t *page) base(n, roster int) string {
	if roster > 0 {
		return fmt.Sprintf(t.people, t.count(n), t.count(roster))
	}
	return fmt.Sprintf(t.answers, t.count(n))
}

func (t *page) index(i *report.IndexFigure, roster int, low bool) {
	if i == nil {
		return
	}
	title := t.flow.Index.Title.In(t.lang)
	if i.Score == nil {
		t.line("%s: %s", title, t.hiddenMark())
		t.gap()
		return
	}
	t.line("%s: %s%s (%s)", title, Shown(*i.Score, i.Bound, t.lang), t.band(i.Band, i.From), t.base(*i.N, roster))
	if i.Margin != nil {
		t.line(t.margin, report.Number(*i.Margin, 2, t.lang))
	}
	if i.Bounds != nil {
		t.line(t.bounds, report.Number(i.Bounds[0], 2, t.lang), report.Number(i.Bounds[1], 2, t.lang))
	}
	if low {
		t.line("%s", t.low)
	}
	t.gap()
}

func (t *page) hiddenMark() string {
	if t.min == 0 {
		return t.empty
	}
	return fmt.Sprintf(t.hidden, t.min)
}

// band names a band in the language of the page; the release knows where it begins.
func (t *page) band(name *string, from *float64) string {
	if name == nil || from == nil || t.flow.Index == nil {
		return ""
	}
	for _, b := range t.flow.Index.Bands {
		if b.From == *from {
			return ", " + b.Label.In(t.lang)
		}
	}
	return ", " + *name
}

func (t *page) dimensionList(ds []report.DimensionFigure) {
	if len(ds) == 0 {
		return
	}
	t.line("%s", t.dimensions)
	for _, d := range ds {
		title := t.dimensionTitle(d.ID)
		if d.Score == nil {
			t.line("  %s: %s", title, t.hiddenMark())
			continue
		}
		alpha := ""
		if d.Alpha != nil {
			alpha = ", " + fmt.Sprintf(t.alpha, report.Number(*d.Alpha, 2, t.lang))
		}
		t.line("  %s: %s (%s)%s", title, Shown(*d.Score, d.Bound, t.lang), t.base(*d.N, 0), alpha)
	}
	t.gap()
}

func (t *page) extremes(r *report.Release) {
	strongest, weakest := Extremes(r, 3)
	t.itemList(t.strongest, strongest)
	t.itemList(t.weakest, weakest)
}

func (t *page) itemList(title string, items []report.ItemFigure) {
	if len(items) == 0 {
		return
	}
	t.line("%s", title)
	for _, i := range items {
		t.line("  %s (%s): %s", Shown(*i.Score, i.ScoreBound, t.lang), t.base(*i.N, 0), t.itemTitle(i.ID))
	}
	t.gap()
}

func (t *page) unitList(units []report.UnitFigure) {
	if len(units) == 0 {
		return
	}
	t.line("%s (%s)", t.units, t.order)
	depth := Depths(units)
	for i, u := range units {
		t.line("  %s%s (%s): %s", strings.Repeat("  ", depth[i]), u.Name,
			t.base(u.Complete, u.Roster), t.unitScore(u)+t.marks(u.LowBase, u.Short))
	}
	t.gap()
}

func (t *page) unitScore(u report.UnitFigure) string {
	switch {
	case u.Score != nil:
		return Shown(*u.Score, u.Bound, t.lang) + t.band(u.Band, u.From)
	case u.Suppressed:
		return t.hiddenMark()
	case u.Complete == 0:
		return t.empty
	}
	return "–"
}

func (t *page) method(r *report.Release) {
	t.line("%s", t.phrases.method)
	var named []flows.Score
	for _, d := range t.flow.Dimensions {
		if !slices.Contains(named, d.Score) {
			named = append(named, d.Score)
			t.line("  %s = %s", d.Score, t.formulas[d.Score])
		}
	}
	if len(t.flow.Dimensions) > 0 {
		t.line("  %s", t.averages)
	}
	if r.Index != nil {
		t.line("  %s", t.internal)
	}
	if r.MinGroup == 0 {
		t.line("  %s", t.unsuppressed)
		return
	}
	t.line("  "+t.suppressed, r.MinGroup)
	t.line("  %s", t.smallNote)
}
