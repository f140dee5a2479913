package fielding

import (
	"strconv"
	"strings"

	"suara/storage"
	"suara/survey"
)

// PilotLimit is how many people may try a survey out before it opens.
const PilotLimit = 10

const settingPilot = "pilot/" // the survey's id follows

// Pilot is who was asked to try a survey out, and who has come to the end of the test interview. Nothing
// that they answered is kept.
type Pilot struct {
	Basis  string                       `json:"basis"` // of flow and notice: another one begins a new pilot
	People map[survey.RespondentID]bool `json:"people"`
}

// Finished counts those who have come to the end.
func (p Pilot) Finished() (n int) {
	for _, done := range p.People {
		if done {
			n++
		}
	}
	return n
}

// ask adds somebody to the pilot; who has come to the end before stays so.
func (p Pilot) ask(r survey.RespondentID) {
	if _, asked := p.People[r]; !asked {
		p.People[r] = false
	}
}

// PilotOf reads the pilot of a survey as it is configured now.
func PilotOf(tx *storage.Tx, cfg Config, s Study) (p Pilot, err error) {
	err = readSetting(tx, settingPilot+string(s.ID), &p)
	if basis := cfg.contentBasis(s); p.Basis != basis || p.People == nil {
		p = Pilot{Basis: basis, People: map[survey.RespondentID]bool{}}
	}
	return p, err
}

func (d *Desk) piloted(s Study) (int, error) {
	p, err := PilotOf(d.tx, d.w.cfg, s)
	return p.Finished(), err
}

// pilotDone notes that somebody of a pilot has come to the end of the test interview.
func (d *Desk) pilotDone(s Study, r survey.RespondentID) error {
	p, err := PilotOf(d.tx, d.w.cfg, s)
	if err != nil {
		return err
	}
	if done, asked := p.People[r]; !asked || done {
		return nil
	}
	p.People[r] = true
	if err := putSetting(d.tx, settingPilot+string(s.ID), p); err != nil {
		return err
	}
	return d.post(PostPilotDone, "", map[string]string{
		"survey": string(s.ID), "id": string(s.ID), "finished": strconv.Itoa(p.Finished()), "asked": strconv.Itoa(len(p.People)),
	})
}

// askPilot offers to send the test interview to chosen people: "[SURVEY] NIP, NIP, …".
func (a *admin) askPilot(args string) error {
	study, rest, ok := a.studyBefore(args)
	if !ok {
		return a.noSurvey("")
	}
	people, bad, err := a.pilotPeople(rest)
	if err != nil {
		return err
	}
	pilot, err := PilotOf(a.tx, a.w.cfg, study)
	if err != nil {
		return err
	}
	for _, r := range people {
		pilot.ask(r.ID)
	}
	reason := ""
	switch {
	case len(people) == 0 && bad == "":
		reason = "pilot_usage"
	case len(pilot.People) > PilotLimit:
		reason = "pilot_many"
	case bad != "":
		return a.reply(PostPilotBad, "", map[string]string{"text": bad})
	}
	if reason != "" {
		return a.reply(PostFailed, "", map[string]string{"reason": reason})
	}
	keys, names := make([]string, len(people)), make([]string, len(people))
	for i, r := range people {
		keys[i], names[i] = r.Key, "• "+r.Name
	}
	return a.confirm(PostConfirmPilot, "", "pilot", append([]string{string(study.ID)}, keys...), map[string]string{
		"survey": string(study.ID), "names": strings.Join(names, "\n"),
	})
}

// pilotPeople finds the people whom the words name; bad are the keys of those who are not on the roster
// or have not registered.
func (d *Desk) pilotPeople(words string) (people []survey.Respondent, bad string, err error) {
	cut := func(r rune) bool { return r == ',' || r == ';' || r == '\n' }
	if !strings.ContainsFunc(words, cut) {
		cut = func(r rune) bool { return r == ' ' }
	}
	var wrong []string
	seen := map[survey.RespondentID]bool{}
	for _, key := range strings.FieldsFunc(words, cut) {
		if key = strings.TrimSpace(key); key == "" {
			continue
		}
		r, ok, err := d.personByKey(key)
		switch {
		case err != nil:
			return nil, "", err
		case !ok || r.Account == 0:
			wrong = append(wrong, key)
		case !seen[r.ID]:
			people, seen[r.ID] = append(people, r), true
		}
	}
	return people, strings.Join(wrong, ", "), nil
}

// invitePilot sends the invitations to the test interview.
func (a *admin) invitePilot(p storage.Pending) error {
	study, ok := a.w.cfg.Study(survey.SurveyID(p.Args[0]))
	if !ok {
		return a.noSurvey(p.Args[0])
	}
	pilot, err := PilotOf(a.tx, a.w.cfg, study)
	if err != nil {
		return err
	}
	asked := 0
	for _, key := range p.Args[1:] {
		r, ok, err := a.personByKey(key)
		if err != nil {
			return err
		}
		_, before := pilot.People[r.ID]
		if !ok || r.Account == 0 || !before && len(pilot.People) >= PilotLimit {
			continue
		}
		pilot.ask(r.ID)
		asked++
		err = a.queue(storage.Message{
			Chat: survey.ChatID(r.Account), Name: PostPilot, Args: map[string]string{"survey": string(study.ID)},
			Buttons: [][]storage.Button{{{Label: LabelTrial, Press: pressTrial + string(study.ID)}}},
		})
		if err != nil {
			return err
		}
	}
	if err := putSetting(a.tx, settingPilot+string(study.ID), pilot); err != nil {
		return err
	}
	err = a.auditWords(a.by, "pilot invited", map[string]string{
		"survey": string(study.ID), "people": strconv.Itoa(asked),
	})
	if err != nil {
		return err
	}
	return a.reply(PostPilotSent, "", map[string]string{"survey": string(study.ID), "people": strconv.Itoa(asked)})
}
