package main

import (
	"context"
	"fmt"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// waveApprove prints what the next opening of a survey will send and notes a leader's approval of it.
func (o *office) waveApprove(ctx context.Context, req request, r *reply) error {
	id := survey.SurveyID(req.Args[0])
	study, ok := o.cfg.Study(id)
	if !ok {
		return fmt.Errorf("survey %s is not in the configuration; there are: %s", id, o.studies())
	}
	var plan fielding.Plan
	var text string
	err := o.view(func(tx *storage.Tx) (err error) {
		study = fielding.InUse(tx, o.flows, study).Study
		plan = o.cfg.Plan(study, o.clock.Now(), req.flag("now"))
		text, err = bot.Preview(tx, o.cfg, o.flows, study, o.opens(plan), o.clock.Now())
		return err
	})
	if err != nil {
		return err
	}
	if req.flag("dry-run") {
		return o.tellOpening(planLine{Plan: plan, Survey: id, study: study}, text, req, r)
	}
	var a fielding.Approval
	err = o.act.do(ctx, "wave approve", func(d *fielding.Desk) (err error) {
		if _, err = d.Preview(id, req.flag("now"), 0); err != nil {
			return err
		}
		a, err = d.Approve(id, req.Flags["leader"], req.Flags["letter"], 0)
		return err
	})
	if err != nil {
		return err
	}
	return o.tellOpening(planLine{Plan: a.Plan, Survey: id, Leader: a.Leader, Letter: a.Letter, study: study}, text, req, r)
}

// planLine is an opening that can be approved, or was.
type planLine struct {
	fielding.Plan
	Survey survey.SurveyID `json:"survey"`
	Leader string          `json:"leader"`
	Letter string          `json:"letter"`

	study fielding.Study
}

// opens is when the wave of a plan opens; of one by command, as if it were now.
func (o *office) opens(p fielding.Plan) time.Time {
	if p.ByCommand() {
		return o.clock.Now()
	}
	return p.Opens
}

func (o *office) tellOpening(p planLine, text string, req request, r *reply) error {
	if req.format() == "json" {
		return r.json(p)
	}
	r.printf("%s", text)
	opens := "by command until " + o.moment(p.Until)
	if !p.ByCommand() {
		opens = o.moment(p.Opens)
	}
	r.printf("survey %s opens %s and closes after %s, flow version %s\n", p.Survey, opens, schedule.FormatDuration(p.study.Duration), p.study.Flow.Version())
	if p.Leader == "" {
		r.note("dry run: nothing was changed")
		return nil
	}
	r.printf("approved by %s, letter %s\n", p.Leader, p.Letter)
	return nil
}

// approvedBy is the approval that a wave was opened on, nil for none.
func (o *office) approvedBy(w survey.WaveID) (found *fielding.Approval, err error) {
	err = o.view(func(tx *storage.Tx) error {
		a, ok, err := fielding.ApprovedAs(tx, w)
		if ok {
			found = &a
		}
		return err
	})
	return found, err
}
