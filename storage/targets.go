package storage

import (
	"fmt"
	"time"

	"suara/survey"
)

// Target is a person whom a wave is opened for.
type Target struct {
	ID         survey.RespondentID
	Unit       survey.UnitID
	Registered bool
}

// targetRecord is what [Tx.Targets] needs of a [survey.Respondent]; the keys are the same.
type targetRecord struct {
	Unit    survey.UnitID    `cbor:"4,keyasint"`
	Account survey.AccountID `cbor:"10,keyasint,omitempty"`
	Retired time.Time        `cbor:"12,keyasint,omitzero"`
}

// Targets lists everybody on the roster now in order of number.
func (t *Tx) Targets() ([]Target, error) {
	people := make([]Target, 0, t.NextRespondent())
	err := each(t.bucket(bucketRespondents), func(key []byte, r targetRecord) bool {
		if r.Retired.IsZero() {
			people = append(people, Target{survey.RespondentID(un64(key)), r.Unit, r.Account != 0})
		}
		return true
	})
	return people, err
}

// PutTargets fixes a wave's target list, and puts those who are registered on the list of people to be
// invited. Replies wait for it: it takes a fraction of the time that one [Tx.PutInvitation] and one
// [Tx.QueuePrompt] a person take.
func (t *Tx) PutTargets(w survey.WaveID, people []Target) error {
	list, err := t.waveBucket(bucketInvitations, string(w), true)
	if err != nil {
		return fmt.Errorf("store the target list of wave %s: %w", w, err)
	}
	list.FillPercent = fillInvitations
	records := map[survey.UnitID][]byte{}
	for _, p := range people {
		raw, ok := records[p.Unit]
		if !ok {
			if raw, err = encoding.Marshal(survey.Invitation{Unit: p.Unit}); err != nil {
				return fmt.Errorf("encode record: %w", err)
			}
			records[p.Unit] = raw
		}
		if err := list.Put(be64(uint64(p.ID)), raw); err != nil {
			return fmt.Errorf("store invitation in wave %s: %w", w, err)
		}
	}
	prompts, err := t.waveBucket(bucketPrompts, string(w), true)
	if err != nil {
		return fmt.Errorf("store the target list of wave %s: %w", w, err)
	}
	for _, p := range people {
		if !p.Registered {
			continue
		}
		if err := prompts.Put(promptKey(PromptInvitation, p.ID), nil); err != nil {
			return fmt.Errorf("store prompt in wave %s: %w", w, err)
		}
	}
	return nil
}
