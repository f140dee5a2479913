package fielding

import (
	"errors"
	"fmt"
	"strings"

	"suara/storage"
	"suara/survey"
)

// askRebind offers a fresh personal code for somebody who has another phone or account by now, or whose
// code has died. The old account stays registered until the new one has confirmed.
func (a *admin) askRebind(args string) error {
	return a.askPerson(args, PostConfirmRebind, "rebind")
}

// askReset offers to discard a person's open interviews, where one has gone astray.
func (a *admin) askReset(args string) error {
	return a.askPerson(args, PostConfirmReset, "reset")
}

func (a *admin) askPerson(args, post, command string) error {
	r, ok, err := a.personByKey(args)
	if err != nil {
		return err
	}
	if !ok {
		return a.reply(PostFailed, "", map[string]string{"reason": "person_not_found"})
	}
	unit, err := a.unitName(r.Unit)
	if err != nil {
		return err
	}
	return a.confirm(post, "", command, []string{r.Key}, map[string]string{"name": r.Name, "unit": unit})
}

var keyBlanks = strings.NewReplacer(" ", "", ".", "", "'", "", "’", "")

// personByKey finds an active person by NIP or other key, as people write it.
func (d *Desk) personByKey(text string) (r survey.Respondent, ok bool, err error) {
	key := strings.ToUpper(keyBlanks.Replace(text))
	for _, k := range []string{key, strings.ReplaceAll(key, "-", "")} {
		if k == "" {
			continue
		}
		if r, err = d.tx.RespondentByKey(k); err == nil && r.Active() {
			return r, true, nil
		}
		if err != nil && !notFound(err) {
			return r, false, err
		}
	}
	return r, false, nil
}

// FreshCode gives a person on the roster a new personal code, registered or not; older ones die.
func (d *Desk) FreshCode(key string, by survey.AccountID) (survey.Respondent, string, error) {
	r, ok, err := d.personByKey(key)
	if err == nil && !ok {
		err = survey.ErrNotFound
	}
	if err != nil {
		return r, "", fmt.Errorf("person %q: %w", key, err)
	}
	if err := d.tx.DeleteCodesOf(r.ID); err != nil {
		return r, "", err
	}
	code, err := d.newCode(r.ID)
	if err != nil {
		return r, "", err
	}
	return r, code, d.audit(by, "fresh code made", r.Key)
}

// rebind makes the fresh code and sends it to the asker in private: it is for one person only.
func (a *admin) rebind(key string) error {
	r, code, err := a.FreshCode(key, a.by)
	if err != nil {
		return a.refuse(err)
	}
	unit, err := a.unitName(r.Unit)
	if err != nil {
		return err
	}
	err = a.queue(storage.Message{
		Chat: survey.ChatID(a.by), Name: PostCode,
		Args: map[string]string{"name": r.Name, "unit": unit, "code": code, "link": a.CodeLink(code)},
	})
	if err != nil || a.chat > 0 {
		return err
	}
	return a.reply(PostCodeSent, "", map[string]string{"name": r.Name})
}

// CodeLink is the deep link of a personal code, empty where the bot's name isn't known.
func (d *Desk) CodeLink(code string) string {
	if bot := d.username(); bot != "" {
		return "https://t.me/" + bot + "?start=" + code
	}
	return ""
}

// reset discards a person's open interviews; what was submitted stays.
func (a *admin) reset(key string) error {
	r, ok, err := a.personByKey(key)
	if err != nil {
		return err
	}
	if !ok {
		return a.reply(PostFailed, "", map[string]string{"reason": "person_not_found"})
	}
	if err := a.resetPerson(r); err != nil {
		return err
	}
	if err := a.audit(a.by, "interview reset", r.Key); err != nil {
		return err
	}
	return a.reply(PostReset, "", map[string]string{"name": r.Name})
}

func (d *Desk) resetPerson(r survey.Respondent) error {
	if r.Account == 0 {
		return d.discard(r.ID)
	}
	t, err := d.talk(r.Account)
	if err != nil {
		return err
	}
	if err := errors.Join(t.hide(), d.tx.MarkErased(d.now)); err != nil {
		return err
	}
	if err := d.discard(r.ID); err != nil {
		return err
	}
	t.chat.Fresh = true
	if err := t.home(NoticeReset, nil); err != nil {
		return err
	}
	return t.end()
}

// tryContact registers by the sender's own telephone number, which Telegram has verified. Only the
// sender's own card counts, and only a number that stands in the roster once. Somebody who is registered
// already needs a fresh code: numbers are given to others in time.
func (t *talk) tryContact(c Contact) error {
	if t.chat.Respondent != 0 {
		return t.home(NoticeAlready, nil)
	}
	if c.Account == 0 || c.Account != t.account {
		return t.welcome(NoticeContactForeign, nil)
	}
	phone := contactPhone(c.Phone)
	r, ok, err := t.byPhone(phone)
	switch {
	case err != nil:
		return err
	case !ok:
		return t.welcome(NoticeContactUnknown, nil)
	case r.Account != 0:
		return t.welcome(NoticeContactTaken, nil)
	}
	t.chat.Candidate, t.chat.Code, t.chat.Phone = r.ID, "", phone
	return t.home("", nil)
}

// byPhone finds the one active person with a number; ok is false where there is none or several.
func (d *Desk) byPhone(phone string) (found survey.Respondent, ok bool, err error) {
	people, err := d.tx.RespondentsByPhone(phone)
	if err != nil {
		return found, false, err
	}
	n := 0
	for _, r := range people {
		if r.Active() {
			found, n = r, n+1
		}
	}
	return found, n == 1, nil
}

// contactPhone writes a number as the roster has it: +62….
func contactPhone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if rest, ok := strings.CutPrefix(digits, "0"); ok {
		digits = "62" + rest
	}
	return "+" + digits
}

// candidate judges again what named the person: since then another account may have registered them,
// or the code has died.
func (t *talk) candidate() (r survey.Respondent, ok bool, err error) {
	r, err = t.tx.Respondent(t.chat.Candidate)
	if notFound(err) || err == nil && !r.Active() {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	if t.chat.Phone != "" {
		same, ok, err := t.byPhone(t.chat.Phone)
		return r, ok && same.ID == r.ID && r.Account == 0, err
	}
	rec, found, err := t.tx.Code(t.chat.Code)
	return r, found && rec.Respondent == r.ID && !t.dead(rec, r), err
}

// dead tells whether a code lost its force: its person registered in another way after it was made.
func (d *Desk) dead(c storage.Code, r survey.Respondent) bool {
	return r.Account != 0 && c.Made.Before(r.Registered)
}

// expired tells whether a code is older than codes may get.
func (d *Desk) expired(c storage.Code) bool {
	life := d.w.cfg.CodeLife
	return life > 0 && d.now.After(c.Made.Add(life))
}

// markEarlier notes that what the person answered so far came from another account: a new binding can erase
// it, but not read it.
func (d *Desk) markEarlier(r survey.RespondentID) error {
	for _, w := range d.w.waves {
		if w.Mode == survey.Anonymous {
			continue
		}
		_, linked, err := d.tx.LinkedResponse(w.ID, r)
		if err != nil {
			return err
		}
		inv, on, err := d.tx.Invitation(w.ID, r)
		if err != nil {
			return err
		}
		if !linked || !on {
			continue
		}
		inv.Earlier = true
		if err := d.tx.PutInvitation(w.ID, r, inv); err != nil {
			return err
		}
	}
	return nil
}
