package fielding_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// import1 brings one person in as an imported roster would: new, changed, retired or back.
func (w *world) import1(r survey.Respondent) {
	w.t.Helper()
	w.do(func(d *fielding.Desk) error {
		units, err := d.Tx().Units()
		if err != nil {
			return err
		}
		return d.ApplyRoster(units, []survey.Respondent{r}, 0, map[string]string{"new": "0", "changed": "1", "retired": "0"})
	})
}

func (w *world) respondent(id survey.RespondentID) (r survey.Respondent) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) (err error) { r, err = tx.Respondent(id); return err })
	return r
}

func (w *world) status(id survey.WaveID) (s fielding.WaveStatus) {
	w.t.Helper()
	wave := w.wave(id)
	w.view(func(tx *storage.Tx) (err error) { s, err = fielding.Status(tx, wave, w.cfg); return err })
	return s
}

// part is what a person of the property below went through in the wave.
type part struct{ joined, left, answered, responded bool }

func (p part) leaver() bool { return p.left && !p.answered }

// Eligible is the target list at opening + joiners − those who left before answering (RR1's base), whoever
// joins, leaves, comes back, moves, answers, declines or withdraws, and also once the wave has closed.
func TestJoinersAndLeaversAddUp(t *testing.T) {
	const opening, all = 4, 6
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, survey.Confidential)
		defer w.store.Close()
		wave := w.openWave()
		w.claim(10)
		people := make([]part, opening, all)
		check := func(what string) {
			joiners, leavers := 0, 0
			for _, p := range people {
				if p.joined {
					joiners++
				}
				if p.leaver() {
					leavers++
				}
			}
			s := w.status(wave)
			units := 0
			for _, u := range s.Units {
				units += u.Roster
			}
			got := [4]int{s.Base.Roster, s.Joiners, s.Leavers, units}
			if want := opening + joiners - leavers; got != [4]int{want, joiners, leavers, want} {
				rt.Fatalf("after %s: eligible, joined, left, in units %v, want %v", what, got, [4]int{want, joiners, leavers, want})
			}
		}
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			n := rapid.IntRange(0, min(len(people), all-1)).Draw(rt, "person")
			id, account := survey.RespondentID(n+1), survey.AccountID(101+n)
			if n == len(people) {
				people = append(people, part{joined: true})
				w.import1(survey.Respondent{ID: id, Key: fmt.Sprintf("BARU%d", n), Name: "Pegawai", Unit: "a", Added: w.now})
				check(fmt.Sprintf("person %d joined", id))
				continue
			}
			p, registered := &people[n], n < 3
			acts := []string{"leave", "move"}
			switch {
			case p.left:
				acts = []string{"return"}
			case registered && !p.responded:
				acts = append(acts, "answer", "decline")
			}
			if registered && p.answered {
				acts = append(acts, "withdraw")
			}
			act := rapid.SampledFrom(acts).Draw(rt, "act")
			r := w.respondent(id)
			switch act {
			case "leave":
				r.Retired, p.left = w.now, true
				w.import1(r)
			case "return":
				r.Retired, p.left = survey.Respondent{}.Retired, false
				w.import1(r)
			case "move":
				r.Unit = "b"
				w.import1(r)
			case "answer":
				w.complete(account, wave, 1, "")
				p.answered, p.responded = true, true
			case "decline":
				w.press(account, "w:go:"+string(wave))
				w.press(account, "c:no:"+string(wave))
				p.responded = true
			case "withdraw":
				w.press(account, "d:withdraw:"+string(wave))
				p.answered = false
			}
			check(fmt.Sprintf("%s of person %d", act, id))
		}
		w.close(wave)
		check("closing")
	})
}

// A joiner who leaves again stands in both counts; one of the target list who comes back stands in none.
func TestJoinerWhoLeftAndLeaverWhoCameBack(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	fifth := survey.Respondent{ID: 5, Key: "BARU", Name: "Pegawai", Unit: "a", Added: w.now}
	w.import1(fifth)
	first := w.respondent(1)
	for i, row := range []struct {
		who                      survey.Respondent
		left                     bool
		roster, joiners, leavers int
	}{
		{fifth, true, 4, 1, 1}, {fifth, false, 5, 1, 0}, {first, true, 4, 1, 1}, {first, false, 5, 1, 0},
	} {
		r := row.who
		if row.left {
			r.Retired = w.now
		}
		w.import1(r)
		s := w.status(wave)
		if got, want := []int{s.Base.Roster, s.Joiners, s.Leavers}, []int{row.roster, row.joiners, row.leavers}; !slices.Equal(got, want) {
			t.Errorf("step %d: eligible, joined, left %v, want %v", i+1, got, want)
		}
	}
}
