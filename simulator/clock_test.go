package simulator_test

import (
	"testing"
	"testing/synctest"
	"time"

	"suara/simulator"
)

func TestClockStandsStillUntilItIsMoved(t *testing.T) {
	c := simulator.NewClock(start, 0)
	late, early := c.After(2*time.Hour), c.After(time.Hour)
	beyond := c.After(4 * time.Hour)
	if !c.Now().Equal(start) {
		t.Errorf("now %v", c.Now())
	}
	c.Advance(59 * time.Minute)
	select {
	case <-early:
		t.Error("woken a minute early")
	default:
	}
	c.Advance(2 * time.Hour)
	if at := <-early; !at.Equal(start.Add(time.Hour)) {
		t.Errorf("early woke at %v", at)
	}
	if at := <-late; !at.Equal(start.Add(2 * time.Hour)) {
		t.Errorf("late woke at %v", at)
	}
	select {
	case <-beyond:
		t.Error("woken though not due")
	default:
	}
	if at := <-c.After(0); !at.Equal(start.Add(2*time.Hour + 59*time.Minute)) {
		t.Errorf("after nothing: %v", at)
	}
}

func TestClockRunsAtItsSpeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := simulator.NewClock(start, 3600)
		hour := c.After(time.Hour)
		began := time.Now()
		<-hour
		if took := time.Since(began); took < time.Second || took > 1010*time.Millisecond {
			t.Errorf("an hour at 3600 took %v", took)
		}
		c.SetSpeed(0)
		stopped := c.Now()
		time.Sleep(time.Minute)
		if !c.Now().Equal(stopped) {
			t.Errorf("moved to %v while stopped", c.Now())
		}
		wait := c.After(10 * time.Second)
		c.SetSpeed(1)
		began = time.Now()
		<-wait
		if took := time.Since(began); took < 10*time.Second || took > 11*time.Second {
			t.Errorf("ten seconds at 1 took %v", took)
		}
	})
}
