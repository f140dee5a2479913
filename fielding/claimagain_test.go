package fielding_test

import (
	"encoding/binary"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// spoil makes records of a bucket unreadable.
func (w *world) spoil(bucket string, numbers ...uint64) {
	w.t.Helper()
	path := w.store.Path()
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, n := range numbers {
			if err := tx.Bucket([]byte(bucket)).Put(binary.BigEndian.AppendUint64(nil, n), []byte{0xff}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open(path)
}

// A claim that fails over one person's prompt sets that one aside and hands out the others; the round's
// report counts it as failed.
func TestClaimGoesOnWithoutThePromptItFailsOver(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	w.openWave()
	w.spoil("chats", 102)
	w.claimsAllBut2()
	w.tick(w.now.Add(time.Minute))
	w.view(func(tx *storage.Tx) error {
		told := 0
		err := tx.Messages(func(m storage.Message) bool {
			if m.Name == fielding.PostInvited {
				told++
				if m.Args["delivered"] != "2" || m.Args["failed"] != "1" {
					t.Errorf("the round's report says %v", m.Args)
				}
			}
			return true
		})
		if told != 1 {
			t.Errorf("%d reports of the round", told)
		}
		return err
	})
}

// claimsAllBut2 claims the prompts of the persons 1 and 3; that of person 2 is set aside.
func (w *world) claimsAllBut2() {
	w.t.Helper()
	if got := w.claim(10); len(got) != 2 || got[0].Respondent != 1 || got[1].Respondent != 3 {
		w.t.Fatalf("claimed %+v, want the prompts of persons 1 and 3", got)
	}
	if dead := w.deadLetters(); len(dead) != 1 || dead[0].Kind != "prompt" {
		w.t.Errorf("set aside were %+v", dead)
	}
}

// So does one that fails before it, over where the person is.
func TestClaimGoesOnWithoutAnUnreadablePerson(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	w.openWave()
	w.spoil("respondents", 2)
	w.claimsAllBut2()
}

// Claims that fail over everybody come to an end, and nobody is tried twice.
func TestClaimThatFailsOverEverybodyEnds(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	w.openWave()
	w.spoil("chats", 101, 102, 103)
	claims := 0
	for again := true; again; claims++ {
		fx := w.apply(fielding.Claim{Room: 1})
		if again = fx.Announce; !fx.Idle || claims > 3 {
			t.Fatalf("claim %d: %+v", claims, fx)
		}
		for _, row := range fx.Rows {
			if _, prompt := row.Job.(fielding.PromptJob); prompt {
				t.Errorf("claim %d hands out %+v", claims, row)
			}
		}
	}
	if dead := w.deadLetters(); claims != 3 || len(dead) != 3 {
		t.Errorf("after %d claims were set aside: %+v", claims, dead)
	}
}
