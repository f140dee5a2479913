package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
)

// crew is a stage with people who have registered.
type crew struct {
	*stage
	people []*simulator.Phone
}

func newCrew(t *testing.T, n int, sc scene) *crew {
	t.Helper()
	sc.flow, sc.roster = simulatedFlow, simulatedRoster(n)
	if sc.mode == "" {
		sc.mode = "confidential"
	}
	c := &crew{stage: newScene(t, sc)}
	for i := range n {
		p := c.tg.NewPerson(simulator.Person{ID: int64(600 + i), FirstName: "ASN"})
		c.people = append(c.people, p)
		p.Start(c.code(nipNumber(i)))
	}
	c.rest(time.Minute)
	for _, p := range c.people {
		c.press(p, "Benar")
	}
	c.rest(time.Minute)
	return c
}

func (c *crew) press(p *simulator.Phone, label string) string {
	c.t.Helper()
	query, err := p.Press(label)
	if err != nil {
		c.t.Fatalf("%d has no button %q under %q", p.ID(), label, p.Last().Text)
	}
	return query
}

// tap presses and lets the answer come.
func (s *stage) tap(p *simulator.Phone, labels ...string) {
	s.t.Helper()
	for _, label := range labels {
		if _, err := p.Press(label); err != nil {
			s.t.Fatalf("%d presses %q: %v under\n%s", p.ID(), label, err, p.Last().Text)
		}
		s.rest(time.Minute)
	}
}

// ownerInGroup is the owner of the configuration, as a member of the admin group.
func (s *stage) ownerInGroup() *simulator.Phone {
	p := s.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
	s.group.Join(p)
	return p
}

// pressIn presses the button with a label under a message of the group.
func (s *stage) pressIn(p *simulator.Phone, m simulator.Message, label string) {
	s.t.Helper()
	data := buttonWith(m, label)
	if data == "" {
		s.t.Fatalf("no button %q under\n%s", label, m.Text)
	}
	s.group.PressData(p, m.ID, data)
	s.rest(time.Minute)
}

// opens opens the survey's wave without sending anything yet.
func (c *crew) opens() { c.command("wave open", nil, "", "uji") }

// got counts what a person was sent of a kind: see kindOf.
func (c *crew) got(p *simulator.Phone, kind string) (n int) {
	for _, call := range c.tg.Calls() {
		if call.Method == "sendMessage" && call.Status == 200 && call.Chat == p.ID() &&
			kindOf(call.Params["text"]) == kind {
			n++
		}
	}
	return n
}

// wantEach checks how many of a kind everybody got.
func (c *crew) wantEach(kind string, want int, people ...*simulator.Phone) {
	c.t.Helper()
	for _, p := range people {
		if n := c.got(p, kind); n != want {
			c.t.Errorf("%d got %d of kind %s, want %d", p.ID(), n, kind, want)
		}
	}
}

// posted counts the posts in the group that hold a text.
func (s *stage) posted(text string) (n int) {
	for _, m := range s.group.Messages() {
		if m.FromBot && strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}

// at is an instant of November 2026 in the organisation's zone.
func (s *stage) at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, s.set.Fielding.Zone)
}

// holds are the values of a person's open interview.
func (c *crew) holds(i int) []string {
	c.t.Helper()
	s := &simulation{stage: c.stage}
	_, values := s.part(c.wave(), &asn{nip: nipNumber(i)})
	return values
}

// deadAt runs fn and kills the process at the n-th time that it comes to a step; then it is started again.
func (s *stage) deadAt(where string, n int, fn func()) {
	s.t.Helper()
	s.die = func(at string) {
		if at == where {
			if n--; n == 0 {
				panic(errDied)
			}
		}
	}
	func() {
		defer func() {
			if p := recover(); p != nil && p != errDied {
				panic(p)
			} else if p == nil {
				s.t.Fatalf("it never came to the step %q", where)
			}
		}()
		fn()
	}()
	s.die = func(string) {}
	s.restart()
}

// faults answers chosen calls in place of Telegram, or after it.
type faults struct {
	next http.RoundTripper
	hit  func(r *http.Request, method string) (resp *http.Response, err error, hit bool)

	swallowed int // answers of Telegram that were lost
}

func (f *faults) over(next http.RoundTripper) http.RoundTripper { f.next = next; return f }

func (f *faults) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.hit != nil {
		if resp, err, hit := f.hit(r, r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]); hit {
			return resp, err
		}
	}
	return f.next.RoundTrip(r)
}

func tooMany(seconds int) *http.Response {
	return canned(429, "application/json", fmt.Sprintf(`{"ok":false,"error_code":429,"description":"Too Many `+
		`Requests: retry after %d","parameters":{"retry_after":%d}}`, seconds, seconds))
}

// bodyOf reads what a call carries, and leaves it there to be read again.
func bodyOf(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

// responses counts what the newest wave holds.
func (s *stage) responses() (n int) {
	s.t.Helper()
	w := s.wave()
	if w.ID == "" {
		return 0
	}
	if err := s.sys.store.Submissions(w, func([]byte, storage.Submission) error { n++; return nil }); err != nil {
		s.t.Fatal(err)
	}
	return n
}
