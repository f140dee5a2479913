package fielding

import (
	"strconv"
	"time"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// verbTake is the press that takes a text, which came while no question was on screen, as the answer to
// the one that is shown now: "w:take:WAVE".
const verbTake = "take"

// The arguments of [NoticeOffered].
const (
	argText    = "text" // shortened
	argWhole   = "whole"
	argMessage = "message"
)

// offeredShown is how many characters of the text the notice quotes.
const offeredShown = 80

// offerText shows the open question with the text that was written while it was not on screen, as after
// "Lanjut nanti", and a button that takes it. Nobody can know whether it was meant for the question, so
// it is no answer before the press. It lies in the interview, sealed as that is; ok is false where
// the question would not take it.
func (t *talk) offerText(w survey.Wave, m Message) (ok bool, err error) {
	i, open, err := LoadInterview(t.tx, w, t.chat.Respondent)
	if err != nil || !open || m.Kind != KindText {
		return false, err
	}
	f, err := t.flow(w)
	if err != nil {
		return false, err
	}
	if _, out := f.Step(i.Session, t.typedInput(m.Text, m.ID)); !out.Typed { // it would be refused
		return false, nil
	}
	shown := []rune(m.Text)
	if len(shown) > offeredShown {
		shown = append(shown[:offeredShown-1], '…')
	}
	i.Notice = flows.Notice{Key: NoticeOffered, Args: map[string]string{
		argText: string(shown), argWhole: m.Text, argMessage: strconv.Itoa(m.ID),
	}}
	if err := t.tx.PutInterview(w, t.chat.Respondent, i.Bytes()); err != nil {
		return false, err
	}
	return true, t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID, Notice: InterviewNotice})
}

// takeOffered takes the offered text as the answer, where it still is on screen.
func (t *talk) takeOffered(w survey.Wave) error {
	i, ok, err := LoadInterview(t.tx, w, t.chat.Respondent)
	if err != nil {
		return err
	}
	if !ok || i.Notice.Key != NoticeOffered {
		return t.home("", nil)
	}
	message, _ := strconv.Atoi(i.Notice.Args[argMessage])
	_, err = t.step(w, i, t.typedInput(i.Notice.Args[argWhole], message), time.Time{})
	return err
}

func (t *talk) typedInput(text string, message int) flows.Input {
	return flows.Input{Text: text, Message: message, Now: t.now.In(t.w.cfg.Zone)}
}
