package flows

import (
	"suara/flows/richtext"
)

// ScreenKind tells the screens apart.
type ScreenKind int

// The screens of an interview.
const (
	ScreenItem    ScreenKind = iota // one item
	ScreenSpecify                   // the words for the option "other" of Item
	ScreenReview                    // all answers before submission
)

// Screen is what a person sees: the texts in the interview's language, as written in the flow and
// not yet escaped, and the buttons. A button is a token that comes back as [Input.Press]; an
// empty token means that there is no such button.
type Screen struct {
	Kind          ScreenKind
	Item          *Item // nil on the review
	Number, Total int   // progress among the relevant items; notes are not counted
	Section       string
	Heading       string // the flow's title
	Intro         string // what introduces the section, above its first item; empty: nothing
	Above         string // what the rows of a matrix have in common; empty: no matrix
	Text          string
	Hint          string
	Spans         Styled // the same texts with their styles, where they have some
	Options       []ScreenOption
	Also          []ScreenOption // special answers, under the options
	Columns       int            // how many option buttons stand in a row
	Listed        bool           // the labels stand in the text, the buttons carry Short
	Many          bool           // options toggle and Done goes on
	Ranked        bool           // with Many: options get ranks in the order they are pressed
	Ticked        int            // how many options are ticked, on all pages
	Long          bool           // the options come in pages, and typed letters search them
	Letters       string         // that the options shown hold; empty: all of them
	Typing        bool           // the answer is typed, or sent
	Picture       string         // of a note, by its path; empty: none

	Back, Skip, Later, Done, Submit string
	Next                            string // goes on without changing the answer given before

	Current  string // the answer as it stands, readable; empty: none
	Typed    bool   // that answer was typed by the person
	Proposed bool   // that answer is a default which Next or Done takes

	Review                 []ReviewRow
	Page, Pages            int // of the review or a long list, from 1
	NextPage, PreviousPage string
	All                    string // shows all of a long list again
}

// Styled holds the spans of a screen's texts; nil for a text without markup.
type Styled struct{ Intro, Above, Text, Hint []richtext.Span }

// ScreenOption is one option on a screen.
type ScreenOption struct {
	Label  string
	Short  string // for the button where the labels are listed in the text
	Value  string
	Chosen bool
	Rank   int // in a ranking, from 1; 0: none yet
	Press  string
}

// ReviewRow is one relevant item on the review.
type ReviewRow struct {
	Number  int
	Item    *Item
	Label   string // the item's text, shortened to one line
	Answer  string // readable; empty where skipped or missing
	Skipped bool
	Missing bool   // required and not answered
	Press   string // changes the answer
}
