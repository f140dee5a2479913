package flows

import (
	"strconv"
	"time"
)

// Input is one thing a person did: pressed a button, sent a text or something else, or edited it.
type Input struct {
	Press   string    // a button's token as issued in a Screen; else empty
	Text    string    // typed text
	Sent    *Sent     // what was sent in place of a text; nil: nothing
	Message int       // number of the message that carried Text or Sent, so that an edit finds its answer; 0: none
	Edited  bool      // Text or Sent replaces the answer that came with Message
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
	Typed     bool   // the input was taken as an answer by typing or sending
}

// walk is one step in the making. Its view works on a copy of the session, whose answers are copied
// before the first change.
type walk struct {
	*view
	was   Session
	now   Session
	in    Input
	out   Outcome
	owned bool // the answers are a copy
}

// Step takes one input. It never changes s and gives the same result for the same arguments.
// Where Outcome.Changed is false the session returned is s.
func (f *Flow) Step(s Session, in Input) (Session, Outcome) {
	w := &walk{was: s, now: s, in: in}
	w.now.position = min(w.now.position, len(f.Items))
	if f.clock && !in.Now.IsZero() {
		w.now.clock = in.Now.Unix()
		_, w.now.offset = in.Now.Zone()
	}
	w.view = f.view(&w.now)
	before := w.relevant
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
	w.moved(&before)
	return w.now, w.out
}

// item is the item on screen; nil on the review.
func (w *walk) item() *Item {
	if w.s.position >= len(w.Items) {
		return nil
	}
	return w.Items[w.s.position]
}

// set keeps an answer and finds anew what is relevant.
func (w *walk) set(i int, a answer) {
	if !w.owned {
		answers := make([]answer, max(len(w.Items), len(w.s.answers)))
		copy(answers, w.s.answers)
		w.s.answers, w.owned = answers, true
	}
	w.s.answers[i] = a
	w.refresh()
}

// moved tells of answers that the step put aside, or took back from aside, as what they answer is no
// longer asked, or asked again. More pressing notices go first.
func (w *walk) moved(before *set) {
	switch w.out.Notice.Key {
	case "", NoticeValueUnderstood, NoticeEditKept, NoticePhotoKept, NoticeFileKept, NoticeLocationKept:
	default:
		return
	}
	if w.in.Sent != nil && w.in.Sent.Album != "" {
		return // the notice marks the album
	}
	aside, back := 0, 0
	for i := range min(len(w.s.answers), len(w.Items)) {
		if w.s.answers[i].state == unanswered || w.Items[i].Type == TypeNote {
			continue
		}
		switch was, is := before.has(i), w.relevant.has(i); {
		case was && !is:
			aside++
		case is && !was:
			back++
		}
	}
	switch {
	case aside > 0:
		w.out.Notice = Notice{NoticeAnswersAside, map[string]string{"count": strconv.Itoa(aside)}}
	case back > 0:
		w.out.Notice = Notice{NoticeAnswersBack, map[string]string{"count": strconv.Itoa(back)}}
	}
}

// changed takes the step: a new revision makes the buttons of earlier screens stale.
func (w *walk) changed() {
	w.s.revision++
	w.out.Changed, w.out.Redraw = true, true
}

// show goes to an item or the review.
func (w *walk) show(position int) {
	w.s.position, w.s.specify, w.s.changing = position, false, false
	w.s.shelf, w.s.letters = 0, ""
	w.changed()
}

// advance goes on after item i to the next one that waits for something. Where that is an earlier
// answer that a check now refuses, it says so.
func (w *walk) advance(i int) {
	to := w.openAfter(i)
	w.show(to)
	if to == len(w.Items) {
		return
	}
	if fault := w.checkFault(w.Items[to], w.s.answer(to)); fault.Key != "" {
		w.out.Notice = fault
	}
}

// refuse tells why an input changed nothing.
func (w *walk) refuse(n Notice) {
	w.out.Notice, w.out.Redraw = n, true
}
