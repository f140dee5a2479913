package bot

import (
	"slices"

	"suara/fielding"
	"suara/report"
)

// unit shows one unit of the release.
func (m *menu) unit() {
	i := min(m.page, len(m.release.Units)-1)
	if i < 0 {
		m.say("post.summary.nothing")
		m.row(m.link("button.menu.whole", fielding.ViewWhole, 0))
		return
	}
	u := m.release.Units[i]
	m.titleLine()
	m.unitRow(u, m.flow)
	m.gap()
	m.t.Write(&m.b, "post.summary.unit", m.vals)
	part := *m.release
	part.Dimensions = u.Dimensions
	if u.Score != nil { // of a hidden unit all are hidden
		m.resultDimensions(&part, m.flow)
	}
	if u.LowBase && u.Score != nil {
		m.say("word.low_base")
	}
	m.whyHidden()
	m.row(m.link("button.menu.units", fielding.ViewUnits, i/menuUnits), m.link("button.menu.whole", fielding.ViewWhole, 0))
}

func (m *menu) dimensions() {
	m.titleLine()
	m.resultDimensions(m.release, m.flow)
	m.whyHidden()
	for i, d := range m.release.Dimensions {
		name := dimension(m.flow, d.ID).Title.In(m.t.Lang())
		m.row(button{Text: shorten(name, menuLabel), Press: to(fielding.ViewDimension, i, m.wave.ID)})
	}
	m.row(m.link("button.menu.whole", fielding.ViewWhole, 0))
}

// dimension shows one dimension with its items over the whole organisation.
func (m *menu) dimension() {
	back := []button{m.link("button.menu.dimensions", fielding.ViewDimensions, 0),
		m.link("button.menu.whole", fielding.ViewWhole, 0)}
	i := min(m.page, len(m.release.Dimensions)-1)
	if i < 0 {
		m.say("post.summary.nothing")
		m.row(back...)
		return
	}
	m.titleLine()
	part := *m.release
	part.Dimensions = part.Dimensions[i : i+1]
	m.resultDimensions(&part, m.flow)
	m.say("post.summary.items")
	items := dimension(m.flow, part.Dimensions[0].ID).Items
	t := m.table("post.table.item", "post.table.score", "post.table.n")
	for _, figure := range m.release.Items {
		item, _ := m.flow.Item(figure.ID)
		if item == nil || !slices.Contains(items, figure.ID) {
			continue
		}
		m.set("item", item.Text.In(m.t.Lang()))
		m.set("n", "")
		cell := m.figure(figure.Score, figure.ScoreBound)
		if figure.Score != nil {
			m.set("n", m.t.Number(*figure.N))
		}
		m.line("post.summary.item")
		t.row(m.vals["item"], cell, m.vals["n"])
	}
	m.end(t)
	m.whyHidden()
	m.row(back...)
}

// compare sets the release beside the wave before, as it was compared at closing.
func (m *menu) compare() {
	m.titleLine()
	back := m.link("button.menu.whole", fielding.ViewWhole, 0)
	c := m.release.Change
	if c == nil {
		m.say("post.summary.first")
		m.row(back)
		return
	}
	m.set("before_wave", string(c.Previous))
	m.say("post.summary.compare")
	m.b.WriteByte('\n')
	t := m.table("post.table.part", "post.table.before", "post.table.now", "post.table.margin")
	if c.Index != nil && m.flow.Index != nil {
		m.difference(t, m.flow.Index.Title.In(m.t.Lang()), *c.Index)
	}
	for _, d := range c.Dimensions {
		m.difference(t, dimension(m.flow, d.ID).Title.In(m.t.Lang()), d)
	}
	if c.Index != nil || len(c.Dimensions) > 0 {
		m.end(t)
	}
	if c.Index == nil && len(c.Dimensions) == 0 {
		m.line("post.summary.uncompared")
	}
	m.say("post.summary.wide")
	m.row(back)
}

func (m *menu) difference(t *table, title string, d report.Difference) {
	m.set("part", title)
	m.set("before", m.t.Decimal(d.Before, 2))
	m.set("score", m.t.Decimal(d.Now, 2))
	m.set("margin", "")
	if d.Margin != nil {
		m.set("margin", m.t.Decimal(*d.Margin, 2))
	}
	key := "post.summary.difference"
	if d.Beyond {
		key = "post.summary.difference.beyond"
	}
	m.line(key)
	margin := m.vals["margin"]
	if margin != "" {
		margin = "±" + margin
	}
	if d.Beyond {
		margin += " ●"
	}
	t.row(title, m.vals["before"], m.vals["score"], margin)
}

// comments shows a page of the comments that were released, in the order that they were shuffled into.
func (m *menu) comments() error {
	all, err := m.tx.Comments(m.wave.ID)
	if err != nil {
		return err
	}
	m.titleLine()
	m.say("post.summary.comments")
	review := fielding.InReview(m.tx, m.wave.ID)
	if review {
		m.say("post.summary.review")
	}
	var hide []button
	from, till := m.bounds(len(all), menuComments)
	for i, c := range all[from:till] {
		m.set("item", c.Item)
		if item, _ := m.flow.Item(c.Item); item != nil {
			m.set("item", shorten(item.Text.In(m.t.Lang()), 120))
		}
		m.set("comment", shorten(c.Text, commentUnits))
		m.set("number", m.t.Number(from+i+1))
		m.say("post.summary.comment")
		hide = append(hide, m.link("button.menu.hide", fielding.ViewHide, fielding.CommentMark(c)))
	}
	if review {
		if len(hide) > 0 {
			m.row(hide...)
		}
		m.row(m.link("button.menu.reviewed", fielding.ViewReviewed, 0))
	}
	if len(all) == 0 {
		m.say("post.summary.nothing")
	}
	m.turn(fielding.ViewComments, from, till, len(all), menuComments)
	m.row(m.link("button.menu.whole", fielding.ViewWhole, 0))
	return nil
}

// tell asks whether the results are to be sent to the people, or says since when they are.
func (m *menu) tell() error {
	m.titleLine()
	m.set("text", fielding.FollowUp(m.tx, m.wave.ID))
	if at := fielding.ToldAt(m.tx, m.wave.ID); !at.IsZero() {
		m.set("at", m.time(at))
		m.say("post.summary.told")
	} else {
		people, err := fielding.Hearers(m.tx)
		if err != nil {
			return err
		}
		m.set("people", m.t.Number(people))
		m.say("post.summary.tell")
		m.row(m.link("button.menu.tell_now", fielding.ViewTellNow, 0).styled(stylePrimary))
	}
	m.row(m.link("button.menu.whole", fielding.ViewWhole, 0))
	return nil
}
