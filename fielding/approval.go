package fielding

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"suara/storage"
	"suara/survey"
)

// ApprovalRule says what must come before a survey may open: a pilot, a preview of everything that will
// be sent, and the word of a leader with the number of a letter.
type ApprovalRule struct {
	Required bool
	Leader   string // who approves; empty: whoever is named
	Pilot    int    // people who must have finished the test interview before, 0 to [PilotLimit]
}

// Approval is a leader's word for one opening of a survey, free of answers.
type Approval struct {
	Leader string           `json:"leader"`
	Letter string           `json:"letter"`
	By     survey.AccountID `json:"by,omitempty"` // who typed it in; 0: the operator at the terminal
	At     time.Time        `json:"at"`
	Plan
}

// Plan is one opening of a survey as it was previewed.
type Plan struct {
	Opens time.Time `json:"opens,omitzero"` // the scheduled instant; zero: by command
	Until time.Time `json:"until"`          // the last instant at which it may open
	Basis string    `json:"basis"`          // of flow, notice and dates: another one asks again
}

// ByCommand tells whether an admin opens it, and not the schedule.
func (p Plan) ByCommand() bool { return p.Opens.IsZero() }

// planLife is how long a preview or an approval of an opening by command is good for.
const planLife = 30 * 24 * time.Hour

// Plan is the next opening of the survey: at its scheduled instant, or by command where it has none or
// where byCommand asks for that.
func (c Config) Plan(s Study, now time.Time, byCommand bool) Plan {
	p := Plan{Until: now.Add(planLife)}
	if next := s.Open.Next(now); !byCommand && !s.Open.IsZero() && !next.IsZero() {
		p.Opens, p.Until = next, endOfDay(next, c.Zone)
	}
	p.Basis = c.basis(s, p.Opens)
	return p
}

func endOfDay(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone).Add(-time.Second)
}

// basis changes with whatever of the opening people are shown: flow, notice, dates and reminders.
func (c Config) basis(s Study, opens time.Time) string {
	about := fmt.Sprint(c.contentBasis(s), "\x00", opens.Unix(), "\x00", s.Duration, "\x00", s.Survey.Reminders, "\x00",
		s.MaxReminders, "\x00", s.ReminderGap)
	sum := sha256.Sum256([]byte(about))
	return hex.EncodeToString(sum[:8])
}

// contentBasis is the part of it that a pilot tries out: the flow and the notice.
func (c Config) contentBasis(s Study) string { return NoticeVersion(c, c.PlannedWave(s, time.Time{})) }

// PlannedWave is the wave that a survey would open as at an instant: what a preview shows. It has no
// people, and its id is no wave's.
func (c Config) PlannedWave(s Study, opens time.Time) survey.Wave {
	return survey.Wave{
		ID: "preview", Survey: s.ID, State: survey.WaveOpen, Mode: s.Mode, MinGroup: c.MinGroup, Flow: s.Flow.Version(),
		Opened: opens, Closes: opens.Add(s.Duration), MaxReminders: s.MaxReminders, ReminderGap: s.ReminderGap,
		Grace: s.Grace,
	}
}

// covers tells whether the plan is this survey's opening at an instant.
func (c Config) covers(p Plan, s Study, at time.Time) bool {
	if p.Basis != c.basis(s, p.Opens) || at.After(p.Until) {
		return false
	}
	return p.ByCommand() || !at.Before(p.Opens)
}

// Names of settings; the survey's or the wave's id follows.
const (
	settingPreview  = "preview/"
	settingApproval = "approval/"
	settingApproved = "approved/" // of a wave: what it was opened on
)

// ApprovalOf reads the approval that a survey's next opening has; ok is false for none.
func ApprovalOf(tx *storage.Tx, s survey.SurveyID) (a Approval, ok bool, err error) {
	return a, tx.Setting(settingApproval+string(s)) != "", readSetting(tx, settingApproval+string(s), &a)
}

// ApprovedAs reads the approval that a wave was opened on; ok is false for none.
func ApprovedAs(tx *storage.Tx, w survey.WaveID) (a Approval, ok bool, err error) {
	return a, tx.Setting(settingApproved+string(w)) != "", readSetting(tx, settingApproved+string(w), &a)
}

func readSetting(tx *storage.Tx, name string, v any) error {
	raw := tx.Setting(name)
	if raw == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func putSetting(tx *storage.Tx, name string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("store %s: %w", name, err)
	}
	return tx.PutSetting(name, string(raw))
}

