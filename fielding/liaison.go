package fielding

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"suara/storage"
	"suara/survey"
)

// UnitDay is the participation of one unit, with everything below it, as of last midnight: what its
// liaison may see. Who responded and who declined are told apart nowhere in it, and no time is.
type UnitDay struct {
	At           int64                 `json:"at"` // Unix seconds
	Roster       int                   `json:"roster"`
	Missing      []survey.RespondentID `json:"missing"`      // have not responded
	Unregistered []survey.RespondentID `json:"unregistered"` // of these, not registered either
}

const slotDaily = "daily"

func unitDayKey(w survey.WaveID, u survey.UnitID) string {
	return "daily/" + string(w) + "/" + string(u)
}

// DayOf reads a unit's participation as of last midnight; ok is false before the first one.
func DayOf(tx *storage.Tx, w survey.WaveID, u survey.UnitID) (day UnitDay, ok bool, err error) {
	text := tx.Setting(unitDayKey(w, u))
	if text == "" {
		return day, false, nil
	}
	if err := json.Unmarshal([]byte(text), &day); err != nil {
		return day, false, fmt.Errorf("read the day of unit %s in wave %s: %w", u, w, err)
	}
	return day, true, nil
}

// tickDaily lists who has not responded once a day, so that nobody can watch when somebody answers. The audit is
// told of failed codes with it.
func (d *Desk) tickDaily(next *time.Time) error {
	y, m, day := d.now.In(d.w.cfg.Zone).Date()
	midnight := time.Date(y, m, day, 0, 0, 0, 0, d.w.cfg.Zone)
	sooner(next, midnight.AddDate(0, 0, 1))
	if !d.tx.Slot(slotDaily).Before(midnight) {
		return nil
	}
	if err := errors.Join(d.tx.PutSlot(slotDaily, d.now), d.auditGuesses()); err != nil {
		return err
	}
	units, err := d.liaisonUnits()
	if err != nil {
		return err
	}
	for _, w := range d.openWaves() {
		if err := d.countUnits(w, units); err != nil {
			return fmt.Errorf("count the day of wave %s: %w", w.ID, err)
		}
	}
	return nil
}

const slotWeekly = "weekly"

