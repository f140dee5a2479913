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
	CodeLife     time.Duration          // of personal codes; 0: they never expire
	Notices      map[survey.Mode]string // the words of the notice, of each mode in all languages
	Owners       []survey.AccountID
	Group        survey.ChatID // 0: what /hubungkan bound
	Topic        int
	Username     string // of the bot, without @; empty: the name last seen
	Limits       delivery.Limits
	Files        FileRules // what may be sent as an answer
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
	Minimum   Minimum
	Pictures  map[string][]byte // by path in the flow: what its notes show
	Approval  ApprovalRule

	ReviewComments bool // an admin looks through the comments before they are shown
}

// Minimum is how many complete responses a survey asks for; 0: no minimum. One of a unit counts
// everything below it and is never more than the people there.
type Minimum struct {
	Organisation int
	Unit         int                   // of each unit at the top of the tree
	Units        map[survey.UnitID]int // of single units, before Unit
}

// Of gives the minimum of each unit that has one; roster counts the people directly in each.
func (m Minimum) Of(units []survey.Unit, roster map[survey.UnitID]int) map[survey.UnitID]int {
	all := RollUp(units, roster)
	out := map[survey.UnitID]int{}
	for _, u := range units {
		least, own := m.Units[u.ID]
		if !own && u.Parent == "" {
			least = m.Unit
		}
		if least = min(least, all[u.ID]); least > 0 {
			out[u.ID] = least
		}
	}
	return out
}

// RollUp adds to each unit's own count those of everything below it.
func RollUp(units []survey.Unit, own map[survey.UnitID]int) map[survey.UnitID]int {
	parent := map[survey.UnitID]survey.UnitID{}
	for _, u := range units {
		parent[u.ID] = u.Parent
	}
	all := map[survey.UnitID]int{}
	for _, u := range units {
		at := u.ID
		for range units { // a tree is never deeper than it has units
			all[at] += own[u.ID]
			if at = parent[at]; at == "" {
				break
			}
		}
	}
	return all
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
