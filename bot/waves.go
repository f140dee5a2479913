package bot

import (
	"math"
	"strconv"
	"time"

	"suara/fielding"
	"suara/survey"
)

// invitation asks the person to take part.
func (s *screen) invitation() error {
	if err := s.useWave(); err != nil {
		return err
	}
	s.say("screen.invitation")
	s.row(s.button("button.begin", "w:go:"+string(s.Screen.Wave)).styled(stylePrimary))
	return nil
}

// reminder asks a person who has not finished, in other words where the answers are begun.
func (s *screen) reminder() error {
	if err := s.useWave(); err != nil {
		return err
	}
	inv, _, err := s.tx.Invitation(s.Screen.Wave, s.Respondent)
	if err != nil {
		return err
	}
	words, press := "screen.reminder", "button.begin"
	if inv.Progress == survey.Started {
		words, press = "screen.reminder.started", "button.resume"
	}
	s.say(words)
	s.row(s.button(press, "w:go:"+string(s.Screen.Wave)).styled(stylePrimary))
	return s.remindLater()
}

// consent is the notice before the first item. Its two buttons look alike, on purpose.
func (s *screen) consent() error {
	s.organisation()
	w, err := s.waveOf(s.Screen.Wave)
	if err != nil {
		return err
	}
	if err := s.useZone(w); err != nil {
		return err
	}
	_, f, err := s.wave(w.ID)
	if err != nil {
		return err
	}
	s.set("intro", f.Intro.In(s.t.Lang()))
	s.set("days", s.t.Number(int(math.Ceil(s.retention(w).Hours()/24))))
	mode := string(w.Mode)
	for _, key := range noticeKeys(mode) {
		if s.t.Has(key) { // where names are the point there is nothing to watch for
			s.say(key)
		}
	}
	s.row(s.button("button.consent_yes", "c:yes:"+string(w.ID)))
	s.row(s.button("button.consent_no", "c:no:"+string(w.ID)))
	return nil
}

// submitted thanks and says what becomes of the answers.
func (s *screen) submitted() error {
	if err := s.useWave(); err != nil {
		return err
	}
	w, f, err := s.wave(s.Screen.Wave)
	if err != nil {
		return err
	}
	s.say("screen.submitted")
	chosen, _ := strconv.Atoi(s.Screen.Args[fielding.ArgClosing]) // none: the text without a condition
	if closing := f.ClosingSpans(chosen-1, s.t.Lang()); closing != nil {
		s.gap()
		s.words("", closing)
	}
	s.say("screen.submitted." + string(w.Mode))
	return s.wayOn()
}

// retention is how long a wave's responses are kept after closing.
func (p *page) retention(w survey.Wave) time.Duration {
	if study, ok := p.cfg.Study(w.Survey); ok && study.Retention > 0 {
		return study.Retention
	}
	return p.cfg.Retention
}

// noticeKeys are the paragraphs of the notice of a mode.
func noticeKeys(mode string) []string {
	return []string{"consent.title", "consent.purpose", "consent.time",
		"consent.mode." + mode, "consent.watch." + mode, "consent.free", "consent.keep." + mode,
		"consent.rights." + mode, "consent.telegram", "consent.contact"}
}
