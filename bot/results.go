package bot

import (
	"encoding/json"
	"fmt"
	"sort"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// extremes is how many of the strongest and weakest items a summary names.
const extremes = 3

// results renders what is posted of the wave's one release at closing: what a meeting needs, short enough to
// be read on a phone. Units and items are in the menu of results and in the files. It computes nothing:
// figures are printed as stored.
func (p *post) results() error {
	w, f, r, err := p.released()
	if err != nil {
		return err
	}
	if r == nil {
		p.say("post.results.none")
		return nil
	}
	if r.Lost {
		p.say("post.results.lost")
		return nil
	}
	p.resultHead(w, r, f)
	p.withheld = p.withheld || allHidden(r.Items)
	p.whyHidden()
	p.say("post.results.more")
	p.say("post.results.foot")
	return nil
}

// allHidden tells whether no item can be shown, as where too few answered.
func allHidden(items []report.ItemFigure) bool {
	for _, i := range items {
		if !i.Suppressed {
			return false
		}
	}
	return len(items) > 0
}

// resultHead tells what stands for the whole organisation.
func (p *post) resultHead(w survey.Wave, r *report.Release, f *flows.Flow) {
	p.resultBase(w, r)
	p.resultIndex(r, f)
	p.resultFindings(r, f)
	p.resultDimensions(r, f)
}

// resultWhole tells all that one message can hold of a release: units and items too where they fit.
func (p *post) resultWhole(w survey.Wave, r *report.Release, f *flows.Flow) {
	p.resultHead(w, r, f)
	p.resultUnits(r, f)
	p.resultItems(r, f)
	p.resultFoot()
	if units(p.b.String()) > maxUnits {
		p.restart()
		p.resultHead(w, r, f)
		p.resultFoot()
	}
}

func (p *post) resultFoot() {
	p.whyHidden()
	p.say("post.results.foot")
}

// release reads the release of a wave; nil where there is none yet.
func (p *page) release(id survey.WaveID) (w survey.Wave, f *flows.Flow, r *report.Release, err error) {
	if w, f, err = p.wave(id); err != nil {
		return w, f, nil, err
	}
	raw := p.tx.Release(w.ID)
	if raw == nil {
		return w, f, nil, nil
	}
	r = &report.Release{}
	if err := json.Unmarshal(raw, r); err != nil {
		return w, f, nil, fmt.Errorf("read release of wave %s: %w", w.ID, err)
	}
	if r.MinGroup > 0 {
		p.set("min_group", p.t.Number(r.MinGroup))
	}
	return w, f, r, nil
}

func (p *post) released() (survey.Wave, *flows.Flow, *report.Release, error) {
	return p.release(p.m.Wave)
}

// resultFindings tells the three findings in plain words.
func (p *post) resultFindings(r *report.Release, f *flows.Flow) {
	sentences := words.Sentences(r, f, p.t.Lang())
	if len(sentences) == 0 {
		return
	}
	p.say("post.results.findings")
	for _, s := range sentences {
		p.set("finding", s)
		p.line("post.results.finding")
	}
}

// headline is the caption of a picture or file of the release.
func (p *post) headline() error {
	w, _, r, err := p.released()
	if err != nil || r == nil {
		return err
	}
	p.base(w, r)
	p.say(p.m.Name)
	return nil
}

func (p *post) resultBase(w survey.Wave, r *report.Release) {
	p.base(w, r)
	p.set("low", "")
	if p.lowBase(w, r) {
		p.set("low", p.t.Plain("word.low_base", nil))
	}
	p.say("post.results")
}

func (p *page) lowBase(w survey.Wave, r *report.Release) bool {
	base := w.Base
	if r.Base != nil {
		base = *r.Base
	}
	return base.Complete < report.SmallGroup || base.ResponseRate() < 0.5
}

// base gives the page the counts behind a release.
func (p *page) base(w survey.Wave, r *report.Release) {
	base := w.Base
	if r.Base != nil {
		base = *r.Base
	}
	p.set("closed", p.time(w.Closed))
	p.set("complete", p.t.Number(base.Complete))
	p.set("roster", p.t.Number(base.Roster))
	p.set("registered", p.t.Number(base.Registered))
	p.set("reachable", p.t.Number(base.Reachable))
	p.set("rate", p.t.Percent(base.ResponseRate()))
}

func (p *post) resultIndex(r *report.Release, f *flows.Flow) {
	if r.Index == nil || f.Index == nil {
		return
	}
	p.set("index", f.Index.Title.In(p.t.Lang()))
	if r.Index.Score == nil {
		p.set("hidden", p.hidden())
		p.say("post.results.index_hidden")
		return
	}
	p.set("score", p.score(*r.Index.Score, r.Index.Bound))
	p.set("bar", shareBar(*r.Index.Score/100))
	p.set("band", p.band(f, r.Index.From, r.Index.Band))
	p.set("n", "")
	if r.Index.N != nil {
		p.set("n", p.t.Number(*r.Index.N))
	}
	p.set("low_bound", "")
	if b := r.Index.Bounds; b != nil {
		p.set("low_bound", p.t.Decimal(b[0], 2))
		p.set("high_bound", p.t.Decimal(b[1], 2))
	}
	p.set("formula", p.formula(f))
	p.say("post.results.index")
}

// band names a band in the post's language; the release has it in the flow's first one.
func (p *page) band(f *flows.Flow, from *float64, stored *string) string {
	if from != nil {
		for _, b := range f.Index.Bands {
			if b.From == *from {
				return b.Label.In(p.t.Lang())
			}
		}
	}
	if stored != nil {
		return *stored
	}
	return ""
}

// formula says how items are scored, where all dimensions of the index are scored alike.
func (p *post) formula(f *flows.Flow) string {
	kind := flows.Score("")
	for i, d := range f.Dimensions {
		if i > 0 && d.Score != kind {
			return p.t.Plain("word.score.mixed", nil)
		}
		kind = d.Score
	}
	return p.t.Plain("word.score."+string(kind), nil)
}

// whyHidden says why figures are withheld, where some are.
func (p *post) whyHidden() {
	if p.withheld {
		p.say("post.results.withheld")
	}
}

// hidden is the mark of a figure that is withheld.
func (p *post) hidden() string {
	p.withheld = true
	return p.t.Plain("word.hidden", p.vals)
}

// figure gives the page a score; nil is one that is withheld. For the cell of a table that is a short
// mark: the reason stands below.
func (p *post) figure(score *float64, b report.Bound) (cell string) {
	if score == nil {
		p.set("score", p.hidden())
		return p.t.Plain("word.hidden.short", nil)
	}
	cell = p.score(*score, b)
	p.set("score", cell)
	return cell
}

// score writes a figure with two decimals, or with the sign of its bound.
func (p *page) score(f float64, b report.Bound) string {
	switch b {
	case report.AtMost:
		return "≤ " + p.t.Decimal(f, 2)
	case report.AtLeast:
		return "≥ " + p.t.Decimal(f, 2)
	}
	return p.t.Decimal(f, 2)
}

func (p *post) resultDimensions(r *report.Release, f *flows.Flow) {
	if len(r.Dimensions) == 0 {
		return
	}
	p.say("post.results.dimensions")
	t := p.table("post.table.dimension", "post.table.score", "post.table.n")
	defer p.end(t)
	for _, d := range r.Dimensions {
		def := dimension(f, d.ID)
		p.set("dimension", def.Title.In(p.t.Lang()))
		p.set("bar", "")
		p.set("n", "")
		cell := p.figure(d.Score, d.Bound)
		if d.Score != nil {
			if d.N != nil {
				p.set("n", p.t.Number(*d.N))
			}
			if percentScore(def.Score) {
				p.set("bar", shareBar(*d.Score/100))
			}
		}
		p.line("post.results.dimension")
		t.row(p.vals["dimension"], cell, p.vals["n"])
	}
}

func dimension(f *flows.Flow, id string) flows.Dimension {
	for _, d := range f.Dimensions {
		if d.ID == id {
			return d
		}
	}
	return flows.Dimension{ID: id, Title: flows.Text{"id": id}}
}

// percentScore tells whether scores of the kind run from 0 to 100, so that a bar means something.
func percentScore(s flows.Score) bool { return s != flows.ScoreMean && s != flows.ScoreNPS }

// resultUnits lists the units in roster order: they are never ranked by their score.
func (p *post) resultUnits(r *report.Release, f *flows.Flow) {
	if len(r.Units) == 0 {
		return
	}
	p.say("post.results.units")
	t := p.table("post.table.unit", "post.table.score", "post.table.complete")
	for _, u := range r.Units {
		cell := p.unitRow(u, f)
		p.line("post.results.unit")
		t.row(u.Name, cell, p.outOf())
	}
	p.end(t)
}

// outOf is a part with what it is a part of, for a cell.
func (p *page) outOf() string { return p.vals["part"] + "/" + p.vals["roster"] }

// unitRow gives the page the figures of one unit; cell is its score with the band, for a table.
func (p *post) unitRow(u report.UnitFigure, f *flows.Flow) (cell string) {
	p.set("unit", u.Name)
	p.set("part", p.t.Number(u.Complete))
	p.set("roster", p.t.Number(u.Roster))
	p.set("band", "")
	if u.Score == nil && !u.Suppressed {
		none := p.t.Plain("word.no_answers", nil)
		p.set("score", none)
		return none
	}
	cell = p.figure(u.Score, u.Bound)
	if u.Score != nil && f.Index != nil {
		if band := p.band(f, u.From, u.Band); band != "" {
			p.set("band", band)
			cell += " – " + band
		}
	}
	return cell
}

// resultItems names the strongest and the weakest items that are scored and shown.
func (p *post) resultItems(r *report.Release, f *flows.Flow) {
	var scored []report.ItemFigure
	for _, i := range r.Items {
		if i.Score != nil && !i.Suppressed {
			scored = append(scored, i)
		}
	}
	if len(scored) < 2*extremes {
		return
	}
	sort.SliceStable(scored, func(i, j int) bool { return *scored[i].Score > *scored[j].Score })
	p.say("post.results.strongest")
	p.itemLines(scored[:extremes], f)
	p.say("post.results.weakest")
	weakest := scored[len(scored)-extremes:]
	p.itemLines([]report.ItemFigure{weakest[2], weakest[1], weakest[0]}, f)
}

func (p *post) itemLines(items []report.ItemFigure, f *flows.Flow) {
	for _, i := range items {
		item, _ := f.Item(i.ID)
		if item == nil {
			continue
		}
		p.set("item", item.Label(p.t.Lang()))
		p.set("score", p.score(*i.Score, i.Bound))
		p.line("post.results.item")
	}
}
