package main

import (
	"math/rand/v2"
	"time"

	"suara/simulator"
)

// temper is how a simulated ASN takes a survey.
type temper string

const (
	temperPrompt   temper = "prompt"   // answers soon after the invitation
	temperHalfway  temper = "halfway"  // stops in the middle, goes on after a reminder
	temperLate     temper = "late"     // needs a reminder, or two
	temperSilent   temper = "silent"   // never answers
	temperBlocking temper = "blocking" // blocks the bot when invited
	temperDeclines temper = "declines" // reads the notice and declines
	temperOdd      temper = "odd"      // sends voice, text instead of presses, taps twice, leaves and comes back
	temperJoining  temper = "joining"  // registers while the wave is open
	temperAbsent   temper = "absent"   // never registers
)

// tempers is a deck that is dealt to everybody in turn; its shares are those of the people.
func tempers() []temper {
	return []temper{
		temperPrompt, temperHalfway, temperPrompt, temperLate, temperOdd, temperPrompt, temperPrompt,
		temperDeclines, temperPrompt, temperLate, temperPrompt, temperJoining, temperHalfway, temperPrompt,
		temperSilent, temperPrompt, temperOdd, temperPrompt, temperAbsent, temperLate, temperPrompt,
		temperHalfway, temperBlocking, temperPrompt, temperPrompt,
	}
}

// castMember is one simulated ASN with a phone, who sees the chat and nothing else.
type castMember struct {
	employee
	*simulator.Phone
	survey *questionnaire
	temper temper
	code   string
	taste  *rand.Rand // for pace and whims; answers don't depend on it

	opened  int       // times that the personal link was opened
	opening time.Time // when it is, zero: never or done
	due     time.Time // of the next reaction, zero: none
	changed <-chan struct{}
	answers map[string]string // by item: what was pressed last
	turns   map[string]int    // by item: how often the mind was changed
	done    bool              // the answers were received

	pressed  int  // answers given in all
	stopAt   int  // where to stop half-way, -1: nowhere
	prompts  int  // prompts seen
	ignore   int  // prompts to ignore
	resting  int  // the message on which the person stopped
	lastSeen int  // the newest prompt
	revised  bool // has used Ubah or Kembali
	lost     bool // has asked for the way back
	odd      []whim
	gone     bool // takes no further part
}

// whim is something odd that is done at a question, once.
type whim struct {
	at  int // after so many answers
	act func(*castMember, simulator.Message)
}

// newCastMember gives an employee a phone and a temper.
func newCastMember(e employee, phone *simulator.Phone, survey *questionnaire, t temper, code string, seed int64) *castMember {
	a := &castMember{
		employee: e, Phone: phone, survey: survey, temper: t, code: code, stopAt: -1,
		taste:   rand.New(rand.NewPCG(uint64(seed), uint64(phone.ID()))),
		answers: map[string]string{}, turns: map[string]int{},
	}
	switch t {
	case temperHalfway:
		a.stopAt = 4 + a.taste.IntN(14)
	case temperLate:
		a.ignore = 1 + a.taste.IntN(2)
	case temperSilent:
		a.ignore = 1000
	case temperOdd:
		a.odd = whims(a.taste)
	}
	a.changed = phone.Changed()
	return a
}

