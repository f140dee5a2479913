package simulator

import (
	"math"
	"time"

	"golang.org/x/time/rate"
)

// The limits that Telegram names in its FAQ, with the bursts that it lets pass.
const (
	allRate, allBurst   = 30, 30
	chatRate, chatBurst = 1, 3
	groupPerMinute      = 20
)

type limits struct {
	all   *rate.Limiter
	chats map[int64]*chatLimit
}

type chatLimit struct {
	bucket *rate.Limiter
	recent []time.Time // a group's messages of the last minute
}

// limit takes one message's worth from every allowance of a chat, or refuses and
// takes nothing.
func (s *Server) limit(id int64) *failure {
	if !s.opt.Limits || id == 0 {
		return nil
	}
	now := s.clock.Now()
	if s.limits.all == nil {
		s.limits.all = rate.NewLimiter(allRate, allBurst)
	}
	c := s.limits.chats[id]
	if c == nil {
		c = &chatLimit{bucket: rate.NewLimiter(chatRate, chatBurst)}
		s.limits.chats[id] = c
	}
	wait := max(lacking(s.limits.all, now), lacking(c.bucket, now), c.groupWait(id, now))
	if wait > 0 {
		s.refused++
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	s.limits.all.AllowN(now, 1)
	c.bucket.AllowN(now, 1)
	if id < 0 {
		c.recent = append(c.recent, now)
	}
	return nil
}

// lacking is how long a bucket needs until it holds one whole token.
func lacking(bucket *rate.Limiter, now time.Time) time.Duration {
	missing := 1 - bucket.TokensAt(now)
	if missing < 1e-9 {
		return 0
	}
	return time.Duration(missing / float64(bucket.Limit()) * float64(time.Second))
}

// groupWait is how long until the last minute holds less than a group may get.
func (c *chatLimit) groupWait(id int64, now time.Time) time.Duration {
	if id > 0 {
		return 0
	}
	for len(c.recent) > 0 && !c.recent[0].Add(time.Minute).After(now) {
		c.recent = c.recent[1:]
	}
	if len(c.recent) < groupPerMinute {
		return 0
	}
	return c.recent[len(c.recent)-groupPerMinute].Add(time.Minute).Sub(now)
}
