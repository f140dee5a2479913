package fielding

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"time"

	"suara/storage"
	"suara/survey"
)

func sortWaves(list []survey.Wave) {
	sort.Slice(list, func(i, j int) bool {
		if !list[i].Opened.Equal(list[j].Opened) {
			return list[i].Opened.Before(list[j].Opened)
		}
		return list[i].ID < list[j].ID
	})
}

// OpenWave opens a wave of a configured survey: it fixes mode, flow, units and target list, and
// queues the invitations of everybody registered.
func (d *Desk) OpenWave(id survey.SurveyID, by survey.AccountID) (survey.Wave, error) {
	study, ok := d.w.cfg.Study(id)
	if !ok {
		return survey.Wave{}, fmt.Errorf("survey %q is not in the configuration: %w", id, survey.ErrNotFound)
	}
	for _, w := range d.w.waves {
		if w.Survey == id && w.State != survey.WaveClosed {
			return survey.Wave{}, fmt.Errorf("wave %s of survey %s is %s: %w", w.ID, id, w.State, survey.ErrExists)
		}
	}
	use, _ := d.inUse(id)
	if use.Err != nil {
		return survey.Wave{}, fmt.Errorf("open a wave: %w", use.Err)
	}
	approval, err := d.approved(study)
	if err == nil {
		err = d.FinishRoster()
	}
	if err != nil {
		return survey.Wave{}, fmt.Errorf("open a wave: %w", err)
	}
	units, err := d.tx.Units()
	if err != nil {
		return survey.Wave{}, err
	}
	w := survey.Wave{
		ID: d.newWaveID(id), Survey: id, State: survey.WaveOpen, Mode: study.Mode, MinGroup: d.w.cfg.MinGroup,
		Flow: study.Flow.Version(), Opened: d.now.Truncate(time.Second),
		Closes:       d.now.Truncate(time.Second).Add(study.Duration),
		MaxReminders: study.MaxReminders, ReminderGap: study.ReminderGap, Grace: study.Grace, Units: units,
		FlowFile: cmp.Or(use.Published.File, study.FlowRef), Published: use.Published.File != "",
		Pictures: pictureNames(study.Pictures),
	}
	if err := errors.Join(d.useApproval(approval, w), d.prepare(w, study)); err != nil {
		return w, fmt.Errorf("open wave %s: %w", w.ID, err)
	}
	if err := errors.Join(d.audit(by, "wave opened", string(w.ID)), d.tellRoster()); err != nil {
		return w, err
	}
	if err := d.post(PostOpened, w.ID, nil); err != nil || w.Mode != survey.Anonymous {
		return w, err
	}
	return w, d.askKeepers(w)
}

// newWaveID is the survey's id with the month of opening, and a number where that is taken.
func (d *Desk) newWaveID(id survey.SurveyID) survey.WaveID {
	base := survey.WaveID(fmt.Sprintf("%s-%s", id, d.now.In(d.w.cfg.Zone).Format("2006-01")))
	next := base
	for n := 2; ; n++ {
		if _, taken := d.wave(next); !taken {
			return next
		}
		next = survey.WaveID(fmt.Sprintf("%s-%d", base, n))
	}
}

func (d *Desk) prepare(w survey.Wave, study Study) error {
	if w.Mode == survey.Anonymous {
		if err := d.w.store.CreateKey(string(w.ID)); err != nil {
			return err
		}
	}
	if err := errors.Join(d.tx.PutFlow(w.Flow, study.Source), putPictures(d.tx, study.Pictures)); err != nil {
		return err
	}
	if err := d.targets(w); err != nil {
		return err
	}
	for _, kind := range []string{slotRemind, slotSummary} {
		if err := d.tx.PutSlot(waveSlot(w.ID, kind), d.now); err != nil {
			return err
		}
	}
	d.fx.Announce = true
	return d.putWave(w)
}

// targets fixes the wave's target list: everybody on the roster now. Those registered are invited.
func (d *Desk) targets(w survey.Wave) error {
	people, err := d.tx.Targets()
	if err != nil {
		return err
	}
	invited := 0
	for _, p := range people {
		if p.Registered {
			invited++
		}
	}
	delete(d.w.passed, queueKey{w.ID, storage.PromptInvitation})
	if err := d.tx.PutTargets(w.ID, people); err != nil {
		return err
	}
	return d.enlist(w.ID, storage.PromptInvitation, invited)
}

