package bot

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"suara/fielding"
	"suara/survey"
)

// figures gives the post the counts of its wave.
func (p *post) figures() (fielding.WaveStatus, error) {
	w, err := p.tx.Wave(p.m.Wave)
	if err != nil {
		return fielding.WaveStatus{}, err
	}
	st, err := fielding.Status(p.tx, w, p.cfg)
	if err != nil {
		return st, err
	}
	b := st.Base
	p.set("rate", p.t.Percent(st.Rate))
	p.set("bar", shareBar(st.Rate))
	p.set("roster", p.t.Number(b.Roster))
	p.set("registered", p.t.Number(b.Registered))
	p.set("reachable", p.t.Number(b.Reachable))
	p.set("invited", p.t.Number(b.Invited))
	p.set("started", p.t.Number(b.Started))
	p.set("complete", p.t.Number(b.Complete))
	p.set("unfinished", p.t.Number(b.Started-b.Complete))
	p.set("declined", p.t.Number(st.Declined))
	p.set("joiners", p.some(st.Joiners))
	p.set("leavers", p.some(st.Leavers))
	p.set("reminders", p.t.Number(st.Reminders))
	p.set("unreached", p.some(st.Blocked))
	p.set("unknown", p.some(st.Unknown))
	p.set("waiting", p.some(st.Waiting))
	p.set("state", p.t.Plain("word.state."+string(w.State), nil))
	p.set("now", p.time(p.now))
	return st, nil
}

// some is a count, or empty where there is nothing to count: its line is left out.
func (p *page) some(n int) string {
	if n <= 0 {
		return ""
	}
	return p.t.Number(n)
}

// participation tells how many have answered, with the base; with units, for each of them how many
// have responded, complete and declined together.
func (p *post) participation(units bool) error {
	st, err := p.figures()
	if err != nil {
		return err
	}
	p.say(p.m.Name)
	if !units {
		return nil
	}
	w, err := p.tx.Wave(p.m.Wave)
	if err != nil {
		return err
	}
	if err := p.outlook(w, st); err != nil {
		return err
	}
	told, err := fielding.LastDigest(p.tx, w.ID, p.m.Args[fielding.ArgDigest] != "")
	if err != nil {
		return err
	}
	p.set("since", "")
	if told != nil {
		p.set("since", p.time(told.At))
	}
	study, _ := p.cfg.Study(w.Survey)
	short := newShortfall(study.Minimum, w, st)
	p.set("own", "")
	if slices.ContainsFunc(w.Units, func(u survey.Unit) bool { return u.Parent != "" }) {
		p.set("own", p.t.Plain("word.own_staff", nil))
	}
	p.say("post.participation.units")
	var rows [][]string
	noted := false
	from := p.b.Len()
	for _, u := range st.Units {
		if u.Roster == 0 {
			continue
		}
		p.unit(u.Name, u.Responded, u.Roster)
		p.moved(u, told)
		p.set("short", p.some(short.of(u.ID)))
		p.set("minimum", p.some(short.least[u.ID]))
		p.line("post.participation.unit")
		notes := p.notes()
		rows = append(rows, []string{u.Name, p.outOf(), p.vals["rate"], notes})
		noted = noted || notes != ""
	}
	p.end(p.unitTable(from, rows, noted))
	return nil
}

// unitTable is the table of the units, whose lines begin at from; its last column is left out where it
// would be empty.
func (p *page) unitTable(from int, rows [][]string, noted bool) *table {
	heads := []string{"post.table.unit", "post.table.responded", "post.table.rate", "post.table.notes"}
	if !noted {
		heads = heads[:3]
	}
	t := p.table(heads...)
	t.from = from
	for _, r := range rows {
		t.row(r[:len(heads)]...)
	}
	return t
}

// notes tells whether a unit moved and what it lacks, for a cell.
func (p *page) notes() string {
	var notes []string
	if moved := p.vals["moved"]; moved != "" {
		notes = append(notes, moved)
	}
	if p.vals["short"] != "" {
		notes = append(notes, p.t.Plain("word.short", p.vals))
	}
	return strings.Join(notes, " · ")
}

// unit gives the page one unit's part of its roster.
func (p *page) unit(name string, part, roster int) {
	share := 0.0
	if roster > 0 {
		share = float64(part) / float64(roster)
	}
	p.set("unit", name)
	p.set("bar", shareBar(share))
	p.set("rate", p.t.Percent(share))
	p.set("part", p.t.Number(part))
	p.set("roster", p.t.Number(roster))
}

// notYet tells per unit how many have not responded and how many are not registered; never who.
func (p *post) notYet() error {
	if p.m.Wave == "" {
		return p.units()
	}
	st, err := p.figures()
	if err != nil {
		return err
	}
	p.say("post.not_yet")
	p.b.WriteByte('\n')
	for _, u := range st.Units {
		if u.Roster == 0 || u.Responded == u.Roster && u.Registered == u.Roster {
			continue
		}
		p.set("unit", u.Name)
		p.set("missing", p.t.Number(u.Roster-u.Responded))
		p.set("unregistered", p.some(u.Roster-u.Registered))
		p.set("roster", p.t.Number(u.Roster))
		p.line("post.not_yet.unit")
	}
	return nil
}

