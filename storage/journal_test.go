package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

// The ring keeps the newest SeenLimit ids, and after reopening says where to go on.
func TestSeenRing(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	view(t, s, func(tx *storage.Tx) error {
		if n := tx.SeenNewest(); n != -1 {
			t.Errorf("newest of an empty ring: %d", n)
		}
		return nil
	})
	const extra = 250
	for from := 0; from < storage.SeenLimit+extra; from += 50 {
		update(t, s, func(tx *storage.Tx) error {
			for n := from; n < from+50; n++ {
				if err := tx.PutSeen(n%storage.SeenLimit, int64(n)); err != nil {
					return err
				}
			}
			return tx.PutSeenNewest((from + 49) % storage.SeenLimit)
		})
	}
	closeStore(t, s)
	s = open(t, path)
	view(t, s, func(tx *storage.Tx) error {
		ids, err := seen(tx)
		if len(ids) != storage.SeenLimit || ids[0] != storage.SeenLimit || ids[extra] != extra {
			t.Errorf("%d ids, slot 0 has %d, slot %d has %d", len(ids), ids[0], extra, ids[extra])
		}
		if n := tx.SeenNewest(); n != extra-1 {
			t.Errorf("newest slot %d", n)
		}
		return err
	})
	for _, slot := range []int{-1, storage.SeenLimit} {
		if err := s.Update(func(tx *storage.Tx) error { return tx.PutSeen(slot, 1) }); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("slot %d: %v", slot, err)
		}
	}
}

func TestSweepsAreTakenWhenDue(t *testing.T) {
	s := open(t, newPath(t))
	type swept struct {
		account survey.AccountID
		message int
	}
	var got []swept
	take := func(now time.Time, limit int) (n int) {
		got = nil
		update(t, s, func(tx *storage.Tx) (err error) {
			n, err = tx.TakeSweeps(now, limit, func(a survey.AccountID, m int) error {
				got = append(got, swept{a, m})
				return nil
			})
			return err
		})
		return n
	}
	next := func() (at time.Time) {
		view(t, s, func(tx *storage.Tx) error { at = tx.NextSweep(); return nil })
		return at
	}
	if n := take(noon, 10); n != 0 || !next().IsZero() {
		t.Errorf("%d sweeps of none", n)
	}
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.AddSweep(noon.Add(2*time.Second), 1, 12), tx.AddSweep(noon, 2, 20),
			tx.AddSweep(noon, 1, 11), tx.AddSweep(noon, 1, 11))
	})
	if n := take(noon.Add(-time.Second), 10); n != 0 || !next().Equal(noon) {
		t.Errorf("%d sweeps before they are due, next %v", n, next())
	}
	if n := take(noon, 1); n != 1 || !slices.Equal(got, []swept{{1, 11}}) {
		t.Errorf("limit 1: %d, %v", n, got)
	}
	if n := take(noon.Add(time.Second), 10); n != 1 || !slices.Equal(got, []swept{{2, 20}}) {
		t.Errorf("due ones: %d, %v", n, got)
	}
	if !next().Equal(noon.Add(2 * time.Second)) {
		t.Errorf("next %v", next())
	}
}

func TestPromptsAreWalkedInOrder(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		if r, ok, err := tx.PromptAfter("w", storage.PromptInvitation, 0); ok || err != nil {
			t.Errorf("prompts of a wave without: %v, %v", r, err)
		}
		for r := survey.RespondentID(1); r <= 300; r++ {
			if err := tx.QueuePrompt("w", storage.PromptInvitation, r); err != nil {
				return err
			}
		}
		return errors.Join(tx.QueuePrompt("w", storage.PromptReminder, 7), tx.QueuePrompt("other", storage.PromptReminder, 9),
			tx.QueuePrompt("w", storage.PromptInvitation, 300), tx.UnqueuePrompts("w", 5), tx.UnqueuePrompts("never", 5))
	})
	var taken []survey.RespondentID
	update(t, s, func(tx *storage.Tx) error {
		r, ok, err := tx.PromptAfter("w", storage.PromptInvitation, 0)
		for ; ok && err == nil; r, ok, err = tx.PromptAfter("w", storage.PromptInvitation, r) {
			taken = append(taken, r)
			if err := tx.UnqueuePrompt("w", storage.PromptInvitation, r); err != nil {
				return err
			}
		}
		return err
	})
	if len(taken) != 299 || slices.Contains(taken, 5) || !slices.IsSorted(taken) {
		t.Errorf("%d people taken", len(taken))
	}
	update(t, s, func(tx *storage.Tx) error {
		if n := tx.CountPrompts("w", storage.PromptReminder); n != 1 || !tx.AnyPrompt("w") || tx.AnyPrompt("never") {
			t.Errorf("%d reminders left", n)
		}
		return tx.DropPrompts("w")
	})
	view(t, s, func(tx *storage.Tx) error {
		if tx.AnyPrompt("w") || !tx.AnyPrompt("other") {
			t.Error("dropping one wave's list must empty that one")
		}
		return nil
	})
}

