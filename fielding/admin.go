package fielding

import (
	"errors"
	"sort"
	"strconv"
	"strings"
	"time"

	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// admin is one command of an admin during its event.
type admin struct {
	*Desk
	chat      survey.ChatID
	topic     int
	by        survey.AccountID
	anonymous bool // an anonymous admin of the group: who it is can't be told
	replyTo   int
	title     string
	sent      time.Time // when the command was written; zero: it is confirmed

	liaison bool // of the unit below, and nothing else
	unit    survey.UnitID
}

// adminCommand is a command of the admin group. A risky one needs a named admin and a confirmation.
type adminCommand struct {
	risky bool
	owner bool // owners only

	analyst bool // analysts may give it too
	liaison bool // liaisons may, about their own unit
	atOnce  bool // carried out without asking, so that an old one asks; see [admin.isOld]
	run     func(*admin, string) error
}

// adminCommands by name, without the slash. It is never changed.
var adminCommands = map[string]adminCommand{
	"bantuan":       {analyst: true, liaison: true, run: (*admin).help},
	"status":        {run: (*admin).status},
	"survei":        {analyst: true, run: (*admin).surveys},
	"unit":          {run: (*admin).units},
	"belum":         {liaison: true, run: (*admin).notYet},
	"ringkasan":     {analyst: true, run: (*admin).summary},
	"ekspor":        {risky: true, analyst: true, atOnce: true, run: (*admin).export},
	"tindak_lanjut": {risky: true, atOnce: true, run: (*admin).followUp},
	"buka":          {risky: true, run: (*admin).askOpen},
	"pratinjau":     {risky: true, run: (*admin).preview},
	"pilot":         {risky: true, run: (*admin).askPilot},
	"setujui":       {risky: true, owner: true, atOnce: true, run: (*admin).approve},
	"perpanjang":    {risky: true, run: (*admin).askExtend},
	"tutup":         {risky: true, run: (*admin).askClose},
	"ingatkan":      {risky: true, liaison: true, run: (*admin).askRemind},
	"jeda":          {risky: true, run: (*admin).pause},
	"lanjut":        {risky: true, atOnce: true, run: (*admin).resume},
	"ganti_akun":    {risky: true, run: (*admin).askRebind},
	"atur_ulang":    {risky: true, run: (*admin).askReset},
	"audit":         {risky: true, owner: true, run: (*admin).auditPage},
	commandTrial:    {risky: true, analyst: true, run: (*admin).askTrial},
	"terbitkan":     {risky: true, run: (*admin).askFlowFile},
	"hak_akses":     {risky: true, owner: true, atOnce: true, run: (*admin).roles},
}

// run judges who asks and runs the command. An unknown command in a group is silence: it may be for
// another bot.
func (a *admin) run(c Command) error {
	cmd, known := adminCommands[c.Name]
	if !known {
		return nil
	}
	role := a.role(a.by)
	a.unit, a.liaison = role.Unit()
	switch {
	case a.anonymous && cmd.risky:
		return a.reply(PostNamedOnly, "", nil)
	case a.anonymous:
	case !cmd.allows(role):
		return a.deny()
	case cmd.atOnce && a.isOld():
		return a.confirm(PostConfirmStale, "", pendingOld, []string{c.Name, c.Args}, map[string]string{"command": c.short()})
	}
	return cmd.run(a, c.Args)
}

// deny tells a person without a role so, with the number that an owner needs to give one.
func (a *admin) deny() error {
	args := map[string]string{}
	if a.by > 0 {
		args["account"] = formatID(int64(a.by))
	}
	return a.reply(PostDenied, "", args)
}

// freshFor is how long after it was written a command is carried out without asking.
const freshFor = 5 * time.Minute

// isOld tells whether the command waited at Telegram, as over a downtime: it is asked about anew what
// its writer wants by now. Commands that ask anyway need no second question, and an old /jeda only
// holds things back, which is what its writer wanted before the program began them.
func (a *admin) isOld() bool { return !a.sent.IsZero() && a.now.Sub(a.sent) > freshFor }

// allows tells whether an account of this role may give the command.
func (c adminCommand) allows(r storage.Role) bool {
	_, liaison := r.Unit()
	switch {
	case r == storage.RoleOwner:
		return true
	case r == storage.RoleAdmin:
		return !c.owner
	case r == storage.RoleAnalyst:
		return c.analyst
	}
	return liaison && c.liaison
}

// reply answers where the command was written.
func (a *admin) reply(name string, wave survey.WaveID, args map[string]string) error {
	return a.queue(storage.Message{
		Chat: a.chat, Topic: a.topic, Name: name, Wave: wave, Args: args, ReplyTo: a.replyTo,
	})
}

func (a *admin) help(string) error {
	name := PostHelp
	switch {
	case a.liaison:
		name = PostHelpLiaison
	case a.role(a.by) == storage.RoleAnalyst && !a.anonymous:
		name = PostHelpAnalyst
	}
	return a.reply(name, "", nil)
}

func (a *admin) status(string) error  { return a.reply(PostStatus, "", nil) }
func (a *admin) surveys(string) error { return a.reply(PostSurveys, "", nil) }
func (a *admin) units(string) error   { return a.reply(PostUnits, "", nil) }

// wordNames after /belum asks for the list of names, sent to the asker in private.
const wordNames = "daftar"

func (a *admin) notYet(args string) error {
	words := strings.Fields(args)
	names := len(words) > 0 && strings.EqualFold(words[len(words)-1], wordNames)
	if names {
		args = strings.Join(words[:len(words)-1], " ")
	}
	w, ok, err := a.which(args, true)
	if err != nil || !ok {
		return err
	}
	switch {
	case names && a.anonymous:
		return a.reply(PostNamedOnly, "", nil)
	case a.liaison, names:
		return a.unitNotYet(w)
	}
	return a.reply(PostNotYet, w.ID, nil)
}

// export sends the wave's rows to the asker in private: they are for machines, not for a group.
func (a *admin) export(args string) error {
	w, ok, err := a.which(args, false)
	if err != nil || !ok {
		return err
	}
	if w.Mode != survey.Identified && w.State != survey.WaveClosed {
		return a.reply(PostExportNotYet, w.ID, nil)
	}
	err = a.queue(storage.Message{
		Kind: storage.KindDocument, Chat: survey.ChatID(a.by), Name: PostExport, Wave: w.ID,
	})
	if err != nil {
		return err
	}
	if err := a.audit(a.by, "rows exported", string(w.ID)); err != nil {
		return err
	}
	if a.chat > 0 {
		return nil
	}
	return a.reply(PostExportSent, w.ID, nil)
}

// which finds the wave that the words mean: its id, else the only one that fits. open asks for one
// that takes answers; otherwise the newest stands where nothing was named.
func (a *admin) which(args string, open bool) (survey.Wave, bool, error) {
	var fit []survey.Wave
	for _, w := range a.w.waves {
		named := args == "" || string(w.ID) == args || string(w.Survey) == args
		if named && (w.State == survey.WaveOpen || !open) {
			fit = append(fit, w)
		}
	}
	sortWaves(fit)
	switch {
	case len(fit) == 0:
		return survey.Wave{}, false, a.reply(PostNoWave, "", map[string]string{"text": args})
	case len(fit) == 1 || !open:
		return fit[len(fit)-1], true, nil
	}
	return survey.Wave{}, false, a.reply(PostWhichWave, "", map[string]string{"waves": ids(fit)})
}

func ids(waves []survey.Wave) string {
	list := make([]string, len(waves))
	for i, w := range waves {
		list[i] = string(w.ID)
	}
	return strings.Join(list, ", ")
}

func (a *admin) askOpen(args string) error {
	study, ok := a.studyFor(args)
	if !ok {
		return a.noSurvey(args)
	}
	for _, w := range a.w.waves {
		if w.Survey == study.ID && w.State != survey.WaveClosed {
			return a.reply(PostFailed, w.ID, map[string]string{"reason": "already_open"})
		}
	}
	_, err := a.approved(study)
	var no *ApprovalError
	if errors.As(err, &no) {
		return a.unapproved(study, no.Reason, PostUnapproved)
	}
	if err != nil {
		return err
	}
	people, registered, err := a.roster()
	if err != nil {
		return err
	}
	until := a.now.Add(study.Duration)
	return a.confirm(PostConfirmOpen, "", "open", []string{string(study.ID)}, map[string]string{
		"survey": string(study.ID), "people": strconv.Itoa(people), "registered": strconv.Itoa(registered),
		"until":   strconv.FormatInt(until.Unix(), 10),
		"minutes": strconv.Itoa(a.minutes(registered)),
		"hours":   strconv.Itoa(a.hours(registered)),
	})
}

func (a *admin) studyFor(args string) (Study, bool) {
	if args == "" && len(a.w.cfg.Surveys) == 1 {
		return a.w.cfg.Surveys[0], true
	}
	return a.w.cfg.Study(survey.SurveyID(args))
}

// studyBefore reads "[SURVEY] REST": without the survey's id it is the only one there is.
func (a *admin) studyBefore(args string) (study Study, rest string, ok bool) {
	first, rest, _ := strings.Cut(args, " ")
	if study, ok = a.w.cfg.Study(survey.SurveyID(first)); ok {
		return study, rest, true
	}
	study, ok = a.studyFor("")
	return study, args, ok
}

// noSurvey says that the text names no survey, and which there are.
func (a *admin) noSurvey(text string) error {
	return a.reply(PostNoSurvey, "", map[string]string{"text": text, "surveys": a.surveyIDs()})
}

func (d *Desk) surveyIDs() string {
	var list []string
	for _, s := range d.w.cfg.Surveys {
		list = append(list, string(s.ID))
	}
	sort.Strings(list)
	return strings.Join(list, ", ")
}

func (d *Desk) roster() (people, registered int, err error) {
	err = d.tx.Respondents(func(r survey.Respondent) bool {
		if r.Active() {
			people++
			if r.Account != 0 {
				registered++
			}
		}
		return true
	})
	return people, registered, err
}

// minutes forecasts how long prompts to so many people take at the configured pace, at least one.
func (d *Desk) minutes(people int) int {
	return 1 + int(float64(people)/d.pace()/60)
}

// sendsPerInterview is how many counted calls one interview costs (docs/decisions.md).
const sendsPerInterview = 28

// hours forecasts how long the interviews of so many people take at least, if all answered at once.
func (d *Desk) hours(people int) int {
	return int((float64(people)*sendsPerInterview/d.pace() + 3599) / 3600)
}

func (d *Desk) pace() float64 {
	if d.w.cfg.Limits.GlobalPerSecond > 0 {
		return d.w.cfg.Limits.GlobalPerSecond
	}
	return 30
}

func (a *admin) askClose(args string) error {
	w, ok, err := a.which(args, true)
	if err != nil || !ok {
		return err
	}
	return a.confirm(PostConfirmClose, w.ID, "close", []string{string(w.ID)}, nil)
}

func (a *admin) askRemind(args string) error {
	w, ok, err := a.which(args, true)
	if err != nil || !ok {
		return err
	}
	if a.liaison {
		return a.askRemindUnit(w)
	}
	due, err := a.remindable(w, false)
	if err != nil {
		return err
	}
	outside := ""
	if !a.w.cfg.Hours.Open(a.now, a.w.cfg.Zone) {
		outside = strconv.FormatInt(a.w.cfg.Hours.NextOpen(a.now, a.w.cfg.Zone).Unix(), 10)
	}
	return a.confirm(PostConfirmRemind, w.ID, "remind", []string{string(w.ID)}, map[string]string{
		"people": strconv.Itoa(len(due)), "minutes": strconv.Itoa(a.minutes(len(due))), "outside": outside,
	})
}

// askExtend reads "[WAVE] DATE".
func (a *admin) askExtend(args string) error {
	name, date := "", args
	if first, rest, found := strings.Cut(args, " "); found {
		if _, ok := a.wave(survey.WaveID(first)); ok {
			name, date = first, strings.TrimSpace(rest)
		}
	}
	w, ok, err := a.which(name, true)
	if err != nil || !ok {
		return err
	}
	until, err := schedule.ParseUntil(date, a.w.cfg.Zone, a.now, a.w.cfg.Hours)
	if err != nil && a.isPast(date) {
		return a.reply(PostFailed, w.ID, map[string]string{"reason": "date_passed"})
	}
	if err != nil {
		return a.reply(PostBadDate, w.ID, map[string]string{"text": date})
	}
	question := PostConfirmExtend
	if until.Before(w.Closes) {
		question = PostConfirmSooner
	}
	return a.confirm(question, w.ID, "extend", []string{string(w.ID), unixText(until)}, map[string]string{
		"until": unixText(until), "before": unixText(w.Closes),
	})
}

// isPast tells whether the words are a date, though one that has passed.
func (a *admin) isPast(date string) bool {
	_, err := schedule.ParseUntil(date, a.w.cfg.Zone, a.now.AddDate(-5, 0, 0), a.w.cfg.Hours)
	return err == nil
}
