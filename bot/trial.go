package bot

import (
	"strconv"

	"suara/fielding"
)

// trial shows a question of a flow that is being tried out, as people will see it, under a line that
// says so.
func (s *screen) trial() error {
	t := s.Chat.Trial
	if t == nil {
		return errGone
	}
	f, err := s.flows.Get(s.tx, t.Flow)
	if err != nil {
		return errGone // another version was sent since
	}
	i, err := fielding.ReadInterview(t.Session)
	if err != nil {
		return err
	}
	study, _ := s.cfg.Study(t.Survey)
	s.set("draft", "")
	if t.Draft {
		s.set("draft", s.t.Plain("word.trial.draft", nil))
	}
	s.say("screen.trial")
	s.ownNotice(i.Notice)
	shown := f.Show(i.Session)
	s.pict = study.PictureOf(shown.Picture)
	s.question(shown, study.Mode)
	return nil
}

// trialDone ends a trial with the closing text that its answers chose.
func (s *screen) trialDone() error {
	version := s.Screen.Args[fielding.ArgVersion]
	s.say("screen.trial_done")
	if f, err := s.flows.Get(s.tx, version); err == nil {
		chosen, _ := strconv.Atoi(s.Screen.Args[fielding.ArgClosing])
		if closing := f.ClosingSpans(chosen-1, s.t.Lang()); closing != nil {
			s.gap()
			s.words("", closing)
		}
	}
	s.row(s.button("button.trial_again", "t:"+s.Screen.Args["survey"]+":"+version))
	return s.wayOn()
}