// taking reads a wave that must still take answers.
func (d *Desk) taking(id survey.WaveID) (survey.Wave, error) {
	w, ok := d.wave(id)
	switch {
	case !ok:
		return w, fmt.Errorf("wave %q: %w", id, survey.ErrNotFound)
	case w.State == survey.WaveOpen && w.Lost:
		return w, fmt.Errorf("the key of wave %s is lost: it takes no answers: %w", id, survey.ErrClosed)
	case !w.Taking():
		return w, fmt.Errorf("wave %s is %s: %w", id, w.State, survey.ErrClosed)
	}
	return w, nil
}

// CloseWave ends the taking of answers, at once and for good; its release is computed next.
//
// A wave whose key is lost can be closed too: it keeps its participation and gives no results.
func (d *Desk) CloseWave(id survey.WaveID, by survey.AccountID) (survey.Wave, error) {
	w, ok := d.wave(id)
	if !ok || w.State != survey.WaveOpen {
		return d.taking(id)
	}
	w.State, w.Closed = survey.WaveClosing, d.now
	if err := errors.Join(d.tx.DropPrompts(id), d.forgetDays(w)); err != nil {
		return w, err
	}
	if err := d.putWave(w); err != nil {
		return w, err
	}
	d.fx.Close = append(d.fx.Close, id)
	return w, d.audit(by, "wave closed", string(id))
}

// ExtendWave moves the closing of an open wave, also to an earlier time that is still to come.
func (d *Desk) ExtendWave(id survey.WaveID, until time.Time, by survey.AccountID) (survey.Wave, error) {
	w, err := d.taking(id)
	if err != nil {
		return w, err
	}
	if !until.After(d.now) {
		return w, fmt.Errorf("extend wave %s: the new closing %s has passed: %w",
			id, until.In(d.w.cfg.Zone).Format(rfc3339), survey.ErrInvalid)
	}
	before := w.Closes
	w.Closes = until.Truncate(time.Second)
	if err := d.putWave(w); err != nil {
		return w, err
	}
	err = d.auditWords(by, "wave extended", map[string]string{
		"wave": string(id), "until": w.Closes.In(d.w.cfg.Zone).Format(rfc3339),
	})
	if err != nil {
		return w, err
	}
	name, args := moved(before, w)
	return w, d.post(name, id, args)
}

// moved is the post about a wave whose closing was another one before.
func moved(before time.Time, w survey.Wave) (name string, args map[string]string) {
	if !w.Closes.Before(before) {
		return PostExtended, nil
	}
	return PostSooner, map[string]string{"until": unixText(w.Closes), "before": unixText(before)}
}

func unixText(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// RemindWave queues a reminder to everybody who was reached and has not finished. The gap between
// prompts does not hold back an admin's own wish, the highest number of reminders does.
func (d *Desk) RemindWave(id survey.WaveID, by survey.AccountID) (people int, err error) {
	w, err := d.taking(id)
	if err != nil {
		return 0, err
	}
	if people, err = d.queueReminders(w, false); err != nil {
		return 0, err
	}
	return people, d.auditWords(by, "reminders queued", map[string]string{
		"wave": string(id), "people": strconv.Itoa(people),
	})
}

// queueReminders puts everybody due on the wave's list of prompts. Who could not be invited so far is
// invited then.
func (d *Desk) queueReminders(w survey.Wave, gap bool) (int, error) {
	due, err := d.remindable(w, gap)
	if err != nil {
		return 0, err
	}
	if err := d.inviteAgain(w); err != nil {
		return 0, err
	}
	for _, id := range due {
		if err := d.queuePrompt(w.ID, storage.PromptReminder, id); err != nil {
			return 0, err
		}
	}
	d.fx.Announce = d.fx.Announce || len(due) > 0
	return len(due), d.enlist(w.ID, storage.PromptReminder, len(due))
}

func (d *Desk) remindable(w survey.Wave, gap bool) (due []survey.RespondentID, err error) {
	err = d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		if d.mayRemind(w, inv, gap) {
			due = append(due, id)
		}
		return true
	})
	return due, err
}

