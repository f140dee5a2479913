package storage

import (
	"fmt"
	"sort"

	"suara/survey"
)

// Wave reads a wave; [survey.ErrNotFound] where there is none.
func (t *Tx) Wave(id survey.WaveID) (survey.Wave, error) {
	w, ok, err := get[survey.Wave](t.bucket(bucketWaves), []byte(id))
	if err == nil && !ok {
		err = fmt.Errorf("wave %s: %w", id, survey.ErrNotFound)
	}
	return w, err
}

// PutWave stores a wave.
func (t *Tx) PutWave(w survey.Wave) error { return put(t.bucket(bucketWaves), []byte(w.ID), w) }

// Waves lists all waves by opening, oldest first.
func (t *Tx) Waves() (waves []survey.Wave, err error) {
	err = each(t.bucket(bucketWaves), func(_ []byte, w survey.Wave) bool {
		waves = append(waves, w)
		return true
	})
	sort.SliceStable(waves, func(i, j int) bool { return waves[i].Opened.Before(waves[j].Opened) })
	return waves, err
}

// Flow reads the YAML of a flow version; nil where it was never stored.
func (t *Tx) Flow(version string) []byte {
	return append([]byte(nil), t.bucket(bucketFlows).Get([]byte(version))...)
}

// PutFlow keeps the YAML of a flow version for the waves pinned to it.
func (t *Tx) PutFlow(version string, source []byte) error {
	return t.bucket(bucketFlows).Put([]byte(version), source)
}

// DeleteFlow forgets a flow version that no wave is pinned to.
func (t *Tx) DeleteFlow(version string) error {
	return t.bucket(bucketFlows).Delete([]byte(version))
}

// Invitation reads a person's part in a wave; ok is false for one who isn't on its target list.
func (t *Tx) Invitation(w survey.WaveID, r survey.RespondentID) (survey.Invitation, bool, error) {
	b, err := t.waveBucket(bucketInvitations, string(w), false)
	if err != nil {
		return survey.Invitation{}, false, err
	}
	return get[survey.Invitation](b, be64(uint64(r)))
}

// PutInvitation stores a person's part in a wave.
func (t *Tx) PutInvitation(w survey.WaveID, r survey.RespondentID, i survey.Invitation) error {
	b, err := t.waveBucket(bucketInvitations, string(w), true)
	if err != nil {
		return fmt.Errorf("store invitation in wave %s: %w", w, err)
	}
	b.FillPercent = fillInvitations
	return put(b, be64(uint64(r)), i)
}

// Invitations calls fn with everybody on the wave's target list until it returns false.
func (t *Tx) Invitations(w survey.WaveID, fn func(survey.RespondentID, survey.Invitation) bool) error {
	b, err := t.waveBucket(bucketInvitations, string(w), false)
	if err != nil {
		return err
	}
	return each(b, func(k []byte, i survey.Invitation) bool {
		return fn(survey.RespondentID(un64(k)), i)
	})
}

// Release is the JSON of a closed wave's one release; nil before it closed.
func (t *Tx) Release(w survey.WaveID) []byte {
	raw := t.bucket(bucketReleases).Get([]byte(w))
	if raw == nil {
		return nil
	}
	return append([]byte(nil), raw...)
}

// PutRelease stores a wave's release; a second one is refused, since results come once.
func (t *Tx) PutRelease(w survey.WaveID, raw []byte) error {
	b := t.bucket(bucketReleases)
	if b.Get([]byte(w)) != nil {
		return fmt.Errorf("store release of wave %s: %w", w, survey.ErrExists)
	}
	return b.Put([]byte(w), raw)
}

// DropInvitations forgets who was on the wave's target list and how far each person came.
func (t *Tx) DropInvitations(w survey.WaveID) error { return t.dropWave(bucketInvitations, string(w)) }

// Status is the JSON of a closed wave's participation; nil before it closed.
func (t *Tx) Status(w survey.WaveID) []byte {
	return append([]byte(nil), t.bucket(bucketStatuses).Get([]byte(w))...)
}

// PutStatus keeps a wave's participation as it was at closing.
func (t *Tx) PutStatus(w survey.WaveID, raw []byte) error {
	return t.bucket(bucketStatuses).Put([]byte(w), raw)
}
