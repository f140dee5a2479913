package fielding

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// Interview is what is stored, in an anonymous wave sealed, of an interview in progress: the flow
// engine's session, and what the person is to be told with the next screen. The notice may quote an
// answer, so it lies here and not in the chat.
type Interview struct {
	Session flows.Session
	Notice  flows.Notice
}

// Bytes encodes the interview: the length of the notice, the notice, the session.
func (i Interview) Bytes() []byte {
	var notice []byte
	if i.Notice.Key != "" {
		notice, _ = json.Marshal(i.Notice) // two strings and a map of strings: cannot fail
	}
	b := binary.AppendUvarint(nil, uint64(len(notice)))
	return append(append(b, notice...), i.Session.Bytes()...)
}

// ReadInterview decodes what [Interview.Bytes] made.
func ReadInterview(b []byte) (i Interview, err error) {
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return i, errors.New("interview is damaged")
	}
	notice, session := b[n:n+int(size)], b[n+int(size):]
	if len(notice) > 0 {
		if err := json.Unmarshal(notice, &i.Notice); err != nil {
			return i, errors.New("interview is damaged: its notice can't be read")
		}
	}
	i.Session, err = flows.ReadSession(session)
	return i, err
}

// LoadInterview reads a person's interview; ok is false where there is none.
func LoadInterview(tx *storage.Tx, w survey.Wave, r survey.RespondentID) (i Interview, ok bool, err error) {
	raw, err := tx.Interview(w, r)
	if err != nil || raw == nil {
		return i, false, err
	}
	if i, err = ReadInterview(raw); err != nil {
		return i, false, fmt.Errorf("interview in wave %s: %w", w.ID, err)
	}
	return i, true, nil
}

// pressItem handles a button of an interview. The token in its data says which interview, item and
// revision it belongs to; the message it was pressed on does not matter.
func (t *talk) pressItem(p Press, token string) error {
	id, ok := flows.ParsePress(token)
	if !ok {
		t.answer(p, t.language(), NoticeUnknownButton)
		return t.home("", nil)
	}
	if strings.HasPrefix(id, trialMark) {
		return t.pressTrial(p, token)
	}
	w, i, ok, err := t.find(id)
	if err != nil {
		return err
	}
	if !ok {
		return t.pressGone(p)
	}
	out, err := t.step(w, i, flows.Input{Press: token, Now: t.now.In(t.w.cfg.Zone)}, t.now)
	if err != nil {
		return err
	}
	t.fx.Answers = append(t.fx.Answers, Answer{
		Query: p.Query, Language: i.Session.Language(), Notice: out.Notice.Key, Args: out.Notice.Args,
	})
	return nil
}

// pressGone answers the press of an interview that is no more: submitted, discarded, or its wave closed.
func (t *talk) pressGone(p Press) error {
	w, known := t.wave(t.chat.Screen.Wave)
	if known && !w.Taking() {
		t.answer(p, t.language(), NoticeWaveClosed)
		return t.show(storage.Screen{Name: ScreenClosed, Wave: w.ID})
	}
	t.answer(p, t.language(), NoticeAnswered)
	if s := t.chat.Screen; s.Name == ScreenSubmitted || s.Name == ScreenDeclined {
		return t.show(storage.Screen{Name: s.Name, Wave: s.Wave, Args: s.Args})
	}
	return t.home("", nil)
}

// find looks for the interview of this id: in the wave on screen first, then in the other open ones.
func (t *talk) find(id string) (survey.Wave, Interview, bool, error) {
	if t.chat.Respondent == 0 {
		return survey.Wave{}, Interview{}, false, nil
	}
	current, ok := t.wave(t.chat.Screen.Wave)
	if ok && current.Taking() {
		i, ok, err := LoadInterview(t.tx, current, t.chat.Respondent)
		if err != nil || ok && i.Session.ID() == id {
			return current, i, ok, err
		}
	}
	for _, w := range t.openWaves() {
		i, ok, err := LoadInterview(t.tx, w, t.chat.Respondent)
		if err != nil || ok && i.Session.ID() == id {
			return w, i, ok, err
		}
	}
	return survey.Wave{}, Interview{}, false, nil
}

