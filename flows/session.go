package flows

import (
	"maps"
	"slices"
	"time"
)

// Session is the state of one interview, answers inside. It is a value: the methods give changed
// copies and never change the one they are called on.
type Session struct {
	id       string
	lang     string
	revision int
	position int    // index of the item on screen; len(Items): the review
	page     int    // of the review, from 0
	specify  bool   // the words for "other" of that item are asked
	changing bool   // the item was opened from the review
	shelf    int    // page of a long list, from 0
	letters  string // that a long list is searched for; empty: all of it

	clock  int64 // Unix time of the last step, only where the flow's conditions read the day
	offset int   // seconds east of UTC in the respondent's zone then

	attributes []attribute
	answers    []answer // by item; items past the end have none
}

// attribute is something known of the respondent besides the answers.
type attribute struct{ name, value string }

// state tells what an answer is.
type state uint8

const (
	unanswered state = iota
	answered         // for a note: seen
	skipped
	special // #na, #dk or #refused
)

// answer is what was said to one item. It stays when the item becomes irrelevant.
type answer struct {
	value        string // export form
	other        string // words for the option "other"; kept while another option is chosen
	message      int    // number of the message that the value was typed in; 0: pressed
	otherMessage int    // of the words
	state        state
}

// Begin starts an interview. The id is short random text of a–z and 0–9, at most 10 characters;
// it names the interview in the data of buttons, and seeds the order of what is shuffled. Attributes
// of the respondent (unit, unit_name, position, rank, sex) can be used by conditions and texts under
// names that no item has.
func (f *Flow) Begin(id string, lang string, attrs map[string]string) Session {
	s := Session{id: id, lang: lang}
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if isAttribute(name) && attrs[name] != "" {
			s.attributes = append(s.attributes, attribute{name, attrs[name]})
		}
	}
	s.position = f.view(&s).following(-1)
	return s
}

// ID returns the name of the interview in the data of buttons.
func (s Session) ID() string { return s.id }

// Language returns the language of the interview's texts.
func (s Session) Language() string { return s.lang }

// Revision counts the accepted changes of the screen.
func (s Session) Revision() int { return s.revision }

// WithLanguage returns the interview in another language. Buttons on screens stay good.
func (s Session) WithLanguage(lang string) Session {
	s.lang = lang
	return s
}

// answer returns the answer to item i; the zero answer where there is none.
func (s *Session) answer(i int) answer {
	if i < 0 || i >= len(s.answers) {
		return answer{}
	}
	return s.answers[i]
}

// moment is the time of the last step, for conditions on the day.
func (s *Session) moment() time.Time {
	if s.clock == 0 {
		return time.Time{}
	}
	return time.Unix(s.clock, 0).In(time.FixedZone("", s.offset))
}
