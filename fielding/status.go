package fielding

import (
	"encoding/json"
	"fmt"

	"suara/storage"
	"suara/survey"
)

// WaveStatus is the participation in a wave; it never says anything of answers.
type WaveStatus struct {
	ID     survey.WaveID    `json:"id"`
	Survey survey.SurveyID  `json:"survey"`
	State  survey.WaveState `json:"state"`
	Opened string           `json:"opened"`
	Closes string           `json:"closes"` // RFC 3339 in the organisation's zone
	Base   survey.Base      `json:"base"`
	Rate   float64          `json:"response_rate"` // RR1, 0–1
	Units  []UnitStatus     `json:"units"`

	Declined  int `json:"declined"`
	Blocked   int `json:"blocked"`
	Unknown   int `json:"unknown"`   // prompts whose outcome Telegram never told
	Waiting   int `json:"waiting"`   // prompts still to be sent
	Reminders int `json:"reminders"` // sent so far

	// The roster of the base is always the target list at opening + Joiners − Leavers.
	Joiners int `json:"joiners"` // came onto the roster after the opening, those who have left again too
	Leavers int `json:"leavers"` // are off the roster and had not answered, joiners too

	Dispositions map[survey.Disposition]int `json:"-"` // of the whole target list; nil once it has closed
}

// UnitStatus is the participation of one unit, staff directly in it.
type UnitStatus struct {
	ID         survey.UnitID `json:"id"`
	Name       string        `json:"name"`
	Roster     int           `json:"roster"`
	Registered int           `json:"registered"`
	Responded  int           `json:"responded"` // complete and declined together
	Complete   int           `json:"complete"`
}

// Status counts a wave by walking its target list; a closed one keeps what was counted at closing.
// Units stand in roster order.
func Status(tx *storage.Tx, w survey.Wave, cfg Config) (s WaveStatus, err error) {
	if raw := tx.Status(w.ID); len(raw) > 0 {
		if err := json.Unmarshal(raw, &s); err != nil {
			return s, fmt.Errorf("read the participation of wave %s: %w", w.ID, err)
		}
		return s, nil
	}
	s = WaveStatus{
		ID: w.ID, Survey: w.Survey, State: w.State,
		Opened: w.Opened.In(cfg.Zone).Format(rfc3339), Closes: w.Closes.In(cfg.Zone).Format(rfc3339),
		Units: make([]UnitStatus, len(w.Units)), Dispositions: map[survey.Disposition]int{},
	}
	place := make(map[survey.UnitID]int, len(w.Units))
	for i, u := range w.Units {
		place[u.ID] = i
		s.Units[i] = UnitStatus{ID: u.ID, Name: u.Name}
	}
	if err := s.count(tx, w, place); err != nil {
		return s, err
	}
	s.Rate = s.Base.ResponseRate()
	s.Waiting = tx.CountPrompts(w.ID, storage.PromptInvitation) + tx.CountPrompts(w.ID, storage.PromptReminder)
	return s, nil
}

const rfc3339 = "2006-01-02T15:04:05Z07:00"

func (s *WaveStatus) count(tx *storage.Tx, w survey.Wave, place map[survey.UnitID]int) error {
	return tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		outcome := inv.Disposition()
		s.Dispositions[outcome]++
		if inv.Joined {
			s.Joiners++
		}
		if outcome == survey.DispNotEligible {
			s.Leavers++
			return true
		}
		registered := inv.Reach != survey.ReachNone || inv.Progress != survey.NotStarted || isRegistered(tx, id)
		s.add(inv, registered)
		if i, ok := place[inv.Unit]; ok {
			s.Units[i].add(inv, registered)
		}
		return true
	})
}

func isRegistered(tx *storage.Tx, id survey.RespondentID) bool {
	r, err := tx.Respondent(id)
	return err == nil && r.Account != 0
}

func (s *WaveStatus) add(inv survey.Invitation, registered bool) {
	b := &s.Base
	b.Roster++
	s.Reminders += inv.Reminders
	if registered {
		b.Registered++
	}
	if inv.Reach == survey.ReachDelivered || inv.Progress != survey.NotStarted {
		b.Reachable++
	}
	if inv.Reach != survey.ReachNone {
		b.Invited++
	}
	if inv.Progress == survey.Started || inv.Progress == survey.Complete {
		b.Started++
	}
	switch {
	case inv.Progress == survey.Complete:
		b.Complete++
	case inv.Progress == survey.Declined, inv.Progress == survey.Withdrawn:
		s.Declined++
	case inv.Reach == survey.ReachBlocked, inv.Blocked:
		s.Blocked++
	case inv.Reach == survey.ReachUnknown:
		s.Unknown++
	}
}

func (u *UnitStatus) add(inv survey.Invitation, registered bool) {
	u.Roster++
	if registered {
		u.Registered++
	}
	if inv.Responded() {
		u.Responded++
	}
	if inv.Progress == survey.Complete {
		u.Complete++
	}
}
