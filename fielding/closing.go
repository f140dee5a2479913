package fielding

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// Finish computes the end of a wave in state closing and returns the act that stores it. It reads
// in short transactions, outside the writer's.
func (w *Writer) Finish(id survey.WaveID) (func(*Desk) error, error) {
	var in Closing
	err := w.store.View(func(tx *storage.Tx) (err error) {
		wave, err := tx.Wave(id)
		if err == nil {
			in, err = Gather(tx, wave, w.cfg, w.flows)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("close wave %s: %w", id, err)
	}
	if in.Wave.State != survey.WaveClosing {
		return nil, fmt.Errorf("close wave %s: it is %s: %w", id, in.Wave.State, survey.ErrInvalid)
	}
	keyless := w.keyless(&in.Wave)
	release, err := w.release(in, keyless)
	if err != nil {
		return nil, fmt.Errorf("close wave %s: %w", id, err)
	}
	return func(d *Desk) error { return d.storeClosing(in.Wave, in.Status, release) }, nil
}

// release has the figures made. Without the wave's key there is nothing to make them from.
func (w *Writer) release(in Closing, keyless bool) (Release, error) {
	var failed error
	in.Responses = func(yield func(storage.Submission) bool) {
		if keyless {
			return
		}
		stop := fmt.Errorf("enough")
		err := w.store.StreamSubmissions(in.Wave, func(_ []byte, s storage.Submission) error {
			if !s.Response.Partial && !yield(s) {
				return stop
			}
			return nil
		})
		if err != nil && err != stop {
			failed = err
		}
	}
	release, err := w.report.Release(in)
	if failed != nil {
		return release, failed
	}
	return release, err
}

// storeClosing puts the release and what is kept beside it in place of what the wave held while it
// was open. The key of an anonymous wave is destroyed after the commit: earlier copies of the file
// can't be read then.
func (d *Desk) storeClosing(w survey.Wave, status WaveStatus, r Release) error {
	now, ok := d.wave(w.ID)
	if !ok || now.State != survey.WaveClosing {
		return nil
	}
	w.State, w.Progress = survey.WaveClosed, now.Progress
	var err error
	if w.Mode == survey.Anonymous {
		err = d.keepRows(&w, r)
	} else {
		err = d.keepPartials(&w)
	}
	if err != nil {
		return fmt.Errorf("close wave %s: %w", w.ID, err)
	}
	if err := d.tx.PutRelease(w.ID, r.JSON); err != nil {
		return err
	}
	if err := d.unpin(w); err != nil {
		return err
	}
	if err := d.putStatus(w, status); err != nil {
		return err
	}
	for _, kind := range []string{slotRemind, slotSnooze, slotSummary, slotProgress} {
		if err := d.tx.DeleteSlot(waveSlot(w.ID, kind)); err != nil {
			return err
		}
	}
	if err := d.putWave(w); err != nil {
		return err
	}
	if err := d.tx.PutSetting(settingDigest+string(w.ID), ""); err != nil {
		return err
	}
	return errors.Join(d.publish(w), d.adviseKey(w))
}

// unpin takes the pin off the wave's progress message: the results come below it.
func (d *Desk) unpin(w survey.Wave) error {
	if w.Progress == 0 || d.group() == 0 {
		return nil
	}
	return d.queue(storage.Message{Kind: storage.KindUnpin, Chat: d.group(), Message: w.Progress})
}

// publish sends the release once: its picture, the text, and the files. Each is made from the stored
// release when it is sent. Of a wave whose key was lost there is only the text.
func (d *Desk) publish(w survey.Wave) error {
	text := storage.Message{Name: PostResults, Wave: w.ID}
	if w.Lost {
		return d.announce(text)
	}
	files := releaseFiles(w.ID)
	for _, m := range slices.Insert(files, 1, text) { // below the picture
		if err := d.announce(m); err != nil {
			return err
		}
	}
	return nil
}

// keepRows stores an anonymous wave's coarsened rows under new random ids and forgets who responded.
func (d *Desk) keepRows(w *survey.Wave, r Release) error {
	if err := d.tx.Interviewed(w.ID, func(survey.RespondentID) bool { w.Erased++; return true }); err != nil {
		return err
	}
	if err := d.tx.DropAnswers(w.ID); err != nil {
		return err
	}
	ids, err := d.rowIDs(len(r.Rows))
	if err != nil {
		return err
	}
	for i, row := range r.Rows {
		row.ID = fmt.Sprintf("%x", ids[i])
		if err := d.tx.PutRow(w.ID, ids[i], row); err != nil {
			return err
		}
	}
	if err := d.tx.PutComments(w.ID, r.Comments); err != nil {
		return err
	}
	if err := d.beginReview(*w, r.Comments); err != nil {
		return err
	}
	if err := d.tx.DropInvitations(w.ID); err != nil {
		return err
	}
	d.fx.Destroy = append(d.fx.Destroy, w.ID)
	// also of the thanks: whether a chat showed those or a question told who responded
	return d.blankScreens(w.ID, func(storage.Screen) bool { return true })
}

// rowIDs draws the ids of shuffled rows, in the order of their keys: bbolt makes one page of a transaction's
// keys, and putting each of 100,000 into its midst takes 20 s in which nobody is answered.
func (d *Desk) rowIDs(n int) ([][]byte, error) {
	ids := make([][]byte, n)
	for i := range ids {
		ids[i] = make([]byte, 16)
		if _, err := io.ReadFull(d.w.random, ids[i]); err != nil {
			return nil, fmt.Errorf("draw a response id: %w", err)
		}
	}
	slices.SortFunc(ids, bytes.Compare)
	return ids, nil
}

// blankScreens lets the chats that show such a screen of the wave show that it takes no answers. The messages
// in the chats stay as they are.
func (d *Desk) blankScreens(id survey.WaveID, such func(storage.Screen) bool) error {
	shown := map[survey.AccountID]storage.Chat{}
	err := d.tx.Chats(func(a survey.AccountID, c storage.Chat) bool {
		if c.Screen.Wave == id && such(c.Screen) {
			shown[a] = c
		}
		return true
	})
	if err != nil {
		return err
	}
	for a, c := range shown {
		c.Screen = storage.Screen{Name: ScreenClosed, Wave: id}
		c.Seq++
		if err := d.tx.UnqueueScreen(a); err != nil {
			return err
		}
		if err := d.tx.PutChat(a, c); err != nil {
			return err
		}
	}
	return nil
}

// keepPartials turns the unfinished interviews of a wave that keeps the link into partial responses.
func (d *Desk) keepPartials(w *survey.Wave) error {
	f, err := d.flow(*w)
	if err != nil {
		return err
	}
	var people []survey.RespondentID
	err = d.tx.Interviewed(w.ID, func(id survey.RespondentID) bool {
		people = append(people, id)
		return true
	})
	if err != nil {
		return err
	}
	for _, id := range people {
		if err := d.keepPartial(*w, f, id); err != nil {
			return err
		}
	}
	if err := d.tx.DropAnswers(w.ID); err != nil {
		return err
	}
	for _, id := range people {
		if err := d.keepNamed(*w, id); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) keepPartial(w survey.Wave, f *flows.Flow, id survey.RespondentID) error {
	i, ok, err := LoadInterview(d.tx, w, id)
	if err != nil || !ok {
		return err
	}
	inv, _, err := d.tx.Invitation(w.ID, id)
	if err != nil {
		return err
	}
	token, err := d.token(16)
	if err != nil {
		return err
	}
	return d.tx.PutResponse(w.ID, id, storage.Submission{
		Response: survey.Response{
			ID: token, Unit: inv.Unit, Flow: w.Flow, Values: f.Values(i.Session), Partial: true,
			SubmittedOn: d.now.In(d.w.cfg.Zone).Format("2006-01-02"),
		},
		Comments: f.Comments(i.Session),
	})
}

// putStatus keeps the participation as it was at closing.
func (d *Desk) putStatus(w survey.Wave, s WaveStatus) error {
	s.State, s.Base = survey.WaveClosed, w.Base
	s.Closes = w.Closes.In(d.w.cfg.Zone).Format(rfc3339)
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return d.tx.PutStatus(w.ID, raw)
}
