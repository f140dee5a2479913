package fielding

import (
	"strings"

	"suara/storage"
	"suara/survey"
)

// message handles what a person sent into the private chat. Every kind has a defined reaction.
func (t *talk) message(m Message) error {
	if err := t.revive(); err != nil {
		return err
	}
	if m.Edited && m.Kind == KindPlace {
		return nil // a place that is shared live tells of itself every few seconds
	}
	t.chat.Fresh = true
	if m.Edited {
		return t.edited(m)
	}
	if m.Contact != nil && t.chat.Respondent == 0 {
		return t.tryContact(*m.Contact)
	}
	if taken, err := t.sent(m); taken || err != nil {
		return err
	}
	if taken, err := t.sentFile(m); taken || err != nil {
		return err
	}
	if m.Kind != KindText {
		return t.unexpectedKind(m)
	}
	if c, ok := ParseCommand(m.Text); ok {
		if !c.forBot(t.username()) {
			return t.home(NoticeUnknownCommand, nil)
		}
		return t.command(c, m)
	}
	return t.text(m)
}

// unexpectedKind answers what can't be an answer. In an anonymous interview it goes all the same: a
// voice or a caption may tell one.
func (t *talk) unexpectedKind(m Message) error {
	secret, err := t.inAnonymous()
	if err == nil && secret {
		err = t.remove(m.ID)
	}
	if err != nil {
		return err
	}
	if _, _, ok, err := t.pick(); err != nil || !ok && t.chat.Respondent != 0 {
		if err != nil {
			return err
		}
		return t.home("", nil)
	}
	return t.home(NoticeKindIgnored, map[string]string{"kind": string(m.Kind)})
}

func (t *talk) command(c Command, m Message) error {
	if c.Name == commandTrial && adminCommands[commandTrial].allows(t.role(t.account)) {
		return t.trialCommand(c.Args)
	}
	if handled, err := t.adminCommand(c, m); handled || err != nil {
		return err
	}
	switch c.Name {
	case "start":
		return t.start(c.Args)
	case "bantuan", "help":
		return t.show(storage.Screen{Name: ScreenHelp})
	case "status":
		return t.show(storage.Screen{Name: ScreenStatus})
	case "bahasa", "language":
		return t.show(storage.Screen{Name: ScreenLanguage})
	case "batal":
		return t.askLeave()
	case "data_saya":
		return t.myData()
	case "tarik_jawaban":
		return t.askWithdraw()
	case "hasil":
		return t.results(c.Args)
	case "hapus_data":
		return t.askErase()
	}
	return t.refuseCommand(c.Name)
}

// start answers /start in every state with the right next thing.
func (t *talk) start(payload string) error {
	switch {
	case strings.HasPrefix(payload, "owner-"):
		return t.claimOwnership(strings.TrimPrefix(payload, "owner-"))
	case payload != "":
		return t.tryCode(payload, true)
	}
	return t.home("", nil)
}

// text is a message that is no command: an answer, a personal code, or something unexpected.
func (t *talk) text(m Message) error {
	if t.inTrial() {
		return t.typedTrial(m)
	}
	if t.chat.Respondent == 0 {
		return t.tryCode(m.Text, false)
	}
	if handled, err := t.typed(m); handled || err != nil {
		return err
	}
	if code, ok := survey.NormalizeCode(m.Text); ok {
		if _, found, err := t.tx.Code(code); err != nil || found || code == t.chat.Code {
			return t.tryCode(m.Text, false)
		}
	}
	return t.unexpected(m)
}

// unexpected answers a text that came while no question was on screen: what comes next is shown, with
// the word that nothing was taken as an answer. In an anonymous interview it goes like an answer.
func (t *talk) unexpected(m Message) error {
	w, inv, ok, err := t.pick()
	switch {
	case err != nil:
		return err
	case !ok:
		return t.home("", nil)
	case inv.Progress != survey.Started:
		return t.home(NoticeUseButtons, nil)
	}
	secret, err := t.inAnonymous()
	if err == nil && secret {
		err = t.remove(m.ID)
	}
	if err != nil {
		return err
	}
	if inv.Notice == t.noticeVersion(w) {
		if offered, err := t.offerText(w, m); offered || err != nil {
			return err
		}
	}
	return t.home(NoticeNotAnAnswer, nil)
}

