package simulator

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"time"
)

// Habits are how one scripted person behaves. They see the bot's messages and
// nothing else.
type Habits struct {
	// Delay is how long the person takes to react; nil is at once.
	Delay func(r *rand.Rand) time.Duration
	// Decide says what the person does about the bot's newest message, which is the
	// zero Message while the bot has written nothing.
	Decide func(r *rand.Rand, m Message) Action
	// Patience is after how long without a change the person looks at the same
	// message again; 0 is never.
	Patience time.Duration
}

// Action is what a person does. Make one with the functions below.
type Action struct {
	kind   actionKind
	button int
	text   string
}

type actionKind int

const (
	ignoring actionKind = iota
	pressingButton
	pressingLabel
	sending
	sendingKind
	starting
	blocking
	clearing
	stopping
)

// Ignore does nothing until the chat changes again.
func Ignore() Action { return Action{} }

// PressButton presses the inline button number n of the message, counted from 0
// over all rows.
func PressButton(n int) Action { return Action{kind: pressingButton, button: n} }

// PressLabel presses the button whose label contains label, anywhere in the chat.
func PressLabel(label string) Action { return Action{kind: pressingLabel, text: label} }

// SendText types a text.
func SendText(text string) Action { return Action{kind: sending, text: text} }

// SendOther sends something that Phone.SendKind knows.
func SendOther(kind string) Action { return Action{kind: sendingKind, text: kind} }

// StartBot opens the bot by a link with a payload.
func StartBot(payload string) Action { return Action{kind: starting, text: payload} }

// BlockBot blocks the bot and takes no further part.
func BlockBot() Action { return Action{kind: blocking} }

// ClearChat clears the history.
func ClearChat() Action { return Action{kind: clearing} }

// Stop takes no further part.
func Stop() Action { return Action{kind: stopping} }

// do carries out an action about message m and says whether the person goes on.
func (p *Phone) do(a Action, m Message) bool {
	switch a.kind {
	case pressingButton:
		n := a.button
		for _, row := range m.Buttons {
			if n >= 0 && n < len(row) && row[n].Data != "" {
				p.PressData(m.ID, row[n].Data)
				return true
			}
			n -= len(row)
		}
	case pressingLabel:
		_, _ = p.Press(a.text) // a button that has gone meanwhile is not pressed
	case sending:
		p.Send(a.text)
	case sendingKind:
		p.SendKind(a.text)
	case starting:
		p.Start(a.text)
	case clearing:
		p.ClearHistory()
	case blocking:
		p.Block()
		return false
	case stopping:
		return false
	}
	return true
}

// players are the people of one Play. Those whose chat has changed wait in dirty
// until the scheduler gives them a time.
type players struct {
	dirty []*Phone
	kick  chan struct{}
}

// touch is called with the server's lock held.
func (p *players) touch(phone *Phone) {
	if phone.seat == 0 {
		return
	}
	p.dirty = append(p.dirty, phone)
	select {
	case p.kick <- struct{}{}:
	default:
	}
}

// player is one scripted person with the time of the next reaction.
type player struct {
	phone  *Phone
	habits Habits
	rand   *rand.Rand
	due    time.Time
	index  int  // in the agenda, -1 if nothing is due
	prompt bool // due because the chat changed, not out of impatience
	left   bool
}

// Play lets people behave by their habits, in the server's time, until all of them
// have stopped or ctx is done. Each first looks at what is there, then reacts to
// every change that the bot makes. One scheduler serves them all, so thousands cost
// little; only one Play can run on a Server at a time.
func (s *Server) Play(ctx context.Context, phones []*Phone, habits func(i int) Habits) {
	stage := &players{kick: make(chan struct{}, 1)}
	cast := make([]*player, len(phones))
	agenda := &agenda{}
	now := s.clock.Now()
	s.mu.Lock()
	s.players = stage
	for i, phone := range phones {
		phone.seat = i + 1
		cast[i] = &player{phone: phone, habits: habits(i), index: -1,
			rand: rand.New(rand.NewPCG(uint64(s.opt.Seed), uint64(i)+2))}
	}
	s.mu.Unlock()
	defer s.leaveStage(phones)
	for _, p := range cast {
		agenda.set(p, now.Add(p.delay()), true)
	}
	s.conduct(ctx, stage, cast, agenda)
}

func (s *Server) leaveStage(phones []*Phone) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.players = nil
	for _, phone := range phones {
		phone.seat = 0
	}
}

// conduct is the scheduler.
func (s *Server) conduct(ctx context.Context, stage *players, cast []*player, agenda *agenda) {
	for playing := len(cast); playing > 0 && ctx.Err() == nil && !s.ended(); {
		s.mu.Lock()
		dirty := stage.dirty
		stage.dirty = nil
		s.mu.Unlock()
		now := s.clock.Now()
		for _, phone := range dirty {
			if p := cast[phone.seat-1]; !p.left && (p.index < 0 || !p.prompt) {
				agenda.set(p, now.Add(p.delay()), true)
			}
		}
		for len(*agenda) > 0 && !(*agenda)[0].due.After(now) {
			p := heap.Pop(agenda).(*player)
			p.left = !p.phone.do(p.decide())
			switch {
			case p.left:
				playing--
			case p.habits.Patience > 0:
				agenda.set(p, now.Add(p.habits.Patience), false)
			}
		}
		if playing > 0 {
			s.rest(ctx, stage, agenda)
		}
	}
}

// ended reports whether the server has been closed.
func (s *Server) ended() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// rest waits for the next reaction that is due, or for a change.
func (s *Server) rest(ctx context.Context, stage *players, agenda *agenda) {
	var due <-chan time.Time
	if len(*agenda) > 0 {
		timer, stop := s.timer((*agenda)[0].due.Sub(s.clock.Now()))
		defer stop()
		due = timer
	}
	select {
	case <-stage.kick:
	case <-due:
	case <-ctx.Done():
	case <-s.closed:
	}
}

func (p *player) delay() time.Duration {
	if p.habits.Delay == nil {
		return 0
	}
	return max(p.habits.Delay(p.rand), 0)
}

// decide looks at the chat and returns what to do about which message.
func (p *player) decide() (Action, Message) {
	m := p.phone.Last()
	return p.habits.Decide(p.rand, m), m
}

// agenda is a heap of players by the time at which they react.
type agenda []*player

// set gives a player a time, in place of any other.
func (a *agenda) set(p *player, due time.Time, prompt bool) {
	p.due, p.prompt = due, prompt
	if p.index >= 0 {
		heap.Fix(a, p.index)
		return
	}
	heap.Push(a, p)
}

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if !a[i].due.Equal(a[j].due) {
		return a[i].due.Before(a[j].due)
	}
	return a[i].phone.seat < a[j].phone.seat
}
func (a agenda) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].index, a[j].index = i, j
}
func (a *agenda) Push(x any) {
	p := x.(*player)
	p.index = len(*a)
	*a = append(*a, p)
}
func (a *agenda) Pop() any {
	old := *a
	p := old[len(old)-1]
	old[len(old)-1] = nil
	*a = old[:len(old)-1]
	p.index = -1
	return p
}
