package main

import (
	"fmt"
	"strings"
	"time"

	"suara/simulator"
)

// asn is one person with what is known of the answers that the system took.
type asn struct {
	phone    *simulator.Phone
	nip      string
	open     []press             // presses whose answer has not come yet
	may      map[string][]string // item → values that the system may hold
	sure     map[string]bool     // items of which an answer was acknowledged
	texts    []string            // everything ever typed
	typed    int                 // the message of the last text
	blocked  bool
	thanked  bool
	sent     bool // "Kirim jawaban" was pressed
	declined bool // "Tidak bersedia" was pressed: what was answered may be gone
}

type press struct{ query, item, value string }

// itemTexts are the items that are answered by a press.
var itemTexts = []struct{ text, item string }{
	{"Butir pertama", "p1"}, {"Butir kedua", "p2"}, {"Soal pertama", "d1"}, {"Soal kedua", "d2"},
}

// itemOf is the item that a message asks; empty: none.
func itemOf(text string) string {
	if strings.Contains(text, "Periksa jawaban") {
		return ""
	}
	for _, i := range itemTexts {
		if strings.Contains(text, i.text) {
			return i.item
		}
	}
	return ""
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
	a.declined = a.declined || strings.Contains(b.Text, "Tidak bersedia")
	a.sent = a.sent || strings.Contains(b.Text, "Kirim jawaban")
	for range 1 + s.rand.IntN(7)/6 {
		s.note("%d presses %q under %q", a.phone.ID(), b.Text, lastLine(m.Text))
		query := a.phone.PressData(m.ID, b.Data)
		for i, value := range []string{"Satu", "Dua", "Tiga"} {
			if item := itemOf(m.Text); item != "" && strings.HasSuffix(b.Text, value) {
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
			a.may[p.item], a.sure[p.item] = []string{p.value}, true
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
	s.asksInGroup()
}

// asksInGroup holds that the group is heard and answered, wherever it moved to.
func (s *simulation) asksInGroup() {
	s.t.Helper()
	asked := s.group.Send(s.owner, "/status", 0)
	s.rest(4 * time.Hour) // Telegram may have asked to leave the group alone
	for _, m := range s.group.Messages() {
		if m.FromBot && m.ReplyTo == asked && strings.Contains(m.Text, "Daftar pegawai:") {
			return
		}
	}
	s.t.Errorf("/status in the group (%d) was not answered", s.group.ID())
}
