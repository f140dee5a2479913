package delivery

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// Limits is the pace that Telegram accepts. A figure of zero or less means no limit.
type Limits struct {
	GlobalPerSecond float64 // over all chats
	ChatPerSecond   float64 // in one chat
	GroupPerMinute  int     // in one group, in any 60 seconds
}

// DefaultLimits returns the figures that Telegram documents.
func DefaultLimits() Limits {
	return Limits{GlobalPerSecond: 30, ChatPerSecond: 1, GroupPerMinute: 20}
}

// Limits hold on arrival, and the network can push messages together. So bursts stay below what
// Telegram lets pass (30 over all chats, 3 in a chat) by a margin, in proportion to the figures.
const (
	globalBurstSeconds = 25.0 / 30
	chatBurstSeconds   = 2.0
)

// unlimitedSecond is how many prompts count as one second's worth when there is no limit.
const unlimitedSecond = 1000

// second returns how many rows one second carries.
func (l Limits) second() int {
	if l.GlobalPerSecond <= 0 {
		return unlimitedSecond
	}
	return max(1, int(l.GlobalPerSecond))
}

// bucket is a token bucket that is asked with explicit times. The zero value has no limit.
type bucket struct {
	lim *rate.Limiter
}

func newBucket(perSecond, burstSeconds float64) bucket {
	if perSecond <= 0 {
		return bucket{}
	}
	burst := max(1, int(perSecond*burstSeconds+1e-9))
	return bucket{rate.NewLimiter(rate.Limit(perSecond), burst)}
}

// wait returns how long it takes until one token is there.
func (b bucket) wait(now time.Time) time.Duration { return b.until(now, 1) }

// refill returns how long it takes until the bucket is full again.
func (b bucket) refill(now time.Time) time.Duration {
	if b.lim == nil {
		return 0
	}
	return b.until(now, float64(b.lim.Burst()))
}

func (b bucket) until(now time.Time, tokens float64) time.Duration {
	if b.lim == nil {
		return 0
	}
	missing := tokens - b.lim.TokensAt(now)
	if missing <= 1e-9 { // less is rounding: a nanosecond at 1,000 a second is 1e-6
		return 0
	}
	return time.Duration(math.Ceil(missing / float64(b.lim.Limit()) * float64(time.Second)))
}

// take takes n tokens, which must be there.
func (b bucket) take(now time.Time, n int) {
	if b.lim != nil && n > 0 {
		b.lim.ReserveN(now, n)
	}
}

// drain leaves one token at the given time, so that sending begins again without a burst.
func (b bucket) drain(at time.Time) {
	if b.lim != nil {
		b.take(at, int(b.lim.TokensAt(at))-1)
	}
}
