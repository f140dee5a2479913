package fielding

import (
	"path"
	"strings"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// FlowLimit is how large a flow's file may be.
const FlowLimit = 1 << 20

// The arguments of posts about flows.
const (
	ArgVersion = "version"
	ArgBase    = "base" // the version it is compared with
)

func isFlow(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return true
	}
	return false
}

// readFlow takes a flow's file: it is fetched and checked beside the loop. The caption may name the
// survey it is for.
func (d *Desk) readFlow(m Message) error {
	a := &admin{Desk: d, chat: m.Chat, topic: m.Topic, by: m.From, replyTo: m.ID}
	id := survey.SurveyID(strings.ToLower(strings.TrimSpace(m.File.Caption)))
	if _, ok := d.w.cfg.Study(id); id != "" && !ok {
		return a.noSurvey(m.File.Caption)
	}
	if m.File.Size > FlowLimit {
		return a.reply(PostFlowUnread, "", map[string]string{"file": m.File.Name, "reason": "flow_large"})
	}
	d.fx.Fetch = append(d.fx.Fetch, Fetch{
		File: m.File.ID, Name: m.File.Name, Flow: true, Survey: id,
		Chat: m.Chat, Topic: m.Topic, By: m.From, ReplyTo: m.ID,
	})
	return a.reply(PostRosterReading, "", map[string]string{"file": m.File.Name})
}

// FlowUnread says that a flow's file can't be fetched; reason is a word of the catalogue.
func (d *Desk) FlowUnread(f Fetch, reason string) error {
	return d.fileAdmin(f).reply(PostFlowUnread, "", map[string]string{"file": f.Name, "reason": reason})
}

// OfferFlow shows what a sound flow would change for its survey and asks. The version waits a day; no
// wave uses it before an owner has pressed the button.
func (d *Desk) OfferFlow(f Fetch, flow *flows.Flow, source []byte) error {
	a := d.fileAdmin(f)
	id, ok := d.flowFor(f.Survey, flow)
	study, known := d.asConfigured(id)
	if !ok || !known {
		return a.noSurvey(flow.ID)
	}
	if faults := flow.CheckMode(study.Mode); len(faults) > 0 {
		return d.faulty(a, f.Name, faults)
	}
	use := InUse(d.tx, d.w.flows, study)
	if use.Flow.Version() == flow.Version() {
		return a.reply(PostFlowSame, "", flowArgs(study.ID, flow.Version(), f.Name))
	}
	rec := FlowRecord{Version: flow.Version(), Base: study.Flow.Version(), File: f.Name, By: f.By, At: d.now.Unix()}
	if err := d.putDraft(study.ID, rec, source); err != nil {
		return err
	}
	return a.askFlow(use, rec, pendingFlow)
}

// flowFor finds the survey that a flow is for: the one named, else the only one of the flow's id, else
// the only one there is.
func (d *Desk) flowFor(named survey.SurveyID, flow *flows.Flow) (survey.SurveyID, bool) {
	if named != "" {
		return named, true
	}
	var fit []survey.SurveyID
	for _, s := range d.w.cfg.Surveys {
		if s.Flow.ID == flow.ID || len(d.w.cfg.Surveys) == 1 {
			fit = append(fit, s.ID)
		}
	}
	if len(fit) != 1 {
		return "", false
	}
	return fit[0], true
}

func flowArgs(id survey.SurveyID, version, file string) map[string]string {
	return map[string]string{"survey": string(id), ArgVersion: version, "file": file}
}

// askFlow shows the check and the differences from the version in use, with buttons to try it out and
// to publish it.
func (a *admin) askFlow(use FlowUse, rec FlowRecord, command string) error {
	id, err := a.token(10)
	if err != nil {
		return err
	}
	if err := a.tx.PutFlow(use.Flow.Version(), use.Source); err != nil { // to compare with, when it is shown
		return err
	}
	err = a.tx.PutPending(id, storage.Pending{
		Command: command, Args: []string{string(use.ID), rec.Version, use.Flow.Version()},
		Expires: a.now.Add(draftLife), Chat: a.chat, Topic: a.topic,
	})
	if err != nil {
		return err
	}
	args := flowArgs(use.ID, rec.Version, rec.File)
	args[ArgBase] = use.Flow.Version()
	args["waves"] = a.running(use.ID)
	try := []storage.Button{{Label: LabelTrial, Press: pressTrial + string(use.ID) + ":" + rec.Version}}
	return a.queue(storage.Message{
		Chat: a.chat, Topic: a.topic, Name: PostConfirmFlow, Args: args, ReplyTo: a.replyTo,
		Buttons: [][]storage.Button{try, {
			{Label: LabelYes + "." + pendingFlow, Press: "a:" + id + ":yes"}, {Label: LabelNo, Press: "a:" + id + ":no"},
		}},
	})
}

