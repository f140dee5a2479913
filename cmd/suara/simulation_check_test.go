package main

import (
	"encoding/csv"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// items of a survey that are answered by a press, in flow order; a text follows them.
func itemsOf(id survey.SurveyID) []string {
	if id == "dua" {
		return []string{"d1", "d2"}
	}
	return []string{"p1", "p2"}
}

// check holds the invariants after a run and at its closing.
func (s *simulation) check() {
	s.t.Helper()
	wave := s.waveOf("uji")
	s.checkTraffic(wave)
	s.checkBlocked()
	s.checkWaits()
	s.checkPosts()
	s.checkReports()
	switch {
	case wave.State == survey.WaveClosed:
		s.tally.count("closed by schedule", 1)
		s.checkClosed(wave, -1)
	case s.plan.restoring && s.saved != nil:
		s.checkOpen(wave)
		s.restore()
		s.closeAndCheck(s.waveOf("uji"), true)
	default:
		s.checkOpen(wave)
		if s.plan.second {
			s.checkOpen(s.waveOf("dua"))
		}
		s.closeAndCheck(wave, false)
	}
	if n := s.tg.Refusals(); n != 0 {
		s.t.Errorf("%d calls were refused by the limits", n)
	}
	s.checkLog()
	s.checkFile()
}

func (s *simulation) checkLog() {
	s.t.Helper()
	for _, secret := range []string{"saran ", "Pegawai ", "1985010120", "123456:stage", "-1000000000"} {
		if strings.Contains(s.log.String(), secret) {
			s.t.Errorf("%q stands in the log", secret)
		}
	}
}

// checkFile reads every page and record of the database after the program's end.
func (s *simulation) checkFile() {
	s.t.Helper()
	if err := s.sys.close(); err != nil {
		s.t.Fatal(err)
	}
	v, err := storage.Verify(s.set.Storage.Path)
	if err != nil || len(v.Damage) > 0 {
		s.t.Errorf("the file is not sound: %v %v", err, v.Damage)
	}
}

// checkOpen holds what is true of an open wave: what was acknowledged is there, and nothing else.
func (s *simulation) checkOpen(wave survey.Wave) {
	s.t.Helper()
	stored := s.submissions(wave)
	complete := 0
	for _, a := range s.people {
		inv, started := s.part(wave, a)
		if inv.Progress == survey.Complete {
			complete++
			s.tally.count("complete", 1)
		} else if a.thanked && !s.completed(a) {
			s.t.Errorf("%d was thanked for a response that is not there: %+v", a.phone.ID(), inv)
		}
		s.checkPerson(wave, a, inv, started)
	}
	if len(stored) != complete {
		s.t.Errorf("%d responses of %d people who completed", len(stored), complete)
	}
	s.match(wave, stored, func(a *asn) bool {
		inv, _ := s.part(wave, a)
		return inv.Progress == survey.Complete
	})
	for _, sub := range stored {
		if wave.Mode == survey.Anonymous && sub.Response.SubmittedOn != "" {
			s.t.Errorf("a sealed response keeps a day: %+v", sub.Response)
		}
	}
}

// completed tells whether a person completed any wave.
func (s *simulation) completed(a *asn) bool {
	inv, _ := s.part(s.waveOf("uji"), a)
	if s.plan.second && inv.Progress != survey.Complete {
		inv, _ = s.part(s.waveOf("dua"), a)
	}
	return inv.Progress == survey.Complete
}

// checkPerson compares an interview with what its person was told.
func (s *simulation) checkPerson(wave survey.Wave, a *asn, inv survey.Invitation, values []string) {
	s.t.Helper()
	if values != nil && !a.gave(wave.Survey, values, true) {
		s.t.Errorf("%d holds %v, the person gave one of %v and typed %v", a.phone.ID(), values, a.may, a.texts)
	}
	if inv.Progress == survey.Complete || a.declined {
		return
	}
	for i, item := range itemsOf(wave.Survey) {
		if a.sure[item] && (values == nil || values[i] == "") {
			s.t.Errorf("%d was told that %s was taken; the interview holds %v", a.phone.ID(), item, values)
		}
	}
}

// gave tells whether these may be the person's values.
func (a *asn) gave(id survey.SurveyID, values []string, open bool) bool {
	for i, item := range itemsOf(id) {
		if values[i] == "" && open {
			continue
		}
		if !slices.Contains(a.may[item], values[i]) {
			return false
		}
	}
	text := values[2]
	return text == survey.Skipped || slices.Contains(a.texts, text) || text == "" && open
}

// match finds for every stored response a person who gave it, each person once.
func (s *simulation) match(wave survey.Wave, stored []storage.Submission, may func(*asn) bool) {
	s.t.Helper()
	fits := make([][]bool, len(stored))
	for i, sub := range stored {
		blank := wave.Mode == survey.Anonymous && wave.State == survey.WaveClosed
		for _, a := range s.people {
			v := slices.Clone(sub.Response.Values)
			if blank {
				v[2] = survey.Skipped
			}
			fits[i] = append(fits[i], may(a) && a.gave(wave.Survey, v, false))
		}
	}
	owner := map[int]int{} // person → response
	for i := range stored {
		if !assign(fits, i, owner, map[int]bool{}) {
			s.t.Errorf("nobody gave the response %v", stored[i].Response.Values)
		}
	}
}

func assign(fits [][]bool, i int, owner map[int]int, tried map[int]bool) bool {
	for p, fit := range fits[i] {
		if tried[p] || !fit {
			continue
		}
		tried[p] = true
		other, taken := owner[p]
		if !taken || assign(fits, other, owner, tried) {
			owner[p] = i
			return true
		}
	}
	return false
}

// closeAndCheck closes the wave by command; mostly the process dies on the way.
func (s *simulation) closeAndCheck(wave survey.Wave, restored bool) {
	s.t.Helper()
	complete := 0
	for _, a := range s.people {
		if inv, _ := s.part(wave, a); inv.Progress == survey.Complete {
			complete++
		}
	}
	out := s.light("a closing", 12)
	for s.waveOf("uji").State == survey.WaveOpen {
		s.protect(func() { s.command("wave close", nil, "", string(wave.ID)) })
	}
	s.protect(func() { s.rest(time.Hour) })
	out()
	s.rest(time.Hour)
	closed := s.waveOf("uji")
	if closed.State != survey.WaveClosed {
		s.t.Errorf("wave is %s, want closed", closed.State)
	}
	if restored {
		if closed.Base.Complete != complete {
			s.t.Errorf("closed with %d complete, want %d", closed.Base.Complete, complete)
		}
		s.checkExport(closed, s.submissions(closed))
		return
	}
	s.checkPosts()
	s.checkClosed(closed, complete)
}

// checkClosed holds what a closed wave keeps. complete is how many people had completed; -1 where
// nobody could count them before the schedule closed the wave.
func (s *simulation) checkClosed(wave survey.Wave, complete int) {
	s.t.Helper()
	thanked, sent := 0, 0
	for _, a := range s.people {
		if a.thanked {
			thanked++
		}
		if a.sent {
			sent++
		}
	}
	n := wave.Base.Complete
	switch {
	case complete >= 0 && n != complete:
		s.t.Errorf("closed with %d complete, want %d", n, complete)
	case complete < 0 && (n < thanked || n > sent):
		s.t.Errorf("closed with %d complete; %d were thanked, %d pressed to send", n, thanked, sent)
	}
	rows := s.submissions(wave)
	want := n
	if wave.Mode == survey.Anonymous && n < wave.MinGroup {
		want = 0
	}
	if len(rows) != want {
		s.t.Errorf("%d rows of a wave with %d responses, want %d", len(rows), n, want)
	}
	s.match(wave, rows, func(a *asn) bool { return a.sent })
	s.checkExport(wave, rows)
	if wave.Mode == survey.Anonymous {
		s.checkForgotten(wave, rows)
	}
}

// checkExport compares the export with the rows that are stored.
func (s *simulation) checkExport(wave survey.Wave, rows []storage.Submission) {
	s.t.Helper()
	out := s.export(wave.ID)
	cells, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\ufeff"))).ReadAll()
	if err != nil || len(cells) == 0 {
		s.t.Fatalf("no export: %v\n%s", err, out)
	}
	var got, want []string
	at := []int{slices.Index(cells[0], "p1"), slices.Index(cells[0], "p2")}
	for _, row := range cells[1:] {
		got = append(got, row[at[0]]+"|"+row[at[1]])
	}
	for _, sub := range rows {
		want = append(want, sub.Response.Values[0]+"|"+sub.Response.Values[1])
	}
	if len(rows) < wave.MinGroup { // then an export is a header
		want = nil
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("exported %v, stored %v", got, want)
	}
}

// checkForgotten holds that a closed anonymous wave keeps no person, time or message.
func (s *simulation) checkForgotten(wave survey.Wave, rows []storage.Submission) {
	s.t.Helper()
	for _, sub := range rows {
		r := sub.Response
		blank := survey.Response{ID: r.ID, Unit: r.Unit, Flow: r.Flow, Values: r.Values}
		if !reflect.DeepEqual(r, blank) ||
			r.Values[2] != "" || len(sub.Comments) > 0 {
			s.t.Errorf("an anonymous row keeps %+v", sub)
		}
	}
	err := s.sys.store.View(func(tx *storage.Tx) error {
		err := tx.Interviewed(wave.ID, func(id survey.RespondentID) bool {
			s.t.Errorf("the interview of person %d outlived the closing", id)
			return false
		})
		if err != nil {
			return err
		}
		return tx.Invitations(wave.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
			s.t.Errorf("after closing it is known of person %d: %+v", id, inv)
			return false
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if s.sys.store.HasKey(string(wave.ID)) {
		s.t.Error("the wave's key outlived the closing")
	}
}

// waveOf is the newest wave of a survey.
func (s *simulation) waveOf(id survey.SurveyID) (w survey.Wave) {
	s.t.Helper()
	err := s.sys.store.View(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		for _, wave := range waves {
			if wave.Survey == id {
				w = wave
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}

// part reads a person's invitation, and the values of the open interview.
func (s *simulation) part(wave survey.Wave, a *asn) (inv survey.Invitation, values []string) {
	s.t.Helper()
	study, _ := s.set.Fielding.Study(wave.Survey)
	err := s.sys.store.View(func(tx *storage.Tx) error {
		r, err := tx.RespondentByKey(a.nip)
		if err != nil {
			return err
		}
		if inv, _, err = tx.Invitation(wave.ID, r.ID); err != nil || wave.State == survey.WaveClosed {
			return err
		}
		i, ok, err := fielding.LoadInterview(tx, wave, r.ID)
		if ok {
			values = study.Flow.Values(i.Session)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return inv, values
}

func (s *simulation) submissions(wave survey.Wave) (list []storage.Submission) {
	s.t.Helper()
	err := s.sys.store.Submissions(wave, func(_ []byte, sub storage.Submission) error {
		if !sub.Response.Partial {
			list = append(list, sub)
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(fmt.Errorf("read the responses: %w", err))
	}
	return list
}
