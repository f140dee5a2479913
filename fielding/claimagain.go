package fielding

import (
	"time"

	"suara/survey"
)

// stuck is one person's prompt over which a claim failed. As an event it is that prompt alone, to be set
// aside.
type stuck struct {
	key    queueKey
	person survey.RespondentID // 0: none
}

func (stuck) kind() string { return "prompt" }

// claimAgain runs a claim that failed once more, without the people over whose prompts it failed: these
// are set aside, so that one person holds up nobody else. Where it failed over nothing of one person it is
// set aside whole, and rests until the next tick.
func (w *Writer) claimAgain(now time.Time, ev Claim, cause error) (Effects, error) {
	fx := Effects{Idle: true, Announce: true} // after so many failures: what is left is claimed next
	for range max(ev.Room, 1) {
		at := w.prompt
		if at.person == 0 {
			part, err := w.setAside(now, ev, cause)
			part.Idle = true
			return part, err
		}
		if _, err := w.setAside(now, at, cause); err != nil {
			return fx, err
		}
		var part Effects
		if part, cause = w.commit(now, []Event{ev}); cause == nil {
			return part, nil
		}
	}
	return fx, nil
}

// dropStuck takes a prompt that can't be handed to the sender off its list. In the report of the round it
// counts as failed.
func (d *Desk) dropStuck(s stuck) error {
	if err := d.tx.UnqueuePrompt(s.key.wave, s.key.kind, s.person); err != nil {
		return err
	}
	return d.countPrompt(s.key.wave, s.key.kind, func(r *round) { r.Claimed++; r.Failed++ })
}
