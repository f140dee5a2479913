package survey

// The values an answer can have besides a real one. They stand in exports as written here.
const (
	NotReached = ""      // the item was never shown, or was not relevant
	Skipped    = "#skip" // shown and skipped
)

// Response is one submitted set of answers.
type Response struct {
	ID          string   `cbor:"1,keyasint"`           // random; says nothing about person or time
	Unit        UnitID   `cbor:"2,keyasint,omitempty"` // in stored anonymous rows raised by coarsening; empty: whole organisation
	Flow        string   `cbor:"3,keyasint"`           // version of the flow
	SubmittedOn string   `cbor:"4,keyasint,omitempty"` // YYYY-MM-DD; empty in anonymous waves
	Values      []string `cbor:"5,keyasint"`           // one per item in flow order, in export form; see [NotReached]
	Partial     bool     `cbor:"6,keyasint,omitempty"`
}

// Comment is one free-text answer. In anonymous waves it is kept apart from its response.
type Comment struct {
	Item string `cbor:"1,keyasint"`
	Text string `cbor:"2,keyasint"`
}
