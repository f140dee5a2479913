package bot

import (
	"suara/fielding"
	"suara/flows"
	"suara/report"
)

// results is what a respondent sees of a closed wave: the release of the organisation and of their
// unit, and what the organisation does about it.
func (s *screen) results() error {
	if s.Screen.Wave == "" {
		s.organisation()
		s.say("screen.results.none")
		return s.wayOn()
	}
	if err := s.useWave(); err != nil {
		return err
	}
	w, f, r, err := s.release(s.Screen.Wave)
	if err != nil {
		return err
	}
	if r == nil {
		s.say("screen.results.none")
		return s.wayOn()
	}
	s.base(w, r)
	s.say("screen.results")
	if r.Index != nil && f.Index != nil {
		s.figure(f.Index.Title.In(s.t.Lang()), r.Index.Score, r.Index.Bound, s.band(f, r.Index.From, r.Index.Band))
	}
	if err := s.ownUnit(f, r); err != nil {
		return err
	}
	if text := fielding.FollowUp(s.tx, w.ID); text != "" {
		s.set("text", text)
		s.say("screen.results.follow_up")
	}
	s.say("screen.results.foot")
	return s.wayOn()
}

// figure writes one score, or that it is withheld.
func (s *screen) figure(title string, score *float64, b report.Bound, band string) {
	s.set("part", title)
	s.set("band", "")
	if score == nil {
		s.set("score", s.t.Plain("word.hidden", s.vals))
	} else {
		s.set("score", s.score(*score, b))
		s.set("band", band)
	}
	s.say("screen.results.figure")
}

// ownUnit shows the unit that the person is in now: which one it was while an anonymous wave was open
// is kept nowhere.
func (s *screen) ownUnit(f *flows.Flow, r *report.Release) error {
	person, err := s.tx.Respondent(s.Respondent)
	if err != nil {
		return gone(err)
	}
	for _, u := range r.Units {
		if u.ID != person.Unit {
			continue
		}
		if u.Score == nil && !u.Suppressed {
			return nil // nobody answered
		}
		band := ""
		if f.Index != nil {
			band = s.band(f, u.From, u.Band)
		}
		s.figure(u.Name, u.Score, u.Bound, band)
	}
	return nil
}
