package simulator

import (
	"container/heap"
	"sync"
	"time"
)

// Clock is the time that a Server lives in.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

// RealClock is the time of the machine.
type RealClock struct{}

// Now returns the current time.
func (RealClock) Now() time.Time { return time.Now() }

// After returns a channel that gets the time once d has passed.
func (RealClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// VirtualClock is a time that starts anywhere and runs at any speed, or stands
// still until it is moved.
type VirtualClock struct {
	mu     sync.Mutex
	base   time.Time // virtual time at mark
	mark   time.Time // real time at which base held
	speed  float64   // virtual seconds per real second
	timers timers
	order  int
	wake   *time.Timer
}

// NewClock returns a clock that shows start now and runs speed virtual seconds
// per real second. At speed 0 it stands still until Advance.
func NewClock(start time.Time, speed float64) *VirtualClock {
	return &VirtualClock{base: start.Round(0), mark: time.Now(), speed: max(speed, 0)}
}

// Now returns the virtual time.
func (c *VirtualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *VirtualClock) now() time.Time {
	if c.speed == 0 {
		return c.base
	}
	return c.base.Add(time.Duration(float64(time.Since(c.mark)) * c.speed))
}

// After returns a channel that gets the virtual time once d of it has passed.
func (c *VirtualClock) After(d time.Duration) <-chan time.Time {
	done, _ := c.timer(d)
	return done
}

// timer is After with a way to give the timer up.
func (c *VirtualClock) timer(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	done := make(chan time.Time, 1)
	now := c.now()
	if d <= 0 {
		done <- now
		return done, func() {}
	}
	c.order++
	t := &timer{at: now.Add(d), order: c.order, done: done}
	heap.Push(&c.timers, t)
	if t.index == 0 {
		c.arm()
	}
	return done, func() { c.drop(t) }
}

func (c *VirtualClock) drop(t *timer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.index >= 0 {
		heap.Remove(&c.timers, t.index)
	}
}

// Advance moves the clock forward by d at once. Every timer that became due is
// woken in the order of its time and gets that time, not the time after the move.
func (c *VirtualClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.mark = c.now().Add(max(d, 0)), time.Now()
	c.fire()
	c.arm()
}

// SetSpeed changes how many virtual seconds pass in a real one.
func (c *VirtualClock) SetSpeed(speed float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.mark = c.now(), time.Now()
	c.speed = max(speed, 0)
	c.arm()
}

// fire wakes every timer that is due.
func (c *VirtualClock) fire() {
	now := c.now()
	for len(c.timers) > 0 && !c.timers[0].at.After(now) {
		t := heap.Pop(&c.timers).(*timer)
		t.done <- t.at
	}
}

// arm sets one real timer for the earliest virtual one, if the clock runs.
func (c *VirtualClock) arm() {
	if c.wake != nil {
		c.wake.Stop()
		c.wake = nil
	}
	if c.speed == 0 || len(c.timers) == 0 {
		return
	}
	wait := time.Duration(float64(c.timers[0].at.Sub(c.now())) / c.speed)
	c.wake = time.AfterFunc(max(wait, 0)+time.Microsecond, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.fire()
		c.arm()
	})
}

type timer struct {
	at    time.Time
	order int
	index int // place in the heap, -1 once out of it
	done  chan<- time.Time
}

// timers is a heap by time, then by the order in which they were made.
type timers []*timer

func (t timers) Len() int { return len(t) }
func (t timers) Less(i, j int) bool {
	if !t[i].at.Equal(t[j].at) {
		return t[i].at.Before(t[j].at)
	}
	return t[i].order < t[j].order
}
func (t timers) Swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].index, t[j].index = i, j
}
func (t *timers) Push(x any) {
	added := x.(*timer)
	added.index = len(*t)
	*t = append(*t, added)
}
func (t *timers) Pop() any {
	old := *t
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*t = old[:len(old)-1]
	last.index = -1
	return last
}

// timer waits for d on any clock and can be given up early.
func (s *Server) timer(d time.Duration) (<-chan time.Time, func()) {
	switch c := s.clock.(type) {
	case *VirtualClock:
		return c.timer(d)
	case RealClock:
		t := time.NewTimer(d)
		return t.C, func() { t.Stop() }
	default:
		return s.clock.After(d), func() {}
	}
}