// Reasons why an opening or an approval is not possible now; words of the catalogue.
const (
	ReasonNoApproval  = "no_approval"      // nobody has approved
	ReasonOtherPlan   = "approval_changed" // flow, notice or dates are not those that were approved
	ReasonNoPreview   = "no_preview"       // the preview was not looked at, or something changed since
	ReasonNoPilot     = "no_pilot"         // too few have finished the test interview
	ReasonOtherLeader = "other_leader"     // the configuration names another leader
	ReasonNoLetter    = "no_letter"        // name or number of the letter is missing
	ReasonNotAsked    = "approval_off"     // this survey needs no approval
)

// ApprovalError says why a survey may not open, or can't be approved.
type ApprovalError struct {
	Survey survey.SurveyID
	Reason string
}

// Error says it for the operator.
func (e *ApprovalError) Error() string {
	s := string(e.Survey)
	switch e.Reason {
	case ReasonNoApproval:
		return "survey " + s + " needs an approval before it opens: suara wave approve " + s + " --leader NAME --letter NUMBER"
	case ReasonOtherPlan:
		return "the flow, the notice or the dates of survey " + s + " are not those that were approved: approve it again"
	case ReasonNoPreview:
		return "survey " + s + " has changed since its preview: look at it again"
	case ReasonNoPilot:
		return "too few people have finished the test interview of survey " + s + ": invite some with /pilot in the admin group"
	case ReasonOtherLeader:
		return "the configuration names another leader for the approval of survey " + s
	case ReasonNoLetter:
		return "the leader's name and the letter's number are both needed to approve survey " + s
	}
	return "survey " + s + " needs no approval: surveys[].approval.required is off"
}

// approved judges whether the survey may open now.
func (d *Desk) approved(s Study) (a Approval, err error) {
	if !s.Approval.Required {
		return a, nil
	}
	a, ok, err := ApprovalOf(d.tx, s.ID)
	switch {
	case err != nil:
		return a, err
	case !ok:
		return a, &ApprovalError{s.ID, ReasonNoApproval}
	case !d.w.cfg.covers(a.Plan, s, d.now):
		return a, &ApprovalError{s.ID, ReasonOtherPlan}
	}
	return a, nil
}

// useApproval ties the approval to the wave that was opened on it: it is good for one opening.
func (d *Desk) useApproval(a Approval, w survey.Wave) error {
	if a.Leader == "" {
		return nil
	}
	if err := putSetting(d.tx, settingApproved+string(w.ID), a); err != nil {
		return err
	}
	return d.tx.PutSetting(settingApproval+string(w.Survey), "")
}

// Approve notes a leader's word for the opening that was previewed last.
func (d *Desk) Approve(id survey.SurveyID, leader, letter string, by survey.AccountID) (Approval, error) {
	a := Approval{Leader: oneLine(leader), Letter: oneLine(letter), By: by, At: d.now.Truncate(time.Second)}
	study, ok := d.w.cfg.Study(id)
	if !ok {
		return a, fmt.Errorf("survey %q is not in the configuration: %w", id, survey.ErrNotFound)
	}
	if err := readSetting(d.tx, settingPreview+string(id), &a.Plan); err != nil {
		return a, err
	}
	tried, err := d.piloted(study)
	if err != nil {
		return a, err
	}
	reason := ""
	switch rule := study.Approval; {
	case !rule.Required:
		reason = ReasonNotAsked
	case a.Leader == "" || a.Letter == "":
		reason = ReasonNoLetter
	case rule.Leader != "" && !strings.EqualFold(oneLine(rule.Leader), a.Leader):
		reason = ReasonOtherLeader
	case a.Basis != d.w.cfg.basis(study, a.Opens) || d.now.After(a.Until):
		reason = ReasonNoPreview
	case tried < rule.Pilot:
		reason = ReasonNoPilot
	}
	if reason != "" {
		return a, &ApprovalError{id, reason}
	}
	if err := putSetting(d.tx, settingApproval+string(id), a); err != nil {
		return a, err
	}
	return a, d.auditWords(by, "opening approved", map[string]string{
		"survey": string(id), "leader": a.Leader, "letter_number": a.Letter, "basis": a.Basis,
	})
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Preview notes that everything which the survey's next opening will send was shown.
func (d *Desk) Preview(id survey.SurveyID, byCommand bool, by survey.AccountID) (Plan, error) {
	study, ok := d.w.cfg.Study(id)
	if !ok {
		return Plan{}, fmt.Errorf("survey %q is not in the configuration: %w", id, survey.ErrNotFound)
	}
	p := d.w.cfg.Plan(study, d.now, byCommand)
	if err := putSetting(d.tx, settingPreview+string(id), p); err != nil {
		return p, err
	}
	return p, d.auditWords(by, "opening previewed", map[string]string{"survey": string(id), "basis": p.Basis})
}
