package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// blast is a stage with a whole province on it and the owner who sends it invitations.
type blast struct {
	*stage
	owner      *simulator.Phone
	people     []*simulator.Phone // who registered
	gone       int                // of them deleted their account since, as Telegram tells at the send only
	strangers  int                // on the roster and not registered
	begun      int                // calls before the blast
	deadClaims int                // claimed by processes that died, without an outcome
}

func newBlast(t *testing.T, registered int) *blast {
	b := &blast{gone: registered / 100, strangers: registered / 5}
	var roster strings.Builder
	roster.WriteString("nip,name,unit\n")
	for i := range registered + b.strangers {
		fmt.Fprintf(&roster, "%s,Pegawai %d,Dinas %d\n", blastNIP(i), i, i%30)
	}
	b.stage = newScene(t, scene{flow: simulatedFlow, mode: "anonymous", roster: roster.String()})
	for i := range registered {
		p := b.tg.NewPerson(simulator.Person{ID: int64(10_000 + i), FirstName: "ASN"})
		p.Start("")
		b.people = append(b.people, p)
	}
	b.rest(time.Hour)
	b.bind(registered)
	for _, p := range b.people[:b.gone] {
		p.Deactivate()
	}
	b.owner = b.ownerInGroup()
	b.group.Promote(b.owner)
	return b
}

func blastNIP(i int) string {
	return fmt.Sprintf("198501012010%02d%d%03d", 1+i/2000, 1+i/1000%2, i%1000)
}