func TestOutboxKeepsOrderAndNumbers(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	add := func(name string) (m storage.Message) {
		update(t, s, func(tx *storage.Tx) (err error) {
			m, err = tx.AddMessage(storage.Message{Name: name, Queued: noon})
			return err
		})
		return m
	}
	first, second := add("a"), add("b")
	update(t, s, func(tx *storage.Tx) error {
		first.Claimed = true
		return errors.Join(tx.PutMessage(first), tx.DeleteMessage(second.ID), tx.DeleteMessage(99))
	})
	closeStore(t, s)
	s = open(t, path)
	third := add("c")
	if third.ID <= second.ID {
		t.Errorf("number %d came twice", third.ID)
	}
	view(t, s, func(tx *storage.Tx) error {
		var names []string
		err := tx.Messages(func(m storage.Message) bool { names = append(names, fmt.Sprint(m.Name, m.Claimed)); return true })
		if want := []string{"atrue", "cfalse"}; !slices.Equal(names, want) {
			t.Errorf("outbox %v, want %v", names, want)
		}
		_, ok, err2 := tx.Message(second.ID)
		if ok {
			t.Error("a deleted row is there")
		}
		return errors.Join(err, err2)
	})
}

func TestMessageKindsThatClaim(t *testing.T) {
	for kind := storage.KindNew; kind <= storage.KindUnpin; kind++ {
		want := kind == storage.KindNew || kind == storage.KindDocument || kind == storage.KindPhoto
		if kind.Claims() != want {
			t.Errorf("kind %d claims: %v", kind, kind.Claims())
		}
	}
}

func TestScreens(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutChat(1, chat), tx.QueueScreen(1, 4), tx.QueueScreen(1, 5), tx.QueueScreen(2, 1),
			tx.QueueScreen(3, 1), tx.DeleteChat(1), tx.UnqueueScreen(2))
	})
	view(t, s, func(tx *storage.Tx) error {
		var queued []survey.AccountID
		err := tx.QueuedScreens(func(a survey.AccountID, _ uint64) bool { queued = append(queued, a); return true })
		c, err2 := tx.Chat(1)
		if !slices.Equal(queued, []survey.AccountID{3}) || c.Seq != 0 || tx.QueuedScreen(1) != 0 {
			t.Errorf("queued %v, chat %+v", queued, c)
		}
		return errors.Join(err, err2)
	})
}

func TestExpirePending(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		late := pending
		late.Expires = noon.Add(-time.Second)
		return errors.Join(tx.PutPending("late", late), tx.PutPending("due", pending), tx.ExpirePending(noon))
	})
	view(t, s, func(tx *storage.Tx) error {
		_, late, err := tx.Pending("late")
		_, due, err2 := tx.Pending("due")
		if late || !due {
			t.Errorf("late %v, due %v", late, due)
		}
		return errors.Join(err, err2)
	})
}

// An empty value takes a name away again.
func TestEmptyTakesAway(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutSetting("a", "b"), tx.PutSetting("a", ""), tx.PutRole(1, storage.RoleOwner),
			tx.PutRole(1, ""), tx.PutSlot("s", noon), tx.DeleteSlot("s"), tx.PutCode("C", storage.Code{}), tx.DeleteCode("C"))
	})
	view(t, s, func(tx *storage.Tx) error {
		_, code, err := tx.Code("C")
		if tx.Setting("a") != "" || tx.Role(1) != "" || !tx.Slot("s").IsZero() || code {
			t.Error("something is left")
		}
		return err
	})
}

func TestRosterKeysFollowThePerson(t *testing.T) {
	s := open(t, newPath(t))
	moved := person
	moved.Key = "199001012015012002"
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutRespondent(person), tx.PutRespondent(person), tx.PutRespondent(moved))
	})
	view(t, s, func(tx *storage.Tx) error {
		if _, err := tx.RespondentByKey(person.Key); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("the old key: %v", err)
		}
		r, err := tx.RespondentByKey(moved.Key)
		if r.ID != person.ID {
			t.Errorf("the new key leads to %d", r.ID)
		}
		return err
	})
	other := survey.Respondent{ID: 8, Key: moved.Key}
	if err := s.Update(func(tx *storage.Tx) error { return tx.PutRespondent(other) }); !errors.Is(err, survey.ErrExists) {
		t.Errorf("a second person with the key: %v", err)
	}
}

func TestAbsentRecords(t *testing.T) {
	s := open(t, newPath(t))
	view(t, s, func(tx *storage.Tx) error {
		if _, err := tx.Wave("no"); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("wave: %v", err)
		}
		if _, err := tx.Respondent(1); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("respondent: %v", err)
		}
		if tx.NextRespondent() != 1 || tx.Flow("no") != nil || tx.Release("no") != nil || tx.Status("no") != nil {
			t.Error("something comes of nothing")
		}
		_, ok, err := tx.Invitation("no", 1)
		raw, err2 := tx.Interview(hidden, 1)
		_, linked, err3 := tx.LinkedResponse("no", 1)
		if ok || raw != nil || linked {
			t.Error("something comes of nothing")
		}
		return errors.Join(err, err2, err3)
	})
}

// Values read stay valid after their transaction: they are copies.
func TestValuesOutliveTheirTransaction(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutFlow("v", []byte("aaaa")), tx.PutInterview(linked, 1, []byte("aaaa")))
	})
	var flow, interview []byte
	view(t, s, func(tx *storage.Tx) (err error) {
		flow = tx.Flow("v")
		interview, err = tx.Interview(linked, 1)
		return err
	})
	flow[0], interview[0] = 'b', 'b' // a page of the map would fault here
	view(t, s, func(tx *storage.Tx) error {
		again, err := tx.Interview(linked, 1)
		if string(tx.Flow("v")) != "aaaa" || string(again) != "aaaa" {
			t.Error("the stored values changed")
		}
		return err
	})
}
