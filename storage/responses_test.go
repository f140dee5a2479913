package storage_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"suara/storage"
	"suara/survey"
)

func numbered(n int) storage.Submission {
	return storage.Submission{Response: survey.Response{ID: fmt.Sprint(n), Flow: "v1", Values: []string{"1"}}}
}

// addSubmissions stores submissions from…to-1 in the wave as its mode wants.
func addSubmissions(s *storage.Store, w survey.Wave, from, to int) error {
	return s.Update(func(tx *storage.Tx) error {
		for n := from; n < to; n++ {
			err := error(nil)
			if w.Mode == survey.Anonymous {
				err = tx.AddSealed(w.ID, numbered(n))
			} else {
				err = tx.PutResponse(w.ID, survey.RespondentID(n+1), numbered(n))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func TestSubmissionsPages(t *testing.T) {
	counts := []int{0, 1, storage.PageSize - 1, storage.PageSize, storage.PageSize + 1, 2*storage.PageSize + 500}
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential} {
		for _, count := range counts {
			t.Run(fmt.Sprint(mode, " ", count), func(t *testing.T) {
				s, w := open(t, newPath(t)), survey.Wave{ID: "w", Mode: mode, State: survey.WaveOpen}
				if err := errors.Join(s.CreateKey("w"), addSubmissions(s, w, 0, count)); err != nil {
					t.Fatal(err)
				}
				checkPaged(t, s, w, count)
			})
		}
	}
}

// checkPaged walks the wave while each page but the first begins with more records being added, the
// way people submit during a walk.
func checkPaged(t *testing.T, s *storage.Store, w survey.Wave, count int) {
	t.Helper()
	met, calls, next := map[string]int{}, 0, count
	var keys [][]byte
	err := s.Submissions(w, func(key []byte, sub storage.Submission) error {
		met[sub.Response.ID]++
		keys = append(keys, key)
		calls++
		if calls%700 != 0 || next >= count+2000 {
			return nil
		}
		next += 100
		return addSubmissions(s, w, next-100, next)
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range count {
		if met[fmt.Sprint(n)] != 1 {
			t.Fatalf("record %d met %d times", n, met[fmt.Sprint(n)])
		}
	}
	for id, times := range met {
		if times != 1 {
			t.Errorf("record %s added during the walk met %d times", id, times)
		}
	}
	slices.SortFunc(keys, func(a, b []byte) int { return slices.Compare(a, b) })
	if len(slices.CompactFunc(keys, slices.Equal)) != len(met) {
		t.Error("keys repeat")
	}
}

func TestSubmissionsStopAtAnError(t *testing.T) {
	s := open(t, newPath(t))
	w := survey.Wave{ID: "w", Mode: survey.Identified}
	if err := addSubmissions(s, w, 0, 5); err != nil {
		t.Fatal(err)
	}
	stop, calls := errors.New("stop"), 0
	err := s.Submissions(w, func([]byte, storage.Submission) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
}

// A walk in one goroutine with a writer in another, growing the file: neither waits for ever.
func TestSubmissionsBesideTheWriter(t *testing.T) {
	s := open(t, newPath(t))
	w := survey.Wave{ID: "w", Mode: survey.Confidential}
	if err := addSubmissions(s, w, 0, 3000); err != nil {
		t.Fatal(err)
	}
	written := make(chan error)
	go func() {
		var err error
		for n := 3000; n < 9000 && err == nil; n += 200 {
			err = addSubmissions(s, w, n, n+200)
		}
		written <- err
	}()
	for range 5 {
		checkPaged(t, s, w, 3000)
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}

// Sealed keys are drawn, so that the order in the file says nothing of the order of submission.
func TestSealedOrderIsNotThatOfSubmission(t *testing.T) {
	s := open(t, newPath(t))
	w := survey.Wave{ID: "w", Mode: survey.Anonymous, State: survey.WaveOpen}
	if err := errors.Join(s.CreateKey("w"), addSubmissions(s, w, 0, 50)); err != nil {
		t.Fatal(err)
	}
	subs := submissions(t, s, w)
	if slices.IsSortedFunc(subs, func(a, b storage.Submission) int {
		return len(a.Response.ID)*100 - len(b.Response.ID)*100 + int(a.Response.ID[0]) - int(b.Response.ID[0])
	}) {
		t.Error("in order of submission")
	}
}

func TestClosedAnonymousWaveReadsItsRows(t *testing.T) {
	s, _ := sealedStore(t)
	closed := hidden
	closed.State = survey.WaveClosed
	row := survey.Response{ID: "new", Flow: "v1", Values: []string{"4"}}
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.DropAnswers(hidden.ID), tx.PutRow(hidden.ID, rowID, row), tx.PutWave(closed))
	})
	if subs := submissions(t, s, closed); len(subs) != 1 || !reflect.DeepEqual(subs[0].Response, row) {
		t.Errorf("rows %+v", subs)
	}
	if subs := submissions(t, s, hidden); len(subs) != 0 {
		t.Errorf("sealed after their end: %+v", subs)
	}
	view(t, s, func(tx *storage.Tx) error {
		got, err := tx.Interview(hidden, 7)
		if got != nil {
			t.Errorf("interview after its end: %s", got)
		}
		return err
	})
}

func TestDropResponses(t *testing.T) {
	s := open(t, newPath(t))
	fill(t, s)
	for _, w := range []survey.WaveID{hidden.ID, linked.ID, "old-1", "never"} {
		update(t, s, func(tx *storage.Tx) error { return tx.DropResponses(w) })
	}
	closed := survey.Wave{ID: "old-1", Mode: survey.Anonymous, State: survey.WaveClosed}
	for _, w := range []survey.Wave{hidden, linked, closed} {
		if subs := submissions(t, s, w); len(subs) != 0 {
			t.Errorf("wave %s keeps %+v", w.ID, subs)
		}
		view(t, s, func(tx *storage.Tx) error {
			comments, err := tx.Comments(w.ID)
			interviewed := tx.Interviewed(w.ID, func(survey.RespondentID) bool {
				t.Errorf("wave %s keeps an interview", w.ID)
				return true
			})
			if len(comments) != 0 {
				t.Errorf("wave %s keeps comments", w.ID)
			}
			return errors.Join(err, interviewed)
		})
	}
}

func TestDeleteOnePersonsAnswers(t *testing.T) {
	s := open(t, newPath(t))
	w := survey.Wave{ID: "w", Mode: survey.Confidential}
	update(t, s, func(tx *storage.Tx) error { // nothing stored yet: nothing to erase
		return errors.Join(tx.DeleteInterview("w", 1), tx.DeleteResponse("w", 1))
	})
	if err := addSubmissions(s, w, 0, 2); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *storage.Tx) error {
		return errors.Join(tx.PutInterview(w, 1, session), tx.PutInterview(w, 2, session),
			tx.DeleteInterview("w", 1), tx.DeleteResponse("w", 1))
	})
	view(t, s, func(tx *storage.Tx) error {
		gone, err1 := tx.Interview(w, 1)
		kept, err2 := tx.Interview(w, 2)
		_, linked1, err3 := tx.LinkedResponse("w", 1)
		_, linked2, err4 := tx.LinkedResponse("w", 2)
		if gone != nil || kept == nil || linked1 || !linked2 {
			t.Errorf("erased %q %v, kept %q %v", gone, linked1, kept, linked2)
		}
		return errors.Join(err1, err2, err3, err4)
	})
}

func TestReleaseComesOnce(t *testing.T) {
	s := open(t, newPath(t))
	put := func(tx *storage.Tx) error { return tx.PutRelease("w", []byte("first")) }
	update(t, s, put)
	if err := s.Update(put); !errors.Is(err, survey.ErrExists) {
		t.Errorf("second release: %v", err)
	}
}

// Keys sort as they are read: persons by number.
func TestRespondentsInOrderOfNumber(t *testing.T) {
	s := open(t, newPath(t))
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.Uint64Range(1, 1<<62), func(n uint64) uint64 { return n }).Draw(t, "ids")
		wave := survey.WaveID(fmt.Sprintf("w%x", binary.BigEndian.AppendUint64(nil, rapid.Uint64().Draw(t, "wave"))))
		var got []uint64
		err := s.Update(func(tx *storage.Tx) error {
			for _, id := range ids {
				if err := tx.PutInvitation(wave, survey.RespondentID(id), invitation); err != nil {
					return err
				}
			}
			return errors.Join(tx.Invitations(wave, func(id survey.RespondentID, _ survey.Invitation) bool {
				got = append(got, uint64(id))
				return true
			}), tx.DropInvitations(wave))
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(ids)
		if !slices.Equal(got, ids) && len(ids) > 0 {
			t.Fatalf("got %v, want %v", got, ids)
		}
	})
}

// A stream keeps nothing: it takes the same memory for one page and for many. Its responses are those
// of Submissions without their ids.
func TestStreamSubmissionsKeepsNothing(t *testing.T) {
	s := open(t, newPath(t))
	walked := func(w survey.Wave, count int) float64 {
		if err := addSubmissions(s, w, 0, count); err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(1, func() {
			n := 0
			err := s.StreamSubmissions(w, func(key []byte, sub storage.Submission) error {
				if n++; sub.Response.ID != "" || len(sub.Response.Values) != 1 || sub.Response.Values[0] != "1" {
					return fmt.Errorf("%x: %+v", key, sub)
				}
				return nil
			})
			if err != nil || n != count {
				t.Fatal(n, err)
			}
		})
	}
	one := walked(survey.Wave{ID: "small", Mode: survey.Confidential}, storage.PageSize-1)
	many := walked(survey.Wave{ID: "large", Mode: survey.Confidential}, 8*storage.PageSize)
	if perPage := (many - one) / 8; perPage > 100 {
		t.Errorf("%v allocations a page of %d responses", perPage, storage.PageSize)
	}
}
