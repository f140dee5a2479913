package fielding_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// large is a roster of so many people, the first three of whom the world knows, all in unit b.
func (w *world) large(people int) *fielding.RosterImport {
	w.t.Helper()
	in := &fielding.RosterImport{Args: map[string]string{"new": "x", "changed": "x", "retired": "x"}}
	w.view(func(tx *storage.Tx) error {
		in.Version = fielding.RosterVersion(tx)
		in.Units, _ = tx.Units()
		for i := survey.RespondentID(1); i <= survey.RespondentID(people); i++ {
			r, err := tx.Respondent(i)
			if err != nil {
				r = survey.Respondent{ID: i, Key: fmt.Sprintf("K%06d", i), Name: "Pegawai", Added: w.now}
			}
			r.Unit = "b"
			in.People = append(in.People, r)
		}
		return nil
	})
	return in
}

func (w *world) rosterOf() (people, inB int) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Respondents(func(r survey.Respondent) bool {
			people++
			if r.Unit == "b" {
				inB++
			}
			return true
		})
	})
	return people, inB
}

// A large roster is taken as a whole, wherever the process dies: before the deciding step nothing of it is
// there, after it everything.
func TestImportInPartsOverACrash(t *testing.T) {
	const people = 2*fielding.PartSize + 7 // three parts: 3 aside, 1 decides, 3 stored
	for died := range 8 {
		t.Run(fmt.Sprintf("after step %d", died), func(t *testing.T) {
			w := newWorld(t, survey.Anonymous)
			_, wasInB := w.rosterOf()
			steps := w.large(people).Steps()
			if len(steps) != 7 {
				t.Fatalf("%d steps, want 7", len(steps))
			}
			for _, step := range steps[:died] {
				w.do(step)
			}
			w.restart()
			count, inB := w.rosterOf()
			if want := [2]int{4, wasInB}; died < 4 && [2]int{count, inB} != want {
				t.Errorf("an import that was not decided left %d people, %d in b, want %v", count, inB, want)
			}
			if died >= 4 && (count != people || inB != people) {
				t.Errorf("of a decided import %d people are there, %d in b, want %d", count, inB, people)
			}
			w.view(func(tx *storage.Tx) error {
				if _, left, err := tx.Stage(0); left || err != nil {
					t.Errorf("parts are left in the database (%v)", err)
				}
				if at := tx.Erased(); died > 0 && at.IsZero() {
					t.Error("the parts' bytes are not to be taken out of the file")
				}
				return nil
			})
		})
	}
}

// Who registers or leaves while a roster comes in keeps what they did; a wave opens on the whole roster;
// and a second import that was compared before is refused.
func TestImportInPartsBesidePeople(t *testing.T) {
	const people = fielding.PartSize + 1
	w := newWorld(t, survey.Anonymous)
	raced := w.large(people)
	steps := w.large(people).Steps()
	w.register(4, 104)
	for _, step := range steps[:3] {
		w.do(step)
	}
	wave := w.openWave()
	if inv := w.invitation(wave, people); inv.Unit != "b" {
		t.Errorf("the wave was opened on half a roster: the last person has the unit %q", inv.Unit)
	}
	for _, step := range steps[3:] {
		w.do(step)
	}
	w.view(func(tx *storage.Tx) error {
		r, err := tx.Respondent(4)
		if err != nil || r.Account != 104 || r.Unit != "b" {
			t.Errorf("who registered meanwhile is %+v (%v)", r, err)
		}
		if r, _ := tx.Respondent(2); len(r.Past) != 1 || r.Past[0].Unit != "a" {
			t.Errorf("the unit before the transfer is not kept: %+v", r.Past)
		}
		return nil
	})
	var err error
	for _, step := range raced.Steps() {
		if err == nil {
			err = w.try(step)
		}
	}
	if !errors.Is(err, fielding.ErrRosterRaced) {
		t.Errorf("an import that was compared with an older roster gives %v", err)
	}
}

// A step that is rolled back for another event's fault, and run again, counts each change once.
func TestImportInPartsOverARollback(t *testing.T) {
	const people = 2*fielding.PartSize + 7
	w := newWorld(t, survey.Anonymous)
	for _, step := range w.large(people).Steps() {
		fault := fielding.Do{Act: func(*fielding.Desk) error { return errors.New("a fault") }, Reply: func(error) {}}
		w.apply(fielding.Do{Act: step, Reply: func(error) {}}, fault)
	}
	w.view(func(tx *storage.Tx) error {
		list, err := fielding.RosterChanges(tx, time.Time{}, w.now)
		if err != nil || len(list) != 1 {
			t.Fatalf("%d imports are kept (%v), want 1", len(list), err)
		}
		seen := map[survey.RespondentID]bool{}
		for _, c := range list[0].People {
			if seen[c.Person] {
				t.Fatalf("the change of person %d is kept twice", c.Person)
			}
			seen[c.Person] = true
		}
		if len(seen) < people-4 {
			t.Errorf("%d changes are kept, of %d people", len(seen), people)
		}
		return nil
	})
}
