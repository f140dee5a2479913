package main

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"suara/schedule"
	"suara/simulator"
)

// Prompts as a person recognises them, by their words.
const (
	wordsInvitation = "mengundang Anda mengisi"
	wordsReminder   = "kami mengingatkan dengan hormat"
	wordsUnfinished = "belum dikirim. Jawaban yang sudah ada tetap tersimpan"
)

// prompts are what one person got that nobody asked for.
type prompts struct{ invitations, reminders int }

// trafficKept is how many lines of traffic can be looked at.
const trafficKept = 120

// trafficLine is one line between the bot and Telegram.
type trafficLine struct {
	Serial int    `json:"serial"`
	At     string `json:"at"`
	Up     bool   `json:"up"` // an update for the bot
	What   string `json:"what"`
	Who    string `json:"who"`
	Status int    `json:"status,omitempty"`
}

// watch sees every call of the bot and counts what the demo is judged by.
type watch struct {
	zone *time.Location

	mu       sync.Mutex
	hours    schedule.Hours
	counts   map[string]int
	active   int // calls that were answered, but for polls
	prompted int
	people   map[int64]*prompts
	faults   []string
	lines    []trafficLine
	serial   int
	names    map[int64]string
}

func newWatch(zone *time.Location) *watch {
	return &watch{
		zone: zone, counts: map[string]int{}, people: map[int64]*prompts{}, names: map[int64]string{},
	}
}

// call is told every call after it was answered.
func (w *watch) call(c simulator.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts[c.Method]++
	if c.Method == "getUpdates" {
		return
	}
	w.active++
	w.line(trafficLine{What: c.Method, Who: w.names[c.Chat], Status: c.Status}, c.At)
	if c.Method == "sendMessage" && c.Chat > 0 {
		w.prompt(c)
	}
}

// prompt counts invitations and reminders, and finds what is wrong with them.
func (w *watch) prompt(c simulator.Call) {
	text := c.Params["text"]
	invitation := strings.Contains(text, wordsInvitation)
	reminder := strings.Contains(text, wordsReminder) || strings.Contains(text, wordsUnfinished)
	if !invitation && !reminder {
		return
	}
	w.prompted++
	if c.Status != 200 {
		return
	}
	p := w.people[c.Chat]
	if p == nil {
		p = &prompts{}
		w.people[c.Chat] = p
	}
	if invitation {
		p.invitations++
	} else {
		p.reminders++
	}
	if !w.hours.Open(c.At, w.zone) {
		w.fault("%s got a prompt outside working hours: %s", w.names[c.Chat], c.At.In(w.zone).Format(time.DateTime))
	}
	if p.invitations > 1 {
		w.fault("%s was invited %d times", w.names[c.Chat], p.invitations)
	}
	if p.reminders > 2 {
		w.fault("%s was reminded %d times", w.names[c.Chat], p.reminders)
	}
}

func (w *watch) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// update notes what somebody did.
func (w *watch) update(at time.Time, who, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counts["update"]++
	w.line(trafficLine{Up: true, What: what, Who: who}, at)
}

func (w *watch) line(t trafficLine, at time.Time) {
	w.serial++
	t.Serial, t.At = w.serial, at.In(w.zone).Format("15:04:05")
	if len(w.lines) == trafficKept {
		w.lines = append(w.lines[:0], w.lines[trafficKept/4:]...)
	}
	w.lines = append(w.lines, t)
}

// name says who is behind a chat.
func (w *watch) name(chat int64, name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names[chat] = name
}

func (w *watch) setHours(h schedule.Hours) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hours = h
}

func (w *watch) count(method string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts[method]
}

// activity grows with every call; prompted with every prompt.
func (w *watch) activity() (active, prompted int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.active, w.prompted
}

// methods counts the calls by method.
func (w *watch) methods() map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.counts)
}

// since returns the lines after a serial number.
func (w *watch) since(serial int) []trafficLine {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, t := range w.lines {
		if t.Serial > serial {
			return append([]trafficLine(nil), w.lines[i:]...)
		}
	}
	return nil
}

// totals sums what people got.
func (w *watch) totals() (invited, reminders int, faults []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, p := range w.people {
		invited += min(p.invitations, 1)
		reminders += p.reminders
	}
	return invited, reminders, append([]string(nil), w.faults...)
}
