package roster

import (
	"time"

	"suara/survey"
)

// Change is one person in a plan: the row of the file, who was known, and what is different.
type Change struct {
	Row      Row
	Before   survey.Respondent // zero for new people
	After    survey.Respondent // as it is to be stored; as known where nothing changes
	Fields   []string          // changed columns; "revived" where a retired person is back
	Warnings []string

	WarningsIndonesian []string // the same warnings
}

func (c *Change) warn(odd ...*reason) {
	for _, why := range odd {
		c.Warnings = append(c.Warnings, why.en)
		c.WarningsIndonesian = append(c.WarningsIndonesian, why.id)
	}
}

// Options are what Compare needs besides the file.
type Options struct {
	Complete bool                // the file is the whole roster: absent people are retired
	Now      time.Time           // stamped on what changes
	NextID   survey.RespondentID // given to the first new person
	Timezone string              // the organisation's zone, which units without one are in
}

// Plan is what an import would change; nothing is stored by making one.
type Plan struct {
	New       []Change
	Changed   []Change
	Unchanged []Change
	Missing   []Change            // on the roster but not in the file, retired or not
	Retired   []survey.Respondent // the absent ones, stamped, where the file is complete
	Units     []survey.Unit       // the whole tree after the import
	NewUnits  []survey.Unit       // those of Units that were not known
	Rejected  []Rejection
	Warnings  []string

	WarningsIndonesian []string // the same as Warnings

	ChangedUnits []UnitChange // known ones that are different in Units
	zone         string       // the organisation's
}

// Counts is a plan in numbers, in the form that the command line prints as JSON.
type Counts struct {
	New       int         `json:"new"`
	Changed   int         `json:"changed"`
	Unchanged int         `json:"unchanged"`
	Missing   int         `json:"missing"`
	Retired   int         `json:"retired"`
	Rejected  []Rejection `json:"rejected"`

	ChangedUnits []UnitDifference `json:"changed_units,omitempty"`
	Warnings     []string         `json:"warnings,omitempty"`
}

// Counts counts the plan.
func (p Plan) Counts() Counts {
	return Counts{
		New: len(p.New), Changed: len(p.Changed), Unchanged: len(p.Unchanged),
		Missing: len(p.Missing), Retired: len(p.Retired),
		Rejected:     append([]Rejection{}, p.Rejected...),
		ChangedUnits: p.UnitDifferences(), Warnings: p.Warnings,
	}
}

// Respondents returns everyone to be stored: new, changed, revived and retired people.
func (p Plan) Respondents() []survey.Respondent {
	var all []survey.Respondent
	for _, group := range [][]Change{p.New, p.Changed} {
		for _, c := range group {
			all = append(all, c.After)
		}
	}
	return append(all, p.Retired...)
}
