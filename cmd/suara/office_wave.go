package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"suara/fielding"
	"suara/schedule"
	"suara/storage"
	"suara/survey"
)

// waveLine is a wave in lists.
type waveLine struct {
	ID     survey.WaveID    `json:"id"`
	Survey survey.SurveyID  `json:"survey"`
	State  survey.WaveState `json:"state"`
	Opened string           `json:"opened"`
	Closes string           `json:"closes"`

	Flow      string `json:"flow_version"`
	File      string `json:"flow_file,omitempty"` // as configured, or the file that was published
	Published bool   `json:"flow_published"`      // in the admin group
	Lost      bool   `json:"key_lost,omitempty"`  // its answers can't be read
}

func (o *office) line(w survey.Wave) waveLine {
	return waveLine{w.ID, w.Survey, w.State, o.stamp(w.Opened), o.stamp(w.Closes), w.Flow, w.FlowFile, w.Published, o.lost(w)}
}

// lost tells whether the key of an anonymous wave is gone, or was at its closing. What the wave says of it while
// it is open was noted when the writer last started, and may be out of date.
func (o *office) lost(w survey.Wave) bool {
	if w.Sealed() {
		return !o.store.HasKey(string(w.ID))
	}
	return w.Lost
}

// stamp writes a time for machines, in the organisation's zone.
func (o *office) stamp(t time.Time) string { return t.In(o.cfg.Zone).Format(time.RFC3339) }

// moment writes a time for people.
func (o *office) moment(t time.Time) string { return schedule.FormatTime(t, o.cfg.Zone, "en") }

// tell prints a wave as JSON, or the text.
func (o *office) tell(w survey.Wave, req request, r *reply, format string, args ...any) error {
	if req.format() == "json" {
		return r.json(o.line(w))
	}
	r.printf(format+"\n", args...)
	return nil
}

// ending says when a wave closes or closed, for people.
func (o *office) ending(w survey.Wave) (verb, when string) {
	if w.State == survey.WaveOpen {
		return "closes", o.moment(w.Closes)
	}
	return "closed", o.moment(w.Closed)
}

func (o *office) waveOpen(ctx context.Context, req request, r *reply) error {
	id := survey.SurveyID(req.Args[0])
	if _, ok := o.cfg.Study(id); !ok {
		return fmt.Errorf("survey %s is not in the configuration; there are: %s", id, o.studies())
	}
	var w survey.Wave
	err := o.act.do(ctx, "wave open", func(d *fielding.Desk) (err error) {
		w, err = d.OpenWave(id, 0)
		return err
	})
	if err != nil {
		return err
	}
	return o.tell(w, req, r, "%s", w.ID)
}

func (o *office) studies() string {
	var ids []string
	for _, s := range o.cfg.Surveys {
		ids = append(ids, string(s.ID))
	}
	return strings.Join(ids, ", ")
}

func (o *office) waveClose(ctx context.Context, req request, r *reply) error {
	id := survey.WaveID(req.Args[0])
	err := o.act.do(ctx, "wave close", func(d *fielding.Desk) error {
		_, err := d.CloseWave(id, 0)
		return err
	})
	if err != nil {
		return err
	}
	if err := o.act.settle(ctx, id); err != nil {
		return fmt.Errorf("close wave %s: %w", id, err)
	}
	w, err := o.wave(id)
	if err != nil {
		return err
	}
	return o.tell(w, req, r, "%s is closed", w.ID)
}

func (o *office) waveExtend(ctx context.Context, req request, r *reply) error {
	id := survey.WaveID(req.Args[0])
	until, err := schedule.ParseUntil(req.Flags["until"], o.cfg.Zone, o.clock.Now(), o.cfg.Hours)
	if err != nil {
		return fmt.Errorf("--until: %w", err)
	}
	var was, w survey.Wave
	err = o.act.do(ctx, "wave extend", func(d *fielding.Desk) (err error) {
		if was, err = d.Tx().Wave(id); err != nil {
			return err
		}
		w, err = d.ExtendWave(id, until, 0)
		return err
	})
	if err != nil {
		return err
	}
	if w.Closes.Before(was.Closes) {
		r.note("note: the wave now closes earlier than before; a time such as +3d counts from now")
	}
	return o.tell(w, req, r, "%s closes %s (before: %s)", w.ID, o.moment(w.Closes), o.moment(was.Closes))
}

func (o *office) waveRemind(ctx context.Context, req request, r *reply) error {
	id, people := survey.WaveID(req.Args[0]), 0
	err := o.act.do(ctx, "wave remind", func(d *fielding.Desk) (err error) {
		people, err = d.RemindWave(id, 0)
		return err
	})
	if err != nil {
		return err
	}
	if req.format() == "json" {
		return r.json(map[string]any{"id": id, "people": people})
	}
	r.printf("%s: %d people will be reminded\n", id, people)
	return nil
}

