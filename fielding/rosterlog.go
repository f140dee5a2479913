package fielding

import (
	"maps"
	"slices"
	"time"

	"suara/storage"
	"suara/survey"
)

// What can happen to a person on the roster.
const (
	RosterJoined = "joined"
	RosterBack   = "back" // was retired, is on the roster again
	RosterLeft   = "left"
	RosterMoved  = "moved" // to another unit
)

// What can happen to a unit.
const (
	UnitNew     = "new"
	UnitRenamed = "renamed"
	UnitMoved   = "moved" // below another unit
	UnitZoned   = "zoned" // in another time zone
)

// PersonChange is one person who came, went or moved.
type PersonChange struct {
	Person survey.RespondentID `json:"person"`
	What   string              `json:"what"`
	From   survey.UnitID       `json:"from,omitempty"`
	To     survey.UnitID       `json:"to,omitempty"`
}

// UnitChange is one thing about a unit: it is new, has another name, stands elsewhere in the tree, or is in
// another time zone.
type UnitChange struct {
	Unit survey.UnitID `json:"unit"`
	What string        `json:"what"`
	Was  string        `json:"was,omitempty"` // name, parent or time zone before
	Is   string        `json:"is,omitempty"`  // the same afterwards; empty for none, or the organisation's zone
}

// RosterChange is what one import changed of people and units; mended names and numbers are no change
// here.
type RosterChange struct {
	At     time.Time        `json:"at"`
	By     survey.AccountID `json:"by,omitempty"` // 0: the operator at the terminal
	People []PersonChange   `json:"people,omitempty"`
	Units  []UnitChange     `json:"units,omitempty"`
}

// rosterMonth is how long a change can still be reported.
const rosterMonth = 30 * 24 * time.Hour

const (
	settingRosterLog  = "roster.changes"
	settingRosterTold = "roster.told" // per owner, up to which change they were told
)

// RosterChanges are the changes of the last 30 days, oldest first, made after since.
func RosterChanges(tx *storage.Tx, since, now time.Time) (list []RosterChange, err error) {
	if err := readSetting(tx, settingRosterLog, &list); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(list, func(c RosterChange) bool {
		return !c.At.After(since) || now.Sub(c.At) > rosterMonth
	}), nil
}

// noRoster tells whether nobody has ever stood on the roster: then there is nothing to compare with, and the
// owners are told of the import when it is taken.
func (d *Desk) noRoster() bool { return d.tx.NextRespondent() == 1 }

// personChange says what becomes of one person; before is zero for somebody new. What is empty for nothing that
// is kept.
func personChange(before, after survey.Respondent, known bool) PersonChange {
	change := PersonChange{Person: after.ID, From: before.Unit, To: after.Unit}
	switch {
	case !known:
		change.What, change.From = RosterJoined, ""
	case before.Active() && !after.Active():
		change.What, change.To = RosterLeft, ""
	case !before.Active() && after.Active():
		change.What = RosterBack
	case after.Active() && before.Unit != after.Unit:
		change.What = RosterMoved
	}
	return change
}

func unitChanges(before, after []survey.Unit) (list []UnitChange) {
	known := map[survey.UnitID]survey.Unit{}
	for _, u := range before {
		known[u.ID] = u
	}
	for _, u := range after {
		was, old := known[u.ID]
		if !old {
			list = append(list, UnitChange{Unit: u.ID, What: UnitNew})
			continue
		}
		for _, c := range []UnitChange{
			{u.ID, UnitRenamed, was.Name, u.Name},
			{u.ID, UnitMoved, string(was.Parent), string(u.Parent)},
			{u.ID, UnitZoned, was.Timezone, u.Timezone},
		} {
			if c.Was != c.Is {
				list = append(list, c)
			}
		}
	}
	return list
}

// logRoster keeps what an import changed until every owner has been told.
func (d *Desk) logRoster(c RosterChange) error {
	if len(c.People) == 0 && len(c.Units) == 0 {
		return nil
	}
	list, err := RosterChanges(d.tx, time.Time{}, d.now)
	if err != nil {
		return err
	}
	if n := len(list); n > 0 && !c.At.After(list[n-1].At) {
		c.At = list[n-1].At.Add(time.Nanosecond) // each has its own instant: what was told is counted by it
	}
	return putSetting(d.tx, settingRosterLog, append(list, c))
}

// tellRoster sends every owner in private what changed of the roster in the last 30 days and that they
// were not told yet: invented people in a small unit could give an answer away.
func (d *Desk) tellRoster() error {
	told := map[survey.AccountID]time.Time{}
	if err := readSetting(d.tx, settingRosterTold, &told); err != nil {
		return err
	}
	owners, err := d.owners()
	if err != nil {
		return err
	}
	changed := false
	for _, owner := range owners {
		list, err := RosterChanges(d.tx, told[owner], d.now)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			continue
		}
		err = d.queue(storage.Message{
			Kind: storage.KindDocument, Chat: survey.ChatID(owner), Name: PostRosterReport,
			Args: map[string]string{
				"since": told[owner].Format(time.RFC3339Nano), "now": d.now.Format(time.RFC3339Nano),
				"file": "perubahan-daftar-pegawai.xlsx", argUnasked: "yes",
			},
		})
		if err != nil {
			return err
		}
		told[owner], changed = list[len(list)-1].At, true
	}
	if !changed {
		return nil
	}
	maps.DeleteFunc(told, func(a survey.AccountID, _ time.Time) bool { return !slices.Contains(owners, a) })
	return putSetting(d.tx, settingRosterTold, told)
}