// typed takes a text as an answer where an interview is on screen.
func (t *talk) typed(m Message) (handled bool, err error) {
	s := t.chat.Screen
	w, ok := t.wave(s.Wave)
	if s.Name != ScreenInterview && !t.closedBehind() || !ok {
		return false, nil
	}
	if w.Mode == survey.Anonymous {
		if err := t.remove(m.ID); err != nil {
			return true, err
		}
	}
	if !w.Taking() {
		return true, t.show(storage.Screen{Name: ScreenClosed, Wave: w.ID})
	}
	i, ok, err := LoadInterview(t.tx, w, t.chat.Respondent)
	if err != nil || !ok {
		return false, err
	}
	if more, was := pasted(i.Notice, m); more {
		i.Notice = was
		if err := t.tx.PutInterview(w, t.chat.Respondent, i.Bytes()); err != nil {
			return true, err
		}
		return true, t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID, Notice: InterviewNotice})
	}
	_, err = t.step(w, i, flows.Input{
		Text: m.Text, Message: m.ID, Now: t.now.In(t.w.cfg.Zone),
	}, m.Date)
	return true, err
}

// A text over Telegram's limit comes in several messages, each of the next within seconds.
const (
	pastedLength = 4000
	pastedWithin = 2 * time.Second
)

// pasted tells whether a text goes on with one that was just refused as too long. Then it is no answer
// either; the notice counts it in.
func pasted(n flows.Notice, m Message) (bool, flows.Notice) {
	length, _ := strconv.Atoi(n.Args["length"])
	at, err := strconv.ParseInt(n.Args["sent"], 10, 64)
	if n.Key != flows.NoticeTextLong || err != nil || length < pastedLength ||
		m.Date.Sub(time.Unix(at, 0)) > pastedWithin {
		return false, n
	}
	n.Args = maps.Clone(n.Args)
	n.Args["length"] = strconv.Itoa(length + utf8.RuneCountInString(m.Text))
	return true, n
}

// edited takes the edit of a message as a changed answer while its interview is open.
func (t *talk) edited(m Message) error {
	if t.inTrial() && m.Kind == KindText {
		return t.typedTrial(m)
	}
	if t.chat.Respondent == 0 {
		return t.home("", nil)
	}
	if taken, err := t.editedSent(m); taken || err != nil {
		return err
	}
	w, open, err := t.onScreen()
	if err != nil {
		return err
	}
	if m.Kind != KindText || !open {
		return t.home(NoticeEditIgnored, nil)
	}
	i, ok, err := LoadInterview(t.tx, w, t.chat.Respondent)
	if err != nil {
		return err
	}
	if !ok {
		return t.home(NoticeEditIgnored, nil)
	}
	_, err = t.step(w, i, flows.Input{
		Text: m.Text, Message: m.ID, Edited: true, Now: t.now.In(t.w.cfg.Zone),
	}, m.Date)
	return err
}

// step runs the flow engine on one input and stores what became of the interview.
func (t *talk) step(w survey.Wave, i Interview, in flows.Input, sent time.Time) (flows.Outcome, error) {
	f, err := t.flow(w)
	if err != nil {
		return flows.Outcome{}, err
	}
	next, out := f.Step(i.Session, in)
	if out.Submitted {
		return out, t.submit(w, f, next)
	}
	out, notice := told(out, in)
	if notice.Key == flows.NoticeTextLong {
		notice.Args["sent"] = strconv.FormatInt(sent.Unix(), 10)
	}
	if out.Changed || notice.Key != i.Notice.Key || notice.Key != "" {
		stored := Interview{Session: next, Notice: notice}
		if err := t.tx.PutInterview(w, t.chat.Respondent, stored.Bytes()); err != nil {
			return out, err
		}
	}
	if err := t.keepNamed(w, t.chat.Respondent); err != nil {
		return out, err
	}
	if out.Leave {
		return out, t.show(storage.Screen{Name: ScreenPaused, Wave: w.ID})
	}
	return out, t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID, Notice: tellOf(i.Notice, notice, out)})
}

// told parts what is told in the answer to a press, which is gone in a moment, from what the screen
// tells.
func told(out flows.Outcome, in flows.Input) (flows.Outcome, flows.Notice) {
	notice := out.Notice
	switch {
	case in.Press == "":
	case notice.Key == flows.NoticeAnswersAside, notice.Key == flows.NoticeAnswersBack:
		out.Notice = flows.Notice{}
	default:
		notice = flows.Notice{}
	}
	return out, notice
}