// home shows what the person should see next: registration, the open interview, consent, or rest.
func (t *talk) home(notice string, args map[string]string) error {
	s, err := t.next()
	if err != nil {
		return err
	}
	s.Notice = notice
	for k, v := range args {
		if s.Args == nil {
			s.Args = map[string]string{}
		}
		s.Args[k] = v
	}
	return t.show(s)
}

func (t *talk) next() (storage.Screen, error) {
	if t.chat.Trial != nil && keepsTrial(t.chat.Screen) {
		return storage.Screen{Name: ScreenTrial}, nil
	}
	if t.chat.Respondent == 0 {
		if t.chat.Candidate != 0 {
			return t.identity()
		}
		if t.role(t.account) == storage.RoleOwner {
			return storage.Screen{Name: ScreenNewOwner}, nil
		}
		return storage.Screen{Name: ScreenWelcome}, nil
	}
	w, inv, ok, err := t.pick()
	switch {
	case err != nil:
		return storage.Screen{}, err
	case !ok:
		return t.rest()
	case inv.Progress == survey.Started && inv.Notice == t.noticeVersion(w):
		return storage.Screen{Name: ScreenInterview, Wave: w.ID}, nil
	}
	return storage.Screen{Name: ScreenConsent, Wave: w.ID}, nil
}

// rest is the screen where nothing waits. One who declined can still think again; one whose answers were
// received is told so as long as the wave is open: the first word of it may have been lost on the way.
func (t *talk) rest() (storage.Screen, error) {
	s := storage.Screen{Name: ScreenIdle}
	for _, w := range t.openWaves() {
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil {
			return s, err
		}
		switch {
		case on && !inv.Left && inv.Progress == survey.Declined:
			return storage.Screen{Name: ScreenDeclined, Wave: w.ID}, nil
		case on && inv.Progress == survey.Complete:
			s = storage.Screen{Name: ScreenSubmitted, Wave: w.ID}
		}
	}
	return s, nil
}

// pick finds the open wave that has something to do for the person: one that was begun before one
// that was not, an older one before a newer.
func (t *talk) pick() (best survey.Wave, bestInv survey.Invitation, ok bool, err error) {
	for _, w := range t.openWaves() {
		inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
		if err != nil {
			return best, bestInv, false, err
		}
		if !on || inv.Responded() || inv.Left {
			continue
		}
		if !ok || inv.Progress == survey.Started && bestInv.Progress != survey.Started {
			best, bestInv, ok = w, inv, true
		}
	}
	return best, bestInv, ok, nil
}

// press handles a button of the private chat. Each press is answered exactly once.
func (t *talk) press(p Press) error {
	if err := t.revive(); err != nil {
		return err
	}
	if err := t.adopt(p.Message); err != nil {
		return err
	}
	kind, rest, _ := strings.Cut(p.Data, ":")
	verb, arg, _ := strings.Cut(rest, ":")
	switch kind {
	case "q":
		return t.pressItem(p, rest)
	case "w":
		return t.pressWave(p, verb, survey.WaveID(arg))
	case "c":
		return t.pressConsent(p, verb == "yes", survey.WaveID(arg))
	case "r":
		return t.pressIdentity(p, verb == "yes")
	case "l":
		return t.pressLanguage(p, verb)
	case "d":
		return t.pressRights(p, verb, survey.WaveID(arg))
	}
	t.answer(p, t.language(), NoticeUnknownButton)
	return t.home("", nil)
}

func (t *talk) pressLanguage(p Press, language string) error {
	if language == "id" || language == "en" {
		t.chat.Language = language
	}
	t.answer(p, t.language(), NoticeLanguage)
	if err := t.translateInterviews(); err != nil {
		return err
	}
	return t.home("", nil)
}
