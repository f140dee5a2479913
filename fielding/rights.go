package fielding

import (
	"errors"
	"fmt"
	"time"

	"suara/storage"
	"suara/survey"
)

// myData sends a file with all that is held about the person, or about an account that has a role only.
func (t *talk) myData() error {
	if t.chat.Respondent == 0 && t.role(t.account) == "" {
		return t.home(NoticeNotRegistered, nil)
	}
	err := t.queue(storage.Message{
		Kind: storage.KindDocument, Chat: survey.ChatID(t.account), Name: PostMyData,
		Args: map[string]string{"language": t.language()},
	})
	if err != nil {
		return err
	}
	return t.show(storage.Screen{Name: ScreenData})
}

// askWithdraw offers to withdraw the answers of the newest wave that holds some.
func (t *talk) askWithdraw() error {
	if t.chat.Respondent == 0 {
		return t.home(NoticeNotRegistered, nil)
	}
	w, released, err := t.withdrawable()
	switch {
	case err != nil:
		return err
	case w != "":
		return t.show(storage.Screen{Name: ScreenWithdraw, Wave: w})
	case released != "":
		return t.show(storage.Screen{Name: ScreenReleased, Wave: released})
	}
	return t.show(storage.Screen{Name: ScreenNothing})
}

// withdrawable finds the newest wave with answers that can be tied to the person; released is one
// whose anonymous response can't be found any more.
func (t *talk) withdrawable() (found, released survey.WaveID, err error) {
	waves := make([]survey.Wave, 0, len(t.w.waves))
	for _, w := range t.w.waves {
		waves = append(waves, w)
	}
	sortWaves(waves)
	for i := len(waves) - 1; i >= 0; i-- {
		w := waves[i]
		_, interview, err := t.openInterview(w)
		if err != nil {
			return "", "", err
		}
		_, linked, err := t.linked(w)
		if err != nil {
			return "", "", err
		}
		if interview || linked {
			return w.ID, "", nil
		}
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil {
			return "", "", err
		}
		if on && inv.Progress == survey.Complete && released == "" {
			released = w.ID
		}
	}
	return "", released, nil
}

func (t *talk) openInterview(w survey.Wave) (Interview, bool, error) {
	if !w.Taking() {
		return Interview{}, false, nil
	}
	return LoadInterview(t.tx, w, t.chat.Respondent)
}

func (t *talk) linked(w survey.Wave) (storage.Submission, bool, error) {
	if w.Mode == survey.Anonymous {
		return storage.Submission{}, false, nil
	}
	return t.tx.LinkedResponse(w.ID, t.chat.Respondent)
}

func (t *talk) askErase() error {
	if t.chat.Respondent == 0 {
		return t.home(NoticeNotRegistered, nil)
	}
	return t.show(storage.Screen{Name: ScreenErase})
}

func (t *talk) pressRights(p Press, verb string, id survey.WaveID) error {
	t.answer(p, t.language(), "")
	switch {
	case t.chat.Respondent == 0:
		return t.home("", nil)
	case verb == "withdraw":
		return t.withdraw(id)
	case verb == "erase":
		return t.erase()
	}
	return t.home(NoticeKept, nil)
}

// withdraw erases the person's answers in one wave, at once. A release is never computed again.
func (t *talk) withdraw(id survey.WaveID) error {
	w, known := t.wave(id)
	if !known {
		return t.home("", nil)
	}
	if err := t.eraseIn(w); err != nil {
		return err
	}
	if err := t.tx.MarkErased(t.now); err != nil {
		return err
	}
	if err := t.audit(0, "answers withdrawn", string(id)); err != nil {
		return err
	}
	return t.show(storage.Screen{Name: ScreenWithdrawn, Wave: id})
}

// eraseIn erases what can be tied to the person in one wave. In an anonymous wave a submitted response
// can't be found any more, so the person stays counted as having responded.
func (t *talk) eraseIn(w survey.Wave) error {
	inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
	if err != nil {
		return err
	}
	if w.Mode != survey.Anonymous {
		if err := t.uncount(w); err != nil {
			return err
		}
		if err := t.tx.DeleteResponse(w.ID, t.chat.Respondent); err != nil {
			return err
		}
	}
	if !on || w.State == survey.WaveClosed {
		return errors.Join(t.tx.DeleteInterview(w.ID, t.chat.Respondent), t.keepNamed(w, t.chat.Respondent))
	}
	if w.Mode != survey.Anonymous || inv.Progress != survey.Complete {
		inv.Progress = survey.Withdrawn
	}
	return t.finish(w, inv)
}

// uncount takes a response that is going to be erased out of its day, while the wave is open.
func (t *talk) uncount(w survey.Wave) error {
	sub, ok, err := t.linked(w)
	if err != nil || !ok || !w.Taking() || sub.Response.Partial {
		return err
	}
	return t.countOnDay(w.ID, sub.Response.SubmittedOn, func(day *DayCount) { day.Complete = max(0, day.Complete-1) })
}

// erase ends the registration and erases linked answers. The roster row stays: it is the bureau's.
func (t *talk) erase() error {
	r, ok, err := t.respondent()
	if err != nil || !ok {
		return err
	}
	for _, w := range t.w.waves {
		if err := t.eraseIn(w); err != nil {
			return fmt.Errorf("erase in wave %s: %w", w.ID, err)
		}
	}
	r.Account, r.Registered = 0, time.Time{}
	if err := t.tx.PutRespondent(r); err != nil {
		return err
	}
	if err := t.tx.MarkErased(t.now); err != nil {
		return err
	}
	if err := t.audit(0, "registration erased", ""); err != nil {
		return err
	}
	was := t.chat
	t.chat = storage.Chat{Seq: was.Seq, Live: was.Live, Plain: was.Plain, Picture: was.Picture, Language: was.Language}
	return t.show(storage.Screen{Name: ScreenErased})
}
