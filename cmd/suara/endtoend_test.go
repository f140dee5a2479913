package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// window is a chat that a test looks at.
type window interface {
	Changed() <-chan struct{}
	Messages() []simulator.Message
}

// shows waits until a message of the bot in a chat holds a text.
func (b *bureau) shows(w window, text string, limit time.Duration) simulator.Message {
	b.t.Helper()
	for end := time.After(limit); ; {
		changed := w.Changed()
		list := w.Messages()
		for _, m := range list {
			if m.FromBot && strings.Contains(m.Text, text) {
				return m
			}
		}
		select {
		case <-changed:
		case <-end:
			last := ""
			if len(list) > 0 {
				last = list[len(list)-1].Text
			}
			b.t.Fatalf("no message with %q; the last one:\n%s", text, last)
		}
	}
}

// tap presses a button as soon as it is there.
func (b *bureau) tap(p *simulator.Phone, label string, limit time.Duration) {
	b.t.Helper()
	for end := time.After(limit); ; {
		changed := p.Changed()
		if _, err := p.Press(label); err == nil {
			return
		}
		select {
		case <-changed:
		case <-end:
			b.t.Fatalf("no button %q under:\n%s", label, p.Last().Text)
		}
	}
}

// until moves the clock to a time in WIT.
func (b *bureau) until(day, hour, minute int) {
	at := time.Date(2026, 11, day, hour, minute, 0, 0, b.sys.set.Fielding.Zone)
	b.clock.Advance(at.Sub(b.clock.Now()))
}

// sees tells whether a text was ever sent to a chat.
func sees(w window, text string) bool {
	for _, m := range w.Messages() {
		if strings.Contains(m.Text, text) {
			return true
		}
	}
	return false
}

// TestEndToEnd runs the whole job on a fake clock: people register, the schedule opens a wave, invites,
// reminds those who have not finished, posts participation, closes and posts the results.
func TestEndToEnd(t *testing.T) {
	const patient = 10 * time.Second
	b := openBureau(t, bureauOptions{speed: 20, limits: true, survey: `open: "0 10 3 11 *", duration: 7d, ` +
		`reminders: "0 10 * * THU", reminder_gap: 2, summary: "0 16 * * FRI", grace: 10m`})
	b.command("roster import", nil, crowdRoster(8), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), time.Minute)
	registered, finishers := b.people[:7], b.people[:5]
	halfway, silent, stranger := b.people[5], b.people[6], b.people[7]
	b.play(registered, true, time.Second, time.Minute)

	b.until(3, 10, 0)
	b.shows(b.group, "Survei Budaya Kerja BerAKHLAK dibuka", patient)
	for _, c := range registered {
		b.shows(c.phone, "mengundang Anda mengisi", patient)
	}
	halfway.stopAfter = 4
	b.play(b.people[:6], false, time.Second, time.Minute)
	if halfway.done || sees(silent.phone, thanks) {
		t.Fatal("somebody finished who should not have")
	}

	b.until(5, 10, 0)
	b.shows(halfway.phone, "belum dikirim", patient)
	b.shows(silent.phone, "mengingatkan", patient)
	for _, c := range finishers {
		if sees(c.phone, "mengingatkan") {
			t.Errorf("%s was reminded after finishing", c.code)
		}
	}
	halfway.stopAfter = 0
	b.play(b.people[5:6], false, time.Second, time.Minute)
	b.tap(silent.phone, "Mulai", patient)
	b.tap(silent.phone, "Tidak bersedia", patient)

	b.until(6, 16, 0)
	b.shows(b.group, "Tingkat partisipasi 75,0%", patient)
	b.until(10, 10, 0)
	b.until(10, 10, 11)
	b.shows(b.group, "Hasil · Survei Budaya Kerja BerAKHLAK", patient)
	if sees(stranger.phone, "mengundang") || len(stranger.phone.Messages()) != 0 {
		t.Error("somebody who never registered got a message")
	}
	b.nothingTwice()
	b.checkEnd("berakhlak-2026-11")
}

// checkEnd checks what the operator gets of the closed wave.
func (b *bureau) checkEnd(wave string) {
	t := b.t
	t.Helper()
	status := string(b.command("wave status", nil, "", wave).Stdout)
	if !strings.Contains(status, "closed") {
		t.Errorf("status of the wave: %s", status)
	}
	b.compare(string(b.command("export", map[string]string{"format": "csv"}, "", wave).Stdout), b.unnamed)
	var s struct {
		Wave, Survey, State string
		Base                map[string]int
		Rate                float64 `json:"response_rate"`
		Index               struct {
			ID    string
			Score *float64
			Band  string
			N     int
		}
		Dimensions []struct {
			ID    string
			Score *float64
			N     int
		}
		Items []struct {
			ID     string
			N      int
			Counts map[string]int
		}
		Units []struct {
			ID         string
			Complete   int
			Score      *float64
			Suppressed bool
		}
	}
	raw := b.command("summary", map[string]string{"format": "json"}, "", wave).Stdout
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	base := map[string]int{"roster": 8, "registered": 7, "reachable": 7, "invited": 7, "started": 6, "complete": 6}
	for name, n := range base {
		if s.Base[name] != n {
			t.Errorf("base %s is %d, want %d", name, s.Base[name], n)
		}
	}
	if s.Wave != wave || s.State != "closed" || s.Rate != 0.75 || s.Index.Score == nil || s.Index.N != 6 ||
		s.Index.Band == "" {
		t.Errorf("summary: %+v", s)
	}
	if len(s.Dimensions) != 7 || len(s.Items) < 21 || len(s.Units) != unitsOfCrowd {
		t.Errorf("%d dimensions, %d items, %d units", len(s.Dimensions), len(s.Items), len(s.Units))
	}
	for _, u := range s.Units {
		if u.Score != nil || u.Complete > 0 && !u.Suppressed {
			t.Errorf("unit %s with %d responses has a figure", u.ID, u.Complete)
		}
	}
}
