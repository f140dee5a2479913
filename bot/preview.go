package bot

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// previewPart shows one text as people will read it when the survey opens, with its buttons as words.
func (p *post) previewPart() error {
	study, w, err := p.plan()
	if err != nil {
		return err
	}
	s, err := p.plannedScreen(study, w, p.m.Args["part"])
	if err != nil {
		return err
	}
	p.set("name", p.word("preview", p.m.Args["part"]))
	p.set("parts", p.t.Number(len(fielding.PreviewParts())))
	p.say("post.preview_part")
	p.gap()
	p.b.WriteString(s.b.String())
	if words := s.buttonWords(); words != "" {
		p.set("buttons", words)
		p.say("post.preview_part.buttons")
	}
	return nil
}

// plannedScreen draws a part of what people will read of a wave that is not opened yet, in the
// organisation's language.
func (p *page) plannedScreen(study fielding.Study, w survey.Wave, part string) (*screen, error) {
	s := &screen{page: p.newPage(p.tx, p.cfg.Language, p.now)}
	s.planned = &w
	s.Screen.Wave = w.ID
	var err error
	switch part {
	case fielding.PreviewInvitation:
		err = s.invitation()
	case fielding.PreviewReminder:
		err = s.reminder()
	case fielding.PreviewNotice:
		err = s.consent()
	case fielding.PreviewClosing:
		err = s.submitted()
	case fielding.PreviewQuestion:
		s.question(study.Flow.Show(study.Flow.Begin("preview", s.t.Lang(), nil)), w.Mode)
	default:
		err = survey.ErrNotFound
	}
	return s, err
}

// Preview is everything that people will read of a wave that a survey would open at an instant, as plain
// text in the organisation's language.
func Preview(tx *storage.Tx, cfg fielding.Config, fl *fielding.Flows, study fielding.Study,
	opens, now time.Time) (string, error) {
	r, err := newRenderer(cfg, fl)
	if err != nil {
		return "", err
	}
	p, w := r.newPage(tx, cfg.Language, now), cfg.PlannedWave(study, opens)
	var b strings.Builder
	for i, part := range fielding.PreviewParts() {
		s, err := p.plannedScreen(study, w, part)
		if err != nil {
			return "", fmt.Errorf("preview of survey %s, %s: %w", study.ID, part, err)
		}
		fmt.Fprintf(&b, "--- %d. %s\n%s\n", i+1, p.word("preview", part), texts.Strip(s.b.String()))
		if words := s.buttonWords(); words != "" {
			fmt.Fprintf(&b, "[%s]\n", words)
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// buttonWords are the labels under the page.
func (p *page) buttonWords() string {
	var words []string
	for _, row := range p.rows {
		for _, b := range row {
			words = append(words, b.Text)
		}
	}
	return strings.Join(words, " · ")
}

// plan is the survey of the post and the wave that it would open.
func (p *post) plan() (fielding.Study, survey.Wave, error) {
	use, ok := p.inUse(survey.SurveyID(p.m.Args["survey"]))
	if !ok {
		return use.Study, survey.Wave{}, survey.ErrNotFound
	}
	seconds, err := strconv.ParseInt(p.m.Args["at"], 10, 64)
	return use.Study, p.cfg.PlannedWave(use.Study, time.Unix(seconds, 0)), err
}

// preview is the summary below the texts: the dates, to whom, and how to approve.
func (p *post) preview() error {
	study, w, err := p.plan()
	if err != nil {
		return err
	}
	p.set("mode", p.t.Plain("word.mode."+string(w.Mode), nil))
	p.set("closes", p.time(w.Closes))
	p.set("last", "")
	p.set("if_now", "")
	if p.m.Args["slot"] == "" {
		p.set("last", p.vals["until"])
		p.set("if_now", p.word("preview", "if_now"))
	}
	p.set("days", p.t.Number(int(study.Duration.Hours()/24)))
	p.set("reminders", p.t.Number(w.MaxReminders))
	p.set("gap", p.t.Number(w.ReminderGap))
	p.set("min_group", p.t.Number(w.MinGroup))
	p.set("version", w.Flow)
	p.set("notice", fielding.NoticeVersion(p.cfg, w))
	p.say("post.preview")
	if !study.Approval.Required {
		return nil
	}
	return p.approvalState(study)
}

// approvalState says how far the approval of a survey's next opening has come.
func (p *page) approvalState(study fielding.Study) error {
	pilot, err := fielding.PilotOf(p.tx, p.cfg, study)
	if err != nil {
		return err
	}
	p.set("asked", p.t.Number(len(pilot.People)))
	p.set("finished", p.t.Number(pilot.Finished()))
	p.set("pilot", p.some(study.Approval.Pilot))
	p.set("leader", study.Approval.Leader)
	p.set("id", string(study.ID))
	p.say("post.preview.approve")
	return nil
}

// approvalLines tell of a survey's approval in the list of surveys.
func (p *page) approvalLines(s fielding.Study) error {
	if !s.Approval.Required {
		return nil
	}
	a, ok, err := fielding.ApprovalOf(p.tx, s.ID)
	if err != nil {
		return err
	}
	if !ok {
		p.line("post.surveys.unapproved")
		return nil
	}
	p.approval(a)
	p.line("post.surveys.approved")
	return nil
}

func (p *page) approval(a fielding.Approval) {
	p.set("leader", a.Leader)
	p.set("letter_number", a.Letter)
	p.set("at", p.time(a.At))
	p.set("slot", "")
	if !a.ByCommand() {
		p.set("slot", p.time(a.Opens))
	}
	p.set("until", p.time(a.Until))
}

// approvedWave tells on whose word a wave was opened, in the list of surveys.
func (p *page) approvedWave(w survey.WaveID) error {
	a, ok, err := fielding.ApprovedAs(p.tx, w)
	if err != nil || !ok {
		return err
	}
	p.approval(a)
	p.line("post.surveys.wave.approved")
	return nil
}
