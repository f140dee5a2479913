package main

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// answers lets a person go through the whole interview.
func (c *crew) answers(p *simulator.Phone, option string) {
	c.t.Helper()
	c.tap(p, "Mulai", "Saya bersedia", option, option, "Lewati", "Kirim jawaban")
}

// comments lets a person go through the whole interview with words of their own.
func (c *crew) comments(p *simulator.Phone, option, text string) {
	c.t.Helper()
	c.tap(p, "Mulai", "Saya bersedia", option, option)
	p.Send(text)
	c.rest(time.Minute)
	c.tap(p, "Kirim jawaban")
}

// asked runs a command that may fail.
func (s *stage) asked(name string, flags map[string]string, args ...string) response {
	s.t.Helper()
	if flags == nil {
		flags = map[string]string{"format": "json"}
	}
	return s.sys.office.run(s.t.Context(), request{Command: name, Args: args, Flags: flags})
}

// kept are the responses of the newest wave in the order they lie in.
func (c *crew) kept() (list []survey.Response) {
	c.t.Helper()
	err := c.sys.store.Submissions(c.wave(), func(_ []byte, s storage.Submission) error {
		list = append(list, s.Response)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

// ids are the keys that the responses of the newest wave lie under.
func (c *crew) ids() (list []string) {
	c.t.Helper()
	err := c.sys.store.Submissions(c.wave(), func(key []byte, _ storage.Submission) error {
		list = append(list, hex.EncodeToString(key))
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return list
}

func (c *crew) closes() {
	c.t.Helper()
	c.command("wave close", nil, "", string(c.wave().ID))
	c.rest(time.Minute)
}

var threeOptions = []string{"Satu", "Dua", "Tiga"}

// inTurn lets the first n people answer one after another, Satu, Dua, Tiga, Satu …
func (c *crew) inTurn(n int) {
	c.t.Helper()
	for i, p := range c.people[:n] {
		c.answers(p, threeOptions[i%3])
	}
}

// anonymousCrew is an open anonymous wave.
func anonymousCrew(t *testing.T, n int) *crew {
	c := newCrew(t, n, scene{mode: "anonymous"})
	c.opens()
	c.rest(time.Minute)
	return c
}

func TestCasesOfResults(t *testing.T) {
	t.Run("147 two looks at a growing set never differ", twoLooks)
	t.Run("149 neither time nor order links an answer to a person", noLink)
	t.Run("150 no id can be computed from a person", noPseudonym)
	t.Run("151 a wave keeps the mode it was opened with", lockedMode)
	t.Run("152 who sees what is said, and an export names nobody", saidPlainly)
	t.Run("154 comments come only where many were written, shuffled and without a unit", fewComments)
	t.Run("158 people who come and go never push a rate above all", frozenList)
}

func twoLooks(t *testing.T) {
	c := anonymousCrew(t, 8)
	id := string(c.wave().ID)
	for n := 5; n <= 6; n++ {
		if n == 5 {
			c.inTurn(5)
		} else {
			c.answers(c.people[5], "Tiga")
		}
		for _, command := range []string{"summary", "export"} {
			if r := c.asked(command, map[string]string{"format": "csv"}, id); r.Exit != exitFailed ||
				len(r.Stdout) > 0 {
				t.Errorf("%s at %d answers: exit %d\n%s", command, n, r.Exit, r.Stdout)
			}
		}
	}
	c.closes()
	first, again := c.asked("summary", nil, id), c.asked("summary", nil, id)
	if first.Exit != exitFine || string(first.Stdout) != string(again.Stdout) ||
		!strings.Contains(string(first.Stdout), `"mean"`) {
		t.Errorf("after closing: exit %d\n%s\n%s", first.Exit, first.Stdout, again.Stdout)
	}
}

func noLink(t *testing.T) {
	c := anonymousCrew(t, 9)
	c.inTurn(9)
	var order []string
	for _, r := range c.kept() {
		order = append(order, r.Values[0])
		if r.SubmittedOn != "" {
			t.Errorf("a response in an open wave has a time: %+v", r)
		}
	}
	given := []string{"1", "2", "3", "1", "2", "3", "1", "2", "3"}
	if len(order) != 9 || slices.Equal(order, given) {
		t.Errorf("responses lie in the order they were given: %v", order)
	}
	c.closes()
	if c.kept()[0].SubmittedOn != "" {
		t.Error("a kept row has a day")
	}
	err := c.sys.store.View(func(tx *storage.Tx) error {
		return tx.Invitations(c.wave().ID, func(r survey.RespondentID, inv survey.Invitation) bool {
			t.Errorf("after closing it is kept of person %d: %+v", r, inv)
			return true
		})
	})
	if err != nil {
		t.Error(err)
	}
}

func noPseudonym(t *testing.T) {
	c := anonymousCrew(t, 9)
	c.inTurn(9)
	ids := c.ids()
	c.closes()
	ids = append(ids, c.ids()...)
	var guesses []string
	for i := range 9 {
		for _, key := range []string{nipNumber(i), fmt.Sprint(i + 1), fmt.Sprint(600 + i)} {
			m, s, l := md5.Sum([]byte(key)), sha1.Sum([]byte(key)), sha256.Sum256([]byte(key))
			guesses = append(guesses, key, hex.EncodeToString(m[:]), hex.EncodeToString(s[:]), hex.EncodeToString(l[:]))
		}
	}
	seen := map[string]bool{}
	for _, id := range ids {
		for _, g := range guesses {
			if id == g || strings.HasPrefix(g, id) {
				t.Errorf("id %s is computed from a person", id)
			}
		}
		if len(id) != 32 || seen[id] {
			t.Errorf("id %q is short, or met before: a kept row must not bear the id of the answer it was", id)
		}
		seen[id] = true
	}
	if len(seen) != 18 {
		t.Errorf("%d ids of nine answers and their rows", len(seen))
	}
}

func lockedMode(t *testing.T) {
	c := anonymousCrew(t, 7)
	c.inTurn(6)
	c.set.Fielding.Surveys[0].Mode = survey.Identified
	c.restart()
	c.answers(c.people[6], "Satu")
	if w := c.wave(); w.Mode != survey.Anonymous {
		t.Fatalf("the wave became %s", w.Mode)
	}
	if r := c.asked("summary", nil, string(c.wave().ID)); r.Exit != exitFailed {
		t.Errorf("figures of an open wave: exit %d", r.Exit)
	}
	c.closes()
	rows := strings.Split(strings.TrimSpace(c.export(c.wave().ID)), "\n")
	if len(rows) != 8 {
		t.Fatalf("%d lines", len(rows))
	}
	for _, row := range rows[1:] {
		if cells := strings.Split(row, ","); cells[4] != "" {
			t.Errorf("a row has a day: %s", row)
		}
	}
}

func saidPlainly(t *testing.T) {
	c := anonymousCrew(t, 6)
	c.tap(c.people[0], "Mulai")
	notice := c.people[0].Last().Text
	for _, want := range []string{"anonim", "nama dilepas setelah dikirim"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice lacks %q:\n%s", want, notice)
		}
	}
	c.tap(c.people[0], "Saya bersedia", "Satu", "Satu", "Lewati", "Kirim jawaban")
	for _, p := range c.people[1:] {
		c.answers(p, "Dua")
	}
	c.closes()
	for _, format := range []string{"csv", "jsonl"} {
		out := string(c.command("export", map[string]string{"format": format, "delimiter": ","}, "",
			string(c.wave().ID)).Stdout)
		if n := strings.Count(out, string(c.wave().ID)); n != 6 {
			t.Errorf("%s has %d rows of 6 people:\n%s", format, n, out)
		}
		for i := range 6 {
			if strings.Contains(out, nipNumber(i)) || strings.Contains(out, fmt.Sprintf("Pegawai %c", 'A'+i)) {
				t.Errorf("%s names person %d:\n%s", format, i, out)
			}
		}
	}
}

func fewComments(t *testing.T) {
	for _, row := range []struct{ people, released int }{{9, 0}, {10, 10}} {
		c := anonymousCrew(t, row.people)
		for i, p := range c.people {
			c.comments(p, threeOptions[i%3], fmt.Sprintf("saran ke-%d", i))
		}
		c.closes()
		r := c.command("export", map[string]string{"format": "csv", "delimiter": ",", "comments": "c.csv"}, "",
			string(c.wave().ID))
		lines := strings.Split(strings.TrimSpace(string(r.Files["comments"])), "\n")
		if len(lines) != 1+row.released {
			t.Errorf("%d comments were written, %d released", row.people, len(lines)-1)
		}
		if strings.Contains(string(r.Stdout), "saran ke-") {
			t.Error("a comment stands in a row of answers")
		}
		if head := strings.TrimSpace(strings.TrimPrefix(lines[0], "\ufeff")); row.released > 0 &&
			(head != "item,text" || slices.IsSorted(lines[1:])) {
			t.Errorf("comments with more than item and text, or in their order:\n%s", strings.Join(lines, "\n"))
		}
	}
}

func frozenList(t *testing.T) {
	c := newCrew(t, 8, scene{})
	c.opens()
	c.rest(time.Minute)
	c.inTurn(4)
	list := strings.Split(strings.TrimSpace(simulatedRoster(10)), "\n")
	left := append(slices.Clone(list[:1]), list[2:7]...) // without the first, who answered, and the last two of eight
	left = append(left, list[9:]...)                     // and with two new ones
	c.command("roster import", map[string]string{"complete": "true"}, strings.Join(left, "\n")+"\n", "baru.csv")
	c.rest(time.Minute)
	var status struct {
		Base             survey.Base `json:"base"`
		Joiners, Leavers int
	}
	raw := c.command("wave status", map[string]string{"format": "json"}, "", string(c.wave().ID)).Stdout
	if err := json.Unmarshal(raw, &status); err != nil {
		t.Fatal(err)
	}
	if b := status.Base; b.Roster != 8 || b.Complete != 4 || b.ResponseRate() > 1 {
		t.Errorf("of 8 people two left before they answered, one after, two joined: base %+v, want 4 of 8", b)
	}
	if status.Joiners != 2 || status.Leavers != 2 {
		t.Errorf("%d joiners and %d leavers are counted, want 2 and 2", status.Joiners, status.Leavers)
	}
	text := string(c.command("wave status", map[string]string{"format": "text"}, "", string(c.wave().ID)).Stdout)
	if !strings.Contains(text, "since the opening 2 joined the roster, 2 left it before they had answered") {
		t.Errorf("status:\n%s", text)
	}
}
