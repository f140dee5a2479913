package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/flows/library"
	"suara/schedule"
	"suara/survey"
)

// LibraryPrefix marks a flow that ships with Suara, as in library:berakhlak.
const LibraryPrefix = "library:"

// LongestID is how many bytes a survey's id may have. It leaves room in the 64 bytes of a press for the
// wave's month, number and what is pressed.
const LongestID = 36

func (k *checker) surveys() {
	if len(k.out.Surveys) == 0 {
		k.problem("surveys", "no survey; list one, or leave the key out for BerAKHLAK")
	}
	first := map[string]int{}
	for i, s := range k.out.Surveys {
		path := fmt.Sprintf("surveys[%d]", i)
		switch before, twice := first[s.ID]; {
		case s.ID == "":
			k.problem(path+".id", "missing; write a short name of a-z, 0-9 and -")
		case !surveyForm.MatchString(s.ID):
			k.problem(path+".id", "only a-z, 0-9 and - are allowed")
		case len(s.ID) > LongestID:
			k.problem(path+".id", "at most %d signs: buttons carry it", LongestID)
		case twice:
			k.problem(path+".id", "surveys[%d] has the same id; each needs its own", before)
		}
		first[s.ID] = i
		k.out.Fielding.Surveys = append(k.out.Fielding.Surveys, k.study(path, s))
	}
}

func (k *checker) study(path string, s Survey) fielding.Study {
	if s.Flow == "" {
		s.Flow = LibraryPrefix + s.ID
	}
	st := fielding.Study{Survey: survey.Survey{
		ID: survey.SurveyID(s.ID), FlowRef: s.Flow, Mode: survey.Mode(s.Mode), Open: s.Open,
		Duration: k.duration(path+".duration", s.Duration), Reminders: s.Reminders,
		MaxReminders: s.MaxReminders, ReminderGap: s.ReminderGap,
		Grace: k.duration(path+".grace", s.Grace), CatchUp: k.duration(path+".catch_up", s.CatchUp),
		Summary: s.Summary, Retention: k.retention(path, s.RetentionDays),
	}}
	st.Open = k.cron(path+".open", s.Open)
	st.Reminders = k.cron(path+".reminders", s.Reminders)
	st.Summary = k.cron(path+".summary", s.Summary)
	k.bounds(path, s, st)
	st.Source, st.Flow = k.flow(path, s)
	st.Pictures = k.pictures(s.Flow, st.Flow)
	st.Minimum = k.minimum(path+".minimum", s.Minimum)
	st.ReviewComments = s.ReviewComments
	st.Approval = fielding.ApprovalRule(s.Approval)
	if s.Approval.Pilot < 0 || s.Approval.Pilot > fielding.PilotLimit {
		k.problem(path+".approval.pilot", "write 0 to %d people", fielding.PilotLimit)
	}
	return st
}

func (k *checker) bounds(path string, s Survey, st fielding.Study) {
	if st.Duration != 0 && st.Duration < time.Minute {
		k.problem(path+".duration", "a wave lasts at least a minute")
	}
	if s.MaxReminders < 0 || s.MaxReminders > 10 {
		k.problem(path+".max_reminders", "write 0 to 10")
	}
	if s.ReminderGap < 0 {
		k.problem(path+".reminder_gap", "write working days, 0 or more")
	}
	if first := st.Reminders.Next(k.Now); s.MaxReminders > 0 && !first.IsZero() && st.Duration > 0 &&
		rarer(st.Reminders, k.Now, st.Duration) {
		k.warn(path+".reminders", "waves of %s can end before a reminder is due", s.Duration)
	}
	if st.Grace > st.Duration && st.Duration > 0 {
		k.warn(path+".grace", "it is longer than the wave itself")
	}
}

func (k *checker) minimum(path string, m Minimum) fielding.Minimum {
	out := fielding.Minimum{Organisation: m.Organisation, Unit: m.Unit, Units: map[survey.UnitID]int{}}
	counts := map[string]int{"organisation": m.Organisation, "unit": m.Unit}
	for id, n := range m.Units {
		out.Units[survey.UnitID(id)] = n
		counts["units."+id] = n
	}
	for name, n := range counts {
		if n < 0 {
			k.problem(path+"."+name, "write how many complete responses are wanted, 0 for no minimum")
		}
	}
	return out
}

// rarer tells whether somewhere in the next times two are further apart than the duration.
func rarer(spec schedule.Spec, now time.Time, duration time.Duration) bool {
	times := spec.NextN(now, 20)
	for i := 1; i < len(times); i++ {
		if times[i].Sub(times[i-1]) > duration {
			return true
		}
	}
	return false
}

func (k *checker) retention(path string, n int) time.Duration {
	path += ".retention_days"
	if n < 0 {
		k.problem(path, "at least 1 day, or leave it out")
	}
	if n == 0 {
		return k.out.Fielding.Retention
	}
	return k.days(path, n)
}

func (k *checker) duration(path, text string) time.Duration {
	d, err := schedule.ParseDuration(text)
	if err != nil {
		k.problem(path, "%v", err)
	}
	return d
}

func (k *checker) cron(path, expr string) schedule.Spec {
	if expr == "" {
		return schedule.Spec{}
	}
	spec, err := schedule.Parse(expr, k.out.Fielding.Zone, k.Now)
	if err != nil {
		k.problem(path, "%v", err)
	}
	for _, w := range spec.Warnings() {
		k.warn(path, "%s", w)
	}
	return spec
}

// flow loads and checks the survey's flow.
func (k *checker) flow(path string, s Survey) ([]byte, *flows.Flow) {
	mode := survey.Mode(s.Mode)
	switch mode {
	case survey.Anonymous, survey.Confidential, survey.Identified:
	default:
		k.problem(path+".mode", "write anonymous, confidential or identified")
		mode = survey.Anonymous
	}
	src, name, err := k.flowSource(s.Flow)
	if err != nil {
		k.problem(path+".flow", "%v", err)
		return nil, nil
	}
	found := flows.Inspect(name, src, mode)
	k.problems = append(k.problems, found.Errors...)
	for _, w := range found.Warnings {
		k.out.Warnings = append(k.out.Warnings, w.String())
	}
	return src, found.Flow
}

// pictures reads what the notes of a flow show; it lies beside the flow's file.
func (k *checker) pictures(ref string, f *flows.Flow) map[string][]byte {
	if f == nil {
		return nil
	}
	folder := filepath.Dir(k.resolve(ref))
	pictures, problems := k.Pictures(f, folder)
	k.problems = append(k.problems, problems...)
	return pictures
}

func (k *checker) flowSource(ref string) (src []byte, name string, err error) {
	if shipped, ok := strings.CutPrefix(ref, LibraryPrefix); ok {
		src, err = library.Open(shipped)
		return src, ref, err
	}
	name = k.resolve(ref)
	if src, err = k.ReadFile(name); err != nil {
		return nil, name, fmt.Errorf("the flow can't be read: %w; write library:berakhlak or a file's name", err)
	}
	return src, name, nil
}
