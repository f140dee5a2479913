package fielding

import (
	"strconv"
	"time"
)

const (
	settingAlive = "alive" // Unix seconds at which the system was last known to run
	aliveEvery   = time.Hour
	// updatesKept is how long Telegram keeps what it could not deliver.
	updatesKept = 24 * time.Hour
)

// tickAlive notes now and again that the system runs.
func (d *Desk) tickAlive(next *time.Time) error {
	last, err := strconv.ParseInt(d.tx.Setting(settingAlive), 10, 64)
	due := time.Unix(last, 0).Add(aliveEvery)
	if err == nil && d.now.Before(due) {
		sooner(next, due)
		return nil
	}
	sooner(next, d.now.Add(aliveEvery))
	return d.tx.PutSetting(settingAlive, formatID(d.now.Unix()))
}

// reportGap tells the admins of a downtime that outlasted Telegram's patience: what people sent more
// than a day before the start never comes. Nothing was acknowledged of it, and nobody is written to by
// night: who stands in an interview is reached by the next reminder, or by /ingatkan.
func (d *Desk) reportGap() error {
	last, err := strconv.ParseInt(d.tx.Setting(settingAlive), 10, 64)
	if err := d.tx.PutSetting(settingAlive, formatID(d.now.Unix())); err != nil {
		return err
	}
	since := time.Unix(last, 0)
	restored := d.paused() == PausedRestored // then it is the backup that is old
	if err != nil || restored || d.now.Sub(since) < updatesKept || len(d.openWaves()) == 0 {
		return nil
	}
	return d.post(PostGap, "", map[string]string{
		"slot": formatID(last), "until": formatID(d.now.Add(-updatesKept).Unix()),
	})
}
