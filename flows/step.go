package flows

import "time"

// Input is one thing a person did: pressed a button, sent a text, or edited an earlier text.
type Input struct {
	Press   string    // a button's token as issued in a Screen; else empty
	Text    string    // typed text
	Message int       // number of the message that carried Text, so that an edit finds its answer; 0: none
	Edited  bool      // Text replaces the answer that came with Message
	Now     time.Time // in the respondent's zone, for today()
}

// Outcome says what an input did.
type Outcome struct {
	Changed   bool   // the session changed and must be stored
	Redraw    bool   // the screen is to be shown again
	Stale     bool   // a press of an older screen or an unknown button: nothing changed
	Submitted bool   // all is answered and sent: the caller stores the response
	Leave     bool   // the person goes on later
	Notice    Notice // what to tell
	Typed     bool   // the input was taken as an answer by typing
}

// walk is one step in the making. The session is a copy; its answers are copied before the first
// change.
type walk struct {
	flow     *Flow
	was      Session
	s        Session
	in       Input
	out      Outcome
	owned    bool // the answers are a copy
	relevant set
}

// Step takes one input. It never changes s and gives the same result for the same arguments.
// Where Outcome.Changed is false the session returned is s.
func (f *Flow) Step(s Session, in Input) (Session, Outcome) {
	w := walk{flow: f, was: s, s: s, in: in}
	w.s.position = min(w.s.position, len(f.Items))
	if f.clock && !in.Now.IsZero() {
		w.s.clock = in.Now.Unix()
		_, w.s.offset = in.Now.Zone()
	}
	w.relevant = f.relevance(&w.s)
	switch {
	case in.Press != "":
		w.press()
	case in.Edited:
		w.edit()
	default:
		w.text()
	}
	if !w.out.Changed {
		return s, w.out
	}
	return w.s, w.out
}

// item is the item on screen; nil on the review.
func (w *walk) item() *Item {
	if w.s.position >= len(w.flow.Items) {
		return nil
	}
	return w.flow.Items[w.s.position]
}

// set keeps an answer and finds anew what is relevant.
func (w *walk) set(i int, a answer) {
	if !w.owned {
		answers := make([]answer, max(len(w.flow.Items), len(w.s.answers)))
		copy(answers, w.s.answers)
		w.s.answers, w.owned = answers, true
	}
	w.s.answers[i] = a
	w.relevant = w.flow.relevance(&w.s)
}

// changed takes the step: a new revision makes the buttons of earlier screens stale.
func (w *walk) changed() {
	w.s.revision++
	w.out.Changed, w.out.Redraw = true, true
}

// show goes to an item or the review.
func (w *walk) show(position int) {
	w.s.position, w.s.specify, w.s.changing = position, false, false
	w.changed()
}

// advance goes on after item i to the next one that waits for something. Where that is an earlier
// answer that a check now refuses, it says so.
func (w *walk) advance(i int) {
	to := w.flow.openAfter(&w.s, &w.relevant, i)
	w.show(to)
	if to == len(w.flow.Items) {
		return
	}
	fault := w.flow.checkFault(&w.s, &w.relevant, w.flow.Items[to], w.s.answer(to))
	if fault.Key != "" {
		w.out.Notice = fault
	}
}

// refuse tells why an input changed nothing.
func (w *walk) refuse(n Notice) {
	w.out.Notice, w.out.Redraw = n, true
}
