package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

const simulatedFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
scales:
  setuju: [{value: 1, label: {id: Satu}}, {value: 2, label: {id: Dua}}, {value: 3, label: {id: Tiga}}]
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Butir pertama}}
  - {id: p2, type: scale, scale: setuju, text: {id: Butir kedua}}
  - {id: saran, type: text, optional: true, text: {id: Butir saran}}
`

// TestSimulation runs the whole system under many seeds: people answer, press twice and on old buttons,
// block and return; the line drops, refuses and asks to wait; the process dies between any two steps and
// is started again on the same file; the clock jumps over nights and due times. SUARA_LONG=10m runs as
// long as it is told; SUARA_SEED runs one seed.
func TestSimulation(t *testing.T) {
	tally := &simulated{}
	defer func() { t.Logf("%+v", *tally) }()
	seeds, end := 200, time.Time{}
	if testing.Short() {
		seeds = 20
	}
	first := envSeed(t)
	if first != 0 {
		seeds = 1
	} else if long := os.Getenv("SUARA_LONG"); long != "" {
		d, err := time.ParseDuration(long)
		if err != nil {
			t.Fatalf("SUARA_LONG: %v", err)
		}
		first, seeds, end = 1000, 1<<30, time.Now().Add(d)
	} else {
		first = 1
	}
	for seed := first; seed < first+uint64(seeds) && !t.Failed(); seed++ {
		if !end.IsZero() && time.Now().After(end) {
			t.Logf("%d seeds", seed-first)
			return
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) { simulate(t, seed, tally) })
	}
}

func envSeed(t *testing.T) (seed uint64) {
	text := os.Getenv("SUARA_SEED")
	if text == "" {
		return 0
	}
	if _, err := fmt.Sscan(text, &seed); err != nil {
		t.Fatalf("SUARA_SEED: %v", err)
	}
	return seed
}

// simulated counts what happened over all seeds, so that a run in which nothing happens shows.
type simulated struct{ Complete, Deaths, Faults, Calls, Invitations, Reminders int }

// died is the panic of a process that dies at a step.
var died = errors.New("the process dies")

// simulation is one run under a seed.
type simulation struct {
	*stage
	rand   *rand.Rand
	people []*asn
	line   *badLine
	calm   bool // no more deaths and faults: the end of the run
	trace  []string
	tally  *simulated
	asleep bool
}

// asn is one person with what is known of the answers that the system took.
type asn struct {
	phone    *simulator.Phone
	nip      string
	open     []press             // presses whose answer has not come yet
	may      map[string][]string // item → values that the system may hold
	texts    []string            // everything ever typed
	typed    int                 // the message of the last text
	blocked  bool
	thanked  bool
	declined bool
}

type press struct{ query, item, value string }

func simulate(t *testing.T, seed uint64, tally *simulated) {
	mode := []string{"anonymous", "confidential"}[seed%2]
	s := &simulation{tally: tally, rand: rand.New(rand.NewPCG(seed, 5))}
	s.line = &badLine{s: s, calm: true}
	s.stage = newScene(t, scene{
		flow: simulatedFlow, mode: mode, more: `, reminders: "0 10 * * MON-FRI", reminder_gap: 1`,
		noSync: true, roster: simulatedRoster(12), line: s.line.over,
	})
	defer func() {
		if t.Failed() {
			t.Logf("seed %d replays with SUARA_SEED=%d; last steps:\n%s", seed, seed,
				strings.Join(s.trace[max(0, len(s.trace)-60):], "\n"))
		}
	}()
	for i := range 12 {
		s.people = append(s.people, &asn{
			phone: s.tg.NewPerson(simulator.Person{ID: int64(600 + i), FirstName: "ASN"}), nip: nipNumber(i), may: map[string][]string{},
		})
		s.code(nipNumber(i))
	}
	s.registerSome(8)
	s.line.calm, s.stage.die = false, s.maybeDie
	for s.wave().ID == "" { // the process may die before the commit
		s.protect(func() { s.command("wave open", nil, "", "uji") })
	}
	for i := range 900 {
		s.asleep = i < 80 // the invitations go out before anybody looks at the phone
		s.protect(s.step)
	}
	s.finishRun()
	s.check(mode)
}

// registerSome lets the first n people register before the wave opens: they are invited.
func (s *simulation) registerSome(n int) {
	for _, a := range s.people[:n] {
		a.phone.Start(s.code(a.nip))
		s.rest(time.Minute)
		if _, err := a.phone.Press("Benar"); err != nil {
			s.t.Fatal(err)
		}
		s.rest(time.Minute)
	}
}

func nipNumber(i int) string { return fmt.Sprintf("19850101201001%d%03d", 1+i%2, i+1) }

func simulatedRoster(n int) string {
	var b strings.Builder
	b.WriteString("nip,name,unit\n")
	for i := range n {
		fmt.Fprintf(&b, "%s,Pegawai %c,Dinas %d\n", nipNumber(i), 'A'+i, i%2)
	}
	return b.String()
}

// note keeps the trace of the run.
func (s *simulation) note(format string, args ...any) {
	s.trace = append(s.trace, s.clock.Now().Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// protect runs a step; where the process dies in it, it is started again on the same file.
func (s *simulation) protect(step func()) {
	s.t.Helper()
	defer func() {
		switch p := recover(); p {
		case nil:
		case died:
			s.protect(s.restart)
		default:
			panic(p)
		}
	}()
	step()
}

// maybeDie is called between any two steps of the system.
func (s *simulation) maybeDie(where string) {
	if !s.calm && s.rand.IntN(150) == 0 {
		s.note("dies %s", where)
		s.tally.Deaths++
		panic(died)
	}
}

// step lets one thing happen.
func (s *simulation) step() {
	switch n := s.rand.IntN(100); {
	case n < 40 && s.asleep:
	case n < 40:
		s.act(s.people[s.rand.IntN(len(s.people))])
	case n < 60:
		s.poll()
	case n < 68:
		if room := s.queue.Room(s.clock.Now()); s.claims && room > 0 {
			s.apply(fielding.Claim{Room: room})
		}
	case n < 88:
		if wait, sent := s.send(); !sent && wait > 0 && s.rand.IntN(2) == 0 {
			s.clock.Advance(min(wait, time.Minute))
		}
	case n < 92:
		s.apply(fielding.Tick{Drained: s.poll() == 0})
	case n < 97:
		s.clock.Advance(time.Duration(s.rand.IntN(30_000)) * time.Millisecond)
	case n < 98:
		jump := time.Duration(s.rand.IntN(20*60)) * time.Minute
		if s.clock.Now().Add(jump).Before(startOfStage.Add(12 * 24 * time.Hour)) {
			s.note("the clock jumps by %s", jump)
			s.clock.Advance(jump)
		}
	default:
		s.line.trouble()
	}
}

// act lets a person do something that people do.
func (s *simulation) act(a *asn) {
	s.learn(a)
	if a.blocked {
		if s.rand.IntN(6) == 0 {
			s.note("%d returns", a.phone.ID())
			a.blocked = false
			a.phone.Start("")
		}
		return
	}
	messages := a.phone.Messages()
	switch n := s.rand.IntN(40); {
	case len(messages) == 0 || n == 0:
		a.phone.Start(s.code(a.nip))
	case n == 1:
		s.note("%d blocks", a.phone.ID())
		a.blocked = true
		a.phone.Block()
	case n == 2:
		a.phone.SendKind("sticker")
	case n == 3:
		a.phone.Start("")
	case n == 4 && len(a.texts) > 0:
		text := fmt.Sprintf("saran %d-%d", a.phone.ID(), len(a.texts))
		a.texts = append(a.texts, text)
		a.phone.Edit(a.typed, text)
	case n < 9:
		text := fmt.Sprintf("saran %d-%d", a.phone.ID(), len(a.texts))
		a.texts = append(a.texts, text)
		a.typed = a.phone.Send(text)
	default:
		s.pressSomething(a, messages)
	}
}

func (s *simulation) pressSomething(a *asn, messages []simulator.Message) {
	var live []simulator.Message
	for _, m := range messages {
		if m.FromBot && len(m.Buttons) > 0 {
			live = append(live, m)
		}
	}
	if len(live) == 0 {
		return
	}
	m := live[len(live)-1]
	if s.rand.IntN(8) == 0 {
		m = live[s.rand.IntN(len(live))]
	}
	row := m.Buttons[s.rand.IntN(len(m.Buttons))]
	b := row[s.rand.IntN(len(row))]
	if strings.Contains(b.Text, "Tidak bersedia") && s.rand.IntN(4) > 0 || strings.Contains(b.Text, "Bukan saya") {
		return
	}
	for range 1 + s.rand.IntN(7)/6 {
		s.note("%d presses %q under %q", a.phone.ID(), b.Text, lastLine(m.Text))
		query := a.phone.PressData(m.ID, b.Data)
		for i, value := range []string{"Satu", "Dua", "Tiga"} {
			item := map[bool]string{true: "p1", false: "p2"}[strings.Contains(m.Text, "Butir pertama")]
			if strings.HasSuffix(b.Text, value) && !strings.Contains(m.Text, "Periksa jawaban") {
				a.open = append(a.open, press{query, item, fmt.Sprint(i + 1)})
			}
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// learn draws from the answers to presses, and from what the chat shows, what the system may hold.
func (s *simulation) learn(a *asn) {
	for _, m := range a.phone.Messages() {
		if !m.FromBot {
			continue
		}
		a.thanked = a.thanked || strings.Contains(m.Text, "Jawaban Anda sudah kami terima")
	}
	// Presses are handled in order: what an answered one says holds after all before it.
	last := -1
	for i, p := range a.open {
		if _, ok := s.tg.Answer(p.query); ok {
			last = i
		}
	}
	for _, p := range a.open[:last+1] {
		answer, answered := s.tg.Answer(p.query)
		switch {
		case !answered: // the answer was lost on the way
			a.may[p.item] = append(a.may[p.item], p.value)
		case answer.Text == "":
			a.may[p.item] = []string{p.value}
		}
	}
	a.open = a.open[last+1:]
}

// finishRun lets the storm pass: people stay as they are, everything under way arrives.
func (s *simulation) finishRun() {
	s.calm, s.line.calm = true, true
	s.protect(func() { s.rest(4 * time.Hour) })
	for _, a := range s.people {
		s.learn(a)
		for _, p := range a.open {
			a.may[p.item] = append(a.may[p.item], p.value)
		}
	}
}

// badLine is the way to Telegram under a seed.
type badLine struct {
	next http.RoundTripper
	s    *simulation
	bad  int // calls that will go wrong
	calm bool
}

func (l *badLine) over(straight http.RoundTripper) http.RoundTripper {
	l.next = straight
	return l
}

func (l *badLine) trouble() { l.bad = 1 + l.s.rand.IntN(4) }

var errLine = errors.New("the line broke")

func (l *badLine) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	if l.bad == 0 || l.calm || method == "getUpdates" {
		return l.next.RoundTrip(r)
	}
	l.bad--
	kind := l.s.rand.IntN(12)
	l.s.note("%s goes wrong, kind %d", method, kind)
	l.s.tally.Faults++
	switch {
	case kind < 3: // never left
		return nil, errLine
	case kind < 5: // left, never arrived
		_, _ = io.Copy(io.Discard, r.Body)
		return nil, errLine
	case kind < 8: // arrived, the answer was lost
		resp, err := l.next.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		return nil, errLine
	case kind < 10:
		return canned(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>"), nil
	}
	seconds := []int{3, 3, 3, 34, 10072}[l.s.rand.IntN(5)]
	return canned(429, "application/json", fmt.Sprintf(`{"ok":false,"error_code":429,`+
		`"description":"Too Many Requests: retry after %d","parameters":{"retry_after":%d}}`, seconds, seconds)), nil
}

func canned(status int, kind, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(body)),
		Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// check holds the invariants after a run and at its closing.
func (s *simulation) check(mode string) {
	t := s.t
	t.Helper()
	wave := s.wave()
	s.checkTraffic(wave)
	stored := s.submissions(wave)
	complete := 0
	for _, a := range s.people {
		inv, started := s.part(wave, a)
		if a.thanked && inv.Progress != survey.Complete {
			t.Errorf("%d was thanked for a response that is not there: %+v", a.phone.ID(), inv)
		}
		if inv.Progress == survey.Complete {
			complete++
			s.tally.Complete++
		}
		if started != nil {
			s.checkValues(a, started, true)
		}
	}
	if len(stored) != complete {
		t.Errorf("%d responses of %d people who completed", len(stored), complete)
	}
	s.match(wave, stored)
	if wave.State == survey.WaveOpen {
		s.protect(func() { s.command("wave close", nil, "", string(wave.ID)) })
	}
	s.rest(time.Hour)
	closed := s.wave()
	if closed.State != survey.WaveClosed || closed.Base.Complete != complete {
		t.Errorf("wave is %s with %d complete, want closed with %d", closed.State, closed.Base.Complete, complete)
	}
	s.checkClosed(closed, stored, complete)
	if n := s.tg.Refusals(); n != 0 {
		t.Errorf("%d calls were refused by the limits", n)
	}
	if strings.Contains(s.log.String(), "saran ") {
		t.Error("an answer stands in the log")
	}
}

// part reads a person's invitation, and the values of the open interview.
func (s *simulation) part(wave survey.Wave, a *asn) (inv survey.Invitation, values []string) {
	s.t.Helper()
	err := s.sys.store.View(func(tx *storage.Tx) error {
		r, err := tx.RespondentByKey(a.nip)
		if err != nil {
			return err
		}
		if inv, _, err = tx.Invitation(wave.ID, r.ID); err != nil {
			return err
		}
		i, ok, err := fielding.LoadInterview(tx, wave, r.ID)
		if ok {
			values = s.set.Fielding.Surveys[0].Flow.Values(i.Session)
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
		s.t.Fatal(err)
	}
	return list
}

// gave tells whether these may be the person's values.
func (a *asn) gave(values []string, open bool) bool {
	for i, item := range []string{"p1", "p2"} {
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

func (s *simulation) checkValues(a *asn, values []string, open bool) {
	s.t.Helper()
	if !a.gave(values, open) {
		s.t.Errorf("%d holds %v, the person gave one of %v and typed %v", a.phone.ID(), values, a.may, a.texts)
	}
}

// match finds for every stored response a person who gave it, each person once.
func (s *simulation) match(wave survey.Wave, stored []storage.Submission) {
	s.t.Helper()
	owner := map[int]int{} // person → response
	for i := range stored {
		if !s.assign(wave, stored, i, owner, map[int]bool{}) {
			s.t.Errorf("nobody gave the response %v", stored[i].Response.Values)
		}
	}
}

func (s *simulation) assign(wave survey.Wave, stored []storage.Submission, i int, owner map[int]int, tried map[int]bool) bool {
	for p, a := range s.people {
		inv, _ := s.part(wave, a)
		if tried[p] || inv.Progress != survey.Complete || !a.gave(stored[i].Response.Values, false) {
			continue
		}
		tried[p] = true
		other, taken := owner[p]
		if !taken || s.assign(wave, stored, other, owner, tried) {
			owner[p] = i
			return true
		}
	}
	return false
}

// checkTraffic counts what reached people and the group.
func (s *simulation) checkTraffic(wave survey.Wave) {
	s.t.Helper()
	invitations, reminders, posts := map[int64]int{}, map[int64]int{}, map[string]int{}
	for _, c := range s.tg.Calls() {
		if c.Method != "sendMessage" || c.Status != 200 {
			continue
		}
		text := c.Params["text"]
		switch {
		case c.Chat == s.group.ID():
			posts[strings.SplitN(text, "\n", 2)[0]]++
		case strings.Contains(text, "mengundang Anda"):
			invitations[c.Chat]++
			s.inHours(c, "invitation")
		case strings.Contains(text, "kami mengingatkan"), strings.Contains(text, "belum dikirim. Jawaban yang sudah ada"):
			reminders[c.Chat]++
			s.inHours(c, "reminder")
		}
	}
	for chat, n := range invitations {
		s.tally.Invitations += n
		if n > 1 {
			s.t.Errorf("%d got %d invitations", chat, n)
		}
	}
	s.tally.Calls += len(s.tg.Calls())
	for chat, n := range reminders {
		s.tally.Reminders += n
		if n > wave.MaxReminders {
			s.t.Errorf("%d got %d reminders, at most %d are allowed", chat, n, wave.MaxReminders)
		}
	}
	for text, n := range posts {
		if n > 1 && (strings.Contains(text, "dibuka") || strings.Contains(text, "Hasil")) {
			s.t.Errorf("the group got %d times: %s", n, text)
		}
	}
}

func (s *simulation) inHours(c simulator.Call, what string) {
	s.t.Helper()
	cfg := s.set.Fielding
	if !cfg.Hours.Open(c.At, cfg.Zone) {
		s.t.Errorf("a %s left at %s, outside working hours", what, c.At.In(cfg.Zone))
	}
}

// checkClosed holds what a closed wave keeps.
func (s *simulation) checkClosed(wave survey.Wave, before []storage.Submission, complete int) {
	t := s.t
	t.Helper()
	rows := s.submissions(wave)
	if wave.Mode == survey.Confidential {
		if len(rows) != len(before) {
			t.Errorf("%d rows after closing, %d responses before", len(rows), len(before))
		}
		return
	}
	want := complete
	if complete < wave.MinGroup {
		want = 0
	}
	if len(rows) != want {
		t.Errorf("%d rows of an anonymous wave with %d responses, want %d", len(rows), complete, want)
	}
	for _, sub := range rows {
		if r := sub.Response; r.SubmittedOn != "" || r.Values[2] != "" || len(sub.Comments) > 0 {
			t.Errorf("an anonymous row keeps %+v", sub)
		}
	}
	err := s.sys.store.View(func(tx *storage.Tx) error {
		return tx.Invitations(wave.ID, func(id survey.RespondentID, inv survey.Invitation) bool {
			t.Errorf("after closing it is known of person %d: %+v", id, inv)
			return false
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.sys.store.HasKey(string(wave.ID)) {
		t.Error("the wave's key outlived the closing")
	}
}
