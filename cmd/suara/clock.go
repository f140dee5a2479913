package main

import "time"

// clock is the time that the parts live in.
type clock interface {
	Now() time.Time
	After(time.Duration) <-chan time.Time
}

// realClock is the machine's time.
type realClock struct{}

// Now is the time now.
func (realClock) Now() time.Time { return time.Now() }

// After signals once the duration has passed.
func (realClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
