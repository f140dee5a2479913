package fielding

import (
	"strings"
	"unicode/utf8"

	"suara/storage"
	"suara/survey"
)

// settingFollowUp holds, with the wave's id, what the organisation does about the results.
const settingFollowUp = "followup/"

// maxFollowUp is how many signs the follow-up text may have.
const maxFollowUp = 1500

// FollowUp is what respondents are told of what the organisation does about the results of a wave;
// empty: nothing yet.
func FollowUp(tx *storage.Tx, w survey.WaveID) string {
	return tx.Setting(settingFollowUp + string(w))
}

// followUp sets the follow-up text of a closed wave: "WAVE TEXT"; "-" as text takes it away.
func (a *admin) followUp(args string) error {
	name, text, _ := strings.Cut(strings.TrimSpace(args), " ")
	text = strings.TrimSpace(text)
	w, ok := a.wave(survey.WaveID(name))
	switch {
	case !ok:
		return a.reply(PostNoWave, "", map[string]string{"text": name})
	case w.State != survey.WaveClosed:
		return a.reply(PostFailed, w.ID, map[string]string{"reason": "not_closed"})
	case text == "", utf8.RuneCountInString(text) > maxFollowUp:
		return a.reply(PostFailed, w.ID, map[string]string{"reason": "follow_up_usage"})
	case text == "-":
		text = ""
	}
	if err := a.tx.PutSetting(settingFollowUp+name, text); err != nil {
		return err
	}
	if err := a.audit(a.by, "follow-up text set", name); err != nil {
		return err
	}
	if text == "" {
		return a.reply(PostFollowUpGone, w.ID, nil)
	}
	return a.reply(PostFollowUp, w.ID, map[string]string{"text": text})
}

// results shows a respondent what the last closed wave found: of the organisation and of their unit.
func (t *talk) results(args string) error {
	if t.chat.Respondent == 0 {
		return t.home(NoticeNotRegistered, nil)
	}
	var newest survey.Wave
	for _, w := range t.w.waves {
		if w.State != survey.WaveClosed || args != "" && string(w.ID) != args {
			continue
		}
		if newest.ID == "" || w.Closed.After(newest.Closed) || w.Closed.Equal(newest.Closed) && w.ID > newest.ID {
			newest = w
		}
	}
	return t.show(storage.Screen{Name: ScreenResults, Wave: newest.ID})
}