// tellOf says whether the screen shows the notice of the interview. The same complaint twice running
// comes with the ways out.
func tellOf(before, now flows.Notice, out flows.Outcome) string {
	switch {
	case now.Key == "":
		return ""
	case now.Key == before.Key && !out.Changed:
		return NoticeStuck
	}
	return InterviewNotice
}

// submit stores the response and ends the interview. In an anonymous wave the response is sealed under
// a random id, and the person keeps only that they responded.
func (t *talk) submit(w survey.Wave, f *flows.Flow, s flows.Session) error {
	inv, on, err := t.tx.Invitation(w.ID, t.chat.Respondent)
	if err != nil {
		return err
	}
	if !on || inv.Responded() {
		return t.home(NoticeAnswered, nil)
	}
	sub := storage.Submission{
		Response: survey.Response{Unit: inv.Unit, Flow: w.Flow, Values: f.Values(s)},
		Comments: f.Comments(s),
	}
	if w.Mode == survey.Anonymous {
		err = t.tx.AddSealed(w.ID, sub)
	} else {
		err = t.putLinked(w, sub)
	}
	if err != nil {
		return err
	}
	inv.Progress = survey.Complete
	if err := t.countOnDay(w.ID, "", func(day *DayCount) { day.Complete++ }); err != nil {
		return err
	}
	if err := t.finish(w, inv); err != nil {
		return err
	}
	return t.thank(w, f.ClosingOf(s))
}

// thank confirms the submission with a closing text of the flow. Outside anonymous waves the screen
// remembers which; of an anonymous response nothing does.
func (t *talk) thank(w survey.Wave, closing int) error {
	s := storage.Screen{Name: ScreenSubmitted, Wave: w.ID, Notice: t.waiting(w.ID)}
	if w.Mode != survey.Anonymous && closing >= 0 {
		s.Args = map[string]string{ArgClosing: strconv.Itoa(closing + 1)}
	}
	if err := t.show(s); err != nil {
		return err
	}
	t.fx.Rows[len(t.fx.Rows)-1].Job = ScreenJob{Account: t.account, Closing: closing + 1}
	return nil
}

func (t *talk) putLinked(w survey.Wave, sub storage.Submission) error {
	id, err := t.token(16)
	if err != nil {
		return err
	}
	sub.Response.ID = id
	sub.Response.SubmittedOn = t.now.In(t.w.cfg.Zone).Format("2006-01-02")
	return t.tx.PutResponse(w.ID, t.chat.Respondent, sub)
}

// finish ends a person's part in a wave: no interview, no prompt and no file of it stays behind.
func (t *talk) finish(w survey.Wave, inv survey.Invitation) error {
	t.w.moved[w.ID] = true
	inv.Snooze = time.Time{} // what nobody needs any more is not kept
	if err := t.tx.DeleteInterview(w.ID, t.chat.Respondent); err != nil {
		return err
	}
	if err := t.keepNamed(w, t.chat.Respondent); err != nil {
		return err
	}
	if err := t.tx.UnqueuePrompts(w.ID, t.chat.Respondent); err != nil {
		return err
	}
	if err := t.tx.PutInvitation(w.ID, t.chat.Respondent, inv); err != nil {
		return err
	}
	return t.tidy()
}

// waiting is the notice that another survey waits, where one does.
func (t *talk) waiting(done survey.WaveID) string {
	w, _, ok, err := t.pick()
	if err != nil || !ok || w.ID == done {
		return ""
	}
	return NoticeOtherWaiting
}

// translateInterviews puts the person's open interviews into the chat's language.
func (t *talk) translateInterviews() error {
	if err := t.translateTrial(); err != nil {
		return err
	}
	if t.chat.Respondent == 0 {
		return nil
	}
	for _, w := range t.openWaves() {
		i, ok, err := LoadInterview(t.tx, w, t.chat.Respondent)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		i.Session, i.Notice = i.Session.WithLanguage(t.language()), flows.Notice{}
		if err := t.tx.PutInterview(w, t.chat.Respondent, i.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