// whims deals three odd things in their order.
func whims(r *rand.Rand) []whim {
	all := []func(*castMember, simulator.Message){
		func(a *castMember, _ simulator.Message) { a.SendKind("voice") },
		func(a *castMember, _ simulator.Message) { a.Send("Menurut saya tergantung orangnya, Pak") },
		func(a *castMember, _ simulator.Message) { a.Send("/batal") },
		func(a *castMember, m simulator.Message) { a.pickTwice(m) },
		func(a *castMember, _ simulator.Message) { a.Edit(a.Send("bagus"), "bagus sekali") },
		func(a *castMember, _ simulator.Message) { a.SendKind("sticker") },
		func(a *castMember, _ simulator.Message) { a.Send("/status") },
		func(a *castMember, _ simulator.Message) { a.SendKind("album") },
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var list []whim
	at := 1
	for _, act := range all[:3] {
		at += 1 + r.IntN(5)
		list = append(list, whim{at, act})
	}
	return list
}

// opens says when the person opens the personal link.
func (a *castMember) opens(at time.Time) { a.opening, a.due = at, at }

// look gives the person a time to react, where the chat has changed since the last look.
func (a *castMember) look(now time.Time) {
	if a.gone || !a.opening.IsZero() {
		return
	}
	select {
	case <-a.changed:
	default:
		return
	}
	a.changed = a.Changed()
	if at := now.Add(a.delay(a.Last())); a.due.IsZero() || at.Before(a.due) {
		a.due = at
	}
}

// delay is how long the person takes to react to what is on the screen.
func (a *castMember) delay(m simulator.Message) time.Duration {
	if isPrompt(m) && m.ID != a.lastSeen {
		return minutes(0.5 + a.taste.ExpFloat64()*25)
	}
	if _, ok := buttonFor(m, "Saya bersedia"); ok {
		return seconds(20 + a.taste.Float64()*60) // reads the notice
	}
	return seconds(3 + a.taste.ExpFloat64()*9)
}

func minutes(f float64) time.Duration { return time.Duration(f * float64(time.Minute)) }
func seconds(f float64) time.Duration { return time.Duration(f * float64(time.Second)) }

// patience is when the person looks again at a screen that ought to have changed.
const patience = 3 * time.Minute

// react does what is due and says what it was, "" for nothing.
func (a *castMember) react(now time.Time) string {
	a.due = time.Time{}
	if !a.opening.IsZero() && !now.Before(a.opening) {
		a.opening = time.Time{}
		a.opened++
		a.due = now.Add(patience)
		a.Start(a.code)
		return "message"
	}
	m := a.Last()
	what := a.act(m)
	if what != "" && !a.gone && !a.done {
		a.due = now.Add(patience)
	}
	return what
}

// act looks at the newest message and does what the person's temper says.
func (a *castMember) act(m simulator.Message) string {
	if m.ID == a.resting && !isPrompt(m) {
		return ""
	}
	if isPrompt(m) {
		return a.prompted(m)
	}
	if received(m) {
		a.done = true
		return ""
	}
	if item := a.survey.shown(m); item != nil {
		return a.question(m, item)
	}
	return a.choose(m)
}

// prompted reacts to an invitation or a reminder.
func (a *castMember) prompted(m simulator.Message) string {
	if m.ID != a.lastSeen {
		a.lastSeen = m.ID
		a.prompts++
		if a.done { // another wave
			a.done, a.pressed, a.prompts = false, 0, 1
		}
	}
	switch {
	case a.temper == temperBlocking:
		a.Block()
		a.gone = true
		return "my_chat_member"
	case a.prompts <= a.ignore:
		return ""
	}
	a.resting = 0
	return a.choose(m)
}

// choose presses the first button that the person would press on a screen without a question.
func (a *castMember) choose(m simulator.Message) string {
	if _, ok := buttonFor(m, "Kirim jawaban"); ok && !a.revised && a.taste.IntN(4) == 0 {
		if b, ok := buttonFor(m, "Ubah"); ok {
			a.revised = true
			a.survey.reconsider(a)
			return a.press(m, b)
		}
	}
	labels := []string{"Benar", "Tidak bersedia", "Saya bersedia", "Kirim jawaban", "Lanjutkan", "Mulai"}
	for _, label := range labels {
		if label == "Tidak bersedia" && a.temper != temperDeclines {
			continue
		}
		if b, ok := buttonFor(m, label); ok {
			return a.press(m, b)
		}
	}
	if a.pressed > 0 && !a.lost {
		a.lost = true
		a.Send("/start") // nothing to press on this screen
		return "message"
	}
	return ""
}

func (a *castMember) press(m simulator.Message, b simulator.Button) string {
	a.PressData(m.ID, b.Data)
	return "callback_query"
}

// question answers an item, or does something else instead.
func (a *castMember) question(m simulator.Message, item *question) string {
	if a.pressed == a.stopAt {
		a.stopAt, a.resting = -1, m.ID
		if b, ok := buttonFor(m, "Lanjut nanti"); ok && a.taste.IntN(2) == 0 {
			return a.press(m, b)
		}
		return "" // puts the phone away
	}
	if len(a.odd) > 0 && a.pressed >= a.odd[0].at {
		act := a.odd[0].act
		a.odd = a.odd[1:]
		act(a, m)
		return "message"
	}
	if a.temper == temperOdd && !a.revised && a.pressed > 6 && item.scale {
		if b, ok := buttonFor(m, "Kembali"); ok {
			a.revised = true
			a.survey.reconsider(a)
			return a.press(m, b)
		}
	}
	return a.answer(m, item)
}

// answer presses the option of the person's mind; comments are typed or skipped.
func (a *castMember) answer(m simulator.Message, item *question) string {
	if item.text {
		if words := a.survey.comment(a, item); words != "" {
			a.Send(words)
			return "message"
		}
	}
	value, label := a.survey.mind(a, item)
	b, ok := buttonFor(m, label)
	if !ok {
		return ""
	}
	a.answers[item.id] = value
	a.pressed++
	return a.press(m, b)
}

// pickTwice taps an answer two times before the bot can react.
func (a *castMember) pickTwice(m simulator.Message) {
	if item := a.survey.shown(m); item != nil && !item.text {
		a.answer(m, item)
		a.answer(m, item)
		a.pressed--
	}
}
