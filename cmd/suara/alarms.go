package main

import (
	"context"
	"math"
	"strconv"
	"time"

	"suara/fielding"
)

const (
	alarmEvery   = 30 * time.Second
	stalledAfter = 5 * time.Minute // without an answer of Telegram
	slowAfter    = time.Minute     // that the oldest reply waits

	// what a disk that is nearly full leaves to answer people with, at the least
	roomLow  = 256 << 20
	slackMin = 128 << 20 // of free pages that are worth a compaction, where more is free than used
)

// alarms tells the admins once that something is wrong that they can't see, and once that it is over.
// It keeps its own time: in a system whose clock leaps, as in the demo, everything would look old.
type alarms struct {
	*system
	own     clock
	poll    time.Time // when Telegram answered last, by the system's clock
	moved   time.Time // when that changed last, by the alarms' own
	stalled bool      // told
	waited  time.Time // since when replies wait too long; zero: they don't
	slow    bool      // told
	disk    string    // the post that was told of the database's size; empty: none
	sizes   func() (file, free, room int64)
}

// run looks until ctx ends.
func (a *alarms) run(ctx context.Context) error {
	a.moved, a.sizes = a.own.Now(), a.databaseSizes
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-a.own.After(alarmEvery):
		}
		a.watchPoll(ctx, a.own.Now())
		a.watchOutbox(ctx, a.own.Now())
		a.watchDisk(ctx)
	}
}

func (a *alarms) watchPoll(ctx context.Context, now time.Time) {
	silent := now.Sub(a.moved)
	if last := a.lastPoll(); !last.Equal(a.poll) {
		a.poll, a.moved = last, now
	} else if !a.stalled && silent > stalledAfter {
		a.stalled = true
		a.log.Error("Telegram does not answer", "silent", silent.Round(time.Second))
		a.tellAdmins(ctx, fielding.PostPollStalled, map[string]string{"slot": a.before(silent)})
		return
	}
	if a.stalled && a.moved.Equal(now) {
		a.stalled = false
		minutes := strconv.Itoa(int(silent.Minutes()) + 1)
		a.tellAdmins(ctx, fielding.PostPollBack, map[string]string{"slot": a.before(silent), "minutes": minutes})
	}
}

// before is the system's time so long ago.
func (a *alarms) before(d time.Duration) string { return unixText(a.clock.Now().Add(-d)) }

func (a *alarms) watchOutbox(ctx context.Context, now time.Time) {
	st := a.sender.Stats()
	late := st.OldestReply > slowAfter || st.Held > slowAfter && st.Replies > 0
	switch {
	case !late:
		a.waited = time.Time{}
	case a.waited.IsZero():
		a.waited = now
	}
	switch {
	case late && !a.slow && now.Sub(a.waited) >= alarmEvery:
		a.slow = true
		a.log.Error("replies wait", "oldest", st.OldestReply, "held", st.Held, "replies", st.Replies)
		a.tellAdmins(ctx, fielding.PostOutboxSlow, map[string]string{"waiting": strconv.Itoa(st.Replies)})
	case !late && a.slow:
		a.slow = false
		a.tellAdmins(ctx, fielding.PostOutboxFine, nil)
	}
}

// databaseSizes are the bytes of the database, of what is free in it, and of its disk's room.
func (a *alarms) databaseSizes() (file, free, room int64) {
	file, free = a.store.Sizes()
	room, err := a.store.Room()
	if err != nil {
		room = math.MaxInt64 // unknown is not low
	}
	return file, free, room
}

// watchDisk tells when the disk is nearly full, or when most of the database holds nothing: bbolt gives no
// room back by itself.
func (a *alarms) watchDisk(ctx context.Context) {
	file, free, room := a.sizes()
	low, slack := int64(roomLow), int64(slackMin)
	if a.disk != "" { // over only when it is well over
		low, slack = low*5/4, slack*3/4
	}
	now := ""
	switch {
	case room < low:
		now = fielding.PostDatabaseFull
	case free > slack && free > file-free:
		now = fielding.PostDatabaseSlack
	}
	if now == a.disk {
		return
	}
	a.disk = now
	if now == "" {
		now = fielding.PostDatabaseFine
	} else {
		a.log.Warn("room for the database", "size", file, "free", free, "room", room)
	}
	a.tellAdmins(ctx, now, map[string]string{"size": megabytes(file), "free": megabytes(free), "room": megabytes(room)})
}

func megabytes(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) }