// bind registers the first people of the roster, as if each had given the code.
func (b *blast) bind(registered int) {
	b.t.Helper()
	at := 0
	err := b.sys.store.Update(func(tx *storage.Tx) error {
		var people []survey.Respondent
		err := tx.Respondents(func(r survey.Respondent) bool {
			people = append(people, r)
			return len(people) < registered
		})
		if err != nil {
			return err
		}
		for _, r := range people {
			account := survey.AccountID(b.people[at].ID())
			at++
			c, err := tx.Chat(account)
			if err != nil {
				return err
			}
			r.Account, r.Registered, c.Respondent = account, b.clock.Now(), r.ID
			if err := errors.Join(tx.PutRespondent(r), tx.PutChat(account, c)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || at != registered {
		b.t.Fatalf("%d of %d people are registered: %v", at, registered, err)
	}
}

// run lets the blast go on until the clock shows a time or nothing is left to send, and tells which.
func (b *blast) run(until time.Time) (done bool) {
	b.t.Helper()
	for b.clock.Now().Before(until) {
		if b.claims && b.queue.Room(b.clock.Now()) > 14 {
			b.apply(fielding.Claim{Room: b.queue.Room(b.clock.Now())})
		}
		wait, sent := b.send()
		switch {
		case sent:
		case wait > 0:
			b.clock.Advance(min(wait, until.Sub(b.clock.Now())))
		default:
			b.apply(fielding.Tick{Drained: true})
			if _, prompts := b.queue.Len(); !b.claims && prompts == 0 {
				return true
			}
			b.clock.Advance(100 * time.Millisecond)
		}
	}
	return false
}

// invitations are the sends of invitations so far, refused ones too.
func (b *blast) invitations() (list []simulator.Call) {
	for _, c := range b.tg.Calls()[b.begun:] {
		if c.Method == "sendMessage" && c.Chat > 0 && kindOf(c.Params["text"]) == "invitation" {
			list = append(list, c)
		}
	}
	return list
}

// says lets the owner write in the group and gives the answer.
func (b *blast) says(text string) simulator.Message {
	b.t.Helper()
	asked := b.group.Send(b.owner, text, 0)
	b.poll()
	for range 1000 {
		for _, m := range b.group.Messages() {
			if m.FromBot && m.ReplyTo == asked {
				return m
			}
		}
		if wait, sent := b.send(); !sent {
			b.clock.Advance(max(wait, time.Millisecond))
		}
	}
	b.t.Fatalf("%s was not answered", text)
	return simulator.Message{}
}

// dies ends the process in mid-blast and starts the next one.
func (b *blast) dies() {
	b.t.Helper()
	_, prompts := b.queue.Len()
	b.deadClaims += prompts
	b.restart()
}

// TestBlast sends invitations to 10,000 people at the default limits: planned with its length, held by
// /jeda and let go by /lanjut, through two deaths of the process and over the end of the working day. Each
// person gets at most one, Telegram refuses nothing, a tap is answered before what waits, and the report
// at the end adds up. The short suite sends to 2,000.
func TestBlast(t *testing.T) {
	registered, begins := 10_000, 55
	if testing.Short() && os.Getenv("SUARA_LONG") == "" {
		registered, begins = 2_000, 59
	}
	b := newBlast(t, registered)
	zone := b.set.Fielding.Zone
	b.until(time.Date(2026, 11, 4, 15, begins, 0, 0, zone))
	plan := b.says("/buka uji")
	minutes := 1 + registered/30/60
	for _, want := range []string{decimalPoint(registered), fmt.Sprintf("%d menit", minutes)} {
		if !strings.Contains(plan.Text, want) {
			t.Fatalf("the plan does not say %q:\n%s", want, plan.Text)
		}
	}
	b.begun = len(b.tg.Calls())
	b.group.PressData(b.owner, plan.ID, plan.Buttons[0][0].Data)
	b.poll()

	b.run(b.clock.Now().Add(20 * time.Second))
	b.holdsAndGoesOn()
	b.dies()
	b.run(b.clock.Now().Add(10 * time.Second))
	b.answersFirst()
	b.dies()

	evening := time.Date(2026, 11, 4, 16, 0, 0, 0, zone)
	if b.run(evening) {
		t.Fatal("everything was sent on the first day")
	}
	first := len(b.invitations())
	b.run(time.Date(2026, 11, 4, 16, 0, 2, 0, zone)) // what was on its way
	b.until(time.Date(2026, 11, 5, 7, 29, 0, 0, zone))
	if night := len(b.invitations()); night != first {
		t.Errorf("%d invitations left after the working hours", night-first)
	}
	b.until(time.Date(2026, 11, 5, 7, 30, 0, 0, zone))
	b.run(time.Date(2026, 11, 5, 8, 0, 0, 0, zone))
	b.until(time.Date(2026, 11, 5, 8, 10, 0, 0, zone))
	if second := len(b.invitations()); second == first {
		t.Error("the rest did not go on the next morning")
	}
	b.adds()
}

func decimalPoint(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }

// holdsAndGoesOn pauses the blast for half a minute.
func (b *blast) holdsAndGoesOn() {
	b.t.Helper()
	b.says("/jeda")
	b.run(b.clock.Now().Add(3 * time.Second)) // what was claimed already
	before := len(b.invitations())
	b.run(b.clock.Now().Add(30 * time.Second))
	if n := len(b.invitations()) - before; n != 0 {
		b.t.Errorf("%d invitations left after /jeda", n)
	}
	answer := b.says("/lanjut")
	if !regexp.MustCompile(`\d undangan atau pengingat`).MatchString(answer.Text) {
		b.t.Errorf("/lanjut was answered with %q", answer.Text)
	}
	b.run(b.clock.Now().Add(10 * time.Second))
	if n := len(b.invitations()); n == before {
		b.t.Error("nothing goes on after /lanjut")
	}
}

// answersFirst lets somebody begin the survey in mid-blast: the next screen leaves before any
// invitation that waits.
func (b *blast) answersFirst() {
	b.t.Helper()
	sent := b.invitations()
	arrived := slices.IndexFunc(sent, func(c simulator.Call) bool { return c.Status == http.StatusOK })
	if arrived < 0 {
		b.t.Fatal("no invitation has arrived")
	}
	person := b.tg.Phone(sent[arrived].Chat)
	b.apply(fielding.Claim{Room: b.queue.Room(b.clock.Now())})
	if _, waiting := b.queue.Len(); waiting < 5 {
		b.t.Fatalf("only %d invitations wait", waiting)
	}
	if _, err := person.Press("Mulai"); err != nil {
		b.t.Fatal(err)
	}
	b.poll()
	before := len(b.invitations())
	for !strings.Contains(person.Last().Text, "bersedia ikut serta") {
		if wait, sent := b.send(); !sent {
			b.clock.Advance(max(wait, time.Millisecond))
		}
	}
	if n := len(b.invitations()) - before; n != 0 {
		b.t.Errorf("%d invitations left before the answer to a press", n)
	}
}

// adds checks what was sent and what was told of it.
func (b *blast) adds() {
	b.t.Helper()
	each, arrived, refused := map[int64]int{}, 0, 0
	for _, c := range b.invitations() {
		each[c.Chat]++
		switch c.Status {
		case 200:
			arrived++
		case 403:
			refused++
		default:
			b.t.Errorf("%s was answered with %d", c.Method, c.Status)
		}
		if cfg := b.set.Fielding; !cfg.Hours.Open(c.At, cfg.Zone) {
			b.t.Errorf("an invitation left at %s", c.At.In(cfg.Zone))
		}
	}
	for chat, n := range each {
		if n > 1 {
			b.t.Errorf("%d got %d invitations", chat, n)
		}
	}
	if n := b.tg.Refusals(); n != 0 {
		b.t.Errorf("%d calls were refused by the limits", n)
	}
	if b.deadClaims == 0 || len(each)+b.deadClaims != len(b.people) {
		b.t.Errorf("%d of %d people were written to, %d were lost with a process", len(each),
			len(b.people), b.deadClaims)
	}
	told := b.report()
	want := map[string]int{
		"tersampaikan": arrived, "memblokir bot": refused, "tanpa kepastian": b.deadClaims,
		"pegawai belum terdaftar": b.strangers,
	}
	for what, n := range want {
		if told[what] != n {
			b.t.Errorf("the report tells of %d %s, want %d", told[what], what, n)
		}
	}
}

// report reads the figures of the report in the group.
func (b *blast) report() map[string]int {
	b.t.Helper()
	figures := map[string]int{}
	n := 0
	for _, m := range b.group.Messages() {
		if !strings.Contains(m.Text, "📬 Undangan Survei uji selesai dikirim") {
			continue
		}
		n++
		for _, match := range regexp.MustCompile(`([\d.]+) ([a-z ]+[a-z])`).FindAllStringSubmatch(m.Text, -1) {
			figures[match[2]], _ = strconv.Atoi(strings.ReplaceAll(match[1], ".", ""))
		}
	}
	if n != 1 {
		b.t.Errorf("%d reports in the group", n)
	}
	return figures
}

// TestRoundWaitsOutSilence asks for a silence of hours in mid-round: the report comes when everybody has
// theirs, and tells of nobody as of unknown outcome.
func TestRoundWaitsOutSilence(t *testing.T) {
	f, asked := &faults{}, false
	c := newCrew(t, 6, scene{line: f.over})
	c.opens()
	f.hit = func(r *http.Request, method string) (*http.Response, error, bool) {
		body, err := bodyOf(r)
		if asked || err != nil || kindOf(string(body)) != "invitation" {
			return nil, err, err != nil
		}
		asked = true
		return tooMany(10_072), nil, true
	}
	c.until(c.clock.Now().Add(2 * time.Hour))
	if !asked {
		t.Fatal("no invitation left")
	}
	c.wantEach("invitation", 0, c.people...)
	c.until(c.clock.Now().Add(2 * time.Hour))
	c.wantEach("invitation", 1, c.people...)
	if c.posted("selesai dikirim: 6 tersampaikan.") != 1 || c.posted("selesai dikirim") != 1 {
		t.Errorf("the group saw %+v", c.group.Messages())
	}
}