// inviteAgain queues the invitation of everybody registered who was passed over: unreachable then, or
// in the middle of another interview. Those whose turn is still to come keep it.
func (d *Desk) inviteAgain(w survey.Wave) error {
	var people []survey.RespondentID
	err := d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		if inv.Reach == survey.ReachNone && !inv.Responded() && !inv.Left && isRegistered(d.tx, id) &&
			!d.tx.HasPrompt(w.ID, storage.PromptInvitation, id) {
			people = append(people, id)
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range people {
		if err := d.queuePrompt(w.ID, storage.PromptInvitation, id); err != nil {
			return err
		}
	}
	d.fx.Announce = d.fx.Announce || len(people) > 0
	return d.enlist(w.ID, storage.PromptInvitation, len(people))
}

// mayRemind judges one person: reached before, not finished, reminders left, and where gap holds
// enough working days since the last prompt.
func (d *Desk) mayRemind(w survey.Wave, inv survey.Invitation, gap bool) bool {
	reached := inv.Reach == survey.ReachDelivered || inv.Reach == survey.ReachUnknown
	if !reached || inv.Responded() || inv.Left || inv.Blocked || inv.Reminders >= w.MaxReminders {
		return false
	}
	if d.now.Before(inv.Snooze) {
		return false
	}
	return !gap || d.w.cfg.Hours.WorkingDays(inv.LastPrompt, d.now, d.w.cfg.Zone) >= w.ReminderGap
}

// follow keeps the open waves' target lists right after a person joined, moved or left.
func (d *Desk) follow(r survey.Respondent, units []survey.Unit) error {
	for _, w := range d.openWaves() {
		inv, on, err := d.tx.Invitation(w.ID, r.ID)
		if err != nil {
			return err
		}
		switch {
		case !on && r.Active():
			inv = survey.Invitation{Unit: r.Unit, Joined: true}
			if err := d.addUnits(w, r.Unit, units); err != nil {
				return err
			}
		case on && inv.Left == !r.Active():
			continue
		case on:
			inv.Left = !r.Active()
		default:
			continue
		}
		d.w.moved[w.ID] = true
		if err := d.tx.PutInvitation(w.ID, r.ID, inv); err != nil {
			return err
		}
	}
	return nil
}

// addUnits gives the wave's tree the units of a joiner that it lacks.
func (d *Desk) addUnits(w survey.Wave, id survey.UnitID, units []survey.Unit) error {
	w, _ = d.wave(w.ID)
	known := map[survey.UnitID]bool{}
	for _, u := range w.Units {
		known[u.ID] = true
	}
	byID := map[survey.UnitID]survey.Unit{}
	for _, u := range units {
		byID[u.ID] = u
	}
	grown := false
	for u, ok := byID[id]; ok && !known[u.ID]; u, ok = byID[u.Parent] {
		w.Units, known[u.ID], grown = append(w.Units[:len(w.Units):len(w.Units)], u), true, true
	}
	if !grown {
		return nil
	}
	return d.putWave(w)
}

// MakeCodes gives every person on the roster who has not registered a personal code. Unused codes are
// repeated unless they have expired; renew replaces them all, and the old ones die.
func (d *Desk) MakeCodes(renew bool, by survey.AccountID) (map[survey.RespondentID]string, error) {
	codes, err := d.tx.Codes()
	if err != nil {
		return nil, err
	}
	people, err := d.tx.Targets()
	if err != nil {
		return nil, err
	}
	made := make(map[survey.RespondentID]string, len(people))
	fresh, old := map[string]survey.RespondentID{}, []string(nil)
	for _, r := range people {
		if r.Registered {
			continue
		}
		code, had := codes[r.ID]
		if had && !renew {
			rec, _, err := d.tx.Code(code)
			if err != nil {
				return nil, err
			}
			if !d.expired(rec) {
				made[r.ID] = code
				continue
			}
		}
		if had {
			old = append(old, code)
		}
		code, err := d.drawCode(fresh)
		if err != nil {
			return nil, err
		}
		made[r.ID], fresh[code] = code, r.ID
	}
	if len(fresh) == 0 {
		return made, nil
	}
	slices.Sort(old) // in order, bbolt takes and stores 50,000 in a fraction of the time
	for _, code := range old {
		if err := d.tx.DeleteCode(code); err != nil {
			return nil, err
		}
	}
	for _, code := range slices.Sorted(maps.Keys(fresh)) {
		if err := d.tx.PutCode(code, storage.Code{Respondent: fresh[code], Made: d.now}); err != nil {
			return nil, err
		}
	}
	return made, d.audit(by, "personal codes made", strconv.Itoa(len(fresh)))
}

// drawCode draws a code that nobody has, neither on disk nor among those drawn before.
func (d *Desk) drawCode(drawn map[string]survey.RespondentID) (string, error) {
	for {
		code, err := survey.NewCode(d.w.random)
		if err != nil {
			return "", err
		}
		_, taken, err := d.tx.Code(code)
		if err != nil {
			return "", err
		}
		if _, twice := drawn[code]; !taken && !twice {
			return code, nil
		}
	}
}

func (d *Desk) newCode(id survey.RespondentID) (string, error) {
	code, err := d.drawCode(nil)
	if err != nil {
		return "", err
	}
	return code, d.tx.PutCode(code, storage.Code{Respondent: id, Made: d.now})
}
