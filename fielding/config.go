package fielding

import (
	"time"

	"suara/delivery"
	"suara/flows"
	"suara/schedule"
	"suara/survey"
)

// Config is what the writer must know of the installation. It is read once, at start.
type Config struct {
	Organisation string
	Contact      string // whom to ask, as shown to respondents
	Letter       string // number of the official letter
	Phrase       string // check phrase of the circular
	Language     string // of the organisation: "id" or "en"
	Zone         *time.Location
	Hours        schedule.Hours
	MinGroup     int
	Retention    time.Duration
	Owners       []survey.AccountID
	Group        survey.ChatID // 0: what /hubungkan bound
	Topic        int
	Username     string // of the bot, without @; empty: the name last seen
	Limits       delivery.Limits
	Surveys      []Study
}

// Study is a configured survey with its flow and its checked schedules.
type Study struct {
	survey.Survey
	Flow      *flows.Flow
	Source    []byte // the flow's YAML
	Open      schedule.Spec
	Reminders schedule.Spec
	Summary   schedule.Spec
}

// Study finds a configured survey.
func (c Config) Study(id survey.SurveyID) (Study, bool) {
	for _, s := range c.Surveys {
		if s.ID == id {
			return s, true
		}
	}
	return Study{}, false
}
