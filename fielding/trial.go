package fielding

import (
	"strconv"
	"strings"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// pressTrial begins the press that tries a survey's flow out: "t:SURVEY", or "t:SURVEY:VERSION" for a
// certain version. It can stand in the group.
const pressTrial = "t:"

// trialMark begins the id of an interview that tries a flow out: no other id has such a sign, so that
// its old buttons are told from others.
const trialMark = "0"

// commandTrial is the command, without its slash.
const commandTrial = "uji_coba"

// trialCommand is /uji_coba in the private chat.
func (t *talk) trialCommand(args string) error {
	study, ok := (&admin{Desk: t.Desk}).studyFor(args)
	if !ok {
		a := &admin{Desk: t.Desk, chat: survey.ChatID(t.account)}
		return a.noSurvey(args)
	}
	return t.tryOut(study, "")
}

// mayTry tells whether an account may try the survey's flow out: with a role, or as part of its pilot.
func (d *Desk) mayTry(a survey.AccountID, study Study) (bool, error) {
	switch d.role(a) {
	case storage.RoleOwner, storage.RoleAdmin, storage.RoleAnalyst:
		return true, nil
	}
	c, err := d.tx.Chat(a)
	if err != nil || c.Respondent == 0 {
		return false, err
	}
	pilot, err := PilotOf(d.tx, d.w.cfg, study)
	_, asked := pilot.People[c.Respondent]
	return asked, err
}

// askTrial is /uji_coba in the group: the trial takes place in the asker's private chat.
func (a *admin) askTrial(args string) error {
	study, ok := a.studyFor(args)
	if !ok {
		return a.noSurvey(args)
	}
	if err := a.tryIn(a.by, study, ""); err != nil {
		return err
	}
	return a.reply(PostTrialSent, "", map[string]string{"survey": string(study.ID)})
}

// tryIn begins a trial in an account's private chat, from outside it.
func (d *Desk) tryIn(account survey.AccountID, study Study, version string) error {
	t, err := d.talk(account)
	if err != nil {
		return err
	}
	t.chat.Fresh = true
	if err := t.tryOut(study, version); err != nil {
		return err
	}
	return t.end()
}

// beginTrial answers the button that begins a trial, in the presser's private chat.
func (d *Desk) beginTrial(p Press) error {
	id, version, _ := strings.Cut(strings.TrimPrefix(p.Data, pressTrial), ":")
	study, ok := d.w.cfg.Study(survey.SurveyID(id))
	if !ok || version != "" && len(d.tx.Flow(version)) == 0 {
		d.answer(p, d.w.cfg.Language, NoticeTrialGone)
		return nil
	}
	may, err := d.mayTry(p.From, study)
	if err != nil {
		return err
	}
	if !may {
		d.answer(p, d.w.cfg.Language, NoticeAdminsOnly)
		return nil
	}
	d.answer(p, d.w.cfg.Language, NoticeTrialSent)
	return d.tryIn(p.From, study, version)
}

// tryOut begins a trial of a version of a survey's flow; empty: of the one that waits to be published,
// else of the one in use.
func (t *talk) tryOut(study Study, version string) error {
	draft, waits := t.draft(study.ID)
	if version == "" {
		version = study.Flow.Version()
		if waits && t.role(t.account) != "" {
			version = draft.Version
		}
	}
	if version == study.Flow.Version() {
		if err := t.tx.PutFlow(version, study.Source); err != nil {
			return err
		}
	}
	if err := putPictures(t.tx, study.Pictures); err != nil {
		return err
	}
	f, err := t.w.flows.Get(t.tx, version)
	if err != nil {
		return err
	}
	id, err := t.token(5)
	if err != nil {
		return err
	}
	attributes, err := t.trialAttributes()
	if err != nil {
		return err
	}
	t.chat.Trial = &storage.Trial{Survey: study.ID, Flow: version, Draft: waits && version == draft.Version,
		Session: Interview{Session: f.Begin(trialMark+id, t.language(), attributes)}.Bytes()}
	return t.show(storage.Screen{Name: ScreenTrial})
}

// trialAttributes are the person's own where they are on the roster, else none.
func (t *talk) trialAttributes() (map[string]string, error) {
	r, ok, err := t.respondent()
	if err != nil || !ok {
		return nil, err
	}
	units, err := t.tx.Units()
	return attributes(survey.Wave{Units: units}, r, survey.Invitation{Unit: r.Unit}), err
}

// keepsTrial tells whether a trial goes on under the screen; it ends with any other.
func keepsTrial(s storage.Screen) bool { return s.Name == ScreenTrial || s.Name == ScreenLanguage }

// endTrial forgets the trial and shows what comes next for the person.
func (t *talk) endTrial() error {
	t.chat.Trial = nil
	return t.home(NoticeTrialOver, nil)
}

// translateTrial puts the trial into the chat's language.
func (t *talk) translateTrial() error {
	if t.chat.Trial == nil {
		return nil
	}
	i, err := ReadInterview(t.chat.Trial.Session)
	if err != nil {
		return err
	}
	t.chat.Trial.Session = Interview{Session: i.Session.WithLanguage(t.language())}.Bytes()
	return nil
}

// inTrial tells whether the screen shows a trial.
func (t *talk) inTrial() bool { return t.chat.Trial != nil && t.chat.Screen.Name == ScreenTrial }

// pressTrial handles a button of a trial. It changes the chat's record and nothing else.
func (t *talk) pressTrial(p Press, token string) error {
	i, f, ok, err := t.trial()
	if err != nil {
		return err
	}
	if id, _ := flows.ParsePress(token); !ok || i.Session.ID() != id {
		t.answer(p, t.language(), NoticeTrialOver)
		return t.home("", nil)
	}
	out, err := t.stepTrial(i, f, flows.Input{Press: token, Now: t.now.In(t.w.cfg.Zone)})
	if err != nil {
		return err
	}
	t.fx.Answers = append(t.fx.Answers, Answer{
		Query: p.Query, Language: i.Session.Language(), Notice: out.Notice.Key, Args: out.Notice.Args,
	})
	return nil
}

// typedTrial takes a text, or the edit of one, in a trial. It goes from the chat where it would go from
// an interview of the survey.
func (t *talk) typedTrial(m Message) error {
	i, f, ok, err := t.trial()
	if err != nil {
		return err
	}
	if !ok {
		return t.endTrial()
	}
	study, _ := t.w.cfg.Study(t.chat.Trial.Survey)
	if study.Mode == survey.Anonymous {
		if err := t.remove(m.ID); err != nil {
			return err
		}
	}
	_, err = t.stepTrial(i, f, flows.Input{Text: m.Text, Message: m.ID, Edited: m.Edited, Now: t.now.In(t.w.cfg.Zone)})
	return err
}

// trial reads the trial of the chat; ok is false where there is none, or its version is gone.
func (t *talk) trial() (i Interview, f *flows.Flow, ok bool, err error) {
	if t.chat.Trial == nil {
		return i, nil, false, nil
	}
	if f, err = t.w.flows.Get(t.tx, t.chat.Trial.Flow); err != nil {
		return i, nil, false, nil // another version was sent since, and the program has started anew
	}
	i, err = ReadInterview(t.chat.Trial.Session)
	return i, f, err == nil, err
}

func (t *talk) stepTrial(i Interview, f *flows.Flow, in flows.Input) (flows.Outcome, error) {
	next, out := f.Step(i.Session, in)
	switch {
	case out.Submitted:
		if err := t.tried(); err != nil {
			return out, err
		}
		return out, t.show(storage.Screen{Name: ScreenTrialDone, Args: map[string]string{
			"survey": string(t.chat.Trial.Survey), ArgVersion: t.chat.Trial.Flow,
			ArgClosing: strconv.Itoa(f.ClosingOf(next) + 1),
		}})
	case out.Leave:
		return out, t.endTrial()
	}
	out, notice := told(out, in)
	t.chat.Trial.Session = Interview{Session: next, Notice: notice}.Bytes()
	return out, t.show(storage.Screen{Name: ScreenTrial, Notice: tellOf(i.Notice, notice, out)})
}

// tried counts a trial that has come to its end in the survey's pilot, where it was of the flow in use.
func (t *talk) tried() error {
	study, ok := t.w.cfg.Study(t.chat.Trial.Survey)
	if !ok || t.chat.Respondent == 0 || study.Flow.Version() != t.chat.Trial.Flow {
		return nil
	}
	return t.pilotDone(study, t.chat.Respondent)
}
