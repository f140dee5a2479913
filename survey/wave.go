package survey

import "time"

// SurveyID names a standing survey of the configuration.
type SurveyID string

// WaveID names one fielding of a survey; it matches [a-z0-9-]+.
type WaveID string

// Mode says how answers are tied to persons; it is fixed when a wave opens.
type Mode string

// The modes, with what a respondent is told of them.
const (
	Anonymous    Mode = "anonymous"    // the name is released at submission
	Confidential Mode = "confidential" // the name is kept, never shown
	Identified   Mode = "identified"   // names are the point
)

// Survey is the standing description of a study, from the configuration.
type Survey struct {
	ID           SurveyID
	FlowRef      string // as configured: "library:berakhlak" or a file
	Mode         Mode
	Open         string // cron expression; empty: by command only
	Duration     time.Duration
	Reminders    string // cron expression; empty: none by schedule
	MaxReminders int
	ReminderGap  int // working days since the last prompt to that person
	Grace        time.Duration
	CatchUp      time.Duration
	Summary      string // cron expression of participation posts; empty: none
	Retention    time.Duration
}

// WaveState is where a wave stands.
type WaveState string

// A wave is open, then closing while its release is computed, then closed for good.
const (
	WaveOpen    WaveState = "open"
	WaveClosing WaveState = "closing"
	WaveClosed  WaveState = "closed"
)

// Wave is one fielding of a survey. What it fixes at opening (mode, minimum group, flow version,
// units) never changes afterwards.
type Wave struct {
	ID           WaveID        `cbor:"1,keyasint"`
	Survey       SurveyID      `cbor:"2,keyasint"`
	State        WaveState     `cbor:"3,keyasint"`
	Mode         Mode          `cbor:"4,keyasint"`
	MinGroup     int           `cbor:"5,keyasint"`
	Flow         string        `cbor:"6,keyasint"` // version of the flow
	Opened       time.Time     `cbor:"7,keyasint"`
	Closes       time.Time     `cbor:"8,keyasint"`
	Closed       time.Time     `cbor:"9,keyasint,omitzero"`
	MaxReminders int           `cbor:"10,keyasint"`
	ReminderGap  int           `cbor:"11,keyasint"`
	Grace        time.Duration `cbor:"12,keyasint"`
	Units        []Unit        `cbor:"13,keyasint"`           // the tree at opening, in roster order
	Erased       int           `cbor:"14,keyasint,omitempty"` // unfinished interviews erased at closing
	Base         Base          `cbor:"15,keyasint"`           // counted at closing
	Progress     int           `cbor:"16,keyasint,omitempty"` // message id of the live progress post
	Purged       bool          `cbor:"17,keyasint,omitempty"` // its responses are erased: retention has passed
	FlowFile     string        `cbor:"18,keyasint,omitempty"` // where its flow came from: as configured, or the file that was published
	Published    bool          `cbor:"19,keyasint,omitempty"` // its flow was published in the group, not configured

	Pictures map[string]string `cbor:"20,keyasint,omitempty"` // path in the flow → checksum of the picture at opening

	Lost bool `cbor:"30,keyasint,omitempty"` // anonymous and open, or closed so: its key is not in the key file
}

// Taking tells whether the wave still takes answers. An open one whose key is lost does not.
func (w Wave) Taking() bool { return w.State == WaveOpen && !w.Lost }

// Sealed tells whether what is stored of the wave's answers can be read only with the wave's key.
func (w Wave) Sealed() bool { return w.Mode == Anonymous && w.State != WaveClosed }

// Base carries the counts behind every figure of a wave, in persons.
type Base struct {
	Roster     int `json:"roster" cbor:"1,keyasint"`     // eligible: target list + joiners − leavers before answering
	Registered int `json:"registered" cbor:"2,keyasint"` // of these, bound to an account
	Reachable  int `json:"reachable" cbor:"3,keyasint"`  // at least one message of the wave delivered
	Invited    int `json:"invited" cbor:"4,keyasint"`    // an invitation was sent or its outcome is unknown
	Started    int `json:"started" cbor:"5,keyasint"`    // consented and saw the first item
	Complete   int `json:"complete" cbor:"6,keyasint"`   // submitted
}

// ResponseRate is AAPOR's RR1, complete / eligible (Standard Definitions, 10th edition, 2023), in
// 0–1; 0 where nobody is eligible.
func (b Base) ResponseRate() float64 {
	if b.Roster == 0 {
		return 0
	}
	return float64(b.Complete) / float64(b.Roster)
}
