package fielding

import (
	"errors"
	"fmt"
	"strconv"

	"suara/storage"
	"suara/survey"
)

// PartSize is how many people of a roster are stored in one transaction: replies wait for it.
const PartSize = 1000

// ErrRosterRaced means that the roster was changed by somebody else since the file was compared with it.
var ErrRosterRaced = errors.New("the roster was changed meanwhile: import the file again")

const (
	settingRosterVersion = "roster.version" // counts the imports
	settingRosterParts   = "roster.parts"   // rosterParts of an import that is decided and not yet stored
)

// rosterParts says how far an import has come.
type rosterParts struct {
	Next  int `json:"next"`
	Count int `json:"count"`
}

// RosterVersion changes with every import.
func RosterVersion(tx *storage.Tx) int {
	n, _ := strconv.Atoi(tx.Setting(settingRosterVersion))
	return n
}

// RosterImport is a roster that was read and compared, on its way into the database.
type RosterImport struct {
	Version int // [RosterVersion] that it was compared with
	Units   []survey.Unit
	People  []survey.Respondent
	By      survey.AccountID
	Args    map[string]string // counts, for the audit and the owners: new, changed, retired, units (empty for none)

	aside []PersonChange // of the parts that were put aside
}

// Steps are the transactions that store it, to be run in order. A small roster is one. A large one is first
// put aside in parts; one transaction decides that it is taken; then it is stored part by part. Before
// that decision nothing of it is taken, after it all of it is, over a crash too: [Writer.Start] stores
// the rest. Between two steps the writer answers people.
func (i *RosterImport) Steps() []func(*Desk) error {
	if len(i.People) <= PartSize {
		return []func(*Desk) error{i.whole}
	}
	var steps, store []func(*Desk) error
	for n := 0; n*PartSize < len(i.People); n++ {
		part := i.People[n*PartSize : min((n+1)*PartSize, len(i.People))]
		steps = append(steps, func(d *Desk) error { return i.putAside(d, n, part) })
		store = append(store, (*Desk).storePart)
	}
	steps = append(steps, func(d *Desk) error { return i.decide(d, len(store)) })
	return append(steps, store...)
}

// ApplyRoster stores an imported roster at once: the whole unit tree, and the people who are new, changed
// or retired. Joiners enter the target lists of open waves, leavers are counted apart. The owners are
// told, since invented rows in a small unit could betray an answer.
func (d *Desk) ApplyRoster(units []survey.Unit, people []survey.Respondent, by survey.AccountID, args map[string]string) error {
	i := &RosterImport{Version: RosterVersion(d.tx), Units: units, People: people, By: by, Args: args}
	return i.whole(d)
}

func (i *RosterImport) whole(d *Desk) error {
	if err := d.FinishRoster(); err != nil {
		return err
	}
	changes, err := d.compare(i.People)
	if err != nil {
		return err
	}
	if err := i.take(d, changes); err != nil {
		return err
	}
	return d.storePeople(i.People)
}

// putAside keeps a part until the import is decided. The first one clears what an import left that was
// cut off.
func (i *RosterImport) putAside(d *Desk, n int, part []survey.Respondent) error {
	if n == 0 {
		if err := errors.Join(d.FinishRoster(), d.dropStage(0)); err != nil {
			return err
		}
	}
	changes, err := d.compare(part)
	if err != nil {
		return err
	}
	d.after = append(d.after, func() { i.aside = append(i.aside, changes...) })
	return d.tx.PutStage(n, part)
}

// compare lists what becomes of people.
func (d *Desk) compare(people []survey.Respondent) (changes []PersonChange, err error) {
	if d.noRoster() {
		return nil, nil
	}
	for _, r := range people {
		before, err := d.tx.Respondent(r.ID)
		if err != nil && !notFound(err) {
			return nil, err
		}
		if c := personChange(before, r, err == nil); c.What != "" {
			changes = append(changes, c)
		}
	}
	return changes, nil
}

// decide makes the import certain.
func (i *RosterImport) decide(d *Desk, parts int) error {
	if err := i.take(d, i.aside); err != nil {
		return err
	}
	return putSetting(d.tx, settingRosterParts, rosterParts{Count: parts})
}

// take stores the units and tells of the import; the people follow.
func (i *RosterImport) take(d *Desk, people []PersonChange) error {
	if RosterVersion(d.tx) != i.Version {
		return fmt.Errorf("%w", ErrRosterRaced)
	}
	if err := d.tx.PutSetting(settingRosterVersion, strconv.Itoa(i.Version+1)); err != nil {
		return err
	}
	known, err := d.tx.Units()
	if err != nil {
		return err
	}
	change := RosterChange{At: d.now, By: i.By, People: people}
	if !d.noRoster() {
		change.Units = unitChanges(known, i.Units)
	}
	if err := errors.Join(d.tx.PutUnits(i.Units), d.logRoster(change)); err != nil {
		return err
	}
	if len(i.People)+len(change.Units) == 0 {
		return nil
	}
	if err := d.auditWords(i.By, "roster imported", i.Args); err != nil {
		return err
	}
	return d.tellOwners(PostRosterChanged, "", i.Args)
}

// storePeople stores people of an import, with the registration that they have by now.
func (d *Desk) storePeople(people []survey.Respondent) error {
	units, err := d.tx.Units()
	if err != nil {
		return err
	}
	for _, r := range people {
		before, err := d.tx.Respondent(r.ID)
		switch {
		case err == nil:
			r.Account, r.Registered, r.Past = before.Account, before.Registered, before.Past
			if before.Unit != r.Unit {
				r.Past = append(r.Past[:len(r.Past):len(r.Past)], survey.Stay{Unit: before.Unit, Until: d.now})
			}
		case !notFound(err):
			return err
		}
		if err := errors.Join(d.tx.PutRespondent(r), d.follow(r, units)); err != nil {
			return err
		}
	}
	return nil
}

// storePart stores the next part of an import that is decided; without one it does nothing.
func (d *Desk) storePart() error {
	var at rosterParts
	if err := readSetting(d.tx, settingRosterParts, &at); err != nil || at.Count == 0 {
		return err
	}
	people, ok, err := d.tx.Stage(at.Next)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("store the roster: part %d of %d: %w", at.Next+1, at.Count, survey.ErrNotFound)
	}
	if err := errors.Join(d.storePeople(people), d.tx.DropStage(at.Next)); err != nil {
		return err
	}
	if at.Next++; at.Next < at.Count {
		return putSetting(d.tx, settingRosterParts, at)
	}
	return errors.Join(d.tx.PutSetting(settingRosterParts, ""), d.tx.MarkErased(d.now))
}

// FinishRoster stores what is left of an import that is decided: nobody works with half a roster.
func (d *Desk) FinishRoster() error {
	for d.tx.Setting(settingRosterParts) != "" {
		if err := d.storePart(); err != nil {
			return err
		}
	}
	return nil
}

// restoreRoster finishes an import that was decided when the last process died, and drops one that was
// not.
func (d *Desk) restoreRoster() error { return errors.Join(d.FinishRoster(), d.dropStage(0)) }

func (d *Desk) dropStage(from int) error {
	for n := from; ; n++ {
		if _, ok, err := d.tx.Stage(n); err != nil || !ok {
			return err
		}
		if err := errors.Join(d.tx.DropStage(n), d.tx.MarkErased(d.now)); err != nil {
			return err
		}
	}
}
