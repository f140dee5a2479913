package bot

import (
	"fmt"
	"slices"
	"strconv"

	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/survey"
)

// How much a page of the menu holds.
const (
	menuUnits    = 8
	menuWaves    = 6
	menuComments = 5
	menuLabel    = 34  // UTF-16 units of a button
	commentUnits = 400 // of one comment
)

// summary is the menu of results. It computes nothing: every view is of the stored release, or of the
// participation while the wave is open.
func (p *post) summary() error {
	if p.m.Args[fielding.ArgView] == fielding.ViewWaves {
		return p.menuWaves()
	}
	w, f, r, err := p.released()
	if err != nil {
		return err
	}
	if r == nil {
		return p.menuOpen(w)
	}
	n, _ := strconv.Atoi(p.m.Args[fielding.ArgPage])
	m := menu{post: p, wave: w, flow: f, release: r, page: max(0, n)}
	switch p.m.Args[fielding.ArgView] {
	case fielding.ViewUnits:
		m.units()
	case fielding.ViewUnit:
		m.unit()
	case fielding.ViewDimensions:
		m.dimensions()
	case fielding.ViewDimension:
		m.dimension()
	case fielding.ViewCompare:
		m.compare()
	case fielding.ViewTell:
		err = m.tell()
	case fielding.ViewComments:
		err = m.comments()
	default:
		err = m.whole()
	}
	m.fitText()
	return err
}

// menu is the menu of one release.
type menu struct {
	*post
	wave    survey.Wave
	flow    *flows.Flow
	release *report.Release
	page    int
}

// to makes the data of a press that turns the menu to a view.
func to(view string, page int, w survey.WaveID) string {
	return fmt.Sprintf("s:%s:%d:%s", view, page, w)
}

func (m *menu) link(key, view string, page int) button {
	return m.button(key, to(view, page, m.wave.ID))
}

// fitText keeps a view within one message.
func (p *post) fitText() {
	if text := p.b.String(); units(text) > maxUnits {
		p.restart()
		p.b.WriteString(fit(text, maxUnits))
	}
}

// menuOpen shows the participation of a wave whose results have not come.
func (p *post) menuOpen(w survey.Wave) error {
	p.m.Name = fielding.PostParticipation
	if err := p.participation(true); err != nil {
		return err
	}
	if units(p.b.String()) > maxUnits { // the list of units is in the scheduled post
		p.restart()
		if err := p.participation(false); err != nil {
			return err
		}
	}
	p.row(p.button("button.menu.refresh", to(fielding.ViewWhole, 0, w.ID)),
		p.button("button.menu.waves", to(fielding.ViewWaves, 0, w.ID)))
	return nil
}

// whole is the first view: the organisation, and the units where they fit.
func (m *menu) whole() error {
	if m.release.Lost {
		m.say("post.results.lost")
	} else {
		m.resultWhole(m.wave, m.release, m.flow)
	}
	first := []button{}
	if len(m.release.Units) > 0 {
		first = append(first, m.link("button.menu.units", fielding.ViewUnits, 0))
	}
	if len(m.release.Dimensions) > 0 {
		first = append(first, m.link("button.menu.dimensions", fielding.ViewDimensions, 0))
	}
	second := []button{m.link("button.menu.compare", fielding.ViewCompare, 0)}
	comments, err := m.tx.Comments(m.wave.ID)
	if err != nil {
		return err
	}
	if len(comments) > 0 {
		second = append(second, m.link("button.menu.comments", fielding.ViewComments, 0))
	}
	if len(first) > 0 {
		m.row(first...)
	}
	m.row(second...)
	m.row(m.link("button.menu.tell", fielding.ViewTell, 0))
	m.row(m.link("button.menu.files", fielding.ViewFiles, 0), m.link("button.menu.waves", fielding.ViewWaves, 0))
	return nil
}

// units lists a page of units in roster order, each with a button.
func (m *menu) units() {
	from, till := m.bounds(len(m.release.Units), menuUnits)
	part := *m.release
	part.Units = part.Units[from:till]
	m.titleLine()
	m.resultUnits(&part, m.flow)
	m.whyHidden()
	for i, u := range part.Units {
		m.row(button{Text: shorten(u.Name, menuLabel), Press: to(fielding.ViewUnit, from+i, m.wave.ID)})
	}
	m.turn(fielding.ViewUnits, from, till, len(m.release.Units), menuUnits)
	m.row(m.link("button.menu.whole", fielding.ViewWhole, 0))
}

// bounds are the entries of the page; a page behind the last is the last.
func (m *menu) bounds(all, size int) (from, till int) {
	if last := max(0, (all-1)/size); m.page > last {
		m.page = last
	}
	from = m.page * size
	return from, min(all, from+size)
}

// turn offers the pages before and after.
func (m *menu) turn(view string, from, till, all, size int) {
	var row []button
	if from > 0 {
		row = append(row, m.link("button.previous_page", view, from/size-1))
	}
	if till < all {
		row = append(row, m.link("button.next_page", view, from/size+1))
	}
	if len(row) > 0 {
		m.row(row...)
	}
}

func (m *menu) titleLine() { m.say("post.summary") }

// menuWaves lists the waves, the newest first.
func (p *post) menuWaves() error {
	waves, err := p.tx.Waves()
	if err != nil {
		return err
	}
	slices.SortStableFunc(waves, func(a, b survey.Wave) int { return b.Opened.Compare(a.Opened) })
	n, _ := strconv.Atoi(p.m.Args[fielding.ArgPage])
	m := menu{post: p, wave: survey.Wave{ID: p.m.Wave}, page: max(0, n)}
	p.say("post.summary.waves")
	from, till := m.bounds(len(waves), menuWaves)
	for _, w := range waves[from:till] {
		p.set("wave", string(w.ID))
		p.set("state", p.t.Plain("word.state."+string(w.State), nil))
		p.row(p.button("button.menu.wave", to(fielding.ViewWhole, 0, w.ID)))
	}
	m.turn(fielding.ViewWaves, from, till, len(waves), menuWaves)
	return nil
}
