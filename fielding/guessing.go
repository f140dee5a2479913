package fielding

import (
	"strconv"
	"strings"
	"time"
)

// Failed codes of all accounts together: this many in [codeWindow] pause codes for accounts that are
// not registered. Who guesses from many accounts is slowed as much as who guesses from one.
const (
	guessTries = 100
	guessPause = 15 * time.Minute
)

const (
	settingGuesses     = "codes.failed" // Unix seconds of the last hour's failed codes
	settingCodesPaused = "codes.paused" // Unix seconds until which codes are not looked at
	settingCodesDay    = "codes.day"    // failed codes since the audit was told of them
)

// codesPaused tells until when no code is looked at; zero: codes are taken.
func (d *Desk) codesPaused() time.Time {
	until, err := strconv.ParseInt(d.tx.Setting(settingCodesPaused), 10, 64)
	if err != nil || d.now.Unix() >= until {
		return time.Time{}
	}
	return time.Unix(until, 0)
}

// tallyGuess counts a failed code for the audit.
func (d *Desk) tallyGuess() error {
	n, _ := strconv.Atoi(d.tx.Setting(settingCodesDay)) // absent: none
	return d.tx.PutSetting(settingCodesDay, strconv.Itoa(n+1))
}

// auditGuesses tells the audit how many codes failed, once a day. An entry for each would let strangers bury what
// admins did; the locks and pauses have their own, at once.
func (d *Desk) auditGuesses() error {
	tries := d.tx.Setting(settingCodesDay)
	if tries == "" {
		return nil
	}
	if err := d.tx.PutSetting(settingCodesDay, ""); err != nil {
		return err
	}
	return d.auditWords(0, "codes failed", map[string]string{"tries": tries})
}

// countGuess counts a failed code among those of all accounts, and pauses codes where they are too
// many. The owners are told of the first pause, and again only after an hour without one.
func (d *Desk) countGuess() error {
	if err := d.tallyGuess(); err != nil {
		return err
	}
	var times []int64
	for _, text := range strings.Fields(d.tx.Setting(settingGuesses)) {
		at, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			continue
		}
		times = append(times, at)
	}
	times = append(recent(times, d.now), d.now.Unix())
	if len(times) >= guessTries {
		return d.pauseCodes()
	}
	texts := make([]string, len(times))
	for i, at := range times {
		texts[i] = formatID(at)
	}
	return d.tx.PutSetting(settingGuesses, strings.Join(texts, " "))
}

func (d *Desk) pauseCodes() error {
	before, _ := strconv.ParseInt(d.tx.Setting(settingCodesPaused), 10, 64) // absent: 0, long ago
	until := d.now.Add(guessPause)
	if err := d.tx.PutSetting(settingGuesses, ""); err != nil {
		return err
	}
	if err := d.tx.PutSetting(settingCodesPaused, formatID(until.Unix())); err != nil {
		return err
	}
	if err := d.audit(0, "codes paused", ""); err != nil {
		return err
	}
	if d.now.Sub(time.Unix(before, 0)) < codeWindow {
		return nil
	}
	return d.tellOwners(PostGuessing, "", map[string]string{"until": formatID(until.Unix())})
}
