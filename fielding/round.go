package fielding

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// round is one sending of invitations or reminders to many people, from its queueing until its report.
type round struct {
	Queued    int   `json:"queued"`
	Claimed   int   `json:"claimed"` // handed to the sender
	Delivered int   `json:"delivered"`
	Blocked   int   `json:"blocked"`
	Unknown   int   `json:"unknown"` // Telegram never told
	Failed    int   `json:"failed"`
	Moot      int   `json:"moot"` // claimed, and not wanted any more when its turn came
	Last      int64 `json:"last"` // Unix seconds of the last outcome
}

// roundRest is how long a round without outcomes may miss some: what a dead process took with it. What the
// sender of this one still has is waited for, be it for hours of silence that Telegram asked for.
const roundRest = 2 * time.Minute

func (r round) outcomes() int { return r.Delivered + r.Blocked + r.Unknown + r.Failed + r.Moot }

// skipped counts who was queued and needed no prompt: they answered meanwhile, are unreachable, or are
// in another interview.
func (r round) skipped() int { return max(0, r.Queued-r.Claimed) + r.Moot }

func roundKey(w survey.WaveID, kind storage.Prompt) string {
	return fmt.Sprintf("round/%s/%d", w, kind)
}

func (d *Desk) round(w survey.WaveID, kind storage.Prompt) (r round, on bool, err error) {
	text := d.tx.Setting(roundKey(w, kind))
	if text == "" {
		return r, false, nil
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return r, false, fmt.Errorf("read the round of wave %s: %w", w, err)
	}
	return r, true, nil
}

func (d *Desk) putRound(w survey.WaveID, kind storage.Prompt, r round) error {
	r.Last = d.now.Unix()
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return d.tx.PutSetting(roundKey(w, kind), string(text))
}

// enlist adds people to the wave's round of this kind.
func (d *Desk) enlist(w survey.WaveID, kind storage.Prompt, people int) error {
	if people == 0 {
		return nil
	}
	r, _, err := d.round(w, kind)
	if err != nil {
		return err
	}
	r.Queued += people
	d.rescheduled = true
	return d.putRound(w, kind, r)
}

// countPrompt counts the outcome of one prompt in its round.
func (d *Desk) countPrompt(w survey.WaveID, kind storage.Prompt, add func(*round)) error {
	r, on, err := d.round(w, kind)
	if err != nil || !on {
		return err
	}
	add(&r)
	return d.putRound(w, kind, r)
}

func (d *Desk) countOutcome(job PromptJob, k delivery.OutcomeKind) error {
	return d.countPrompt(job.Wave, promptKind(job), func(r *round) {
		switch k {
		case delivery.Delivered:
			r.Delivered++
		case delivery.Done:
			r.Moot++
		case delivery.Blocked:
			r.Blocked++
		case delivery.Unknown:
			r.Unknown++
		default:
			r.Failed++
		}
	})
}

func promptKind(job PromptJob) storage.Prompt {
	switch {
	case job.Reminder:
		return storage.PromptReminder
	case job.Results:
		return storage.PromptResults
	}
	return storage.PromptInvitation
}

// reportRounds tells the group how a round ended, once: as soon as every prompt has its outcome, or
// when nothing came for a while and nobody waits any more.
func (d *Desk) reportRounds(w survey.Wave, next *time.Time, kinds ...storage.Prompt) error {
	for _, kind := range kinds {
		r, on, err := d.round(w.ID, kind)
		if err != nil {
			return err
		}
		if !on || d.tx.AnyPromptOf(w.ID, kind) {
			continue
		}
		rest := time.Unix(r.Last, 0).Add(roundRest)
		if d.w.lent[queueKey{w.ID, kind}] > 0 {
			rest = d.now.Add(roundRest)
		}
		if r.outcomes() < r.Claimed && d.now.Before(rest) {
			sooner(next, rest)
			continue
		}
		if err := d.reportRound(w, kind, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) reportRound(w survey.Wave, kind storage.Prompt, r round) error {
	if err := d.tx.PutSetting(roundKey(w.ID, kind), ""); err != nil {
		return err
	}
	r.Unknown += max(0, r.Claimed-r.outcomes())
	unregistered := 0
	if kind != storage.PromptResults {
		s, err := Status(d.tx, w, d.w.cfg)
		if err != nil {
			return err
		}
		unregistered = s.Base.Roster - s.Base.Registered
	}
	name := map[storage.Prompt]string{storage.PromptInvitation: PostInvited, storage.PromptReminder: PostReminded,
		storage.PromptResults: PostTold}[kind]
	args := map[string]string{"delivered": strconv.Itoa(r.Delivered)}
	for key, n := range map[string]int{
		"blocked": r.Blocked, "unknown": r.Unknown, "failed": r.Failed, "skipped": r.skipped(),
		"unregistered": unregistered,
	} {
		if n > 0 {
			args[key] = strconv.Itoa(n)
		}
	}
	return d.post(name, w.ID, args)
}
