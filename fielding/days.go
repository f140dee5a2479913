package fielding

import (
	"encoding/json"
	"fmt"
	"time"

	"suara/storage"
	"suara/survey"
)

// settingDays holds, with the wave's id, how many responses came on each day, by date.
const settingDays = "days/"

// DayCount is one day of a wave, for the whole organisation: nothing is counted by day and unit.
type DayCount struct {
	Complete int  `json:"n,omitempty"`
	Reminded bool `json:"r,omitempty"` // a reminder went out
}

// Day is a [DayCount] with its date, at midnight in the organisation's zone.
type Day struct {
	Date time.Time
	DayCount
}

// Days lists the days of a wave from its opening to now, or to its closing.
func Days(tx *storage.Tx, w survey.Wave, zone *time.Location, now time.Time) ([]Day, error) {
	counts, err := dayCounts(tx, w.ID)
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	if !w.Closed.IsZero() {
		now = w.Closed
	}
	var days []Day
	last := now.In(zone).Format(time.DateOnly)
	y, m, d := w.Opened.In(zone).Date()
	for n := 0; ; n++ {
		date := time.Date(y, m, d+n, 0, 0, 0, 0, zone)
		key := date.Format(time.DateOnly)
		if key > last {
			return days, nil
		}
		days = append(days, Day{date, counts[key]})
	}
}

func dayCounts(tx *storage.Tx, w survey.WaveID) (map[string]DayCount, error) {
	counts := map[string]DayCount{}
	raw := tx.Setting(settingDays + string(w))
	if raw == "" {
		return counts, nil
	}
	if err := json.Unmarshal([]byte(raw), &counts); err != nil {
		return nil, fmt.Errorf("read the days of wave %s: %w", w, err)
	}
	return counts, nil
}

// countOnDay changes the count of one day, today where the date is empty.
func (d *Desk) countOnDay(w survey.WaveID, date string, change func(*DayCount)) error {
	counts, err := dayCounts(d.tx, w)
	if err != nil {
		return err
	}
	if date == "" {
		date = d.now.In(d.w.cfg.Zone).Format(time.DateOnly)
	}
	day := counts[date]
	change(&day)
	counts[date] = day
	raw, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	return d.tx.PutSetting(settingDays+string(w), string(raw))
}
