package bot

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/report/xlsx"
	"suara/storage"
	"suara/survey"
)

// rosterNews is what an owner was not told yet of the roster's last 30 days.
type rosterNews struct {
	list   []fielding.RosterChange
	people map[survey.UnitID]int // on the roster now, directly in a unit
	came   map[survey.UnitID]int // joined, came back or moved in
}

func (p *page) rosterNews(m storage.Message) (n rosterNews, err error) {
	since, err := time.Parse(time.RFC3339Nano, m.Args["since"])
	if err != nil {
		return n, fmt.Errorf("roster report: %w", err)
	}
	now, err := time.Parse(time.RFC3339Nano, m.Args["now"])
	if err != nil {
		return n, fmt.Errorf("roster report: %w", err)
	}
	if n.list, err = fielding.RosterChanges(p.tx, since, now); err != nil {
		return n, err
	}
	n.list = slices.DeleteFunc(n.list, func(c fielding.RosterChange) bool { return c.At.After(now.Add(time.Second)) })
	n.people, n.came = map[survey.UnitID]int{}, map[survey.UnitID]int{}
	for _, c := range n.list {
		for _, who := range c.People {
			if who.To != "" {
				n.came[who.To]++
			}
		}
	}
	return n, p.tx.Respondents(func(r survey.Respondent) bool {
		if r.Active() {
			n.people[r.Unit]++
		}
		return true
	})
}

// small lists the units that somebody came into and that are so small that a few invented people would
// bring their figures out: fewer than twice the smallest group.
func (n rosterNews) small(units []survey.Unit, minGroup int) (small []survey.Unit) {
	for _, u := range units {
		if n.came[u.ID] > 0 && n.people[u.ID] < 2*minGroup {
			small = append(small, u)
		}
	}
	return small
}

// smallShown is how many small units the caption names; the file has them all.
const smallShown = 5

// rosterReport is the caption: how many came, went and moved, by whom, and into which small units.
func (p *post) rosterReport() error {
	news, err := p.rosterNews(p.m)
	if err != nil {
		return err
	}
	units, err := p.tx.Units()
	if err != nil {
		return err
	}
	counts, tree := map[string]int{}, 0
	var by []string
	for _, c := range news.list {
		tree += len(c.Units)
		if who := p.doer(c.By); !slices.Contains(by, who) {
			by = append(by, who)
		}
		for _, who := range c.People {
			counts[who.What]++
		}
	}
	for _, what := range []string{fielding.RosterJoined, fielding.RosterBack, fielding.RosterLeft, fielding.RosterMoved} {
		p.set(what, p.some(counts[what]))
	}
	p.set("units", p.some(tree))
	p.set("by", strings.Join(by, ", "))
	p.say("post.roster_report")
	small := news.small(units, p.cfg.MinGroup)
	if len(small) == 0 {
		return nil
	}
	p.say("post.roster_report.small")
	for _, u := range small[:min(len(small), smallShown)] {
		p.set("unit", u.Name)
		p.set("came", p.t.Number(news.came[u.ID]))
		p.set("people", p.t.Number(news.people[u.ID]))
		p.line("post.roster_report.unit")
	}
	p.more("post.roster_report.more", len(small)-smallShown)
	return nil
}

// doer names who changed the roster.
func (p *page) doer(a survey.AccountID) string {
	if a == 0 {
		return p.t.Plain("word.roster.operator", nil)
	}
	return p.t.Plain("word.roster.account", texts.Args{"account": strconv.FormatInt(int64(a), 10)})
}

// rosterTable is the file: every change, person by person and unit by unit.
func (r *renderer) rosterTable(tx *storage.Tx, m storage.Message) ([]byte, error) {
	c, err := tx.Chat(survey.AccountID(m.Chat))
	if err != nil {
		return nil, err
	}
	p := r.newPage(tx, c.Language, time.Time{})
	news, err := p.rosterNews(m)
	if err != nil {
		return nil, err
	}
	names, err := unitNames(tx)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, change := range news.list {
		head := []string{p.time(change.At), p.doer(change.By)}
		add := func(cells ...string) { rows = append(rows, append(slices.Clone(head), cells...)) }
		for _, who := range change.People {
			person, err := tx.Respondent(who.Person)
			if err != nil && !errors.Is(err, survey.ErrNotFound) {
				return nil, err
			}
			add(p.word("roster", who.What), person.Key, person.Name, names[who.From], names[who.To], news.size(who.To))
		}
		for _, u := range change.Units {
			was, is := p.unitWords(u, names)
			add(p.word("roster", "unit_"+u.What), "", "", was, is, news.size(u.Unit))
		}
	}
	return xlsx.Table{
		Heading: p.t.Plain("word.table.roster", texts.Args{"organisation": r.cfg.Organisation}), Rows: rows,
		Columns: p.columns(printed{"date", 24}, printed{"by", 20}, printed{"change", 20}, printed{"nip", 22},
			printed{"name", 30}, printed{"unit_before", 28}, printed{"unit", 28}, printed{"people", 10}),
	}.XLSX()
}

// unitWords words a unit before and after a change.
func (p *page) unitWords(u fielding.UnitChange, names map[survey.UnitID]string) (was, is string) {
	name := names[u.Unit]
	switch u.What {
	case fielding.UnitMoved:
		if parent := names[survey.UnitID(u.Was)]; parent != "" {
			return parent, name
		}
	case fielding.UnitZoned:
		zone := func(z string) string {
			if z == "" {
				z = p.cfg.Zone.String()
			}
			return name + " · " + z
		}
		return zone(u.Was), zone(u.Is)
	}
	return u.Was, name
}

func (n rosterNews) size(u survey.UnitID) string {
	if u == "" {
		return ""
	}
	return strconv.Itoa(n.people[u])
}
