package fielding

import (
	"time"

	"suara/storage"
	"suara/survey"
)

// ZoneOf is the zone a person works in: their own, that of their unit in the wave, or the
// organisation's.
func (c Config) ZoneOf(w survey.Wave, r survey.Respondent) *time.Location {
	return c.zone(zoneName(w, r))
}

func zoneName(w survey.Wave, r survey.Respondent) string {
	if r.Timezone != "" {
		return r.Timezone
	}
	for _, u := range w.Units {
		if u.ID == r.Unit {
			return u.Timezone
		}
	}
	return ""
}

// zone is that of the configuration, loaded once.
func (w *Writer) zone(name string) *time.Location {
	zone, known := w.zones[name]
	if !known {
		zone = w.cfg.zone(name)
		w.zones[name] = zone
	}
	return zone
}

// zone loads a zone; a bad name leaves the organisation's.
func (c Config) zone(name string) *time.Location {
	if name == "" || name == c.Zone.String() {
		return c.Zone
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return c.Zone
}

// indonesia is where the people of one roster may work.
var indonesia = [...]string{"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}

// opens tells whether it is working time anywhere, and when it will be next.
func (d *Desk) opens() (open bool, next time.Time) {
	zones := map[string]bool{d.w.cfg.Zone.String(): true}
	for _, name := range indonesia {
		zones[name] = true
	}
	for _, w := range d.openWaves() {
		for _, u := range w.Units {
			zones[u.Timezone] = true
		}
	}
	for name := range zones {
		zone := d.w.zone(name)
		open = open || d.w.cfg.Hours.Open(d.now, zone)
		if at := d.w.cfg.Hours.NextOpen(d.now, zone); next.IsZero() || !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	return open, next
}

// queueKey names a wave's list of people to be prompted.
type queueKey struct {
	wave survey.WaveID
	kind storage.Prompt
}

// passed is how far a list was gone through: up to After there are only people for whom it is no working
// time, the first of them again at Until.
type passed struct {
	after survey.RespondentID
	until time.Time
}

// queuePrompt puts a person on the wave's list, which is gone through from its beginning again.
func (d *Desk) queuePrompt(w survey.WaveID, kind storage.Prompt, r survey.RespondentID) error {
	delete(d.w.passed, queueKey{w, kind})
	return d.tx.QueuePrompt(w, kind, r)
}

// scanLimit is how many people for whom it is no working time one claim passes over.
const scanLimit = 2000

// awake takes at most room people off the wave's list for whom it is working time. The others keep their
// place and hold up nobody; more says that the list was not gone through to its end.
func (d *Desk) awake(w survey.Wave, kind storage.Prompt, room int) (people []survey.RespondentID, more bool, err error) {
	key := queueKey{w.ID, kind}
	at := d.w.passed[key]
	if !at.until.IsZero() && !d.now.Before(at.until) {
		at = passed{}
	}
	for range scanLimit {
		next, ok, err := d.tx.PromptAfter(w.ID, kind, at.after)
		if err != nil || !ok || len(people) >= room {
			d.pass(key, at)
			return people, false, err
		}
		d.w.prompt = stuck{key, next}
		open, opens, err := d.works(w, next)
		if err != nil {
			return people, false, err
		}
		d.w.prompt = stuck{}
		at.after = next
		if !open {
			if at.until.IsZero() || opens.Before(at.until) {
				at.until = opens
			}
			continue
		}
		if err := d.tx.UnqueuePrompt(w.ID, kind, next); err != nil {
			return people, false, err
		}
		people = append(people, next)
	}
	d.pass(key, at)
	return people, true, nil
}

// pass remembers how far a list was gone through, where people were passed over.
func (d *Desk) pass(key queueKey, at passed) {
	if !at.until.IsZero() {
		d.w.passed[key] = at
		return
	}
	delete(d.w.passed, key)
}

// works tells whether it is working time where a person is, and when it will be.
func (d *Desk) works(w survey.Wave, id survey.RespondentID) (open bool, opens time.Time, err error) {
	r, err := d.tx.Respondent(id)
	if err != nil && !notFound(err) {
		return false, opens, err
	}
	zone := d.w.zone(zoneName(w, r))
	return d.w.cfg.Hours.Open(d.now, zone), d.w.cfg.Hours.NextOpen(d.now, zone), nil
}
