package fielding

import (
	"strconv"
	"strings"
	"time"

	"suara/storage"
	"suara/survey"
)

// Failed codes are limited: this many in this time lock the account for as long.
const (
	codeTries  = 5
	codeWindow = time.Hour
)

// tryCode reads a personal code from a deep link or typed as text. A text that can't be a code is
// no failed try.
func (t *talk) tryCode(text string, link bool) error {
	if t.now.Before(t.chat.LockedUntil) {
		return t.welcome(NoticeCodeLocked, map[string]string{"until": strconv.FormatInt(t.chat.LockedUntil.Unix(), 10)})
	}
	code, ok := survey.NormalizeCode(text)
	switch {
	case ok || link:
	case t.chat.Candidate != 0:
		return t.home(NoticeUseButtons, nil)
	default:
		return t.welcome(NoticeNotRegistered, nil)
	}
	if until := t.codesPaused(); !until.IsZero() && t.chat.Respondent == 0 {
		return t.welcome(NoticeCodesPaused, map[string]string{"until": formatID(until.Unix())})
	}
	rec, found, err := t.tx.Code(code)
	if err != nil {
		return err
	}
	if !found {
		return t.failCode(code)
	}
	if t.chat.Respondent == rec.Respondent {
		return t.home(NoticeAlready, nil)
	}
	if t.chat.Respondent != 0 {
		return t.home(NoticeCodeTaken, nil)
	}
	return t.name(rec, code)
}

// name lets a code that is known name the candidate, unless it has died or expired since it was made.
func (t *talk) name(rec storage.Code, code string) error {
	r, err := t.tx.Respondent(rec.Respondent)
	switch {
	case err != nil && !notFound(err):
		return err
	case err != nil, t.dead(rec, r):
		return t.failCode(code)
	case t.expired(rec):
		return t.welcome(NoticeCodeExpired, nil)
	}
	t.chat.Candidate, t.chat.Code, t.chat.Phone = rec.Respondent, code, ""
	return t.home("", nil)
}

func (t *talk) welcome(notice string, args map[string]string) error {
	if t.chat.Respondent != 0 || t.chat.Candidate != 0 {
		return t.home(notice, args)
	}
	return t.show(storage.Screen{Name: ScreenWelcome, Notice: notice, Args: args})
}

// failCode counts a failed try. The code by which the account registered is never one.
func (t *talk) failCode(code string) error {
	if t.chat.Respondent != 0 {
		if code == t.chat.Code {
			return t.home(NoticeAlready, nil)
		}
	}
	if err := t.countGuess(); err != nil {
		return err
	}
	t.chat.Failures = append(recent(t.chat.Failures, t.now), t.now.Unix())
	if len(t.chat.Failures) < codeTries {
		return t.welcome(NoticeCodeWrong, nil)
	}
	t.chat.Failures = nil
	t.chat.LockedUntil = t.now.Add(codeWindow)
	if err := t.audit(t.account, "account locked", ""); err != nil {
		return err
	}
	return t.welcome(NoticeCodeLocked, map[string]string{"until": strconv.FormatInt(t.chat.LockedUntil.Unix(), 10)})
}

func recent(times []int64, now time.Time) (kept []int64) {
	for _, at := range times {
		if now.Sub(time.Unix(at, 0)) < codeWindow {
			kept = append(kept, at)
		}
	}
	return kept
}

// identity asks whether the person whom the code named is the one who writes.
func (t *talk) identity() (storage.Screen, error) {
	r, err := t.tx.Respondent(t.chat.Candidate)
	if err != nil {
		return storage.Screen{}, err
	}
	unit, err := t.unitName(r.Unit)
	return storage.Screen{Name: ScreenIdentity, Args: map[string]string{"name": r.Name, "unit": unit}}, err
}

func (d *Desk) unitName(id survey.UnitID) (string, error) {
	units, err := d.tx.Units()
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if u.ID == id {
			return u.Name, nil
		}
	}
	return string(id), nil
}

func (t *talk) pressIdentity(p Press, yes bool) error {
	if t.chat.Candidate == 0 {
		t.answer(p, t.language(), NoticeStaleButton)
		return t.home("", nil)
	}
	if !yes {
		t.answer(p, t.language(), "")
		t.chat.Candidate, t.chat.Code, t.chat.Phone = 0, "", ""
		return t.show(storage.Screen{Name: ScreenNotMe})
	}
	return t.bind(p)
}

