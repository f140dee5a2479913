package bot

import (
	"strconv"

	"suara/fielding"
)

// choices lists when the person of the screen can be reminded of its wave.
func (s *screen) choices() ([]fielding.SnoozeChoice, error) {
	w, err := s.waveOf(s.Screen.Wave)
	if err != nil {
		return nil, err
	}
	inv, ok, err := s.tx.Invitation(w.ID, s.Respondent)
	if err != nil || !ok {
		return nil, err
	}
	r, err := s.tx.Respondent(s.Respondent)
	if err != nil {
		return nil, err
	}
	return fielding.SnoozeChoices(w, inv, s.cfg.Hours, s.cfg.ZoneOf(w, r), s.now), nil
}

// remindLater offers to choose when to be reminded, where a reminder is left.
func (s *screen) remindLater() error {
	all, err := s.choices()
	if err != nil || len(all) == 0 {
		return err
	}
	s.row(s.button("button.snooze", "w:snooze:"+string(s.Screen.Wave)))
	return nil
}

// snooze asks when to be reminded. A day that is no working day is named by its date.
func (s *screen) snooze() error {
	if err := s.useWave(); err != nil {
		return err
	}
	all, err := s.choices()
	if err != nil {
		return err
	}
	s.say("screen.snooze")
	for _, c := range all {
		words := s.t.Plain("button.snooze."+strconv.Itoa(c.Days), nil)
		if c.Moved {
			words = s.time(c.At)
		}
		s.row(button{Text: words, Press: "w:" + c.Verb + ":" + string(s.Screen.Wave)})
	}
	s.row(s.button("button.resume_now", "w:go:"+string(s.Screen.Wave)))
	return nil
}
