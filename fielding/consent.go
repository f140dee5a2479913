package fielding

import (
	"strings"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// pressWave begins, resumes or leaves an interview.
func (t *talk) pressWave(p Press, verb string, id survey.WaveID) error {
	t.answer(p, t.language(), "")
	w, inv, ok, err := t.part(id)
	if err != nil || !ok {
		return err
	}
	switch {
	case inv.Responded() && inv.Progress != survey.Declined:
		return t.home(NoticeAnswered, nil)
	case verb == "stop":
		return t.show(storage.Screen{Name: ScreenPaused, Wave: w.ID})
	case verb == verbSnooze:
		return t.askSnooze(w, inv)
	case strings.HasPrefix(verb, "s"):
		return t.snooze(w, inv, verb)
	case verb == verbTake && inv.Progress == survey.Started && inv.Notice == t.noticeVersion(w):
		return t.takeOffered(w)
	case inv.Progress == survey.Started && inv.Notice == t.noticeVersion(w):
		return t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID})
	}
	return t.show(storage.Screen{Name: ScreenConsent, Wave: w.ID})
}

// part reads the person's part in an open wave. Where there is none, it shows what is right instead.
func (t *talk) part(id survey.WaveID) (w survey.Wave, inv survey.Invitation, ok bool, err error) {
	w, known := t.wave(id)
	if !known || t.chat.Respondent == 0 {
		return w, inv, false, t.home("", nil)
	}
	if !w.Taking() {
		return w, inv, false, t.show(storage.Screen{Name: ScreenClosed, Wave: w.ID})
	}
	inv, ok, err = t.tx.Invitation(id, t.chat.Respondent)
	if err != nil {
		return w, inv, false, err
	}
	if !ok || inv.Left {
		return w, inv, false, t.home(NoticeNothingOpen, nil)
	}
	if inv.Reach != survey.ReachDelivered {
		inv.Reach = survey.ReachDelivered
		return w, inv, true, t.tx.PutInvitation(id, t.chat.Respondent, inv)
	}
	return w, inv, true, nil
}

func (t *talk) pressConsent(p Press, yes bool, id survey.WaveID) error {
	t.answer(p, t.language(), "")
	w, inv, ok, err := t.part(id)
	if err != nil || !ok {
		return err
	}
	switch {
	case inv.Responded() && inv.Progress != survey.Declined:
		return t.home(NoticeAnswered, nil)
	case inv.Progress == survey.Started && yes: // the notice has changed since they consented
		t.consent(w, &inv)
		if err := t.tx.PutInvitation(w.ID, t.chat.Respondent, inv); err != nil {
			return err
		}
		return t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID})
	case yes:
		return t.begin(w, inv)
	}
	inv.Progress = survey.Declined
	if err := t.finish(w, inv); err != nil {
		return err
	}
	return t.show(storage.Screen{Name: ScreenDeclined, Wave: w.ID})
}

// begin starts the interview after consent.
func (t *talk) begin(w survey.Wave, inv survey.Invitation) error {
	f, err := t.flow(w)
	if err != nil {
		return err
	}
	r, ok, err := t.respondent()
	if err != nil {
		return err
	}
	if !ok {
		return t.home("", nil)
	}
	id, err := t.token(6)
	if err != nil {
		return err
	}
	session := f.Begin(id, t.language(), attributes(w, r, inv))
	i := Interview{Session: session}
	if err := t.tx.PutInterview(w, r.ID, i.Bytes()); err != nil {
		return err
	}
	inv.Progress = survey.Started
	t.consent(w, &inv)
	if err := t.tx.PutInvitation(w.ID, r.ID, inv); err != nil {
		return err
	}
	if err := t.tx.UnqueuePrompts(w.ID, r.ID); err != nil {
		return err
	}
	t.w.moved[w.ID] = true
	return t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID})
}

// onScreen finds the open wave whose interview the person is in: the one on screen, else the one that
// comes next.
func (t *talk) onScreen() (w survey.Wave, open bool, err error) {
	if t.chat.Respondent == 0 {
		return w, false, nil
	}
	if w, ok := t.wave(t.chat.Screen.Wave); ok && w.Taking() {
		if _, open, err = LoadInterview(t.tx, w, t.chat.Respondent); err != nil || open {
			return w, open, err
		}
	}
	w, inv, ok, err := t.pick()
	return w, ok && inv.Progress == survey.Started, err
}

// attributes are what a flow's conditions may ask of the person.
func attributes(w survey.Wave, r survey.Respondent, inv survey.Invitation) map[string]string {
	return map[string]string{
		"unit": string(inv.Unit), flows.AttributeUnitName: unitName(w, inv.Unit), "position": r.Position, "rank": r.Rank, "sex": r.Sex,
	}
}

// unitName is how the unit is called in the tree of the wave; empty where it is not there.
func unitName(w survey.Wave, id survey.UnitID) string {
	for _, u := range w.Units {
		if u.ID == id {
			return u.Name
		}
	}
	return ""
}

// askLeave asks before an interview is left by /batal; the answers are kept either way.
func (t *talk) askLeave() error {
	if t.inTrial() {
		return t.endTrial()
	}
	w, open, err := t.onScreen()
	switch {
	case err != nil:
		return err
	case open:
		return t.show(storage.Screen{Name: ScreenLeave, Wave: w.ID})
	case t.chat.Candidate != 0:
		t.chat.Candidate, t.chat.Code = 0, ""
		return t.home("", nil)
	}
	return t.home(NoticeNothingToLeave, nil)
}
