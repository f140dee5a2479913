package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"suara/simulator"
	"suara/survey"
)

// plot is the story of a wave: who takes part and what happens when.
type plot struct {
	conductor
	survey    *questionnaire
	onlookers bool // the people register and answer nothing
	wave      survey.WaveID
	begun     time.Time // of the machine
}

// at is a time of day, so many days after the first.
func (p *plot) at(day, hour, minute int) time.Time {
	first := demoStart.In(p.set.Fielding.Zone)
	return time.Date(first.Year(), first.Month(), first.Day()+day, hour, minute, 0, 0, p.set.Fielding.Zone)
}

// enact gives everybody a phone and a temper.
func (p *plot) enact(staff []employee, codes map[string]string, seed int64) {
	deck := tempers()
	for i, e := range staff {
		first, last, _ := strings.Cut(e.name, " ")
		phone := p.tg.NewPerson(simulator.Person{FirstName: first, LastName: last, LanguageCode: "id"})
		p.watch.name(phone.ID(), e.name)
		mood := deck[(i*7+int(seed))%len(deck)] // 7 and 25 have no common divisor: all are dealt
		if p.onlookers {
			mood = temperSilent
		}
		p.cast = append(p.cast, newCastMember(e, phone, p.survey, mood, codes[e.key], seed))
	}
	p.watch.name(p.group.ID(), "Grup admin")
	p.watch.name(demoOwner, "Admin")
}

// register lets people open their personal links: most during the first morning.
func (p *plot) register(ctx context.Context, told func(done, all int)) error {
	opened := 0
	all := 0
	p.acted = func(a *castMember) {
		if a.opened == 1 {
			opened++
			told(opened, all)
		}
	}
	for _, a := range p.cast {
		switch a.temper {
		case temperAbsent:
		case temperJoining:
			a.opens(p.at(2+a.taste.IntN(5), 8, a.taste.IntN(300)))
		default:
			a.opens(p.at(0, 8, 0).Add(minutes(a.taste.Float64() * 90)))
			all++
		}
	}
	err := p.until(ctx, p.at(0, 11, 0))
	p.acted = nil
	return err
}

// admin writes a command in the group, and presses a button of the answer where one is named.
func (p *plot) admin(ctx context.Context, text, press string) error {
	p.group.Send(p.owner, text, 0)
	p.watch.update(p.clock.Now(), "Admin", "message")
	end := p.clock.Now().Add(5 * time.Minute)
	for press != "" {
		if _, err := p.group.Press(p.owner, press); err == nil {
			p.watch.update(p.clock.Now(), "Admin", "callback_query")
			break
		}
		if !p.clock.Now().Before(end) {
			return fmt.Errorf("%s: no button %q in the group", text, press)
		}
		if err := p.until(ctx, p.clock.Now().Add(time.Second)); err != nil {
			return err
		}
	}
	return p.until(ctx, p.clock.Now().Add(2*time.Second))
}

// open opens the wave as an admin does.
func (p *plot) open(ctx context.Context) error {
	if err := p.until(ctx, p.at(1, 9, 0)); err != nil {
		return err
	}
	if err := p.admin(ctx, "/buka "+string(p.set.Fielding.Surveys[0].ID), "Ya, buka"); err != nil {
		return err
	}
	return p.findWave(ctx)
}

// findWave asks which wave is the newest.
func (p *plot) findWave(ctx context.Context) error {
	waves, err := p.waves(ctx)
	if err != nil {
		return err
	}
	if len(waves) == 0 {
		return errors.New("no wave was opened")
	}
	newest := waves[len(waves)-1]
	p.wave = newest.ID
	closes, err := time.Parse(time.RFC3339, newest.Closes)
	p.mark = closes.Add(p.set.Fielding.Surveys[0].Grace)
	return err
}

func (p *plot) waves(ctx context.Context) (waves []waveLine, err error) {
	out, err := p.ask(ctx, "wave list", map[string]string{"format": "json"}, nil)
	if err == nil {
		err = json.Unmarshal(out, &waves)
	}
	return waves, err
}

// field lets two weeks pass, until the results are in the group.
func (p *plot) field(ctx context.Context) error {
	steps := []struct {
		at             time.Time
		command, press string
	}{
		{p.at(3, 14, 0), "/ringkasan", ""},
		{p.at(4, 9, 0), "/status", ""},
		{p.at(9, 11, 0), "/belum", ""},
	}
	for _, s := range steps {
		if err := p.until(ctx, s.at); err != nil {
			return err
		}
		if err := p.admin(ctx, s.command, s.press); err != nil {
			return err
		}
	}
	p.limit = func() bool { return p.results() != "" }
	err := p.until(ctx, p.at(17, 12, 0))
	p.limit = nil
	if err != nil {
		return err
	}
	if p.results() == "" {
		return errors.New("the results were not posted in the group")
	}
	if err := p.until(ctx, p.clock.Now().Add(time.Minute)); err != nil {
		return err
	}
	return p.admin(ctx, "/ringkasan", "")
}

// summary is the menu of results as it stands in the group, with the units; else what was posted.
func (p *plot) summary() string {
	list := p.group.Messages()
	for i := len(list) - 1; i >= 0; i-- {
		if m := list[i]; m.FromBot && len(m.Buttons) > 0 && strings.Contains(m.Text, "📈") {
			return m.Text
		}
	}
	return p.results()
}

// results are the posts in the group with the wave's results, "" before.
func (p *plot) results() string {
	list := p.group.Messages()
	for i, m := range list {
		if !m.FromBot || !strings.Contains(m.Text, "📈") || !strings.Contains(m.Text, "Hasil") {
			continue
		}
		text := m.Text
		for _, more := range list[i+1:] {
			if more.FromBot && more.Kind == "text" && len(more.Buttons) == 0 {
				text += "\n\n" + more.Text
			}
		}
		return text
	}
	return ""
}
