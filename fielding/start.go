package fielding

import (
	"fmt"
	"time"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

// Start recovers what a dead process left: screens and repeating rows are sent again, posts and
// prompts that were claimed have an unknown outcome and never go twice, cut closings are resumed, and
// keys of closed waves are destroyed. Call it once, before the first Apply.
func (w *Writer) Start(now time.Time) (Effects, error) {
	d := &Desk{w: w, now: now}
	var past delivery.Past
	err := w.store.Update(func(tx *storage.Tx) error {
		d.tx = tx
		for _, step := range []func() error{d.restoreRoster, d.restoreScreens, d.restoreMessages, d.restoreClaims, d.restoreClosings, d.reportGap, d.settleFlows, d.checkKeys} {
			if err := step(); err != nil {
				return err
			}
		}
		past = d.past()
		return nil
	})
	if err != nil {
		return Effects{}, fmt.Errorf("recover from the last run: %w", err)
	}
	d.fx.Announce, d.fx.Posts, d.fx.Past = true, true, &past
	return d.fx, nil
}

func (d *Desk) restoreScreens() error {
	return d.tx.QueuedScreens(func(a survey.AccountID, _ uint64) bool {
		d.fx.Rows = append(d.fx.Rows, d.screenRowOf(a))
		return true
	})
}

func (d *Desk) restoreMessages() error {
	var lost []storage.Message
	err := d.tx.Messages(func(m storage.Message) bool {
		switch {
		case m.Claimed:
			lost = append(lost, m)
		case !m.Kind.Claims():
			d.fx.Rows = append(d.fx.Rows, d.row(m))
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, m := range lost {
		d.w.log.Warn("a message may not have arrived: the last run ended while it was sent", "post", m.Name)
		if err := d.messageReceipt(MessageJob{ID: m.ID}, delivery.Outcome{Kind: delivery.Unknown}); err != nil {
			return err
		}
	}
	return nil
}

// restoreClaims marks the invitations that were claimed without a receipt: they are reached by the
// next reminder.
func (d *Desk) restoreClaims() error {
	for _, w := range d.openWaves() {
		unknown := map[survey.RespondentID]survey.Invitation{}
		err := d.tx.Invitations(w.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
			if inv.Reach == survey.ReachClaimed {
				unknown[id] = inv
			}
			return true
		})
		if err != nil {
			return err
		}
		for id, inv := range unknown {
			inv.Reach = survey.ReachUnknown
			if err := d.tx.PutInvitation(w.ID, id, inv); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) restoreClosings() error {
	for _, w := range d.w.waves {
		if w.State == survey.WaveClosing {
			d.fx.Close = append(d.fx.Close, w.ID)
		}
	}
	d.destroyUnknown()
	return nil
}