// tickWeekly sends each liaison the unit's list of last midnight, and the owners what is new on the
// roster, when the week's work begins. A week in which the system was down then is left out.
func (d *Desk) tickWeekly(next *time.Time) error {
	zone := d.w.cfg.Zone
	y, m, day := d.now.In(zone).Date()
	monday := day - (int(d.now.In(zone).Weekday())+6)%7
	due := d.w.cfg.Hours.NextOpen(time.Date(y, m, monday, 0, 0, 0, 0, zone), zone)
	sooner(next, d.w.cfg.Hours.NextOpen(time.Date(y, m, monday+7, 0, 0, 0, 0, zone), zone))
	if d.now.Before(due) {
		sooner(next, due)
		return nil
	}
	last := d.tx.Slot(slotWeekly)
	if !last.Before(due) {
		return nil
	}
	if err := d.tx.PutSlot(slotWeekly, d.now); err != nil || last.IsZero() || d.now.Sub(due) > 24*time.Hour {
		return err
	}
	if err := d.tellRoster(); err != nil {
		return err
	}
	roles, err := d.tx.Roles()
	if err != nil {
		return err
	}
	for _, account := range slices.Sorted(maps.Keys(roles)) {
		if unit, ok := roles[account].Unit(); ok {
			if err := d.noteTo(account, unit); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) noteTo(account survey.AccountID, unit survey.UnitID) error {
	for _, w := range d.openWaves() {
		day, ok, err := DayOf(d.tx, w.ID, unit)
		if err != nil {
			return err
		}
		if !ok || len(day.Missing) == 0 {
			continue
		}
		err = d.queue(storage.Message{
			Kind: storage.KindDocument, Chat: survey.ChatID(account), Name: PostUnitNotYet, Wave: w.ID,
			Args: map[string]string{"unit": string(unit), argUnasked: "yes"},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// argUnasked marks a file in private that nobody asked for.
const argUnasked = "unasked"

// wholeRoster stands for everything above the units at the top: the list of owners and admins.
const wholeRoster = survey.UnitID("")

func (d *Desk) liaisonUnits() (units []survey.UnitID, err error) {
	roles, err := d.tx.Roles()
	units = append(units, wholeRoster)
	seen := map[survey.UnitID]bool{}
	for _, r := range roles {
		if u, ok := r.Unit(); ok && !seen[u] {
			units, seen[u] = append(units, u), true
		}
	}
	return units, err
}

// dayLimit is how large a roster may be whose list of names is made every night.
const dayLimit = 200_000

// countUnits counts all units in one walk over the target list.
func (d *Desk) countUnits(w survey.Wave, units []survey.UnitID) error {
	days := make([]UnitDay, len(units))
	in := map[survey.UnitID][]*UnitDay{} // which days a unit counts in
	for i, top := range units {
		days[i].At = d.now.Unix()
		for u := range Below(w.Units, top) {
			in[u] = append(in[u], &days[i])
		}
	}
	err := d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		if inv.Disposition() != survey.DispNotEligible {
			for _, day := range in[inv.Unit] {
				day.add(id, inv, isRegistered(d.tx, id))
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	for i, unit := range units {
		if days[i].Roster > dayLimit {
			continue
		}
		text, err := json.Marshal(days[i])
		if err != nil {
			return err
		}
		if err := d.tx.PutSetting(unitDayKey(w.ID, unit), string(text)); err != nil {
			return err
		}
	}
	return nil
}

func (day *UnitDay) add(id survey.RespondentID, inv survey.Invitation, registered bool) {
	day.Roster++
	if inv.Responded() {
		return
	}
	day.Missing = append(day.Missing, id)
	if !registered {
		day.Unregistered = append(day.Unregistered, id)
	}
}

// forgetDays drops what was kept for the liaisons of a wave.
func (d *Desk) forgetDays(w survey.Wave) error {
	for _, u := range w.Units {
		if err := d.tx.PutSetting(unitDayKey(w.ID, u.ID), ""); err != nil {
			return err
		}
	}
	return d.tx.PutSetting(unitDayKey(w.ID, wholeRoster), "")
}

// Below is a unit with everything below it.
func Below(units []survey.Unit, top survey.UnitID) map[survey.UnitID]bool {
	in := map[survey.UnitID]bool{top: true}
	for range units { // a tree is never deeper than it has units
		grown := false
		for _, u := range units {
			if !in[u.ID] && in[u.Parent] {
				in[u.ID], grown = true, true
			}
		}
		if !grown {
			break
		}
	}
	return in
}

// unitNotYet sends the asker who of the unit has not responded, as of last midnight, as a file. For owners
// and admins it is the whole roster.
func (a *admin) unitNotYet(w survey.Wave) error {
	_, ok, err := DayOf(a.tx, w.ID, a.unit)
	if err != nil {
		return err
	}
	args := map[string]string{"unit": string(a.unit)}
	if !ok {
		return a.reply(PostUnitNone, w.ID, args)
	}
	whole := ""
	if a.unit == wholeRoster {
		whole = "organisation"
	}
	err = a.auditWords(a.by, "unit list sent", map[string]string{
		"wave": string(w.ID), "number": formatID(int64(a.by)), "unit": string(a.unit), "what": whole,
	})
	if err != nil {
		return err
	}
	err = a.queue(storage.Message{
		Kind: storage.KindDocument, Chat: survey.ChatID(a.by), Name: PostUnitNotYet, Wave: w.ID, Args: args,
	})
	if err != nil || a.chat > 0 {
		return err
	}
	return a.reply(PostListSent, w.ID, args)
}

// askRemindUnit offers to remind the liaison's unit. No number is told: it would show day by day, and
// hour by hour, who answers.
func (a *admin) askRemindUnit(w survey.Wave) error {
	return a.confirm(PostConfirmUnit, w.ID, "unit", []string{string(w.ID)}, map[string]string{"unit": string(a.unit)})
}

// remindUnit reminds the people of the liaison's unit, as far as the gap between prompts allows.
func (a *admin) remindUnit(id survey.WaveID) error {
	unit, ok := a.role(a.by).Unit()
	if !ok {
		return a.reply(PostDenied, "", nil)
	}
	w, err := a.taking(id)
	if err != nil {
		return a.refuse(err)
	}
	inside := Below(w.Units, unit)
	var due []survey.RespondentID
	err = a.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		if inside[inv.Unit] && a.mayRemind(w, inv, true) {
			due = append(due, id)
		}
		return true
	})
	for _, id := range due {
		if err == nil {
			err = a.queuePrompt(w.ID, storage.PromptReminder, id)
		}
	}
	if err == nil {
		err = a.enlist(w.ID, storage.PromptReminder, len(due))
	}
	if err != nil {
		return err
	}
	a.fx.Announce = a.fx.Announce || len(due) > 0
	if err := a.audit(a.by, "unit reminded", string(w.ID)+": "+string(unit)); err != nil {
		return err
	}
	return a.reply(PostUnitReminding, w.ID, map[string]string{"unit": string(unit)})
}
