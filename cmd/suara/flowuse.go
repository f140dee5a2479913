package main

import (
	"context"
	"fmt"
	"time"

	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// flowLine is a flow that was published in the admin group, or waits to be.
type flowLine struct {
	Survey  survey.SurveyID     `json:"survey"`
	Record  fielding.FlowRecord `json:"record"`
	Draft   bool                `json:"draft,omitempty"`
	Changed bool                `json:"changed,omitempty"` // the configured file has, since the publication
	Fault   string              `json:"fault,omitempty"`   // why no wave can be opened with it
}

// flowLines lists what was published in the group, survey by survey.
func flowLines(tx *storage.Tx, cache *fielding.Flows, cfg fielding.Config, now time.Time) (list []flowLine) {
	for _, s := range cfg.Surveys {
		use := fielding.InUse(tx, cache, s)
		if use.Published.Version != "" {
			line := flowLine{Survey: s.ID, Record: use.Published, Changed: use.Changed}
			if use.Err != nil {
				line.Fault = use.Err.Error()
			}
			list = append(list, line)
		}
		if rec, ok := fielding.Draft(tx, s.ID, now); ok {
			list = append(list, flowLine{Survey: s.ID, Record: rec, Draft: true})
		}
	}
	return list
}

// flowUse answers what was published, for check.
func (o *office) flowUse(_ context.Context, _ request, r *reply) error {
	var list []flowLine
	err := o.view(func(tx *storage.Tx) error {
		list = flowLines(tx, o.flows, o.cfg, o.clock.Now())
		return nil
	})
	if err != nil {
		return fmt.Errorf("list the flows in use: %w", err)
	}
	return r.json(list)
}

// flowsInUse says what was published in the group in place of the configured files; fit is false where
// a wave can't be opened with it. The database is only looked at.
func (p *program) flowsInUse(ctx context.Context, set *config.Config) (fit bool) {
	list, err := learn(ctx, set, request{Command: "flow use"}, func(tx *storage.Tx) ([]flowLine, error) {
		return flowLines(tx, fielding.NewFlows(), set.Fielding, p.clock.Now()), nil
	})
	if err != nil {
		p.say("which flows were published in the group can't be told: %s", config.Redact(err.Error()))
		return true
	}
	fit = true
	for _, l := range list {
		p.flowLine(l, set)
		fit = fit && l.Fault == ""
	}
	return fit
}

func (p *program) flowLine(l flowLine, set *config.Config) {
	at := schedule.FormatTime(time.Unix(l.Record.At, 0), set.Fielding.Zone, "en")
	if l.Draft {
		p.say("survey %s: flow version %s (%s) waits to be published, sent %s", l.Survey, l.Record.Version, l.Record.File, at)
		return
	}
	p.say("survey %s: the next wave opens with flow version %s (%s), published in the group %s, not with the configured file",
		l.Survey, l.Record.Version, l.Record.File, at)
	if l.Changed {
		p.say("warning: the configured flow file of survey %s has changed since; it is not used. "+
			"To use it: /terbitkan %s in the admin group", l.Survey, l.Survey)
	}
	if l.Fault != "" {
		p.say("problem: %s; publish a mended flow in the group, or go back to the configured file: /terbitkan %s",
			l.Fault, l.Survey)
	}
}
