package fielding

import (
	"strconv"

	"suara/storage"
	"suara/survey"
)

// SettingPaused says why nothing is begun: [PausedByAdmin], [PausedRestored], or empty.
const SettingPaused = "paused"

const (
	// PausedByAdmin holds invitations and reminders until /lanjut.
	PausedByAdmin = "admin"
	// PausedRestored also holds the posts that the schedule begins: a restored database may lag
	// behind what people have seen.
	PausedRestored = "restored"
)

// Quieten readies a restored database: nothing is begun until /lanjut, and what waited to be sent
// when the backup was made is dropped, since it was most likely sent soon after. Deletions stay.
func Quieten(tx *storage.Tx) error {
	var screens []survey.AccountID
	err := tx.QueuedScreens(func(a survey.AccountID, _ uint64) bool {
		screens = append(screens, a)
		return true
	})
	if err != nil {
		return err
	}
	for _, a := range screens {
		if err := tx.UnqueueScreen(a); err != nil {
			return err
		}
	}
	var stale []uint64
	err = tx.Messages(func(m storage.Message) bool {
		if m.Kind != storage.KindDelete {
			stale = append(stale, m.ID)
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range stale {
		if err := tx.DeleteMessage(id); err != nil {
			return err
		}
	}
	return tx.PutSetting(SettingPaused, PausedRestored)
}

func (d *Desk) paused() string { return d.tx.Setting(SettingPaused) }

// unasked tells whether a post is begun by the schedule and answers nobody.
func unasked(m storage.Message) bool {
	if m.Args[argUnasked] != "" {
		return true
	}
	switch m.Name {
	case PostOpened, PostInvited, PostReminded, PostNobodyDue, PostParticipation, PostDays, PostProgress,
		PostHeadline, PostResults, PostReport, PostMissed, PostConfirmMissed:
		return m.ReplyTo == 0
	}
	return false
}

// pause holds what Suara begins by itself; replies go on.
func (a *admin) pause(string) error {
	if a.paused() == "" {
		if err := a.tx.PutSetting(SettingPaused, PausedByAdmin); err != nil {
			return err
		}
		if err := a.audit(a.by, "paused", ""); err != nil {
			return err
		}
	}
	return a.reply(PostPaused, "", nil)
}

// resume lets go what was held.
func (a *admin) resume(string) error {
	why := a.paused()
	if why != "" {
		if err := a.tx.PutSetting(SettingPaused, ""); err != nil {
			return err
		}
		if err := a.audit(a.by, "resumed", ""); err != nil {
			return err
		}
	}
	if why == PausedRestored {
		a.destroyUnknown()
	}
	waiting := 0
	for _, w := range a.openWaves() {
		waiting += a.tx.CountPrompts(w.ID, storage.PromptInvitation) + a.tx.CountPrompts(w.ID, storage.PromptReminder)
	}
	a.fx.Announce, a.rescheduled = true, true
	return a.reply(PostResumed, "", map[string]string{"people": strconv.Itoa(waiting)})
}

// destroyUnknown destroys the keys of waves that are closed or not in the database. A restored one
// keeps the unknown until /lanjut: its operator may yet go back to the newer database.
func (d *Desk) destroyUnknown() {
	for _, id := range d.w.store.Keys() {
		w, ok := d.wave(survey.WaveID(id))
		if !ok && d.paused() == PausedRestored {
			continue
		}
		if !ok || w.State == survey.WaveClosed {
			d.fx.Destroy = append(d.fx.Destroy, survey.WaveID(id))
		}
	}
}
