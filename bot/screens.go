package bot

import (
	"errors"
	"fmt"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// screen is a private chat's screen being rendered.
type screen struct {
	*page
	storage.Chat
	account survey.AccountID
}

// errGone means that what a screen shows is no longer there: nothing is to be sent.
var errGone = errors.New("nothing to show any more")

func gone(err error) error {
	if err == nil {
		return errGone
	}
	return err
}

// screen renders what a chat shows.
func (r *renderer) screen(tx *storage.Tx, a survey.AccountID, c storage.Chat,
	now time.Time) (view, error) {
	s := &screen{page: r.newPage(tx, c.Language, now), Chat: c, account: a}
	render := s.renderer(c.Screen.Name)
	if render == nil {
		return view{}, fmt.Errorf("render screen %q: %w", c.Screen.Name, survey.ErrNotFound)
	}
	s.notice()
	if err := render(); err != nil {
		return view{}, fmt.Errorf("render screen %s: %w", c.Screen.Name, err)
	}
	return s.view(), nil
}

// notice writes the line above the screen.
func (s *screen) notice() {
	s.arguments(s.Screen.Args)
	if s.Screen.Notice != "" && !s.ofInterview() {
		s.tell(s.Screen.Notice)
	}
}

// ofInterview tells whether the notice is the one that lies in the interview.
func (s *screen) ofInterview() bool {
	return s.Screen.Notice == fielding.InterviewNotice || s.Screen.Notice == fielding.NoticeStuck
}

// renderer finds what renders the screen of that name; nil where there is none.
func (s *screen) renderer(name string) func() error {
	switch name {
	case fielding.ScreenInterview:
		return s.interview
	case fielding.ScreenInvitation:
		return s.invitation
	case fielding.ScreenReminder:
		return s.reminder
	case fielding.ScreenConsent:
		return s.consent
	case fielding.ScreenSubmitted:
		return s.submitted
	case fielding.ScreenSnooze:
		return s.snooze
	case fielding.ScreenResults:
		return s.results
	case fielding.ScreenTrial:
		return s.trial
	case fielding.ScreenTrialDone:
		return s.trialDone
	case fielding.ScreenPaused, fielding.ScreenSnoozed, fielding.ScreenLeave, fielding.ScreenDeclined,
		fielding.ScreenClosed, fielding.ScreenWithdraw, fielding.ScreenReleased:
		return s.ofWave
	}
	return s.plainScreen(name)
}

// plainScreen finds the screens that are about no wave.
func (s *screen) plainScreen(name string) func() error {
	switch name {
	case fielding.ScreenIdentity:
		return s.identity
	case fielding.ScreenStatus:
		return s.status
	case fielding.ScreenWelcome, fielding.ScreenNotMe, fielding.ScreenIdle, fielding.ScreenHelp,
		fielding.ScreenLanguage, fielding.ScreenData, fielding.ScreenWithdrawn,
		fielding.ScreenNothing, fielding.ScreenErase, fielding.ScreenErased,
		fielding.ScreenRebound, fielding.ScreenNewOwner, fielding.ScreenAdminReply:
		return s.simple
	}
	return nil
}

// simple is a screen of one text with the values of the configuration.
func (s *screen) simple() error {
	s.organisation()
	s.say("screen." + s.Screen.Name)
	return s.simpleButtons()
}

func (s *screen) simpleButtons() error {
	switch s.Screen.Name {
	case fielding.ScreenWelcome:
		if s.tx.AnyPhone() {
			s.ask = s.t.Plain("button.contact", nil)
			s.say("screen.welcome.contact")
		}
	case fielding.ScreenHelp, fielding.ScreenData, fielding.ScreenNothing:
		return s.wayOn()
	case fielding.ScreenLanguage:
		for _, lang := range texts.Languages() {
			s.row(s.button("button.language."+lang, "l:"+lang))
		}
	case fielding.ScreenErase:
		s.row(s.button("button.erase", "d:erase"))
		s.row(s.button("button.keep", "d:keep"))
	}
	return nil
}

// wayOn puts a button under a screen that came between, which leads back to the interview, or into the
// one that waits.
func (s *screen) wayOn() error {
	waves, err := s.tx.Waves()
	if err != nil {
		return err
	}
	words, to := "", survey.WaveID("")
	for _, w := range waves {
		inv, ok, err := s.tx.Invitation(w.ID, s.Respondent)
		if err != nil {
			return err
		}
		switch {
		case !w.Taking() || !ok || inv.Left || inv.Responded():
		case inv.Progress == survey.Started:
			words, to = "button.resume", w.ID
		case words == "":
			words, to = "button.begin", w.ID
		}
	}
	if words != "" {
		s.row(s.button(words, "w:go:"+string(to)).styled(stylePrimary))
	}
	return nil
}

// ofWave is a screen of one text about a wave.
func (s *screen) ofWave() error {
	if err := s.useWave(); err != nil {
		return err
	}
	s.say(s.wording())
	id := string(s.Screen.Wave)
	switch s.Screen.Name {
	case fielding.ScreenPaused:
		s.row(s.button("button.resume", "w:go:"+id).styled(stylePrimary))
		return s.remindLater()
	case fielding.ScreenSnoozed:
		s.row(s.button("button.resume_now", "w:go:"+id))
	case fielding.ScreenLeave:
		s.row(s.button("button.resume", "w:go:"+id).styled(stylePrimary))
		s.row(s.button("button.stop", "w:stop:"+id))
	case fielding.ScreenDeclined:
		s.row(s.button("button.reconsider", "w:go:"+id))
	case fielding.ScreenWithdraw:
		s.row(s.button("button.withdraw", "d:withdraw:"+id))
		s.row(s.button("button.keep", "d:keep"))
	case fielding.ScreenReleased:
		return s.wayOn()
	}
	return nil
}

// wording names the text of the screen: a wave that lost its key is not closed, it takes no answers.
func (s *screen) wording() string {
	if w, err := s.waveOf(s.Screen.Wave); err == nil && w.Lost && w.State == survey.WaveOpen {
		return "screen.stopped"
	}
	return "screen." + s.Screen.Name
}

// useWave gives the page the wave of the screen, with times in the person's zone. A screen that
// names no wave speaks of none.
func (s *screen) useWave() error {
	s.organisation()
	if s.Screen.Wave == "" {
		return nil
	}
	w, err := s.waveOf(s.Screen.Wave)
	if err != nil {
		return err
	}
	if err := s.useZone(w); err != nil {
		return err
	}
	_, _, err = s.wave(w.ID)
	return err
}

// useZone sets the zone of the person, of the person's unit or of the organisation.
func (s *screen) useZone(w survey.Wave) error {
	r, err := s.tx.Respondent(s.Respondent)
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	name := r.Timezone
	for _, u := range w.Units {
		if name == "" && u.ID == r.Unit {
			name = u.Timezone
		}
	}
	if name == "" {
		return nil
	}
	if zone, err := time.LoadLocation(name); err == nil { // a bad name leaves the organisation's
		s.zone = zone
	}
	return nil
}

// identity asks whether the code named the right person.
func (s *screen) identity() error {
	r, err := s.tx.Respondent(s.Candidate)
	if errors.Is(err, survey.ErrNotFound) {
		return errGone
	}
	if err != nil {
		return err
	}
	s.organisation()
	if err := s.person(r); err != nil {
		return err
	}
	s.say("screen.identity")
	s.row(s.button("button.identity_yes", "r:yes"))
	s.row(s.button("button.identity_no", "r:no"))
	return nil
}

// person gives the page a person's name and unit.
func (s *screen) person(r survey.Respondent) error {
	units, err := s.tx.Units()
	if err != nil {
		return err
	}
	s.set("name", r.Name)
	for _, u := range units {
		if u.ID == r.Unit {
			s.set("unit", u.Name)
		}
	}
	return nil
}

// status says who is registered and what is open.
func (s *screen) status() error {
	r, err := s.tx.Respondent(s.Respondent)
	if errors.Is(err, survey.ErrNotFound) {
		s.organisation()
		s.say("screen.status.unregistered")
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.person(r); err != nil {
		return err
	}
	s.say("screen.status")
	return s.openWaves(r.ID)
}

// openWaves lists the waves that wait for the person or have the person's answers.
func (s *screen) openWaves(id survey.RespondentID) error {
	waves, err := s.tx.Waves()
	if err != nil {
		return err
	}
	listed := false
	for _, w := range waves {
		if !w.Taking() {
			continue
		}
		inv, ok, err := s.tx.Invitation(w.ID, id)
		if err != nil {
			return err
		}
		if !ok || inv.Left {
			continue
		}
		if _, _, err := s.wave(w.ID); err != nil {
			return err
		}
		s.set("progress", s.t.Plain(progressKey(inv.Progress), nil))
		s.say("screen.status.wave")
		listed = true
	}
	if !listed {
		s.say("screen.status.none")
	}
	return s.wayOn()
}

func progressKey(p survey.Progress) string {
	switch p {
	case survey.Started:
		return "word.progress.started"
	case survey.Complete:
		return "word.progress.complete"
	case survey.Declined:
		return "word.progress.declined"
	case survey.Withdrawn:
		return "word.progress.withdrawn"
	}
	return "word.progress.none"
}