// running lists the survey's waves that are not closed: they keep the flow they opened with.
func (d *Desk) running(id survey.SurveyID) string {
	var open []survey.Wave
	for _, w := range d.w.waves {
		if w.Survey == id && w.State != survey.WaveClosed {
			open = append(open, w)
		}
	}
	sortWaves(open)
	ids := make([]string, len(open))
	for i, w := range open {
		ids[i] = string(w.ID)
	}
	return strings.Join(ids, ",")
}

// Commands that wait for a button of [PostConfirmFlow].
const (
	pendingFlow     = "flow"     // publish what was sent
	pendingFlowFile = "flowfile" // go back to the configured file
)

// publishFlow makes a version the one that the survey's next wave opens with. Where the version in use,
// the one that waits or the configured file has changed since the question, it changes nothing.
func (a *admin) publishFlow(p storage.Pending) error {
	id, version, base := survey.SurveyID(p.Args[0]), p.Args[1], p.Args[2]
	use, ok := a.inUse(id)
	if !ok {
		return a.noSurvey(p.Args[0])
	}
	study, _ := a.asConfigured(id)
	rec, waits := a.draft(id)
	if p.Command == pendingFlowFile {
		rec, waits = FlowRecord{Version: study.Flow.Version(), File: study.FlowRef}, true
	}
	if !waits || rec.Version != version || use.Flow.Version() != base {
		return a.reply(PostFlowStale, "", flowArgs(id, version, rec.File))
	}
	f, err := a.w.flows.Get(a.tx, version)
	if err != nil {
		return err
	}
	if faults := f.CheckMode(study.Mode); len(faults) > 0 { // the mode was changed since the check
		return a.faulty(a, rec.File, faults)
	}
	if err := a.putPublished(study, rec); err != nil {
		return err
	}
	err = a.auditWords(a.by, "flow published", map[string]string{
		"survey": string(id), "version": version, "file": rec.File, "before": base,
	})
	if err != nil {
		return err
	}
	args := flowArgs(id, version, rec.File)
	args["waves"] = a.running(id)
	if err := a.reply(PostFlowPublished, "", args); err != nil || a.chat == a.group() {
		return err
	}
	return a.post(PostFlowPublished, "", args)
}

// cancelFlow forgets what waited to be published, where that was the question.
func (d *Desk) cancelFlow(p storage.Pending) error {
	if p.Command != pendingFlow {
		return nil
	}
	id := survey.SurveyID(p.Args[0])
	if rec, _ := d.draft(id); rec.Version != p.Args[1] {
		return nil
	}
	return d.dropDraft(id)
}

// putPublished notes what is in use. The configured file's own version needs no note.
func (a *admin) putPublished(study Study, rec FlowRecord) error {
	rec.Base, rec.By, rec.At = study.Flow.Version(), a.by, a.now.Unix()
	var err error
	if rec.Version == rec.Base {
		err = a.tx.PutSetting(settingPublished+string(study.ID), "")
	} else {
		err = putSetting(a.tx, settingPublished+string(study.ID), rec)
	}
	if err != nil {
		return err
	}
	a.w.loadStudies(a.tx)
	return a.dropDraft(study.ID)
}

// askFlowFile asks whether the configured file is to be used again in place of what was published.
func (a *admin) askFlowFile(args string) error {
	named, ok := a.studyFor(args)
	if !ok {
		return a.noSurvey(args)
	}
	study, _ := a.asConfigured(named.ID)
	use := InUse(a.tx, a.w.flows, study)
	if use.Published.Version == "" {
		return a.reply(PostFlowFile, "", flowArgs(study.ID, study.Flow.Version(), study.FlowRef))
	}
	if err := a.tx.PutFlow(study.Flow.Version(), study.Source); err != nil {
		return err
	}
	return a.askFlow(use, FlowRecord{Version: study.Flow.Version(), File: study.FlowRef}, pendingFlowFile)
}
