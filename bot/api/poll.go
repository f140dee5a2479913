package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Clock is the time that a Poller lives in.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

const (
	pollTimeout = 50 * time.Second // Telegram's own limit
	pollMargin  = 15 * time.Second // for the line
	pollLimit   = 100              // Telegram's own limit
	longPause   = 5 * time.Second  // while Telegram can't be reached
	refusePause = 30 * time.Second // while the token is refused or another copy polls

	// firstPause is the pause after one failure. At least half of it passes: asked for the same
	// offset again within half a second, Telegram gives one update only.
	firstPause = 1200 * time.Millisecond
)

// Poller fetches updates by long polling. It confirms a batch only after it was taken.
type Poller struct {
	client  *Client
	clock   Clock
	log     *slog.Logger
	allowed []string
	offset  int64 // 0: from the oldest unconfirmed update
	eager   bool  // ask without waiting, to learn whether anything is left
	fails   int   // in a row
	trouble string
	last    atomic.Int64 // when Telegram answered last, in Unix nanoseconds
}

// NewPoller returns a poller for updates of the allowed kinds; none named means Telegram's default.
func NewPoller(c *Client, clock Clock, log *slog.Logger, allowed []string) *Poller {
	return &Poller{client: c, clock: clock, log: log, allowed: allowed, eager: true}
}

// LastPoll returns when Telegram last answered a poll; zero before the first answer.
func (p *Poller) LastPoll() time.Time {
	if n := p.last.Load(); n != 0 {
		return time.Unix(0, n)
	}
	return time.Time{}
}

// Run fetches updates and gives them to take until ctx ends, and then returns nil.
//
// take returns nil only once the batch is kept: only then the next fetch confirms it. On an error the
// same batch is fetched again after a pause. drained says that nothing was left at Telegram; take is
// then called with an empty batch too. Whatever Telegram or the line do, Run goes on trying.
func (p *Poller) Run(ctx context.Context,
	take func(ctx context.Context, raws []json.RawMessage, drained bool) error) error {
	for ctx.Err() == nil {
		raws, err := p.fetch(ctx)
		if err == nil {
			p.last.Store(p.clock.Now().UnixNano())
			err = p.hand(ctx, raws, take)
		}
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			p.recovered()
			continue
		}
		p.eager = true
		select {
		case <-ctx.Done():
		case <-p.clock.After(p.failed(err)):
		}
	}
	return nil
}

// pollParams are the parameters of getUpdates.
type pollParams struct {
	Offset  int64    `json:"offset,omitempty"`
	Limit   int      `json:"limit"`
	Timeout int      `json:"timeout"`
	Allowed []string `json:"allowed_updates,omitempty"`
}

// fetch asks for the next batch; right after a start, a failure or a full batch without waiting.
func (p *Poller) fetch(ctx context.Context) ([]json.RawMessage, error) {
	wait := pollTimeout
	if p.eager {
		wait = 0
	}
	var raws []json.RawMessage
	params := pollParams{p.offset, pollLimit, int(wait / time.Second), p.allowed}
	err := p.client.call(ctx, "getUpdates", params, &raws, wait+pollMargin, updateLimit)
	return raws, err
}

// keepError is a failure to keep a batch.
type keepError struct{ err error }

func (e keepError) Error() string { return fmt.Sprintf("keep updates: %v", e.err) }
func (e keepError) Unwrap() error { return e.err }

// errNoID says that not one update of a batch can be confirmed.
var errNoID = errors.New("no update of the batch has a readable id")

// hand gives a batch to take and moves the offset behind it. The offset follows the last batch and
// not the largest id, since Telegram begins anew at a random id after a week of silence.
func (p *Poller) hand(ctx context.Context, raws []json.RawMessage,
	take func(context.Context, []json.RawMessage, bool) error) error {
	drained := len(raws) < pollLimit
	good, next := raws[:0], p.offset
	for _, raw := range raws {
		if id, ok := updateID(raw); ok {
			good, next = append(good, raw), id+1
		}
	}
	if bad := len(raws) - len(good); bad > 0 {
		p.log.Warn("updates without a readable id were skipped", "updates", bad)
		if len(good) == 0 {
			return errNoID
		}
	}
	if len(good) > 0 || drained {
		if err := take(ctx, good, drained); err != nil {
			return keepError{err}
		}
	}
	p.offset, p.eager = next, !drained
	return nil
}

// updateHead is how Telegram begins every update.
var updateHead = []byte(`{"update_id":`)

// updateID reads the id of an update without decoding the rest where that can be helped.
func updateID(raw json.RawMessage) (int64, bool) {
	if rest, ok := bytes.CutPrefix(raw, updateHead); ok {
		if end := bytes.IndexAny(rest, ",}"); end > 0 {
			if id, err := strconv.ParseInt(string(rest[:end]), 10, 64); err == nil {
				return id, true
			}
		}
	}
	var u struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &u); err != nil || u.ID == nil {
		return 0, false
	}
	return *u.ID, true
}

// recovered says once that updates are coming again.
func (p *Poller) recovered() {
	if p.trouble != "" {
		p.log.Info("updates are coming again", "attempts", p.fails)
	}
	p.trouble, p.fails = "", 0
}

// failed says once what kind of trouble there is, and returns how long to pause.
func (p *Poller) failed(err error) time.Duration {
	trouble, longest := diagnose(err)
	if trouble != p.trouble {
		p.log.Error(trouble, "error", err)
		p.trouble = trouble
	}
	d := longest
	if p.fails < 10 {
		d = min(longest, firstPause<<p.fails)
	}
	p.fails++
	var refusal *Error
	if errors.As(err, &refusal) && refusal.RetryAfter > 0 {
		return refusal.RetryAfter
	}
	return d/2 + time.Duration(rand.Float64()*float64(d/2))
}

// diagnose names the trouble in words for the operator, and the longest pause it deserves.
func diagnose(err error) (trouble string, longest time.Duration) {
	var keep keepError
	if errors.As(err, &keep) {
		return "updates could not be kept; they stay at Telegram and are fetched again", longPause
	}
	if errors.Is(err, errNoID) {
		return "Telegram gives updates that can't be confirmed", longPause
	}
	var refusal *Error
	if !errors.As(err, &refusal) {
		return "Telegram can't be reached; trying until it can", longPause
	}
	switch {
	case refusal.Code == http.StatusConflict && strings.Contains(refusal.Description, "webhook"):
		return "a webhook is set for this bot, so it can't be polled; delete it first", refusePause
	case refusal.Code == http.StatusConflict:
		return "another copy runs with this token; only one may poll", refusePause
	case refusal.RefusesToken():
		return "Telegram refuses the bot token; check telegram.token", refusePause
	case refusal.Code == http.StatusTooManyRequests:
		return "Telegram asks to poll less often", longPause
	default:
		return "Telegram answers with an error; trying until it does not", longPause
	}
}
