package main

import (
	"context"
	"time"
)

const (
	lookEvery  = 100 * time.Microsecond  // of real time, while waiting for quiet
	longQuiet  = 5 * time.Second         // of real time: then the clock goes on all the same
	sendStep   = 200 * time.Millisecond  // of the clock, while messages wait for their turn
	actStep    = 500 * time.Millisecond  // people who act within it act together
	promptStep = time.Second             // while prompts leave
	leap       = 1200 * time.Millisecond // longer than the writer's timer
	dayStep    = 30 * time.Minute
	nightStep  = time.Hour
)

// conductor moves the clock of a theatre and lets its people act. The clock stands still while the
// system works, so a slow machine makes the demo longer and changes nothing else in it.
type conductor struct {
	*theatre
	cast     []*castMember
	active   int // calls at the last look
	prompted int
	calm     int                 // how often in a row the system must be seen at rest
	warm     int                 // small steps still to make, since prompts are leaving
	mark     time.Time           // an instant not to leap over
	moved    func(time.Time)     // is told the time after each step
	acted    func(a *castMember) // is told who did something
	limit    func() (stop bool)  // ends a run early, nil: never
}

// until runs as fast as the machine can until the time comes.
func (c *conductor) until(ctx context.Context, t time.Time) error {
	for c.clock.Now().Before(t) {
		if err := c.beat(ctx); err != nil {
			return err
		}
		if c.limit != nil && c.limit() {
			return nil
		}
		if c.act() {
			continue
		}
		if err := c.advance(ctx, c.step(t)); err != nil {
			return err
		}
		if c.moved != nil {
			c.moved(c.clock.Now())
		}
	}
	return c.beat(ctx)
}

// advance moves the clock. After a leap the poller first has to find out that nothing is unread, since
// timers never overtake updates; the timers go off a moment later.
func (c *conductor) advance(ctx context.Context, step time.Duration) error {
	c.clock.Advance(step)
	if step <= leap {
		return nil
	}
	if err := c.beat(ctx); err != nil {
		return err
	}
	c.clock.Advance(leap)
	c.calm = 3
	defer func() { c.calm = 1 }()
	return c.beat(ctx)
}

// beat waits until the system rests, and notices that it has ended.
func (c *conductor) beat(ctx context.Context) error {
	select {
	case err := <-c.ended:
		c.ended <- err
		if err == nil {
			err = errEnded
		}
		return err
	case <-ctx.Done():
		return ctx.Err()
	default:
	}
	c.quiet(ctx)
	return nil
}

// quiet waits until no update is unread, nothing is on the line and no call was made for a moment.
func (c *conductor) quiet(ctx context.Context) {
	still, need := 0, c.calm
	for end := time.Now().Add(longQuiet); still < need && ctx.Err() == nil && time.Now().Before(end); {
		time.Sleep(lookEvery)
		active, prompted := c.watch.activity()
		if prompted != c.prompted {
			c.warm = 8
		}
		if active != c.active || !c.resting(ctx) {
			still, need = 0, max(2, c.calm)
		} else {
			still++
		}
		c.active, c.prompted = active, prompted
	}
}

// resting tells whether no update is unread and nothing is on the line. An empty batch comes back from
// the writer only when everything before it, and a timer that went off, is committed.
func (c *conductor) resting(ctx context.Context) bool {
	if c.tg.Pending() > 0 || c.sys.sender.Stats().Flying > 0 {
		return false
	}
	return c.sys.loop.Updates(ctx, nil, true) == nil
}

// act lets everybody react whose time has come, and says whether anybody did anything.
func (c *conductor) act() (acted bool) {
	now := c.clock.Now()
	for _, a := range c.cast {
		a.look(now)
		if a.due.IsZero() || a.due.After(now) {
			continue
		}
		if what := a.react(now); what != "" {
			c.watch.update(now, a.name, what)
			acted = true
			if c.acted != nil {
				c.acted(a)
			}
		}
	}
	return acted
}

// step is how far the clock may go: to the next person, or the next round minute where nobody is due.
func (c *conductor) step(end time.Time) time.Duration {
	now := c.clock.Now()
	hours, zone, grid := c.set.Fielding.Hours, c.set.Fielding.Zone, nightStep
	if hours.Open(now, zone) {
		grid = dayStep
	}
	step := min(now.Truncate(grid).Add(grid).Sub(now), end.Sub(now))
	if opens := hours.NextOpen(now, zone); opens.After(now) {
		step = min(step, opens.Sub(now))
	}
	if c.mark.After(now) {
		step = min(step, c.mark.Sub(now))
	}
	for _, a := range c.cast {
		if !a.due.IsZero() {
			step = min(step, max(a.due.Sub(now), actStep))
		}
	}
	if c.warm > 0 {
		c.warm--
		step = min(step, promptStep)
	}
	if s := c.sys.sender.Stats(); s.Replies+s.Prompts > 0 {
		step = min(step, sendStep)
	}
	return step
}
