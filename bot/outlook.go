package bot

import (
	"suara/bot/texts"
	"suara/fielding"
	"suara/report"
	"suara/survey"
)

// outlook sets the complete responses against the benchmark and the configured minimum, and says
// whether the pace of the last working days is enough.
func (p *post) outlook(w survey.Wave, st fielding.WaveStatus) error {
	study, _ := p.cfg.Study(w.Survey)
	mark := report.NewBenchmark(st.Base.Complete, st.Base.Roster, study.Minimum.Organisation)
	p.set("benchmark", p.t.Number(mark.KrejcieMorgan))
	for _, name := range []string{"minimum", "short", "met", "pace", "needed", "left", "verdict"} {
		p.set(name, "")
	}
	if mark.Short > 0 {
		p.set("minimum", p.t.Number(mark.Minimum))
		p.set("short", p.t.Number(mark.Short))
	} else {
		p.set("met", p.some(mark.Minimum))
	}
	if w.Taking() {
		if err := p.pace(w, st, mark); err != nil {
			return err
		}
	}
	p.say("post.participation.outlook")
	return nil
}

// pace tells of the last three working days that are over; today counts where none is.
func (p *post) pace(w survey.Wave, st fielding.WaveStatus, mark report.Benchmark) error {
	days, err := fielding.Days(p.tx, w, p.cfg.Zone, p.now)
	if err != nil || len(days) == 0 {
		return err
	}
	counts := workingDays(p.cfg, days[:len(days)-1])
	if len(counts) == 0 {
		counts = workingDays(p.cfg, days)
	}
	left := p.cfg.Hours.WorkingDays(p.now, w.Closes, p.cfg.Zone)
	view := report.NewOutlook(st.Base.Complete, mark.Minimum, counts, left)
	if len(counts) > 0 {
		p.set("pace", p.t.Decimal(view.Pace, 1))
	}
	if view.Short == 0 {
		return nil
	}
	p.set("needed", p.t.Decimal(view.Needed, 1))
	p.set("left", p.t.Number(left))
	p.set("verdict", p.t.Plain("word.pace.short", nil))
	if view.Enough {
		p.set("verdict", p.t.Plain("word.pace.enough", nil))
	}
	return nil
}

func workingDays(cfg fielding.Config, days []fielding.Day) (counts []int) {
	for _, d := range days {
		if cfg.Hours.WorkingDay(d.Date) {
			counts = append(counts, d.Complete)
		}
	}
	return counts
}

// moved tells how a unit's count changed since the participation was posted last.
func (p *post) moved(u fielding.UnitStatus, told *fielding.Digest) {
	p.set("moved", "")
	if told == nil || u.Responded >= u.Roster {
		return
	}
	if n := u.Responded - told.Units[u.ID]; n > 0 {
		p.set("moved", p.t.Plain("word.moved", texts.Args{"n": p.t.Number(n)}))
		return
	}
	p.set("moved", p.t.Plain("word.stands", nil))
}

// shortfall is how many units with a minimum are short of it. It counts all who responded, as the
// list does: how many of them declined is not told by unit.
type shortfall struct {
	least, responded map[survey.UnitID]int
}

func newShortfall(m fielding.Minimum, w survey.Wave, st fielding.WaveStatus) shortfall {
	roster, responded := map[survey.UnitID]int{}, map[survey.UnitID]int{}
	for _, u := range st.Units {
		roster[u.ID], responded[u.ID] = u.Roster, u.Responded
	}
	return shortfall{m.Of(w.Units, roster), fielding.RollUp(w.Units, responded)}
}

func (s shortfall) of(u survey.UnitID) int { return s.least[u] - s.responded[u] }