// bind ties the account to the person, both ways in this transaction. The code is judged again: since
// it was typed another account may have used it.
func (t *talk) bind(p Press) error {
	r, ok, err := t.candidate()
	if err != nil {
		return err
	}
	if !ok {
		t.chat.Candidate, t.chat.Code, t.chat.Phone = 0, "", ""
		t.answer(p, t.language(), NoticeCodeWrong)
		return t.home(NoticeCodeWrong, nil)
	}
	if r.Account != 0 && r.Account != t.account {
		if err := t.unbind(r); err != nil {
			return err
		}
	}
	r.Account, r.Registered = t.account, t.now
	if err := t.tx.PutRespondent(r); err != nil {
		return err
	}
	if t.chat.Code != "" {
		if err := t.tx.DeleteCode(t.chat.Code); err != nil {
			return err
		}
	}
	t.chat.Phone = ""
	t.chat.Respondent, t.chat.Candidate, t.chat.Failures = r.ID, 0, nil
	t.answer(p, t.language(), "")
	return t.welcomeIn()
}

// welcomeIn leads a person just registered into what is open: that is the invitation, no second
// message follows.
func (t *talk) welcomeIn() error {
	for _, w := range t.openWaves() {
		t.w.moved[w.ID] = true
		if err := t.tx.UnqueuePrompts(w.ID, t.chat.Respondent); err != nil {
			return err
		}
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil {
			return err
		}
		if !on || inv.Reach != survey.ReachNone {
			continue
		}
		inv.Reach, inv.LastPrompt = survey.ReachDelivered, t.now
		if err := t.tx.PutInvitation(w.ID, t.chat.Respondent, inv); err != nil {
			return err
		}
	}
	return t.home(NoticeRegistered, nil)
}

// unbind ends an older binding of the person: the old account is told, and an open interview is
// discarded, so that a new binding never sees what an earlier one entered.
func (t *talk) unbind(r survey.Respondent) error {
	old, err := t.talk(r.Account)
	if err != nil {
		return err
	}
	if err := old.hide(); err != nil {
		return err
	}
	if err := t.discard(r.ID); err != nil {
		return err
	}
	if err := t.markEarlier(r.ID); err != nil {
		return err
	}
	old.chat = storage.Chat{
		Language: old.chat.Language, Live: old.chat.Live, Plain: old.chat.Plain, Picture: old.chat.Picture, Seq: old.chat.Seq,
		Unreachable: old.chat.Unreachable, Fresh: true,
	}
	if err := t.audit(t.account, "account changed", ""); err != nil {
		return err
	}
	if err := t.leaveRole(old.account); err != nil {
		return err
	}
	return old.showAndEnd(storage.Screen{Name: ScreenRebound})
}

// hide deletes what shows an anonymous interview in the chat.
func (t *talk) hide() error {
	secret, err := t.inAnonymous()
	if err != nil || !secret {
		return err
	}
	if t.chat.Live != 0 {
		if err := t.remove(t.chat.Live); err != nil {
			return err
		}
		t.chat.Live = 0
	}
	return t.tidy()
}

// discard erases a person's unfinished interviews in open waves.
func (d *Desk) discard(r survey.RespondentID) error {
	for _, w := range d.openWaves() {
		if err := d.tx.DeleteInterview(w.ID, r); err != nil {
			return err
		}
		if err := d.keepNamed(w, r); err != nil {
			return err
		}
		inv, on, err := d.tx.Invitation(w.ID, r)
		if err != nil {
			return err
		}
		if on && inv.Progress == survey.Started {
			inv.Progress, inv.Notice, inv.Consented = survey.NotStarted, "", time.Time{}
			if err := d.tx.PutInvitation(w.ID, r, inv); err != nil {
				return err
			}
		}
	}
	return nil
}

// claimOwnership makes the opener of serve's one deep link the first owner.
func (t *talk) claimOwnership(text string) error {
	want, until, _ := strings.Cut(t.tx.Setting(SettingOwnerToken), " ")
	seconds, err := strconv.ParseInt(until, 10, 64)
	owners, err2 := t.owners()
	if err2 != nil {
		return err2
	}
	if err != nil || text != want || t.now.Unix() > seconds || len(owners) > 0 {
		return t.home(NoticeCodeWrong, nil)
	}
	if err := t.tx.PutSetting(SettingOwnerToken, ""); err != nil {
		return err
	}
	if err := t.giveRole(t.account, storage.RoleOwner); err != nil {
		return err
	}
	if err := t.audit(t.account, "first owner", ""); err != nil {
		return err
	}
	return t.show(storage.Screen{Name: ScreenNewOwner})
}