func (o *office) waveList(_ context.Context, req request, r *reply) error {
	lines := []waveLine{}
	var waves []survey.Wave
	if err := o.view(func(tx *storage.Tx) (err error) { waves, err = tx.Waves(); return err }); err != nil {
		return fmt.Errorf("list waves: %w", err)
	}
	for _, w := range waves {
		lines = append(lines, o.line(w))
	}
	if req.format() == "json" {
		return r.json(lines)
	}
	for _, w := range waves {
		verb, end := o.ending(w)
		r.printf("%s  %s  opened %s, %s %s, flow %s%s\n", w.ID, w.State, o.moment(w.Opened), verb, end, w.Flow, flowOrigin(w))
	}
	if len(waves) == 0 {
		r.printf("no waves yet\n")
	}
	return nil
}

// flowOrigin says where the flow of a wave came from.
func flowOrigin(w survey.Wave) string {
	switch {
	case w.Published:
		return " (published in the group: " + w.FlowFile + ")"
	case w.FlowFile != "":
		return " (" + w.FlowFile + ")"
	}
	return "" // opened by a program that did not note it
}

// wave reads a wave; where there is none, the error says which there are.
func (o *office) wave(id survey.WaveID) (w survey.Wave, err error) {
	err = o.view(func(tx *storage.Tx) error {
		if w, err = tx.Wave(id); err == nil {
			return nil
		}
		return fmt.Errorf("%w%s", err, o.others(tx))
	})
	return w, err
}

// others says which waves there are.
func (o *office) others(tx *storage.Tx) string {
	waves, err := tx.Waves()
	if err != nil || len(waves) == 0 {
		return ""
	}
	var ids []string
	for _, w := range slices.Backward(waves) {
		ids = append(ids, string(w.ID))
		if len(ids) == 5 {
			break
		}
	}
	return "; the newest are: " + strings.Join(ids, ", ")
}

func (o *office) waveStatus(_ context.Context, req request, r *reply) error {
	w, err := o.wave(survey.WaveID(req.Args[0]))
	if err != nil {
		return err
	}
	s, err := o.participation(w)
	if err != nil {
		return err
	}
	approval, err := o.approvedBy(w.ID)
	if err != nil {
		return err
	}
	if req.format() == "json" {
		return r.json(publicStatus(s, approval))
	}
	o.statusText(w, s, r)
	if approval != nil {
		r.printf("approved by %s, letter %s, noted %s\n", approval.Leader, approval.Letter, o.moment(approval.At))
	}
	return nil
}

// unitLine is the participation of a unit as anybody may see it: complete and declined together.
type unitLine struct {
	ID         survey.UnitID `json:"id"`
	Name       string        `json:"name"`
	Roster     int           `json:"roster"`
	Registered int           `json:"registered"`
	Responded  int           `json:"responded"`
}

func publicStatus(s fielding.WaveStatus, approval *fielding.Approval) any {
	units := make([]unitLine, len(s.Units))
	for i, u := range s.Units {
		units[i] = unitLine{u.ID, u.Name, u.Roster, u.Registered, u.Responded}
	}
	return struct {
		fielding.WaveStatus
		Units    []unitLine         `json:"units"` // hides the field of the same name
		Approval *fielding.Approval `json:"approval,omitempty"`
	}{s, units, approval}
}

func (o *office) statusText(w survey.Wave, s fielding.WaveStatus, r *reply) {
	b := s.Base
	verb, end := o.ending(w)
	r.printf("%s  %s (%s)\nopened %s\n%s %s\n", w.ID, w.State, w.Mode, o.moment(w.Opened), verb, end)
	r.printf("response rate (RR1) %.1f %%: %d complete of %d eligible\n", 100*s.Rate, b.Complete, b.Roster)
	r.printf("registered %d, invited %d, reachable %d, started %d\n", b.Registered, b.Invited, b.Reachable, b.Started)
	r.printf("declined %d, blocked %d, outcome unknown %d, prompts waiting %d, reminders sent %d\n",
		s.Declined, s.Blocked, s.Unknown, s.Waiting, s.Reminders)
	if s.Joiners+s.Leavers > 0 {
		r.printf("since the opening %d joined the roster, %d left it before they had answered\n", s.Joiners, s.Leavers)
	}
	if o.lost(w) {
		r.printf("the key of this wave is not in the key file: its answers can't be read\n")
	}
	for _, u := range s.Units {
		r.printf("  %s (%s): responded %d of %d, registered %d\n", u.Name, u.ID, u.Responded, u.Roster, u.Registered)
	}
}
