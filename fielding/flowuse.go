package fielding

import (
	"errors"
	"fmt"
	"time"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// Settings of a survey's flow, each followed by the survey's id.
const (
	settingPublished = "flow.published." // FlowRecord of what was published in the group
	settingDraft     = "flow.draft."     // FlowRecord of what waits to be published
)

// draftLife is how long a flow that was sent waits to be published.
const draftLife = 24 * time.Hour

// FlowRecord says which version of a flow was sent for a survey, or published.
type FlowRecord struct {
	Version string           `json:"version"`
	Base    string           `json:"base"` // version of the configured file at that time
	File    string           `json:"file"` // name of the file that was sent
	By      survey.AccountID `json:"by"`
	At      int64            `json:"at"` // Unix seconds
}

// ErrFlowUnfit is a published flow that its survey can't be fielded with.
var ErrFlowUnfit = errors.New("the published flow can't be used")

// reasonFlowUnfit is the word of the catalogue for it.
const reasonFlowUnfit = "flow_unfit"

// FlowUse is which flow the next wave of a survey opens with.
type FlowUse struct {
	Study                // with that flow
	Published FlowRecord // zero: it is the configured one
	Changed   bool       // the configured file has changed since the publication
	Err       error      // [ErrFlowUnfit]: no wave can be opened until another is published
}

// InUse tells which flow the next wave of a configured survey opens with: the published one, until the
// configured file says the same.
func InUse(tx *storage.Tx, cache *Flows, s Study) FlowUse {
	use := FlowUse{Study: s}
	rec, ok := flowRecord(tx, settingPublished, s.ID)
	if !ok || s.Flow == nil || rec.Version == s.Flow.Version() {
		return use
	}
	use.Published, use.Changed = rec, rec.Base != s.Flow.Version()
	f, err := cache.Get(tx, rec.Version)
	if err == nil {
		use.Flow, use.Source = f, tx.Flow(rec.Version)
		if faults := f.CheckMode(s.Mode); len(faults) > 0 {
			err = flows.Problems(faults)
		}
	}
	if err != nil {
		use.Err = fmt.Errorf("%w for survey %s: %s, version %s: %v", ErrFlowUnfit, s.ID, rec.File, rec.Version, err)
	}
	return use
}

func flowRecord(tx *storage.Tx, kind string, id survey.SurveyID) (rec FlowRecord, ok bool) {
	if readSetting(tx, kind+string(id), &rec) != nil {
		return FlowRecord{}, false
	}
	return rec, rec.Version != ""
}

// loadStudies makes the writer's configuration hold each survey with the flow in use.
func (w *Writer) loadStudies(tx *storage.Tx) {
	w.cfg.Surveys = make([]Study, len(w.filed))
	for i, s := range w.filed {
		w.cfg.Surveys[i] = InUse(tx, w.flows, s).Study
	}
}

// asConfigured is a survey with the flow of its file, whatever was published.
func (d *Desk) asConfigured(id survey.SurveyID) (Study, bool) {
	return Config{Surveys: d.w.filed}.Study(id)
}

// inUse is InUse by the id of a configured survey.
func (d *Desk) inUse(id survey.SurveyID) (FlowUse, bool) {
	s, ok := d.asConfigured(id)
	if !ok {
		return FlowUse{}, false
	}
	return InUse(d.tx, d.w.flows, s), true
}

// Draft is the flow that waits to be published for a survey; ok is false for none.
func Draft(tx *storage.Tx, id survey.SurveyID, now time.Time) (rec FlowRecord, ok bool) {
	rec, ok = flowRecord(tx, settingDraft, id)
	return rec, ok && now.Before(time.Unix(rec.At, 0).Add(draftLife))
}

func (d *Desk) draft(id survey.SurveyID) (FlowRecord, bool) { return Draft(d.tx, id, d.now) }

// putDraft keeps a flow until it is published, in place of the one before.
func (d *Desk) putDraft(id survey.SurveyID, rec FlowRecord, source []byte) error {
	if err := d.dropDraft(id); err != nil {
		return err
	}
	if err := d.tx.PutFlow(rec.Version, source); err != nil {
		return err
	}
	return putSetting(d.tx, settingDraft+string(id), rec)
}

// dropDraft forgets what waits to be published, with its source where nothing else is pinned to it.
func (d *Desk) dropDraft(id survey.SurveyID) error {
	rec, ok := flowRecord(d.tx, settingDraft, id)
	if !ok {
		return nil
	}
	if err := d.tx.PutSetting(settingDraft+string(id), ""); err != nil {
		return err
	}
	for _, w := range d.w.waves {
		if w.Flow == rec.Version {
			return nil
		}
	}
	for _, s := range d.w.filed {
		published, _ := flowRecord(d.tx, settingPublished, s.ID)
		waiting, _ := flowRecord(d.tx, settingDraft, s.ID)
		if rec.Version == published.Version || rec.Version == waiting.Version {
			return nil
		}
	}
	return d.tx.DeleteFlow(rec.Version)
}

// settleFlows compares, at start, what was published with the configured files. A file that says the
// same as the published version takes over from it; one that has changed does not.
func (d *Desk) settleFlows() error {
	for _, s := range d.w.filed {
		rec, ok := flowRecord(d.tx, settingPublished, s.ID)
		if !ok || s.Flow == nil {
			continue
		}
		if rec.Version == s.Flow.Version() {
			d.w.log.Info("the configured flow file is now the version that was published",
				"survey_id", string(s.ID), "flow_version", rec.Version)
			if err := d.tx.PutSetting(settingPublished+string(s.ID), ""); err != nil {
				return err
			}
			continue
		}
		d.sayFlow(InUse(d.tx, d.w.flows, s), s.Flow.Version())
	}
	return nil
}

func (d *Desk) sayFlow(use FlowUse, file string) {
	about := []any{"survey_id", string(use.ID), "flow_version", use.Published.Version, "file_version", file}
	switch {
	case use.Err != nil:
		d.w.log.Error("no wave of the survey can be opened: publish a mended flow, or use /terbitkan",
			append(about, "error", use.Err.Error())...)
	case use.Changed:
		d.w.log.Warn("the configured flow file has changed since a flow was published in the group; "+
			"the published one is used: /terbitkan in the group takes the file", about...)
	default:
		d.w.log.Info("the flow that was published in the group is used, not the configured file", about...)
	}
}
