package report

import (
	"time"

	"suara/survey"
)

// Participation is who has responded so far. It may be shown while a wave is open.
type Participation struct {
	Wave  survey.WaveID
	Base  survey.Base
	Units []UnitCount // in roster order
	Days  []Day       // of the whole organisation; nil: not told
}

// UnitCount is the participation of one unit with everything below it, in persons.
type UnitCount struct {
	ID        survey.UnitID
	Name      string
	Parent    survey.UnitID
	Roster    int
	Responded int
	Minimum   int // 0: none is set
}

// Day is one day of a wave: how many responded on it, and whether a reminder went out.
type Day struct {
	Date      time.Time
	Responded int
	Reminded  bool
}
