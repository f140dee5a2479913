package fielding

import (
	"encoding/json"
	"fmt"
	"time"

	"suara/storage"
	"suara/survey"
)

// settingDigest holds, with the wave's id, what the last participation posts told.
const settingDigest = "digest/"

// ArgDigest marks the scheduled post of participation, which tells what moved since the one before.
const ArgDigest = "digest"

// Digest is what a participation post told: totals, and per unit how many had responded.
type Digest struct {
	At    time.Time             `json:"at"`
	Base  survey.Base           `json:"base"`
	Other int                   `json:"other"` // declined
	Units map[survey.UnitID]int `json:"units"`
}

// digests are the last post and the one before it.
type digests struct {
	Last   *Digest `json:"last"`
	Before *Digest `json:"before,omitempty"`
}

// LastDigest is the participation as the group was told it last; of the scheduled post itself, as it
// was told before. Nil: never.
func LastDigest(tx *storage.Tx, w survey.WaveID, scheduled bool) (*Digest, error) {
	d, err := readDigests(tx, w)
	if scheduled {
		return d.Before, err
	}
	return d.Last, err
}

func readDigests(tx *storage.Tx, w survey.WaveID) (d digests, err error) {
	if raw := tx.Setting(settingDigest + string(w)); raw != "" {
		if err = json.Unmarshal([]byte(raw), &d); err != nil {
			return d, fmt.Errorf("read the last participation post of wave %s: %w", w, err)
		}
	}
	return d, nil
}

// digest posts the participation, with the picture of its days, unless nothing changed since the last
// time.
func (d *Desk) digest(w survey.Wave) error {
	s, err := Status(d.tx, w, d.w.cfg)
	if err != nil {
		return err
	}
	told, err := readDigests(d.tx, w.ID)
	if err != nil {
		return err
	}
	now := Digest{At: d.now, Base: s.Base, Other: s.Declined, Units: map[survey.UnitID]int{}}
	for _, u := range s.Units {
		now.Units[u.ID] = u.Responded
	}
	if told.Last != nil && told.Last.Base == now.Base && told.Last.Other == now.Other {
		return nil
	}
	raw, err := json.Marshal(digests{Last: &now, Before: told.Last})
	if err != nil {
		return err
	}
	if err := d.tx.PutSetting(settingDigest+string(w.ID), string(raw)); err != nil {
		return err
	}
	days, err := Days(d.tx, w, d.w.cfg.Zone, d.now)
	if err != nil {
		return err
	}
	if len(days) > 1 { // one bar says no more than the text
		if err := d.announce(storage.Message{Kind: storage.KindPhoto, Name: PostDays, Wave: w.ID}); err != nil {
			return err
		}
	}
	return d.post(PostParticipation, w.ID, map[string]string{ArgDigest: "yes"})
}