// units lists the units of the roster with how many of their people are registered.
func (p *post) units() error {
	units, err := p.tx.Units()
	if err != nil {
		return err
	}
	people, registered, err := p.countRoster()
	if err != nil {
		return err
	}
	p.rosterTotals(people, registered)
	p.say("post.units")
	p.b.WriteByte('\n')
	for _, u := range units {
		if people[u.ID] == 0 {
			continue
		}
		p.unit(u.Name, registered[u.ID], people[u.ID])
		p.line("post.units.unit")
	}
	return nil
}

// countRoster counts the people on the roster and those registered, by unit.
func (p *post) countRoster() (people, registered map[survey.UnitID]int, err error) {
	people, registered = map[survey.UnitID]int{}, map[survey.UnitID]int{}
	err = p.tx.Respondents(func(r survey.Respondent) bool {
		if r.Active() {
			people[r.Unit]++
			if r.Account != 0 {
				registered[r.Unit]++
			}
		}
		return true
	})
	return people, registered, err
}

func (p *post) rosterTotals(people, registered map[survey.UnitID]int) {
	all, in := 0, 0
	for unit, n := range people {
		all += n
		in += registered[unit]
	}
	share := 0.0
	if all > 0 {
		share = float64(in) / float64(all)
	}
	p.set("people", p.t.Number(all))
	p.set("registered", p.t.Number(in))
	p.set("rate", p.t.Percent(share))
}

// systemStatus tells how the system and the open waves stand.
func (p *post) systemStatus() error {
	people, registered, err := p.countRoster()
	if err != nil {
		return err
	}
	p.rosterTotals(people, registered)
	p.set("now", p.time(p.now))
	p.say("post.status")
	switch p.tx.Setting(fielding.SettingPaused) {
	case fielding.PausedByAdmin:
		p.say("post.status.paused")
	case fielding.PausedRestored:
		p.say("post.status.restored")
	}
	p.systemHealth()
	if since := p.tx.Erased(); !since.IsZero() {
		p.set("since", p.time(since))
		p.say("post.status.erased")
	}
	waves, err := p.tx.Waves()
	if err != nil {
		return err
	}
	open := false
	for _, w := range waves {
		if w.State == survey.WaveClosed {
			continue
		}
		open = true
		p.m.Wave = w.ID
		if err := p.waveLine("post.status.wave"); err != nil {
			return err
		}
		if w.Lost {
			p.say("post.status.key_lost")
		}
	}
	if !open {
		p.say("post.status.none")
	}
	return nil
}

func (p *post) waveLine(key string) error {
	if _, _, err := p.wave(p.m.Wave); err != nil {
		return err
	}
	if _, err := p.figures(); err != nil {
		return err
	}
	p.say(key)
	return nil
}

// surveys lists what is configured, when it opens next, and its waves.
func (p *post) surveys() error {
	waves, err := p.tx.Waves()
	if err != nil {
		return err
	}
	p.say("post.surveys")
	for _, s := range p.cfg.Surveys {
		use := fielding.InUse(p.tx, p.flows, s)
		p.surveyLine(use.Study)
		p.flowLine(use)
		if err := p.approvalLines(s); err != nil {
			return err
		}
		for _, w := range waves {
			if w.Survey != s.ID {
				continue
			}
			p.set("wave", string(w.ID))
			p.set("state", p.t.Plain("word.state."+string(w.State), nil))
			p.set("until", p.time(w.Closes))
			p.line("post.surveys.wave")
			if w.Flow != use.Flow.Version() {
				p.set("version", w.Flow)
				p.b.WriteByte(' ')
				p.t.Write(&p.b, "post.surveys.wave.flow", p.vals)
			}
			if err := p.approvedWave(w.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *post) surveyLine(s fielding.Study) {
	p.set("survey", string(s.ID))
	p.set("title", s.Flow.Title.In(p.t.Lang()))
	p.set("mode", p.t.Plain("word.mode."+string(s.Mode), nil))
	p.set("slot", "")
	if !s.Open.IsZero() {
		if next := s.Open.Next(p.now); !next.IsZero() {
			p.set("slot", p.time(next))
		}
	}
	p.say("post.surveys.survey")
	if p.vals["slot"] == "" {
		p.line("post.surveys.by_command")
	}
}

// roles lists who may do what.
func (p *post) roles() error {
	given, err := fielding.Roles(p.tx, p.cfg)
	if err != nil {
		return err
	}
	accounts := make([]survey.AccountID, 0, len(given))
	for a := range given {
		accounts = append(accounts, a)
	}
	sort.Slice(accounts, func(i, j int) bool {
		if given[accounts[i]] != given[accounts[j]] {
			return given[accounts[i]] > given[accounts[j]] // owners before admins
		}
		return accounts[i] < accounts[j]
	})
	p.say("post.roles")
	for _, a := range accounts {
		p.set("account", strconv.FormatInt(int64(a), 10))
		p.set("role", p.roleName(given[a]))
		name, err := p.registeredName(a)
		if err != nil {
			return err
		}
		p.set("name", name)
		p.set("absent", "")
		if fielding.NotInGroup(p.tx, p.cfg, a) {
			p.set("absent", p.word("role", "absent"))
		}
		p.line("post.roles.account")
	}
	p.say("post.roles.how")
	return nil
}
