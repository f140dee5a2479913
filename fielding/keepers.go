package fielding

import (
	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// settingKeyAsked holds, with the wave's id, that the group was asked to keep a copy of its key.
const settingKeyAsked = "key asked/"

// askKeepers asks every owner in private to keep a copy of the key of a wave that has opened: that is for those who
// answer for the server, not for a group. Where no owner can be written to, the group is asked.
func (d *Desk) askKeepers(w survey.Wave) error {
	owners, err := d.reachedOwners()
	if err != nil {
		return err
	}
	if len(owners) == 0 {
		return d.askGroup(w.ID)
	}
	return d.tellOwners(PostKeyCopy, w.ID, nil)
}

// askGroup asks the admin group, once a wave.
func (d *Desk) askGroup(id survey.WaveID) error {
	if d.group() == 0 || d.tx.Setting(settingKeyAsked+string(id)) != "" {
		return nil
	}
	if err := d.tx.PutSetting(settingKeyAsked+string(id), "1"); err != nil {
		return err
	}
	return d.post(PostKeyCopy, id, nil)
}

// keeperReceipt asks the group where an owner, who may be the only one that was written to, refused.
func (d *Desk) keeperReceipt(m storage.Message, o delivery.Outcome) error {
	if m.Name != PostKeyCopy || m.Chat < 0 || o.Kind != delivery.Blocked && o.Kind != delivery.Refused {
		return nil
	}
	if w, ok := d.wave(m.Wave); !ok || w.State == survey.WaveClosed {
		return nil
	}
	return d.askGroup(m.Wave)
}

// adviseKey says, once an anonymous wave has closed, what is left to destroy by hand: in the group, and in private to the
// owners, who were asked there to keep a copy.
func (d *Desk) adviseKey(w survey.Wave) error {
	if w.Mode != survey.Anonymous {
		return nil
	}
	if err := d.tx.PutSetting(settingKeyAsked+string(w.ID), ""); err != nil {
		return err
	}
	if err := d.post(PostKeyDestroy, w.ID, nil); err != nil || d.group() == 0 {
		return err
	}
	return d.tellOwners(PostKeyDestroy, w.ID, nil)
}
