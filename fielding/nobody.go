package fielding

import (
	"strconv"

	"suara/survey"
)

// settingNobody holds, with the wave's id, that the group knows why a scheduled reminder reached nobody.
const settingNobody = "nobody/"

// tellNobody tells the group, once until somebody is reminded again, that a scheduled reminder found
// nobody to remind, and why. Where people only have to wait for their turn there is nothing to tell.
func (d *Desk) tellNobody(w survey.Wave) error {
	responded, unregistered, unreachable, enough, waiting := 0, 0, 0, 0, 0
	err := d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
		switch {
		case inv.Left:
		case inv.Responded():
			responded++
		case inv.Blocked, inv.Reach == survey.ReachBlocked, inv.Reach == survey.ReachFailed:
			unreachable++
		case inv.Reach == survey.ReachNone && !isRegistered(d.tx, id):
			unregistered++
		case inv.Reminders >= w.MaxReminders:
			enough++
		default:
			waiting++
		}
		return true
	})
	if err != nil || waiting > 0 || d.tx.Setting(settingNobody+string(w.ID)) != "" {
		return err
	}
	if err := d.tx.PutSetting(settingNobody+string(w.ID), "told"); err != nil {
		return err
	}
	args := map[string]string{}
	for key, n := range map[string]int{
		"responded": responded, "unregistered": unregistered, "blocked": unreachable, "reminded": enough,
	} {
		if n > 0 {
			args[key] = strconv.Itoa(n)
		}
	}
	return d.post(PostNobodyDue, w.ID, args)
}

// somebody notes that a reminder goes out to somebody, so that the next that does not is told.
func (d *Desk) somebody(w survey.WaveID) error {
	if d.tx.Setting(settingNobody+string(w)) == "" {
		return nil
	}
	return d.tx.PutSetting(settingNobody+string(w), "")
}
